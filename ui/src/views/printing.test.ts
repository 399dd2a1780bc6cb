// What goes to printers over the mocked program: papers of several orders, labels of goods, and where papers are saved.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, failed } from '$lib/api/api';
import type { MockProgram } from '$lib/api/mock/program';
import { hidePrices } from '$lib/i18n/text.svelte';
import { LabelsState } from '$lib/state/labels.svelte';
import { Memory } from '$lib/state/memory';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

const called = (program: MockProgram, name: string) => program.calls.filter(call => call.name === name);

async function orders(change: (program: MockProgram) => void = () => undefined) {
  const program = open({}, true);
  change(program);
  await table(TESTID.catalogueTable);
  await fireEvent.click(await find('nav-orders'));
  return { program, grid: await table(TESTID.ordersTable) };
}

const formBox = (form: string) =>
  screen.getByTestId(TESTID.orderPapersPanel).querySelector<HTMLInputElement>(`input[data-form=${form}]`);

describe('papers of several orders', () => {
  it('are marked and asked for by keys, printed each at the printer of its form, and told', async () => {
    const { program, grid } = await orders();
    await key(grid, 'Insert');
    await key(grid, 'Insert');
    await key(grid, 'з', { code: 'KeyP', ctrlKey: true });
    await waitFor(() => expect(formBox('order_form')).not.toBeNull());
    const panel = await find(TESTID.orderPapersPanel);
    const printer = await waitFor(() => {
      const select = panel.querySelector<HTMLSelectElement>('select[data-form=order_form]');
      expect(select?.options.length).toBeGreaterThan(2);
      return select as HTMLSelectElement;
    });
    await fireEvent.change(printer, { target: { value: 'Canon склад' } });
    await fireEvent.click(await find(TESTID.orderPapersPrint));
    await find(TESTID.batchDone);
    const printed = called(program, 'documentsPrint').map(call => call.args as [{ form: string }, { printer: string }]);
    expect(printed.length).toBeGreaterThan(2);
    for (const [paper, wishes] of printed) {
      expect(wishes.printer).toBe(paper.form === 'order_form' ? 'Canon склад' : '');
    }
    expect(new Set(printed.map(([paper]) => paper.form)).size).toBeGreaterThan(1);
    await key(panel, 'Escape');
    expect(screen.queryByTestId(TESTID.orderPapersPanel)).toBeNull();
    expect(document.activeElement).toBe(grid);
  });

  it('leave out a form that is not wanted, also the next time, and name what failed', async () => {
    const { program, grid } = await orders();
    await key(grid, 'p', { code: 'KeyP', ctrlKey: true });
    await waitFor(() => expect(formBox('invoice')).not.toBeNull());
    await fireEvent.click(formBox('invoice') as HTMLInputElement);
    program.failures.set('documentsSave', failed('disk_full', 'no space left'));
    await fireEvent.click(await find(TESTID.orderPapersSave));
    expect((await find(TESTID.batchFailures)).textContent).toContain('Бланк заказа');
    const forms = called(program, 'documentsSave').map(call => (call.args[0] as { form: string }).form);
    expect(forms).toEqual(['order_form']);
    await waitFor(() => expect(program.memory.get('orderPapers')).toContain('invoice'));
  });

  it('are told of and can be stopped while they go on, whatever is shown', async () => {
    const { program, grid } = await orders();
    await key(grid, 'p', { code: 'KeyP', ctrlKey: true });
    await waitFor(() =>
      expect((screen.queryByTestId(TESTID.orderPapersPrint) as HTMLButtonElement | null)?.disabled).toBe(false),
    );
    program.delayMs = 300;
    await fireEvent.click(await find(TESTID.orderPapersPrint));
    await key(await find(TESTID.orderPapersPanel), 'Escape');
    expect(screen.queryByTestId(TESTID.orderPapersPanel)).toBeNull();
    expect((await find(TESTID.batchBar)).textContent).toContain('Готово 0 из');
    await key(grid, 'p', { code: 'KeyP', ctrlKey: true });
    await find(TESTID.orderPapersPanel);
    await fireEvent.click(await find('nav-catalogue'));
    await fireEvent.click(await find('nav-orders'));
    expect(screen.queryByTestId(TESTID.orderPapersPanel)).toBeNull();
    await find(TESTID.batchDone);
  });

  it('are not asked for while prices are hidden', async () => {
    const { program, grid } = await orders(program => {
      program.settings.hides_prices = true;
    });
    await key(grid, 'p', { code: 'KeyP', ctrlKey: true });
    await find(TESTID.said);
    expect(called(program, 'documentsOfOrders')).toEqual([]);
  });
});

