// Finding papers over the mocked program: typed, narrowed, opened by keys, and what is said where nothing is found.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { paper } from '$lib/api/mock/find';
import type { MockProgram } from '$lib/api/mock/program';
import { hidePrices } from '$lib/i18n/text.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

async function opened(change: (program: MockProgram) => void = () => undefined) {
  const program = open({}, true);
  const order = program.orders[0];
  program.papers.rows = [
    paper({
      id: order?.summary.id ?? '',
      number: '1041',
      fragment: [
        { text: 'Б-1 ', is_match: false },
        { text: 'Болт', is_match: true },
      ],
    }),
    paper({
      kind: 'document',
      id: 'd-1',
      document_kind: 'bill',
      number: 'СЧ-7',
      entity: 'e2',
      entity_name: 'ТОВ «Будсервіс Плюс»',
      file_text: 'whole',
      may_tell_sums: true,
      fragment: [{ text: 'Болт 900 000,00', is_match: true }],
    }),
    paper({ kind: 'document', id: 'd-2', document_kind: 'other', number: '', file_text: 'scan', fragment: [] }),
  ];
  change(program);
  await table(TESTID.catalogueTable);
  await key(document.body, 'F', { code: 'KeyF', ctrlKey: true, shiftKey: true });
  const field = (await find(TESTID.findText)) as HTMLInputElement;
  return { program, field };
}

const type = (field: HTMLInputElement, text: string) => fireEvent.input(field, { target: { value: text } });

describe('finding papers', () => {
  it('opens by its key with the field ready, says what is found here, and shows the found with their place', async () => {
    const { field } = await opened();
    expect(document.activeElement).toBe(field);
    expect((await find(TESTID.empty)).textContent).toContain('текстом PDF');
    await type(field, 'болт');
    const grid = await table(TESTID.findTable);
    expect(row(grid, 0)?.textContent).toContain('Заказ № 1041');
    expect(row(grid, 0)?.querySelector('mark')?.textContent).toBe('Болт');
    await waitFor(() => expect(row(grid, 1)?.textContent ?? '').toContain('Счёт поставщика № СЧ-7'));
    expect(row(grid, 1)?.textContent).toContain('Будсервіс');
    expect((await find(TESTID.findTotal)).textContent).toContain('найдено 2');
    await type(field, 'нет такого');
    await waitFor(async () => expect((await find(TESTID.empty)).textContent).toContain('Ничего не найдено'));
  });

  it('is narrowed by kind, by days and to one legal entity', async () => {
    const { field, program } = await opened();
    await type(field, 'болт');
    await table(TESTID.findTable);
    await fireEvent.click(await find(`${TESTID.findKind}-document`));
    await waitFor(() => expect(row(screen.getByTestId(TESTID.findTable), 0)?.textContent).toContain('СЧ-7'));
    await fireEvent.click(await find(`${TESTID.findKind}-document`));
    await key(screen.getByTestId(TESTID.findTable), 'e', { code: 'KeyE', ctrlKey: true });
    await waitFor(async () => expect((await find(TESTID.findTotal)).textContent).toContain('найден 1'));
    const from = await find(TESTID.findFrom);
    await fireEvent.input(from, { target: { value: '2026-03-01' } });
    await fireEvent.change(from);
    await find(TESTID.empty);
    expect(program.calls.filter(call => call.name === 'findPapers').length).toBeGreaterThan(3);
  });

  it('goes down into the table and opens what was found', async () => {
    const { field, program } = await opened();
    await type(field, 'болт');
    const grid = await table(TESTID.findTable);
    await key(field, 'ArrowDown');
    expect(document.activeElement).toBe(grid);
    await key(grid, 'Enter');
    await waitFor(() => expect(screen.queryByTestId(TESTID.findTable)).toBeNull());
    expect(program.calls.some(call => call.name === 'ordersShow')).toBe(true);
    await key(document.body, 'Escape');
    expect(((await find(TESTID.findText)) as HTMLInputElement).value).toBe('болт');
  });

  it('shows no text of files while prices are hidden, and says that a scan has none', async () => {
    const { field } = await opened(program => {
      program.settings.hides_prices = true;
    });
    await type(field, 'болт');
    const grid = await table(TESTID.findTable);
    await waitFor(() => expect(row(grid, 1)?.textContent ?? '').toContain('спрятан'));
    expect(row(grid, 1)?.textContent).not.toContain('900');
    await type(field, '');
    await find(TESTID.empty);
  });

  it('says how much is not found yet, and why it failed', async () => {
    const { field, program } = await opened(program => {
      program.papers.due = 12;
    });
    await type(field, 'болт');
    expect((await find(TESTID.findDue)).textContent).toContain('12 документов');
    program.papers.due = 0;
    await waitFor(() => expect(screen.queryByTestId(TESTID.findDue)).toBeNull(), { timeout: 3000 });
    program.failures.set('findPapers', failed('internal', 'the index is damaged'));
    await type(field, 'болт м8');
    await waitFor(() => expect(document.body.textContent).toContain('Слова остались'));
  });
});
