// Articles that the supplier does not have, and being told when they appear.

import type { Subscribed, WishView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type WishesApi = Pick<Api, 'wishesList' | 'wishesWish' | 'wishesUnwish'>;

export class WishesState {
  list = $state.raw<WishView[]>([]);
  listing = new Action();
  acting = new Action();

  #api: WishesApi;

  constructor(api: WishesApi) {
    this.#api = api;
  }

  /** Those of all legal entities: the list has a column for it. */
  async refresh(): Promise<void> {
    const list = await this.listing.run(() => this.#api.wishesList(null));
    if (list) this.list = list.value;
  }

  async wish(entity: string, article: string, quantityMilli: number | null): Promise<Subscribed | null> {
    const request = { entity, article, quantity_milli: quantityMilli, note: '' };
    const done = await this.acting.run(() => this.#api.wishesWish(request));
    await this.refresh();
    return done?.value ?? null;
  }

  async end(wish: WishView): Promise<void> {
    await this.acting.run(() => this.#api.wishesUnwish(wish.entity, wish.article));
    await this.refresh();
  }
}
