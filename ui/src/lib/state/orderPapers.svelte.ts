// Papers of several orders at once: which there are, which are wanted, and to which printer those of each form go.

import type { OrderPapers, OrderSummary, PaperForm, PrinterView, PrintWishes } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { BatchState, type BatchItem } from './batch.svelte';
import { asRecord, type Memory } from './memory';

/** УПД and ТОРГ-12 of one shipment stand for each other: the usual one is wanted until the user says otherwise. */
const INSTEAD_OF_THE_USUAL: readonly PaperForm[] = ['upd_invoice', 'torg12'];

type OrderPapersApi = ConstructorParameters<typeof BatchState>[0] &
  Pick<Api, 'documentsOfOrders' | 'documentsPrinters'>;

export class OrderPapersState {
  /** Null while no papers are asked for. */
  orders = $state.raw<readonly OrderSummary[] | null>(null);
  found = $state.raw<readonly OrderPapers[]>([]);
  printers = $state.raw<readonly PrinterView[]>([]);
  /** How papers of each form that there is go to a printer. */
  wishes = $state.raw<ReadonlyMap<PaperForm, PrintWishes>>(new Map());
  /** Forms that are not wanted; kept for the next time. */
  unwanted = $state.raw<ReadonlySet<string>>(new Set(INSTEAD_OF_THE_USUAL));
  /** How papers go to printers is known: before that they must not be printed. */
  areWishesKnown = $state(false);
  asking = new Action();
  listing = new Action();
  batch: BatchState;
  /** Each form that there is, and of how many orders. */
  forms = $derived.by(() => {
    const forms = new Map<PaperForm, number>();
    for (const { papers } of this.found) {
      for (const { form } of papers) forms.set(form, (forms.get(form) ?? 0) + 1);
    }
    return [...forms];
  });
  wanted = $derived(this.forms.filter(([form]) => !this.unwanted.has(form)));
  /** How many papers are wanted of all orders. */
  count = $derived(this.wanted.reduce((sum, [, count]) => sum + count, 0));

  #api: OrderPapersApi;
  #memory: Memory;
  #asked = 0;
  /** Whose papers the batch is of. */
  #batched: readonly OrderSummary[] = [];

  constructor(api: OrderPapersApi, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
    this.batch = new BatchState(api);
  }

  async recall(): Promise<void> {
    const unwanted = asRecord(await this.#memory.recall('orderPapers'))['unwanted'];
    if (Array.isArray(unwanted)) this.unwanted = new Set(unwanted.filter(form => typeof form === 'string'));
  }

  /** Without a print service papers can still be saved: that there is none is said beside. */
  async open(orders: readonly OrderSummary[]): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.orders = orders;
    this.found = [];
    this.wishes = new Map();
    this.areWishesKnown = false;
    this.listing.dismiss();
    if (!this.batch.isRunning) this.batch.dismiss();
    const found = await this.asking.run(() => this.#api.documentsOfOrders(orders.map(order => order.id)));
    if (!found || asked !== this.#asked) return;
    this.found = found.value;
    const wishes = new Map<PaperForm, PrintWishes>();
    for (const [form] of this.forms) {
      const choice = await this.#api.documentsPrintChoice(form);
      if (choice.ok) wishes.set(form, choice.value);
    }
    if (asked !== this.#asked) return;
    this.wishes = wishes;
    this.areWishesKnown = true;
    const printers = await this.listing.run(() => this.#api.documentsPrinters());
    if (asked === this.#asked) this.printers = printers?.value ?? [];
  }

  /** Papers that are being printed or saved are not stopped by it. */
  close(): void {
    this.#asked += 1;
    this.orders = null;
    this.found = [];
  }

  /** Back to the orders whose papers are being printed or saved; false when there are none. */
  async reopen(): Promise<boolean> {
    if (!this.batch.isRunning) return false;
    if (this.orders === null) await this.open(this.#batched);
    return true;
  }

  choose(form: PaperForm): void {
    const next = new Set(this.unwanted);
    if (!next.delete(form)) next.add(form);
    this.unwanted = next;
    this.#memory.remember('orderPapers', { unwanted: [...next] });
  }

  wish(form: PaperForm, change: Partial<PrintWishes>): void {
    const known = this.wishes.get(form);
    if (known) this.wishes = new Map(this.wishes).set(form, { ...known, ...change });
  }

  /** The wanted papers of all orders, one order after the other. */
  async run(kind: 'print' | 'save', title: (form: PaperForm, order: OrderSummary) => string): Promise<void> {
    const orders = new Map(this.orders?.map(order => [order.id, order]));
    const items: BatchItem[] = [];
    for (const { order, papers } of this.found) {
      const summary = orders.get(order);
      if (!summary) continue;
      for (const { form, of } of papers) {
        if (!this.unwanted.has(form))
          items.push({ title: title(form, summary), paper: { form, of, group: null }, supplier: '' });
      }
    }
    if (!this.batch.isRunning) this.#batched = this.orders ?? [];
    await this.batch.run(kind, items, this.wishes);
  }
}
