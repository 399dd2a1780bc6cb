// The report of purchases: what it is added up by, what it is narrowed to, and the rows.

import type { PurchaseReport, ReportBy, ReportQuery, ReportRowView, SavedFile, TableKind } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

/** As long as between two letters of somebody who types. */
const TYPING_RESTS_MS = 200;

type ReportApi = Pick<Api, 'purchasesReport' | 'purchasesExport'>;

export class ReportState {
  by = $state<ReportBy>('month');
  from = $state('');
  to = $state('');
  goods = $state('');
  /** Null for everybody; empty for orders of which nobody knows who placed them. */
  person = $state<string | null>(null);
  /** The legal entity that the report was narrowed to; null for that of the window, or all. */
  only = $state.raw<{ id: string; name: string } | null>(null);
  isForAll = $state(false);
  /** Of several currencies the one that is shown; empty for the first. */
  currency = $state('');
  view = $state.raw<PurchaseReport | null>(null);
  loading = new Action();
  saving = new Action();

  #api: ReportApi;
  #entity = '';
  #asked = 0;
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ReportApi) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    if (this.#entity !== entity) {
      // Sums of another legal entity must not stand under the name of this one.
      this.#entity = entity;
      this.view = null;
      this.only = null;
    }
    await this.refresh();
  }

  /** The page is shown: it follows what comes until the function that is given back is called. */
  open(): () => void {
    this.#isShown = true;
    void this.refresh();
    return () => {
      this.#isShown = false;
      clearTimeout(this.#timer);
    };
  }

  /** Asks once the typing rests: every question adds up all lines. */
  refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), TYPING_RESTS_MS);
  }

  /** Of several questions on their way only the answer to the last is shown. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#isShown || this.#entity === '') return;
    this.#asked += 1;
    const asked = this.#asked;
    const view = await this.loading.run(() => this.#api.purchasesReport(this.#query()));
    if (view && asked === this.#asked) this.view = view.value;
  }

  async addUpBy(by: ReportBy): Promise<void> {
    if (this.by !== by) this.view = null;
    this.by = by;
    await this.refresh();
  }

  /** Narrows the report to a month, a person or a legal entity, and shows the goods of it. */
  async narrow(row: ReportRowView): Promise<void> {
    if (this.by === 'month') {
      // Days that were asked for within the month stay: the goods must add up to the sum of the row.
      const [first, last] = [`${row.key}-01`, `${row.key}-${String(lastDay(row.key)).padStart(2, '0')}`];
      this.from = this.from > first ? this.from : first;
      this.to = this.to !== '' && this.to < last ? this.to : last;
    } else if (this.by === 'person') this.person = row.key;
    else if (this.by === 'entity') this.only = { id: row.key, name: row.name };
    await this.addUpBy('goods');
  }

  /** Back to everybody, or to all legal entities. */
  async widen(what: 'person' | 'only'): Promise<void> {
    if (what === 'person') this.person = null;
    else this.only = null;
    await this.refresh();
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    this.only = null;
    await this.refresh();
  }

  async exportTo(kind: TableKind): Promise<SavedFile | null> {
    const saved = await this.saving.run(() => this.#api.purchasesExport(this.#query(), kind, null));
    return saved?.value ?? null;
  }

  #query(): ReportQuery {
    return {
      entity: this.only ? this.only.id : this.isForAll ? null : this.#entity,
      from: this.from === '' ? null : this.from,
      to: this.to === '' ? null : this.to,
      by: this.by,
      goods: this.goods,
      person: this.person,
    };
  }
}

/** Of a month `YYYY-MM`. */
function lastDay(month: string): number {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
