// Reconciliation, over the mocked program: acts asked for, printed and compared with own books, by keys too.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hidePrices } from '$lib/i18n/text.svelte';
import { madeAct, someDifferences } from '$lib/api/mock/settlement';
import { lastQuarter } from '$lib/state/settlement.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

/** Every space as the usual one. */
const plain = (text: string | null | undefined) => (text ?? '').replace(/\s/gu, ' ');

async function acts() {
  await table(TESTID.catalogueTable);
  await key(document.body, 'm', { altKey: true, code: 'KeyM' });
  await fireEvent.click(await find(`${TESTID.moneyTab}-acts`));
  return find(TESTID.actAsk);
}

describe('the page of reconciliation', () => {
  it('offers the quarter that is over', () => {
    expect(lastQuarter(Date.UTC(2026, 2, 15))).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(lastQuarter(Date.UTC(2026, 10, 30))).toEqual({ from: '2026-07-01', to: '2026-09-30' });
  });

  it('asks for an act, and says what waits for a connection', async () => {
    const program = open({}, true);
    const form = await acts();
    expect((await find(TESTID.moneyView)).textContent).toContain('Выберите период');
    program.settlement.isOffline = true;
    await fireEvent.submit(form);
    let grid = await table(TESTID.actsTable);
    await waitFor(() => expect(plain(row(grid, 0)?.textContent)).toContain('ждёт связи'));
    expect((await find(TESTID.actCompare)).hasAttribute('disabled')).toBe(true);
    program.settlement.isOffline = false;
    await fireEvent.submit(form);
    grid = await table(TESTID.actsTable);
    await waitFor(() => expect(plain(row(grid, 0)?.textContent)).toContain('1 679,84'));
  });

  it('shows why an act was not made, and why an ask failed', async () => {
    const program = open({}, true);
    program.settlement.acts = [
      madeAct('e1', 'Ромашка', { state: 'not_made', trouble: 'only_orders', numbers: ['17', '18'], acts: [] }),
      madeAct('e1', 'Ромашка', { from: '2025-07-01', to: '2025-09-30', state: 'refused', note: 'нет учёта', acts: [] }),
    ];
    const form = await acts();
    const grid = await table(TESTID.actsTable);
    expect(plain(row(grid, 0)?.textContent)).toContain('известен только номер (17, 18)');
    expect(plain(row(grid, 1)?.textContent)).toContain('нет учёта');
    const from = await find(TESTID.actFrom);
    await fireEvent.input(from, { target: { value: '2026-12-31' } });
    expect((await find(TESTID.actAskGo)).hasAttribute('disabled')).toBe(true);
    await fireEvent.submit(form);
    expect(program.settlement.acts.length).toBe(2);
  });

  it('compares by Enter, shows only what differs with its sum, saves, and closes by Escape', async () => {
    const program = open({}, true);
    program.settlement.acts = [madeAct('e1', 'Ромашка')];
    await acts();
    await key(await table(TESTID.actsTable), 'Enter');
    const sums = await find(TESTID.differencesSums);
    expect(plain(sums.textContent)).toContain('Разница: 70,01');
    const grid = await table(TESTID.differencesTable);
    const rows = [0, 1, 2, 3].map(at => plain(row(grid, at)?.textContent));
    expect(rows[0]).toContain('Разные даты');
    expect(rows[1]).toContain('30,00');
    expect(rows[2]).toContain('Нет у поставщика');
    expect(rows[3]).toContain('УТ-000011');
    await fireEvent.click(await find(TESTID.differencesSave));
    await waitFor(() => expect(document.body.textContent).toContain('Расхождения.xlsx'));
    await key(grid, 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.differences)).toBeNull());
  });

  it('says that nothing differs, and what was not read', async () => {
    const program = open({}, true);
    program.settlement.acts = [madeAct('e1', 'Ромашка')];
    program.settlement.view = {
      ...someDifferences(),
      differences: [],
      difference_minor: 0,
      doubts: ['no_opening'],
      unread: [{ row: 7, raw: 'Приход 1,000', why: 'sum' }],
    };
    await acts();
    await fireEvent.click(await find(TESTID.actCompare));
    const pane = await find(TESTID.differences);
    expect(pane.textContent).toContain('Расхождений нет');
    expect(pane.textContent).toContain('Строка 7');
    expect(pane.textContent).toContain('сравнены только обороты');
  });

  it('compares nothing while prices are hidden', async () => {
    const program = open({}, true);
    program.settlement.acts = [madeAct('e1', 'Ромашка')];
    await acts();
    await table(TESTID.actsTable);
    hidePrices(true);
    await waitFor(async () => expect((await find(TESTID.actCompare)).hasAttribute('disabled')).toBe(true));
    expect(plain(screen.getByTestId(TESTID.moneyView).textContent)).not.toContain('1 679,84');
  });
});
