// Orders of the same goods over the mocked program: a template is offered, made, or not wanted.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, open } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('orders of the same goods', () => {
  async function withOffers() {
    const program = open();
    program.offers = [
      { entity: 'e1', order: 'o1', numbers: ['15', '12', '9', '7'], goods: 14 },
      { entity: 'e1', order: 'o2', numbers: ['14', '11', '8'], goods: 5 },
    ];
    await fireEvent.click(await find(`${TESTID.nav}-orders`));
    return program;
  }

  it('are offered as a template, which is made by one button', async () => {
    const program = await withOffers();
    const offer = await find(TESTID.alikeOffer);
    expect(offer.textContent).toContain('№ 15, № 12, № 9, всего 4; 14 товаров');
    await fireEvent.click(await find(TESTID.alikeMake));
    await waitFor(() => expect(program.templates.map(one => one.summary.name)).toEqual(['Заказ 15']));
    await waitFor(() => expect(screen.getByTestId(TESTID.alikeOffer).textContent).toContain('№ 14'));
  });

  it('are not offered again once they are not wanted', async () => {
    const program = await withOffers();
    await fireEvent.click(await find(TESTID.alikeDecline));
    await waitFor(() => expect(screen.getByTestId(TESTID.alikeOffer).textContent).toContain('№ 14'));
    await fireEvent.click(await find(TESTID.alikeDecline));
    await waitFor(() => expect(screen.queryByTestId(TESTID.alikeOffer)).toBeNull());
    expect(program.templates).toEqual([]);
  });
});
