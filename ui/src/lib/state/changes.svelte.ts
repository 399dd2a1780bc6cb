// What changed since the user looked: prices with what they do to drafts, goods back, run out, sold no more.

import type { ChangeKind, ChangesQuery, ChangesView, ChangeView, SavedFile, TableKind } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type ChangesApi = Pick<Api, 'changesList' | 'changesSeen' | 'changesMute' | 'changesExport'>;

/** How far back is looked: since the last look, or so many days. */
export type Span = 'look' | 1 | 7 | 30;

const DAY_MS = 86_400_000;

export class ChangesState {
  view = $state.raw<ChangesView | null>(null);
  /** Rows since the last look, for the rail. */
  unseen = $state(0);
  span = $state<Span>('look');
  kinds = $state.raw<readonly ChangeKind[]>([]);
  text = $state('');
  onlyDrafts = $state(false);
  withMuted = $state(false);
  listing = new Action();
  acting = new Action();

  #api: ChangesApi;
  #now: () => number;
  #entity = '';
  #isShown = false;

  constructor(api: ChangesApi, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    await this.refresh();
  }

  async open(): Promise<void> {
    this.#isShown = true;
    await this.refresh();
  }

  close(): void {
    this.#isShown = false;
  }

  /** What is in the list, and how much is new; of a list that nobody sees only how much. */
  async refresh(): Promise<void> {
    if (this.#entity === '') return;
    const since = await this.#api.changesList(this.#query(null, false));
    // A count in the rail that cannot be had is no failure of what the user does.
    if (since.ok) this.unseen = since.value.rows.length;
    if (!this.#isShown) return;
    const view = await this.listing.run(() => this.#api.changesList(this.query()));
    if (view) this.view = view.value;
  }

  query(): ChangesQuery {
    return this.#query(this.span === 'look' ? null : this.#now() - this.span * DAY_MS, true);
  }

  #query(sinceMs: number | null, isFiltered: boolean): ChangesQuery {
    return {
      entity: this.#entity,
      since_ms: sinceMs,
      kinds: isFiltered ? [...this.kinds] : [],
      text: isFiltered ? this.text : '',
      only_drafts: isFiltered && this.onlyDrafts,
      with_muted: isFiltered && this.withMuted,
    };
  }

  async show(span: Span): Promise<void> {
    this.span = span;
    await this.refresh();
  }

  async toggleKind(kind: ChangeKind): Promise<void> {
    this.kinds = this.kinds.includes(kind) ? this.kinds.filter(one => one !== kind) : [...this.kinds, kind];
    await this.refresh();
  }

  async mute(row: ChangeView, isMuted: boolean): Promise<boolean> {
    const done = await this.acting.run(() => this.#api.changesMute(this.#entity, row.item, isMuted));
    await this.refresh();
    return done !== null;
  }

  /** From here on only what comes is new. */
  async markSeen(): Promise<void> {
    await this.acting.run(() => this.#api.changesSeen(this.#entity));
    await this.refresh();
  }

  async exportTo(kind: TableKind): Promise<SavedFile | null> {
    const saved = await this.acting.run(() => this.#api.changesExport(this.query(), kind, null));
    return saved?.value ?? null;
  }
}
