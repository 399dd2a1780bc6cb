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

  it('is paid on the supplier’s page after its host was shown, and says why a page is not opened', async () => {
    const program = open({}, true);
    program.paymentLink = { host: 'pay.example.ru', why_not: null };
    await fireEvent.click(await find(`${TESTID.nav}-documents`));
    await table(TESTID.documentsTable);
    await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
    const panel = await find(TESTID.paymentPanel);
    expect(panel.textContent).toContain('pay.example.ru');
    expect(program.paidOnSite).toEqual([]);
    await fireEvent.click(await find(TESTID.payOnSite));
    expect((await find(TESTID.paidOnSite)).textContent).toContain('pay.example.ru');
    expect(program.paidOnSite).toHaveLength(1);

    await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
    await waitFor(() => expect(screen.queryByTestId(TESTID.paymentPanel)).toBeNull());
    program.paymentLink = { host: '', why_not: { cause: 'payment_link_not_https' } };
    await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
    expect((await find(TESTID.payRefused)).textContent).toContain('https://');
    expect(screen.queryByTestId(TESTID.payOnSite)).toBeNull();
  });

  it('has a Ukrainian code whose line ends are switched where the bank wants it', async () => {
    const program = open({}, true);
    for (const one of program.documents) one.currency = 'UAH';
    await fireEvent.click(await find(`${TESTID.nav}-documents`));
    const grid = await table(TESTID.documentsTable);
    const at = program.documents.findIndex(one => !one.is_preliminary && !one.is_cancelled);
    const wanted = `[data-document="${program.documents[at]?.id}"]`;
    const shown = [...grid.querySelectorAll<HTMLElement>('[role=row][data-key]')];
    await fireEvent.click(shown.find(one => one.querySelector(wanted)) as HTMLElement);
    await key(document.body, 'q', { code: 'KeyQ', ctrlKey: true });
    const choice = await find(TESTID.paymentLines);
    await fireEvent.click(choice.querySelector('input[value=lf]') as HTMLElement);
    await waitFor(() => expect(program.settings.payment_lf_lines).toBe(true));
    await find(TESTID.paymentCode);
  });
});
