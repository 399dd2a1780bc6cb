// Two drafts, or a draft and an order, beside each other.

import type { CompareView, DividedView, LineSource, SplitBy } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type CompareApi = Pick<Api, 'draftsCompare' | 'draftsDivide'>;

export class CompareState {
  view = $state.raw<CompareView | null>(null);
  comparing = new Action();
  dividing = new Action();

  #api: CompareApi;

  constructor(api: CompareApi) {
    this.#api = api;
  }

  async open(left: LineSource, right: LineSource): Promise<void> {
    this.view = null;
    const view = await this.comparing.run(() => this.#api.draftsCompare(left, right));
    if (view) this.view = view.value;
  }

  /** Splits a draft; null after a failure. */
  async divide(draft: string, by: SplitBy): Promise<DividedView | null> {
    const divided = await this.dividing.run(() => this.#api.draftsDivide(draft, by));
    return divided?.value ?? null;
  }
}
