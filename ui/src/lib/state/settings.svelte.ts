// The user's choices of language, colours and row height, as they stand in Rust.

import type { Settings } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

const COMPACT_ROW_PX = 21;
const COMFORTABLE_ROW_PX = 28;

export class SettingsState {
  current = $state.raw<Settings>({
    language: '',
    theme: '',
    density: 'compact',
    notifications: {
      is_on: true,
      arrivals: true,
      price_drops: true,
      orders: true,
      invoices: true,
      quiet_from_min: 0,
      quiet_until_min: 0,
    },
    system_language: 'ru',
  });
  saving = new Action();
  language = $derived(this.current.language || this.current.system_language);
  rowHeight = $derived(this.current.density === 'comfortable' ? COMFORTABLE_ROW_PX : COMPACT_ROW_PX);

  #api: Pick<Api, 'settingsGet' | 'settingsSet'>;
  /** The change that is being written. Choices are written as a whole, so the next one must start from what it left. */
  #written: Promise<void> = Promise.resolve();

  constructor(api: Pick<Api, 'settingsGet' | 'settingsSet'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const settings = await this.saving.run(() => this.#api.settingsGet());
    if (settings) this.current = settings.value;
  }

  change(change: Partial<Settings>): Promise<void> {
    this.#written = this.#written.then(async () => {
      const settings = await this.saving.run(() => this.#api.settingsSet({ ...this.current, ...change }));
      if (settings) this.current = settings.value;
    });
    return this.#written;
  }
}
