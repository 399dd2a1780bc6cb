// Papers over the mocked program: of an order, a draft, a claim, the price list, and how an invoice is paid.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

const forms = () => screen.getAllByTestId(TESTID.paperForm).map(button => button.dataset['form']);

describe('papers', () => {
  it('of an order are chosen from, saved, and left for the order again', async () => {
    open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-orders`));
    const orders = await table(TESTID.ordersTable);
    await key(orders, 'Enter');
    await find(TESTID.orderView);
    await key(document.body, 'p', { code: 'KeyP', ctrlKey: true });
    await find(TESTID.papersView);
    await waitFor(() => expect(forms()).toEqual(['upd_transfer', 'torg12', 'order_form']));
    const pressed = () => screen.getAllByTestId(TESTID.paperForm).filter(one => one.ariaPressed === 'true');
    await find(TESTID.previewImage);
    await fireEvent.click(screen.getAllByTestId(TESTID.paperForm)[1] as HTMLElement);
    await waitFor(() => expect(pressed().map(one => one.dataset['form'])).toEqual(['torg12']));
    await fireEvent.click(await find(TESTID.documentSave));
    expect((await find(TESTID.documentSaved)).textContent).toContain('torg12.pdf');
    await fireEvent.click(screen.getByRole('button', { name: 'Назад' }));
    await find(TESTID.orderView);
  });

  it('of the catalogue are its price list', async () => {
    open({}, true);
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find(TESTID.papersOpen));
    await waitFor(() => expect(forms()).toEqual(['price_list']));
  });
});

describe('an invoice', () => {
  it('shows its code and requisites, and says when it is not to be paid by', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-documents`));
    const grid = await table(TESTID.documentsTable);
    const states = new Set<boolean>();
    for (let at = 0; at < program.documents.length; at += 1) {
      await fireEvent.click(row(grid, at) as HTMLElement);
      const id = row(grid, at)?.querySelector<HTMLElement>('[data-document]')?.dataset['document'];
      const chosen = program.documents.find(one => one.id === id);
      if (!chosen) continue;
      await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
      const panel = await find(TESTID.paymentPanel);
      const isPayable = !chosen.is_preliminary && !chosen.is_cancelled;
      states.add(isPayable);
      expect(screen.queryByTestId(TESTID.paymentCode) !== null).toBe(isPayable);
      expect(panel.textContent).toContain(isPayable ? '40702810938000012345' : 'не платят');
      await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
      await waitFor(() => expect(screen.queryByTestId(TESTID.paymentPanel)).toBeNull());
    }
    expect(states.has(true)).toBe(true);
  });
});
