// What an item cost before, in its card, over the mocked program.

import { fireEvent, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => {
  localStorage.clear();
});

async function card(grid: HTMLElement) {
  await fireEvent.click(grid.querySelector('[data-key]') as HTMLElement);
  return find(TESTID.priceHistory);
}

describe('what prices were before', () => {
  it('stands in the card in words, with the lowest, the highest and since when it is known', async () => {
    open({}, true);
    const told = await card(await table(TESTID.catalogueTable));
    expect(told.querySelectorAll('.fact')).toHaveLength(2);
    expect(told.textContent).toContain('за год ниже всего');
    expect(told.textContent).toContain('этот компьютер следит с');
    expect(told.querySelector('[role=img]')?.getAttribute('aria-label')).toContain(':');
  });

  it('says that a price has not changed, without a chart', async () => {
    const program = open({}, true);
    program.prices = () => ({
      points: [
        {
          at_ms: 1_700_000_000_000,
          price_micro: 5_000_000,
          currency: 'RUB',
          own_micro: 4_500_000,
          own_currency: 'RUB',
        },
      ],
      since_ms: 1_700_000_000_000,
      true_at_ms: 1_700_000_900_000,
      lowest: null,
      highest: null,
    });
    const told = await card(await table(TESTID.catalogueTable));
    expect(told.textContent).toContain('не менялась с');
    expect(told.textContent).toMatch(/5,00.*ваша 4,50.*цены прайса/s);
    expect(told.querySelector('[role=img]')).toBeNull();
  });

  it('is not there for whoever sees no prices', async () => {
    const program = open({}, true);
    program.prices = () => ({ points: [], since_ms: null, true_at_ms: null, lowest: null, highest: null });
    const grid = await table(TESTID.catalogueTable);
    await fireEvent.click(grid.querySelector('[data-key]') as HTMLElement);
    await find(TESTID.cardName);
    expect(screen.queryByTestId(TESTID.priceHistory)).toBeNull();
  });
});
