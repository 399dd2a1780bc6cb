// Own codes: what the person and colleagues call goods.

import type { CodesImported, CodeView, SavedFile, Subscribed, TableKind } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type CodesApi = Pick<Api, 'codesList' | 'codesAdd' | 'codesRemove' | 'codesExport' | 'codesPick'>;

export class CodesState {
  list = $state.raw<CodeView[]>([]);
  listing = new Action();
  acting = new Action();
  /** What became of the table that was read last. */
  imported = $state.raw<CodesImported | null>(null);

  #api: CodesApi;
  #isShown = false;

  constructor(api: CodesApi) {
    this.#api = api;
  }

  /** Those of all legal entities: the list has a column for it. */
  async open(): Promise<void> {
    this.#isShown = true;
    await this.refresh();
  }

  close(): void {
    this.#isShown = false;
  }

  /** Nothing is asked for a list that nobody sees. */
  async refresh(): Promise<void> {
    if (!this.#isShown) return;
    const list = await this.listing.run(() => this.#api.codesList(null));
    if (list) this.list = list.value;
  }

  /** Says what a code means; gives what came of it, null after a failure. */
  async add(entity: string, code: string, item: string): Promise<Subscribed | null> {
    const done = await this.acting.run(() => this.#api.codesAdd({ entity, code, item }));
    await this.refresh();
    return done?.value ?? null;
  }

  async remove(entity: string, code: string): Promise<boolean> {
    const done = await this.acting.run(() => this.#api.codesRemove(entity, code));
    await this.refresh();
    return done !== null;
  }

  /** Learns the codes of a table that the user chooses; false when there is none. */
  async importFrom(entity: string): Promise<boolean> {
    this.imported = null;
    const read = await this.acting.run(() => this.#api.codesPick(entity));
    this.imported = read?.value ?? null;
    await this.refresh();
    return this.imported !== null;
  }

  async exportTo(entity: string, kind: TableKind): Promise<SavedFile | null> {
    const saved = await this.acting.run(() => this.#api.codesExport(entity, kind, null));
    return saved?.value ?? null;
  }
}