describe('labels', () => {
  it('are of the goods that are taken in the table, to a printer by its address', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    await key(grid, 'ArrowDown', { shiftKey: true });
    await key(grid, 'д', { code: 'KeyL', ctrlKey: true, shiftKey: true });
    const panel = await find(TESTID.labelsPanel);
    expect(panel.textContent).toContain('2 товара');
    await fireEvent.change(await find(`${TESTID.labels}-widthMm`), { target: { value: '30' } });
    await fireEvent.input(await find(`${TESTID.labels}-address`), { target: { value: 'socket://label:9100' } });
    await fireEvent.click(await find(TESTID.labelsTest));
    expect((await find(TESTID.labelsDone)).textContent).toContain('socket://label:9100');
    await fireEvent.submit(panel.querySelector('form') as HTMLFormElement);
    await waitFor(async () => expect((await find(TESTID.labelsDone)).textContent).toContain('2 этикетки'));
    const [request, printer] = called(program, 'documentsLabelsPrint')[0]?.args ?? [];
    expect(request).toMatchObject({ copies: 1, price_list: null, has_price: false, paper: { width_mm: 30 } });
    expect((request as { items: string[] }).items[0]).toBe(row(grid, 0)?.dataset['key']);
    expect(printer).toBe('socket://label:9100');
    await waitFor(() => expect(program.memory.get('labels')).toContain('socket://label:9100'));
    program.failures.set('documentsLabelsSave', failed('disk_full', 'no space left'));
    await fireEvent.click(await find(TESTID.labelsSave));
    await waitFor(() => expect(panel.textContent).toContain('Ничего не напечатано'));
    await key(panel.querySelector('input') as HTMLElement, 'Escape');
    expect(screen.queryByTestId(TESTID.labelsPanel)).toBeNull();
  });
});

describe('labels that cannot be', () => {
  it('are not made of goods that a pasted list hides, and why is said', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    await fireEvent.paste(await find(TESTID.search), { clipboardData: { getData: () => '8-800\n8-801\n8-802' } });
    await find(TESTID.pastedList);
    await key(grid, 'l', { code: 'KeyL', ctrlKey: true, shiftKey: true });
    expect((await find(TESTID.said)).textContent).toContain('закройте вставленный список');
    expect(screen.queryByTestId(TESTID.labelsPanel)).toBeNull();
    expect(called(program, 'documentsLabelsPrint')).toEqual([]);
  });

  it('are not made of nothing, and why is said', async () => {
    open();
    await table(TESTID.catalogueTable);
    await fireEvent.input(await find(TESTID.search), { target: { value: 'нет такого товара' } });
    await find(TESTID.empty);
    await fireEvent.click(await find(TESTID.labelsOpen));
    expect((await find(TESTID.said)).textContent).toContain('В таблице нет товаров');
  });

  it('bear no price that the role does not see, whatever was chosen before', async () => {
    const sent: unknown[] = [];
    const labels = new LabelsState(
      {
        documentsLabelsPrint: async request => {
          sent.push([request.entity, request.has_price]);
          return failed('printer', '');
        },
        documentsLabelsSave: async () => failed('printer', ''),
        documentsLabelsTest: async () => failed('printer', ''),
        documentsPrinters: async () => done([]),
      },
      new Memory({ settingsRecall: async () => done(null), settingsRemember: async () => done(null) }),
    );
    labels.change({ hasPrice: true });
    const goods = (entity: string, mayPrice: boolean) => ({ entity, items: ['i1'], list: null, mayPrice });
    await labels.open(goods('e1', true));
    await labels.print();
    await labels.open(goods('e2', false));
    await labels.print();
    expect(sent).toEqual([
      ['e1', true],
      ['e2', false],
    ]);
    labels.follow('e2');
    expect(labels.goods).not.toBeNull();
    labels.follow('e1');
    expect(labels.goods).toBeNull();
  });
});

describe('the folder of papers', () => {
  it('shows where a paper would lie, refuses what is no full path, and is kept', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find('nav-settings'));
    const field = (await find(TESTID.paperFolder)) as HTMLInputElement;
    const by = await find(TESTID.paperFolderBy);
    await fireEvent.click(by.querySelector('input[value=entity_month]') as HTMLInputElement);
    await waitFor(async () =>
      expect((await find(TESTID.paperFolderPreview)).textContent).toContain('/home/user/Documents/ООО Ромашка/2026-11'),
    );
    await fireEvent.input(field, { target: { value: 'бумаги' } });
    await waitFor(() => expect(screen.queryByTestId(TESTID.paperFolderPreview)).toBeNull());
    expect(((await find(TESTID.paperFolderSave)) as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(field, { target: { value: '/srv/бумаги' } });
    await waitFor(async () => expect((await find(TESTID.paperFolderPreview)).textContent).toContain('/srv/бумаги'));
    await fireEvent.click(await find(TESTID.paperFolderSave));
    await find(TESTID.paperFolderSaved);
    expect(called(program, 'documentsSetFolderRule')[0]?.args[0]).toEqual({
      folder: '/srv/бумаги',
      by: 'entity_month',
    });
  });
});
