// Papers of several orders: which are wanted at first, when they may be printed, and that closing the panel stops nothing.

import { describe, expect, it, vi } from 'vitest';
import { done } from '$lib/api/api';
import type { OrderPapers, OrderSummary, PaperForm, PaperRequest, PrintWishes } from '$lib/bindings';
import { Memory } from './memory';
import { OrderPapersState } from './orderPapers.svelte';

const FORMS: readonly PaperForm[] = ['invoice', 'upd_transfer', 'upd_invoice', 'torg12', 'order_form'];
const USUAL: PrintWishes = { printer: '', copies: 1, sides: null, tray: '', paper: '' };
const order = (id: string) => ({ id, number: id }) as OrderSummary;

function state() {
  const api = {
    documentsOfOrders: vi.fn(async (ids: string[]) =>
      done(ids.map((id): OrderPapers => ({ order: id, papers: FORMS.map(form => ({ form, of: id })), error: null }))),
    ),
    documentsPrinters: vi.fn(async () => done([])),
    documentsPrintChoice: vi.fn(async (_: PaperForm) => done(USUAL)),
    documentsPrint: vi.fn(async (_: PaperRequest) => done({ printer: '', job: 1, title: '', doubts: [] })),
    documentsSave: vi.fn(),
    documentsSupplierSave: vi.fn(),
    settingsRecall: vi.fn(async () => done(null)),
    settingsRemember: vi.fn(async () => done(null)),
  };
  return { api, papers: new OrderPapersState(api, new Memory(api)) };
}

const title = (form: PaperForm) => form;

/** An answer that comes when it is let go. */
function held<T>(value: T) {
  let go = () => {};
  const answer = new Promise<T>(resolve => (go = () => resolve(value)));
  return { answer, go: () => go() };
}

describe('papers of several orders', () => {
  it('are printed once of a shipment: what stands for the usual form is not wanted at first', async () => {
    const { api, papers } = state();
    await papers.open([order('a'), order('b')]);
    expect(papers.wanted.map(([form]) => form)).toEqual(['invoice', 'upd_transfer', 'order_form']);
    expect(papers.count).toBe(6);
    await papers.run('print', title);
    expect(api.documentsPrint.mock.calls.map(([paper]) => paper.form)).toEqual([
      ...['invoice', 'upd_transfer', 'order_form'],
      ...['invoice', 'upd_transfer', 'order_form'],
    ]);
  });

  it('may not be printed before it is known where to', async () => {
    const { api, papers } = state();
    await papers.open([order('a')]);
    papers.wish('invoice', { printer: 'Office' });
    const choice = held(done(USUAL));
    api.documentsPrintChoice.mockImplementationOnce(() => choice.answer);
    const opening = papers.open([order('b')]);
    expect([papers.areWishesKnown, papers.wishes.size]).toEqual([false, 0]);
    choice.go();
    await opening;
    expect([papers.areWishesKnown, papers.wishes.get('invoice')?.printer]).toEqual([true, '']);
  });

  it('go on when the panel is closed, can be looked at again, and are forgotten by the next ones', async () => {
    const { api, papers } = state();
    await papers.open([order('a')]);
    expect(await papers.reopen()).toBe(false);
    const printed = held(done({ printer: '', job: 1, title: '', doubts: [] }));
    api.documentsPrint.mockImplementationOnce(() => printed.answer);
    const running = papers.run('print', title);
    papers.close();
    expect([papers.batch.isRunning, papers.batch.total]).toEqual([true, 3]);
    expect(await papers.reopen()).toBe(true);
    expect(papers.orders?.map(one => one.id)).toEqual(['a']);
    printed.go();
    await running;
    expect(papers.batch.succeeded).toBe(3);
    await papers.open([order('b')]);
    expect(papers.batch.succeeded).toBeNull();
  });
});
