// What support needs to see: collected, shown, and saved as it was shown.

import type { ConnectionReport, SavedFile, SupportBundle } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class SupportState {
  bundle = $state.raw<SupportBundle | null>(null);
  saved = $state.raw<SavedFile | null>(null);
  collecting = new Action();
  saving = new Action();
  #api: Pick<Api, 'supportCollect' | 'supportSave'>;

  constructor(api: Pick<Api, 'supportCollect' | 'supportSave'>) {
    this.#api = api;
  }

  async collect(connection: ConnectionReport | null): Promise<void> {
    this.saved = null;
    const bundle = await this.collecting.run(() => this.#api.supportCollect({ connection }));
    if (bundle) this.bundle = bundle.value;
  }

  async save(): Promise<void> {
    const bundle = this.bundle;
    if (!bundle) return;
    const saved = await this.saving.run(() => this.#api.supportSave(bundle));
    if (saved) this.saved = saved.value;
  }
}
