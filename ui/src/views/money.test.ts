// What is owed, over the mocked program: the tree unfolds by keys down to documents, and is hidden with the prices.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hidePrices } from '$lib/i18n/text.svelte';
import { failed } from '$lib/api/api';
import { owed } from '$lib/api/mock/money';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

/** Every space as the usual one. */
const plain = (text: string | null | undefined) => (text ?? '').replace(/\s/gu, ' ');

async function money() {
  await table(TESTID.catalogueTable);
  await key(document.body, 'm', { altKey: true, code: 'KeyM' });
  return table(TESTID.moneyTable);
}

describe('the page of money', () => {
  it('adds up by currency and unfolds a contract to its documents, and folds by keys', async () => {
    open({}, true);
    const grid = await money();
    expect(plain(row(grid, 0)?.textContent)).toContain('Все юрлица, RUB');
    expect(plain(row(grid, 0)?.textContent)).toContain('351 800,40');
    expect(plain(row(grid, 1)?.textContent)).toContain('Ромашка');
    expect(plain(row(grid, 2)?.textContent)).toContain('Договор № 17/26');
    const before = grid.querySelectorAll('[role=row][data-key]').length;
    await key(grid, 'ArrowDown');
    await key(grid, 'ArrowDown');
    await key(grid, 'Enter');
    await waitFor(() => expect(plain(grid.textContent)).toContain('Р-1041'));
    expect(grid.querySelectorAll('[role=row][data-key]').length).toBe(before + 3);
    await key(grid, 'ArrowLeft');
    await waitFor(() => expect(plain(grid.textContent)).not.toContain('Р-1041'));
    await key(grid, 'ArrowUp');
    await key(grid, 'ArrowLeft');
    await waitFor(() => expect(plain(grid.textContent)).not.toContain('Договор № 17/26'));
    await key(grid, 'ArrowRight');
    await waitFor(() => expect(plain(grid.textContent)).toContain('Договор № 17/26'));
  });

  it('says how late the debts are in words, currency by currency', async () => {
    open({}, true);
    await money();
    const ageing = await find(TESTID.moneyAgeing);
    expect(plain(ageing.querySelector('[role=img]')?.getAttribute('aria-label'))).toContain('31–60 дней: 184 500,00');
    await fireEvent.click(screen.getByRole('button', { name: 'UAH' }));
    await waitFor(() =>
      expect(plain(ageing.querySelector('[role=img]')?.getAttribute('aria-label'))).toContain(
        'срок не наступил: 44 000,00',
      ),
    );
  });

  it('names legal entities of which nothing was told, and says what to do where nothing was told at all', async () => {
    const program = open({}, true);
    program.owed.documents = [owed('e1', '', 'Р-1', '', [100, 0])];
    await money();
    expect((await find(TESTID.moneyUntold)).textContent).toContain('Будсервіс');
    program.owed.documents = [];
    program.changed({ documents: true });
    await waitFor(() => expect(screen.getByTestId(TESTID.moneyView).textContent).toContain('менеджера'));
  });

  it('says whose debts are added up from documents, as of when, and what is left out', async () => {
    const program = open({}, true);
    program.owed.byPapers.add('e1');
    const grid = await money();
    const note = await find(TESTID.moneyPapers);
    expect(plain(note.textContent)).toContain('Ромашка');
    expect(plain(note.textContent)).toContain('1 документ без суммы не учтён');
    expect(plain(row(grid, 1)?.textContent)).toContain('по документам');
  });

  it('lists the days to pay, those that are over first', async () => {
    open({}, true);
    await money();
    await fireEvent.click(await find(`${TESTID.moneyTab}-calendar`));
    const grid = await table(TESTID.moneyCalendar);
    expect(plain(row(grid, 0)?.textContent)).toContain('33 дня назад');
    await waitFor(() => expect(plain(row(grid, 2)?.textContent)).toContain('через 5 дней'));
    expect(plain(row(grid, 2)?.textContent)).toContain('Будсервіс');
  });

  it('weighs a draft for each legal entity and copies it to the one whose limit is enough', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    const drafts = await table(TESTID.draftsTable);
    await key(drafts, 'Enter');
    const lines = await table(TESTID.draftTable);
    await key(lines, 'e', { code: 'KeyE', ctrlKey: true, shiftKey: true });
    const panel = await find(TESTID.whatIfPanel);
    const rows = screen.getAllByTestId(TESTID.whatIfRow);
    expect(rows.map(one => one.dataset['verdict'])).toEqual(['over_limit', 'fits']);
    expect(plain(rows[1]?.textContent)).toContain('1 строку заказать не может');
    const before = program.drafts.length;
    await fireEvent.submit(panel);
    await waitFor(() => expect(program.drafts.length).toBe(before + 1));
    expect(program.drafts.some(draft => draft.entity === 'e2')).toBe(true);
    expect(screen.queryByTestId(TESTID.whatIfPanel)).toBeNull();
  });

  it('shows no sum while prices are hidden', async () => {
    open({}, true);
    const grid = await money();
    await key(document.body, 'F8');
    await waitFor(() => expect(plain(row(grid, 0)?.textContent)).toContain('•••'));
    expect(screen.queryByTestId(TESTID.moneyAgeing)).toBeNull();
    expect(document.body.textContent).not.toMatch(/\d\s?[₽₴]/u);
  });

  it('says why it failed and reads again', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    program.failures.set('moneyTree', failed('damaged', 'a table is not readable'));
    await key(document.body, 'm', { altKey: true, code: 'KeyM' });
    const failure = await find(TESTID.failure);
    program.failures.clear();
    await fireEvent.click(failure.querySelector('button') as HTMLElement);
    await table(TESTID.moneyTable);
    expect(screen.queryByTestId(TESTID.failure)).toBeNull();
  });
});
