// Orders and the outbox in one list, and the order that is open.

import type { OrderSummary, OrderView, PlaceOutcome } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

/** States of an order that is still in the outbox of this device. */
const OUTBOX_STATES: readonly string[] = ['queued', 'sent', 'needs_user', 'rejected', 'parked'];

export function isInOutbox(order: OrderSummary): boolean {
  return OUTBOX_STATES.includes(order.state) && order.number === '';
}

export class OrdersState {
  list = $state.raw<OrderSummary[]>([]);
  view = $state.raw<OrderView | null>(null);
  isForAll = $state(false);
  /** What the last try to send a waiting order came to. */
  outcome = $state.raw<PlaceOutcome | null>(null);
  listing = new Action();
  showing = new Action();
  acting = new Action();
  waiting = $derived(this.list.filter(order => order.state === 'needs_user' || order.state === 'rejected').length);

  #api: Pick<Api, 'ordersList' | 'ordersShow' | 'ordersWithdraw' | 'ordersRetry'>;
  #entity = '';
  #asked = '';

  constructor(api: Pick<Api, 'ordersList' | 'ordersShow' | 'ordersWithdraw' | 'ordersRetry'>) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    this.outcome = null;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const entity = this.#entity;
    if (entity === '') return;
    const orders = await this.listing.run(() => this.#api.ordersList(this.isForAll ? null : entity));
    if (orders && this.#entity === entity) this.list = orders.value;
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    await this.refresh();
  }

  async open(id: string): Promise<void> {
    this.#asked = id;
    if (this.view?.summary.id !== id) this.view = null;
    const view = await this.showing.run(() => this.#api.ordersShow(id));
    if (view && this.#asked === id) this.view = view.value;
  }

  async retry(command: string): Promise<PlaceOutcome | null> {
    this.outcome = null;
    const outcome = await this.acting.run(() => this.#api.ordersRetry(command));
    this.outcome = outcome?.value ?? null;
    await this.refresh();
    return this.outcome;
  }

  async withdraw(command: string): Promise<boolean> {
    const withdrawn = await this.acting.run(() => this.#api.ordersWithdraw(command));
    await this.refresh();
    return withdrawn !== null;
  }
}
