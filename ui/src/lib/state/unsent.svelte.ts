// Work that cannot be sent any more because the right to it is gone: what it is, saving it to a file, discarding it.

import type { SavedFile, UnsentWork } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type UnsentApi = Pick<Api, 'unsentList' | 'unsentExport' | 'unsentDiscard'>;

export class UnsentState {
  work = $state.raw<UnsentWork[]>([]);
  /** Where it was saved last. */
  saved = $state.raw<SavedFile | null>(null);
  listing = new Action();
  acting = new Action();
  #api: UnsentApi;

  constructor(api: UnsentApi) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    const work = await this.listing.run(() => this.#api.unsentList());
    if (work) this.work = work.value;
  }

  async save(): Promise<void> {
    const saved = await this.acting.run(() => this.#api.unsentExport(null));
    if (saved) this.saved = saved.value;
  }

  async discard(entity: string): Promise<void> {
    await this.acting.run(() => this.#api.unsentDiscard(entity));
    await this.refresh();
  }
}
