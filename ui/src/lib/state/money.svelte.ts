// What is owed: the tree that the program adds up, and the documents of the contracts that are unfolded.

import type { DueDayView, MoneyRowView, MoneyView, OwedDocumentView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type MoneyApi = Pick<Api, 'moneyTree' | 'moneyDocuments' | 'moneyCalendar'>;

/** A line of the table: a row of the tree, or a document under its contract. */
export type MoneyLine =
  { kind: 'row'; row: MoneyRowView; isOpen: boolean } | { kind: 'document'; document: OwedDocumentView };

/** What a row is known by while it is shown. */
export function keyOfRow(row: MoneyRowView): string {
  return JSON.stringify([row.level, row.currency, row.entity, row.contract]);
}

export class MoneyState {
  view = $state.raw<MoneyView | null>(null);
  /** What is to be paid on which day; null until it is shown. */
  days = $state.raw<readonly DueDayView[] | null>(null);
  shown = $state<'tree' | 'calendar' | 'acts'>('tree');
  loading = new Action();
  reading = new Action();
  /** Rows whose lower rows are folded away, and contracts whose documents are shown. */
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #documents = $state.raw<ReadonlyMap<string, readonly OwedDocumentView[]>>(new Map());
  lines = $derived(this.#lines());

  #api: MoneyApi;

  constructor(api: MoneyApi) {
    this.#api = api;
  }

  /** All legal entities: the page is about the group. Unfolded contracts are read anew. */
  async refresh(): Promise<void> {
    const view = await this.loading.run(() => this.#api.moneyTree(null));
    if (!view) return;
    this.view = view.value;
    const open = view.value.rows.filter(row => this.#documents.has(keyOfRow(row)));
    this.#documents = new Map();
    for (const row of open) await this.#read(row);
    if (this.shown === 'calendar') await this.#readDays();
  }

  async show(what: 'tree' | 'calendar' | 'acts'): Promise<void> {
    this.shown = what;
    if (what === 'calendar') await this.#readDays();
  }

  isOpen(row: MoneyRowView): boolean {
    const key = keyOfRow(row);
    return row.level === 'contract' ? this.#documents.has(key) : !this.#folded.has(key);
  }

  /** Unfolds or folds a row; a balance has nothing below it. */
  async toggle(row: MoneyRowView): Promise<void> {
    if (!canOpen(row)) return;
    const key = keyOfRow(row);
    if (row.level === 'contract') {
      if (this.#documents.has(key)) {
        this.#documents = new Map([...this.#documents].filter(([known]) => known !== key));
      } else await this.#read(row);
      return;
    }
    const folded = new Set(this.#folded);
    if (!folded.delete(key)) folded.add(key);
    this.#folded = folded;
  }

  async #readDays(): Promise<void> {
    const read = await this.reading.run(() => this.#api.moneyCalendar(null));
    if (read) this.days = read.value;
  }

  async #read(row: MoneyRowView): Promise<void> {
    const read = await this.reading.run(() => this.#api.moneyDocuments(row.entity, row.contract, row.currency));
    if (read) this.#documents = new Map(this.#documents).set(keyOfRow(row), read.value);
  }

  #lines(): MoneyLine[] {
    const lines: MoneyLine[] = [];
    let isGroupOpen = true;
    let isEntityOpen = true;
    for (const row of this.view?.rows ?? []) {
      if (row.level === 'group') isGroupOpen = this.isOpen(row);
      else if (!isGroupOpen) continue;
      if (row.level === 'entity') isEntityOpen = this.isOpen(row);
      else if (row.level === 'contract' && !isEntityOpen) continue;
      lines.push({ kind: 'row', row, isOpen: this.isOpen(row) });
      if (row.level !== 'contract') continue;
      for (const document of this.#documents.get(keyOfRow(row)) ?? []) lines.push({ kind: 'document', document });
    }
    return lines;
  }
}

/** Whether anything stands below a row. */
export function canOpen(row: MoneyRowView): boolean {
  return row.level !== 'contract' || row.sums.documents > 0;
}
