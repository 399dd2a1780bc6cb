// What a table keeps across restarts: its columns with their widths, its order, and the place in it.

import { asRecord, asString, type Memory } from './memory';

const NARROWEST = 36;
const WIDEST = 900;

export class GridLayout {
  widths = $state.raw<Readonly<Record<string, number>>>({});
  /** Ids of the columns that the user does not want to see. */
  hidden = $state.raw<readonly string[]>([]);
  sort = $state('');
  isDescending = $state(false);
  /** Index of the row that has the keyboard. */
  active = $state(0);
  #key: string;
  #memory: Memory;

  constructor(key: string, memory: Memory) {
    this.#key = `table.${key}`;
    this.#memory = memory;
  }

  async recall(): Promise<void> {
    const left = asRecord(await this.#memory.recall(this.#key));
    const widths: Record<string, number> = {};
    for (const [column, width] of Object.entries(asRecord(left['widths']))) {
      if (typeof width === 'number') widths[column] = width;
    }
    this.widths = widths;
    const hidden = left['hidden'];
    if (Array.isArray(hidden)) this.hidden = hidden.filter(id => typeof id === 'string');
    this.sort = asString(left['sort']) ?? '';
    this.isDescending = left['descending'] === true;
    if (typeof left['place'] === 'number') this.active = left['place'];
  }

  resize(column: string, width: number): void {
    const kept = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
    this.widths = { ...this.widths, [column]: kept };
    this.#keep();
  }

  /** Shows a column, or hides it. */
  toggle(column: string): void {
    const isHidden = this.hidden.includes(column);
    this.hidden = isHidden ? this.hidden.filter(id => id !== column) : [...this.hidden, column];
    this.#keep();
  }

  /** First ascending, then descending, then the table's own order again. */
  sortBy(column: string): void {
    if (this.sort !== column) {
      this.sort = column;
      this.isDescending = false;
    } else if (!this.isDescending) {
      this.isDescending = true;
    } else {
      this.sort = '';
      this.isDescending = false;
    }
    this.#keep();
  }

  moveTo(index: number): void {
    this.active = index;
    this.#keep();
  }

  #keep(): void {
    this.#memory.remember(this.#key, {
      widths: this.widths,
      hidden: this.hidden,
      sort: this.sort,
      descending: this.isDescending,
      place: this.active,
    });
  }
}
