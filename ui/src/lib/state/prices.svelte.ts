// What prices were before, of the item whose card is shown, and how a price came about.

import type { ExplainedPrice, ExplainRequest, PriceHistoryView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type PricesApi = Pick<Api, 'pricesOfItem' | 'pricesExplain'>;

export class PricesState {
  ofItem = $state.raw<{ item: string; history: PriceHistoryView } | null>(null);
  /** The chain of the item whose card is shown. */
  chain = $state.raw<ExplainedPrice | null>(null);
  /** "Explain this price" is asked about; the answer comes in `explained`. */
  isExplaining = $state(false);
  explained = $state.raw<ExplainedPrice | null>(null);
  asking = new Action();
  explaining = new Action();

  #api: PricesApi;
  #asked = '';

  constructor(api: PricesApi) {
    this.#api = api;
  }

  async loadItem(entity: string, item: string, draft: string | null): Promise<void> {
    const asked = `${entity} ${item}`;
    if (this.#asked !== asked) {
      this.ofItem = null;
      this.chain = null;
    }
    this.#asked = asked;
    const history = await this.asking.run(() => this.#api.pricesOfItem(entity, item));
    if (history && this.#asked === asked) this.ofItem = { item, history: history.value };
    const chain = await this.#api.pricesExplain({ entity, item, quantity_milli: null, draft });
    if (this.#asked === asked) this.chain = chain.ok ? chain.value : null;
  }

  /** Opens the chain of a price. */
  async explain(request: ExplainRequest): Promise<void> {
    this.explained = null;
    this.isExplaining = true;
    const explained = await this.explaining.run(() => this.#api.pricesExplain(request));
    if (explained) this.explained = explained.value;
  }

  closeExplained(): void {
    this.isExplaining = false;
    this.explained = null;
    this.explaining.dismiss();
  }
}
