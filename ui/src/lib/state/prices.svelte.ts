// What prices were before, of the item whose card is shown.

import type { PriceHistoryView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class PricesState {
  ofItem = $state.raw<{ item: string; history: PriceHistoryView } | null>(null);
  asking = new Action();

  #api: Pick<Api, 'pricesOfItem'>;
  #asked = '';

  constructor(api: Pick<Api, 'pricesOfItem'>) {
    this.#api = api;
  }

  async loadItem(entity: string, item: string): Promise<void> {
    const asked = `${entity} ${item}`;
    if (this.#asked !== asked) this.ofItem = null;
    this.#asked = asked;
    const history = await this.asking.run(() => this.#api.pricesOfItem(entity, item));
    if (history && this.#asked === asked) this.ofItem = { item, history: history.value };
  }
}
