// What was bought, over the mocked program: by months, and of an item.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => {
  localStorage.clear();
});

describe('purchases', () => {
  it('by months stand in words under the chart, by key, and stay after a restart', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find('nav-orders'));
    const grid = await table(TESTID.ordersTable);
    expect(screen.queryByTestId(TESTID.months)).toBeNull();
    await key(grid, 'ь', { code: 'KeyM', ctrlKey: true });
    const months = program.months('e1');
    const last = months.at(-1);
    await waitFor(async () => expect((await find(TESTID.monthAt)).textContent).toContain(`${last?.orders} заказ`));
    expect(screen.getByTestId(TESTID.months).querySelector('[role=img]')?.getAttribute('aria-label')).toContain(
      'заказ',
    );
    await waitFor(() => expect(program.memory.get('purchases')).toContain('"months":true'));
  });

  it('of an item stand in its card, with a way to the order', async () => {
    const program = open({}, true);
    const order = program.orders.find(one => one.summary.entity === 'e1' && one.summary.number !== '');
    const line = order?.lines.find(one => one.quantity_milli > 0);
    const grid = await table(TESTID.catalogueTable);
    await fireEvent.input(await find(TESTID.search), { target: { value: line?.article ?? '' } });
    await waitFor(() => expect(grid.querySelector(`[data-key="${line?.item}"]`)).not.toBeNull());
    await fireEvent.click(grid.querySelector(`[data-key="${line?.item}"]`) as HTMLElement);
    const bought = await find(TESTID.purchases);
    expect(bought.textContent).toContain('×');
    await fireEvent.click(bought.querySelector('button') as HTMLElement);
    await find(TESTID.orderView);
  });
});
