// Lines of a draft that go into a draft of their own, to another address or by the contract of another legal entity.

import type { AddressView, ApartView, DraftSummary, EntityView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type ApartApi = Pick<Api, 'draftsSetApart' | 'deliveryOptions'>;

/** Lines that are asked about. */
export interface AskedApart {
  draft: DraftSummary;
  /** Ids of their items. */
  items: readonly string[];
  /** The other legal entities that may order. */
  others: readonly EntityView[];
}

export class ApartState {
  /** What is asked about; null while no question stands. */
  asked = $state.raw<AskedApart | null>(null);
  /** The legal entity that is chosen, and the addresses that it may choose from. */
  entity = $state('');
  addresses = $state.raw<readonly AddressView[]>([]);
  asking = new Action();
  saving = new Action();

  #api: ApartApi;

  constructor(api: ApartApi) {
    this.#api = api;
  }

  /** Opens the question for some lines. */
  async ask(draft: DraftSummary, items: readonly string[], entities: readonly EntityView[]): Promise<void> {
    if (items.length === 0) return;
    this.saving.dismiss();
    const others = entities.filter(entity => entity.id !== draft.entity && entity.may_draft);
    if (await this.choose(draft.entity)) this.asked = { draft, items, others };
  }

  /** Addresses are those of whoever orders. */
  async choose(entity: string): Promise<boolean> {
    this.entity = entity;
    const options = await this.asking.run(() => this.#api.deliveryOptions(entity));
    if (!options || this.entity !== entity) return false;
    this.addresses = options.value.addresses;
    return true;
  }

  /** Moves the lines; null after a failure, and the question stands then. */
  async go(address: string | null): Promise<ApartView | null> {
    const asked = this.asked;
    if (asked === null || this.saving.isRunning) return null;
    const entity = this.entity === asked.draft.entity ? null : this.entity;
    const request = { draft: asked.draft.id, items: [...asked.items], address, entity };
    const apart = await this.saving.run(() => this.#api.draftsSetApart(request));
    if (!apart) return null;
    this.asked = null;
    return apart.value;
  }
}
