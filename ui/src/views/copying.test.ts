// Orders repeated and drafts copied over the mocked program, by mouse and by key.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('copied lines', () => {
  it('of an order make a draft that says what cannot be had and what has another price', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-orders`));
    const orders = await table(TESTID.ordersTable);
    await key(orders, 'Enter');
    const wanted = (await find(TESTID.orderView)).dataset['order'];
    await find(TESTID.orderRepeat);
    await key(document.body, 'F7');
    const told = await find(TESTID.copiedLines);
    const order = program.orders.find(one => one.summary.id === wanted);
    expect(told.textContent).toContain(String(order?.lines.length));
    expect((await find(TESTID.draftName)).textContent).toContain('Повтор');
  });

  it('of a draft are added to another one, which keeps what it had', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    const source = (await find(TESTID.draftView)).dataset['draft'] ?? '';
    await find(TESTID.draftCopy);
    await key(document.body, 'd', { code: 'KeyD', ctrlKey: true, shiftKey: true });
    await waitFor(async () => expect((await find(TESTID.draftView)).dataset['draft']).not.toBe(source));
    const copy = (await find(TESTID.draftView)).dataset['draft'] ?? '';
    const lines = structuredClone(program.draft(source)?.lines ?? []);
    expect(program.draft(copy)?.lines).toEqual(lines);
    await fireEvent.click(await find(TESTID.draftInto));
    await fireEvent.change(await find(TESTID.intoDraft), { target: { value: source } });
    await fireEvent.click(await find(TESTID.intoGo));
    await waitFor(async () => expect((await find(TESTID.draftView)).dataset['draft']).toBe(source));
    const doubled = lines.map(line => ({ ...line, quantityMilli: line.quantityMilli * 2 }));
    expect(program.draft(source)?.lines.map(line => line.quantityMilli)).toEqual(
      doubled.map(line => line.quantityMilli),
    );
  });
});
