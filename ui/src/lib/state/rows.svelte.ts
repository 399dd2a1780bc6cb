// A table of goods of any length, held as windows of rows: only what is looked at is asked for and kept.
//
// A new query leaves the shown rows in place until its own first rows are there; answers to older queries are dropped.
// The first rows of a search do not wait for the count of the whole table, which follows by itself.

import type { CatalogueQuery, ItemRowView, ReadingView } from '$lib/bindings';
import type { Api, ApiError } from '$lib/api/api';
import { priceDigits } from '$lib/format/money';

/** More than a tall screen shows, and little enough to come within a frame. */
export const WINDOW_ROWS = 80;
/** Windows kept around the one that is looked at: 6,400 rows. */
const MOST_WINDOWS = 80;
/** The most that one question brings, as Rust gives it. */
const MOST_ROWS = 500;

function digitsOf(rows: readonly ItemRowView[]): number {
  return priceDigits(rows.map(row => row.price_micro));
}

function windowsOf(first: number, last: number): number[] {
  const from = Math.trunc(first / WINDOW_ROWS);
  return Array.from({ length: Math.trunc(last / WINDOW_ROWS) - from + 1 }, (_, step) => from + step);
}

export class RowWindows {
  /** Rows of the whole table; the least there can be while they are not counted. */
  total = $state(0);
  /** Whether `total` is exact. */
  isCounted = $state(true);
  /** What was searched, where the text found nothing as typed. */
  reading = $state.raw<ReadingView | null>(null);
  trueAtMs = $state.raw<number | null>(null);
  /** Whether any goods have a small picture; false until the first answer that says it. */
  hasPictures = $state(false);
  /** The query whose rows are shown; null before the first answer. */
  shown = $state.raw<CatalogueQuery | null>(null);
  failure = $state.raw<ApiError | null>(null);
  /** Decimals that the prices of the loaded rows need, so that they stand below one another. */
  priceDigits = $state(2);
  #version = $state(0);
  #windows = new Map<number, ItemRowView[]>();
  #asked = new Set<number>();
  /** Number of the latest query, and of the one that is shown. */
  #latest = 0;
  #current = 0;
  /** The query that was asked for last: a reload must not bring back the one before it. */
  #wanted: CatalogueQuery | null = null;
  #visible: readonly [number, number] = [0, 0];
  #api: Pick<Api, 'cataloguePage' | 'catalogueCount'>;

  constructor(api: Pick<Api, 'cataloguePage' | 'catalogueCount'>) {
    this.#api = api;
  }

  /** The row at `index`; undefined while it is on its way. */
  row(index: number): ItemRowView | undefined {
    void this.#version;
    return this.#windows.get(Math.trunc(index / WINDOW_ROWS))?.[index % WINDOW_ROWS];
  }

  /** Shows another table. Gives whether its first rows are shown now; false when a later query overtook it. */
  open(query: CatalogueQuery, first = 0): Promise<boolean> {
    return this.#show(query, [Math.trunc(first / WINDOW_ROWS)]);
  }

  /** Asks again for what is shown, because the data changed; the place stays, and no row is blank meanwhile. */
  async reload(): Promise<boolean> {
    if (!this.#wanted) return false;
    const [first, last] = this.#visible;
    const isShown = await this.#show(this.#wanted, windowsOf(first, last));
    if (isShown) this.look(...this.#visible);
    return isShown;
  }

  async #show(query: CatalogueQuery, pages: readonly number[]): Promise<boolean> {
    this.#latest += 1;
    this.#wanted = query;
    const generation = this.#latest;
    const results = await Promise.all(
      pages.map(page => this.#api.cataloguePage(query, page * WINDOW_ROWS, WINDOW_ROWS)),
    );
    if (generation < this.#latest) return false;
    const windows = new Map<number, ItemRowView[]>();
    for (const [place, result] of results.entries()) {
      if (!result.ok) {
        this.failure = result.error;
        return false;
      }
      windows.set(pages[place] ?? 0, result.value.rows);
      this.total = result.value.total;
      this.isCounted = result.value.is_counted;
      this.trueAtMs = result.value.true_at_ms;
      this.reading = result.value.reading;
      this.hasPictures = result.value.has_pictures ?? this.hasPictures;
    }
    this.failure = null;
    this.#current = generation;
    this.#windows = windows;
    this.#asked = new Set(pages);
    this.priceDigits = digitsOf([...windows.values()].flat());
    this.shown = query;
    this.#version += 1;
    if (!this.isCounted) void this.#count(query);
    return true;
  }

  /** A count that another window stopped is asked for again, unless that window brought it. */
  async #count(query: CatalogueQuery): Promise<void> {
    const generation = this.#current;
    while (generation === this.#latest && !this.isCounted) {
      const result = await this.#api.catalogueCount(query);
      if (generation !== this.#latest) return;
      if (!result.ok) {
        this.failure = result.error;
        return;
      }
      if (result.value !== null) this.#take(result.value);
    }
  }

  #take(total: number): void {
    this.total = total;
    this.isCounted = true;
  }

  /** The rows from `first` to `last` are on screen: brings them and the windows beside them. */
  look(first: number, last: number): void {
    this.#visible = [first, last];
    if (!this.shown || this.total === 0) return;
    const lastPage = Math.trunc((this.total - 1) / WINDOW_ROWS);
    const from = Math.max(0, Math.trunc((first - WINDOW_ROWS / 2) / WINDOW_ROWS));
    const to = Math.min(lastPage, Math.trunc((last + WINDOW_ROWS / 2) / WINDOW_ROWS));
    for (let page = from; page <= to; page += 1) void this.#bring(page);
    this.#forgetFarFrom((from + to) / 2);
  }

  /** The rows from `first` to `last`, however many; they are not kept. Null when they cannot be had. */
  async between(first: number, last: number): Promise<ItemRowView[] | null> {
    const query = this.shown;
    const rows: ItemRowView[] = [];
    for (let from = first; query && from <= last; from += MOST_ROWS) {
      const result = await this.#api.cataloguePage(query, from, Math.min(MOST_ROWS, last + 1 - from));
      if (!result.ok) {
        this.failure = result.error;
        return null;
      }
      rows.push(...result.value.rows);
    }
    return rows;
  }

  async #bring(page: number): Promise<void> {
    const query = this.shown;
    if (!query || this.#asked.has(page)) return;
    const generation = this.#current;
    this.#asked.add(page);
    const result = await this.#api.cataloguePage(query, page * WINDOW_ROWS, WINDOW_ROWS);
    if (generation !== this.#current) return;
    if (!result.ok) {
      // Looked at again, it is asked again.
      this.#asked.delete(page);
      this.failure = result.error;
      return;
    }
    this.#windows.set(page, result.value.rows);
    if (result.value.is_counted) this.#take(result.value.total);
    this.priceDigits = Math.max(this.priceDigits, digitsOf(result.value.rows));
    this.#version += 1;
  }

  #forgetFarFrom(middle: number): void {
    if (this.#windows.size <= MOST_WINDOWS) return;
    const byDistance = [...this.#windows.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of byDistance.slice(0, this.#windows.size - MOST_WINDOWS)) {
      this.#windows.delete(page);
      this.#asked.delete(page);
    }
  }
}
