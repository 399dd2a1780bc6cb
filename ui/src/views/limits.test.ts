// What stands between a draft and its sending, over the mocked program.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('the bar of a draft', () => {
  it('says what is missing and what is beyond, and offers the ways out', async () => {
    const program = open({}, true);
    program.limits = {
      currency: 'RUB',
      min_order_minor: 50_000,
      missing_minor: 10_000,
      credit: {
        limit_minor: 150_000,
        debt_minor: 70_000,
        overdue_minor: 2_000,
        on_order_minor: 0,
        free_minor: 80_000,
        over_minor: 20_000,
        over_limit: 'refuse_order',
        as_of_ms: null,
        others: [],
      },
      suggestions: [],
    };
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    const bar = await find(TESTID.draftLimits);
    expect(bar.textContent).toContain('не хватает 100,00');
    expect(bar.textContent).toContain('сверх лимита 200,00');
    expect(bar.textContent).toContain('поставщик не примет заказ без предоплаты');
    await fireEvent.click(await find(TESTID.draftPrepaid));
    await waitFor(() => expect(program.prepaid.size).toBe(1));
    await waitFor(() =>
      expect(screen.getByTestId(TESTID.draftLimits).textContent).not.toContain('поставщик не примет заказ'),
    );
    await fireEvent.click(await find(TESTID.draftSplit));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('вне лимита'));
  });
});

describe('the check of an order that the supplier would refuse', () => {
  it('says so beside lines that are as they were', async () => {
    const program = open({}, true);
    program.refusals = [
      { kind: 'below_minimum', least_minor: 50_000, missing_minor: 10_000 },
      { kind: 'over_limit', over_minor: 20_000, overdue_minor: 0 },
    ];
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    await table(TESTID.draftTable);
    await key(document.body, 'Enter', { ctrlKey: true });
    const told = await screen.findAllByTestId(TESTID.checkRefused);
    expect(told.map(one => one.dataset['kind'])).toEqual(['below_minimum', 'over_limit']);
    expect(told[0]?.textContent).toContain('не хватает 100,00');
    expect(told[1]?.textContent).toContain('сверх лимита 200,00');
  });
});
