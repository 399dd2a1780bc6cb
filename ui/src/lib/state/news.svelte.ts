// News of the supplier, and which of them are read.

import type { NewsView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class NewsState {
  list = $state.raw<NewsView[]>([]);
  unread = $state(0);
  /** The piece that is read now. */
  openId = $state('');
  listing = new Action();
  marking = new Action();

  #api: Pick<Api, 'newsList' | 'newsRead'>;

  constructor(api: Pick<Api, 'newsList' | 'newsRead'>) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    const list = await this.listing.run(() => this.#api.newsList());
    if (!list) return;
    this.list = list.value.rows;
    this.unread = list.value.unread;
  }

  /** Shows a piece; it is read then. */
  async open(id: string): Promise<void> {
    this.openId = id;
    if (this.list.find(one => one.id === id)?.is_read === false) await this.read([id]);
  }

  /** All of them when none is named. */
  async read(ids: string[]): Promise<void> {
    await this.marking.run(() => this.#api.newsRead(ids));
    await this.refresh();
  }
}
