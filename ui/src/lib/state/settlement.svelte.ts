// Acts of reconciliation: asked for, answered, and compared with the user's own books.

import type { ActRequest, ActView, ReconciliationView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type SettlementApi = Pick<
  Api,
  'moneyActs' | 'moneyActContracts' | 'moneyAskAct' | 'moneyReconcilePick' | 'moneyReconcileDrop' | 'moneyReconcileSave'
>;

/** How many asks of a legal entity the gateway keeps. */
export const ASKS_KEPT = 100;

/** What an act is known by while it is shown: the gateway's id comes later. */
export function keyOfAct(act: ActRequest): string {
  return JSON.stringify([act.entity, act.contract, act.from, act.to]);
}

/** First and last day of the quarter before the one of a moment, ISO. */
export function lastQuarter(nowMs: number): { from: string; to: string } {
  const now = new Date(nowMs);
  const first = Math.floor(now.getUTCMonth() / 3) * 3;
  const day = (month: number, date: number) => new Date(Date.UTC(now.getUTCFullYear(), month, date)).toISOString();
  return { from: day(first - 3, 1).slice(0, 10), to: day(first, 0).slice(0, 10) };
}

export class SettlementState {
  acts = $state.raw<readonly ActView[] | null>(null);
  /** What differs in the books that were compared last. */
  view = $state.raw<ReconciliationView | null>(null);
  /** Contracts that are known, by legal entity. */
  contracts = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map());
  /** Some legal entity has as many asks as are kept: earlier ones may have gone. */
  isFull = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const act of this.acts ?? []) counts.set(act.entity, (counts.get(act.entity) ?? 0) + 1);
    return [...counts.values()].some(count => count >= ASKS_KEPT);
  });
  listing = new Action();
  asking = new Action();
  comparing = new Action();

  #api: SettlementApi;

  constructor(api: SettlementApi) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    const acts = await this.listing.run(() => this.#api.moneyActs(null));
    if (acts) this.acts = acts.value;
  }

  /** Which contracts may be asked for. */
  async offer(entity: string): Promise<void> {
    if (entity === '') return;
    const known = await this.listing.run(() => this.#api.moneyActContracts(entity));
    if (known) this.contracts = new Map(this.contracts).set(entity, known.value);
  }

  async ask(request: ActRequest): Promise<boolean> {
    const asked = await this.asking.run(() => this.#api.moneyAskAct(request));
    await this.refresh();
    return asked !== null;
  }

  /** Compares a file that is chosen, or dropped on the window, with an act. */
  async compare(act: ActView, from: 'dialog' | 'drop'): Promise<void> {
    const request = {
      act: { entity: act.entity, contract: act.contract, from: act.from, to: act.to },
      currency: null,
    };
    const compared = await this.comparing.run(() =>
      from === 'dialog' ? this.#api.moneyReconcilePick(request) : this.#api.moneyReconcileDrop(request),
    );
    if (compared?.value) this.view = compared.value;
  }

  /** Writes what differs as a workbook; gives where to. */
  async save(): Promise<string | null> {
    const saved = await this.comparing.run(() => this.#api.moneyReconcileSave());
    return saved?.value?.path ?? null;
  }

  close(): void {
    this.view = null;
    this.comparing.dismiss();
  }
}
