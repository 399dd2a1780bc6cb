// How each legal entity would stand with the supplier after a draft.

import type { WhatIfView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class WhatIfState {
  /** Whose question stands: the draft, and what comes of it for each legal entity; null for none. */
  asked = $state.raw<{ draft: string; rows: readonly WhatIfView[] } | null>(null);
  asking = new Action();

  #api: Pick<Api, 'moneyWhatIf'>;

  constructor(api: Pick<Api, 'moneyWhatIf'>) {
    this.#api = api;
  }

  async ask(draft: string): Promise<void> {
    const read = await this.asking.run(() => this.#api.moneyWhatIf(draft));
    if (read) this.asked = { draft, rows: read.value };
  }

  close(): void {
    this.asked = null;
  }
}
