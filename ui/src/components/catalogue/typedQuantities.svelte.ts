// Quantities typed beside a table (variants, their matrix, analogues): what a field says, and what is wrong with it.

import type { ItemRowView } from '$lib/bindings';
import { readQuantity, typedQuantity } from '$lib/format/quantity';
import { quantityFault } from '$lib/i18n/quantityFault';
import { currentLanguage } from '$lib/i18n/text.svelte';

/** What the component was given; read at each use, because it changes. */
interface Ordered {
  quantityOf: (row: ItemRowView) => number;
  onQuantity: (item: string, quantityMilli: number) => void;
}

export class TypedQuantities {
  /** The field whose text is no quantity, and why in words. */
  fault = $state.raw<{ item: string; words: string } | null>(null);

  constructor(private readonly ordered: () => Ordered) {}

  written(row: ItemRowView): string {
    const milli = this.ordered().quantityOf(row);
    return milli === 0 ? '' : typedQuantity(milli, currentLanguage());
  }

  isBad(row: ItemRowView): boolean {
    return this.fault?.item === row.item;
  }

  /** A text that is no quantity stays in its field, with what is wrong with it; false then. */
  save(field: HTMLInputElement, row: ItemRowView): boolean {
    const words = quantityFault(field.value, row.is_whole);
    if (words !== null) this.fault = { item: row.item, words };
    else this.#forget(row);
    const milli = readQuantity(field.value, row.is_whole);
    const { quantityOf, onQuantity } = this.ordered();
    if (milli !== null && milli !== quantityOf(row)) onQuantity(row.item, milli);
    return words === null;
  }

  /** Takes back what was typed; false when nothing was. */
  giveUp(field: HTMLInputElement, row: ItemRowView): boolean {
    if (field.value === this.written(row)) return false;
    field.value = this.written(row);
    this.#forget(row);
    return true;
  }

  #forget(row: ItemRowView) {
    if (this.isBad(row)) this.fault = null;
  }
}
