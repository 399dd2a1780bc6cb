// What is done to the goods of a draft's line: the line that is asked about with what is offered for it.

import type { DraftLineView, LineServiceView, ServiceOfferView, WantedService } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type ServicesApi = Pick<Api, 'draftsServices' | 'draftsSetServices'>;

/** A line of which is said what is done to it. */
export interface Served {
  draft: string;
  line: DraftLineView;
  offers: readonly ServiceOfferView[];
}

/** A service as it is asked for. */
export function wantedOf(service: LineServiceView): WantedService {
  return { name: service.name, pieces: service.pieces, length_mm: service.length_mm };
}

export class ServicesState {
  asked = $state.raw<Served | null>(null);
  asking = new Action();
  saving = new Action();

  #api: ServicesApi;

  constructor(api: ServicesApi) {
    this.#api = api;
  }

  async ask(draft: string, line: DraftLineView): Promise<void> {
    this.saving.dismiss();
    const offers = await this.asking.run(() => this.#api.draftsServices(draft, line.item));
    if (offers) this.asked = { draft, line, offers: offers.value };
  }

  /** Says it; gives back how to take it back, or null after a failure. */
  async set(services: WantedService[]): Promise<(() => Promise<boolean>) | null> {
    const asked = this.asked;
    if (!asked) return null;
    const request = { draft: asked.draft, item: asked.line.item, services };
    const saved = await this.saving.run(() => this.#api.draftsSetServices(request));
    if (!saved) return null;
    this.asked = null;
    const before = asked.line.services.map(wantedOf);
    return async () =>
      (await this.saving.run(() => this.#api.draftsSetServices({ ...request, services: before }))) !== null;
  }
}
