// The report of purchases over the mocked program: added up, narrowed, widened and taken away by keys, and what is left out.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import type { MockProgram } from '$lib/api/mock/program';
import { report } from '$lib/api/mock/report';
import type { ReportBy } from '$lib/bindings';
import { hidePrices, show } from '$lib/i18n/text.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

async function opened(change: (program: MockProgram) => void = () => undefined) {
  const program = open({}, true);
  change(program);
  await table(TESTID.catalogueTable);
  await fireEvent.click(await find('nav-orders'));
  const orders = await table(TESTID.ordersTable);
  await key(orders, 'ь', { code: 'KeyM', ctrlKey: true, shiftKey: true });
  await find(TESTID.reportView);
  return program;
}

const ask = (program: MockProgram, by: ReportBy, says = {}) =>
  report(program, { entity: 'e1', from: null, to: null, by, goods: '', person: null, ...says });

const text = (testid: string) => screen.getByTestId(testid).textContent ?? '';

describe('the report of purchases', () => {
  it('opens by its key, shows months with a chart in words, and says what is left out', async () => {
    const program = await opened();
    const grid = await table(TESTID.reportTable);
    const expected = ask(program, 'month');
    const total = expected.totals[0];
    expect(row(grid, 0)?.textContent).toContain(show.money(expected.rows[0]?.net_minor ?? 0, 'RUB'));
    expect(text(TESTID.reportTotal)).toContain(show.money(total?.net_minor ?? 0, 'RUB'));
    expect(text(TESTID.reportTotal)).toContain('возвращено');
    expect(text(TESTID.reportLeftOut)).toContain('1 отменённый заказ');
    expect(screen.getByTestId(TESTID.reportChart).querySelector('[role=img]')?.getAttribute('aria-label')).toContain(
      'заказ',
    );
  });

  it('adds up goods, whose sums and shares are those of the whole, and names what went back', async () => {
    const program = await opened();
    await fireEvent.click(await find(`${TESTID.reportBy}-goods`));
    const grid = await table(TESTID.reportTable);
    const { rows } = ask(program, 'goods');
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain(rows[0]?.article));
    expect(grid.textContent).toContain('Возвращено, кол-во');
    expect(row(grid, 0)?.textContent).toContain(show.percent(rows[0]?.share_bp ?? 0));
  });

  it('is narrowed from a month to its goods by Enter, and from goods to the catalogue', async () => {
    const program = await opened();
    const grid = await table(TESTID.reportTable);
    const month = ask(program, 'month').rows[0]?.key ?? '';
    await key(grid, 'Enter');
    await waitFor(() =>
      expect(program.calls.at(-1)).toEqual({
        name: 'purchasesReport',
        args: [
          expect.objectContaining({
            by: 'goods',
            from: `${month}-01`,
            to: expect.stringMatching(`^${month}-(28|29|3.)$`),
          }),
        ],
      }),
    );
    const goods = await table(TESTID.reportTable);
    await key(goods, 'Enter');
    await table(TESTID.catalogueTable);
    expect(((await find(TESTID.search)) as HTMLInputElement).value).not.toBe('');
  });

  it('keeps a person as a chip that shows everybody again', async () => {
    await opened();
    await fireEvent.click(await find(`${TESTID.reportBy}-person`));
    const grid = await table(TESTID.reportTable);
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('Петренко'));
    await key(grid, 'Enter');
    const chip = await find(TESTID.reportPerson);
    expect(chip.textContent).toContain('Петренко');
    await fireEvent.click(chip);
    await waitFor(() => expect(screen.queryByTestId(TESTID.reportPerson)).toBeNull());
  });

  it('adds up all legal entities by Ctrl+E and only the goods that are typed', async () => {
    const program = await opened();
    const grid = await table(TESTID.reportTable);
    await key(grid, 'e', { code: 'KeyE', ctrlKey: true });
    await waitFor(() => expect(program.calls.at(-1)?.args[0]).toMatchObject({ entity: null }));
    await fireEvent.input(await find(TESTID.reportGoods), { target: { value: 'нет такого' } });
    expect((await find(TESTID.empty)).textContent).toContain('таких закупок нет');
  });

  it('is saved as a workbook, and not while prices are hidden', async () => {
    const program = await opened();
    await table(TESTID.reportTable);
    await fireEvent.click(await find(`${TESTID.reportExport}-xlsx`));
    await waitFor(() => expect(document.body.textContent).toContain('Закупки.xlsx'));
    program.failures.set('purchasesExport', failed('disk_full', 'no space left'));
    await fireEvent.click(await find(`${TESTID.reportExport}-csv`));
    await waitFor(() => expect(document.body.textContent).toContain('Ничего не изменилось'));
    await key(document.body, 'F8');
    await waitFor(() => expect(screen.queryByTestId(`${TESTID.reportExport}-xlsx`)).toBeNull());
    expect(screen.queryByTestId(TESTID.reportChart)).toBeNull();
    expect(text(TESTID.reportTotal)).toContain('•••');
    expect(text(TESTID.reportView)).toContain('спрятаны');
  });

  it('draws no month that only a slip of a document is of', async () => {
    const program = await opened(program => {
      const slip = program.returns[0];
      if (slip) program.returns.push({ ...slip, month: '2062-03' });
    });
    await table(TESTID.reportTable);
    expect(ask(program, 'month').rows.at(-1)?.key).toBe('2062-03');
    const chart = screen.getByTestId(TESTID.reportChart);
    expect(chart.querySelector('[role=img]')?.getAttribute('aria-label')).not.toContain('2062');
    expect(text(TESTID.reportAt)).not.toContain('2062');
  });

  it('says that the role does not show the prices of a legal entity', async () => {
    const program = await opened(program => {
      program.entities = program.entities.map((entity, at) => (at === 0 ? { ...entity, sees_prices: false } : entity));
    });
    expect((await find(TESTID.empty)).textContent).toContain('Ваша роль не показывает цены');
    expect(screen.queryByTestId(`${TESTID.reportExport}-xlsx`)).toBeNull();
    await key(document.body, 'e', { code: 'KeyE', ctrlKey: true });
    await waitFor(() => expect(text(TESTID.reportLeftOut)).toContain(program.entities[0]?.name));
  });

  it('says why it could not be added up', async () => {
    await opened(program => program.failures.set('purchasesReport', failed('internal', 'the file is damaged')));
    await waitFor(() => expect(document.body.textContent).toContain('Ничего не изменилось'));
  });
});
