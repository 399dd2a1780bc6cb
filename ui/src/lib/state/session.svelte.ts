// Who works here: the stage of the profile, the legal entities, and the one that is chosen.

import type { Enrolled, EnrollRequest, EntityView, ProfileState } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { asString, type Memory } from './memory';

type SessionApi = Pick<
  Api,
  | 'profileState'
  | 'profileEnroll'
  | 'profileUnlock'
  | 'profileRecover'
  | 'profileEntities'
  | 'sampleEnter'
  | 'sampleLeave'
  | 'sampleRemove'
  | 'startAnew'
>;

export class Session {
  profile = $state.raw<ProfileState | null>(null);
  entities = $state.raw<EntityView[]>([]);
  entityId = $state('');
  /** Set after enrolment until the recovery code is confirmed as written down. */
  enrolled = $state.raw<Enrolled | null>(null);
  /** A device that the supplier shut out is being connected with a new code; everything on it stays. */
  isReconnecting = $state(false);
  entity = $derived(this.entities.find(entity => entity.id === this.entityId) ?? null);
  /** What the person may do and see in the chosen entity; everything before there is one. */
  rights = $derived({ drafts: this.entity?.may_draft ?? true, prices: this.entity?.sees_prices ?? true });
  /** Whether tables over several legal entities have prices and sums to show at all. */
  seesAnyPrices = $derived(this.entities.some(entity => entity.sees_prices));
  opening = new Action();
  acting = new Action();
  /** A step into the built-in sample or out of it. */
  stepping = new Action();
  #api: SessionApi;
  #memory: Memory;

  constructor(api: SessionApi, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
  }

  /** Asks where the program stands. */
  async open(): Promise<void> {
    const state = await this.opening.run(() => this.#api.profileState());
    if (state) await this.#take(state.value);
  }

  async enroll(request: EnrollRequest): Promise<boolean> {
    const enrolled = await this.acting.run(() => this.#api.profileEnroll(request));
    if (enrolled) this.enrolled = enrolled.value;
    return enrolled !== null;
  }

  /** A new code for a device that was shut out: its keys stay, and with them its recovery code. */
  async reconnect(request: EnrollRequest): Promise<boolean> {
    const enrolled = await this.acting.run(() => this.#api.profileEnroll(request));
    if (!enrolled) return false;
    await this.open();
    this.isReconnecting = false;
    return true;
  }

  /** The recovery code is on paper; the program may go on. */
  async confirmRecovery(): Promise<void> {
    await this.open();
    if (this.opening.failure === null) this.enrolled = null;
  }

  async unlock(passphrase: string): Promise<void> {
    const state = await this.acting.run(() => this.#api.profileUnlock(passphrase));
    if (state) await this.#take(state.value);
  }

  async recover(code: string, passphrase: string | null): Promise<void> {
    const state = await this.acting.run(() => this.#api.profileRecover(code, passphrase));
    if (state) await this.#take(state.value);
  }

  async loadEntities(): Promise<void> {
    const entities = await this.opening.run(() => this.#api.profileEntities());
    if (!entities) return;
    this.entities = entities.value;
    if (this.entity) return;
    const last = asString(await this.#memory.recall('entity'));
    const isKnown = this.entities.some(entity => entity.id === last);
    this.entityId = isKnown && last !== null ? last : (this.entities[0]?.id ?? '');
  }

  /** The supplier may have shut this device out, or let it in again. */
  async lookAgain(): Promise<void> {
    const state = await this.opening.run(() => this.#api.profileState());
    if (!state) return;
    await this.loadEntities();
    this.profile = state.value;
  }

  choose(entityId: string): void {
    this.entityId = entityId;
    this.#memory.remember('entity', entityId);
  }

  /** Everything on the page is of another supplier then, so the page begins anew. */
  async enterSample(): Promise<void> {
    if (await this.stepping.run(() => this.#api.sampleEnter())) this.#api.startAnew();
  }

  async leaveSample(): Promise<void> {
    if (await this.stepping.run(() => this.#api.sampleLeave())) this.#api.startAnew();
  }

  /** Deletes the sample that stands beside the profile. */
  async removeSample(): Promise<boolean> {
    const state = await this.stepping.run(() => this.#api.sampleRemove());
    if (state) this.profile = state.value;
    return state !== null;
  }

  dismissNotice(): void {
    if (this.profile) this.profile = { ...this.profile, notice: '', notices: [] };
  }

  async #take(state: ProfileState): Promise<void> {
    if (state.stage === 'ready') await this.loadEntities();
    this.profile = state;
  }
}
