// What is wrong with a typed quantity, in words that say the way out; `null` when nothing is.

import { read, typedQuantity } from '$lib/format/quantity';
import { currentLanguage, t } from './text.svelte';

export function quantityFault(text: string, isWhole = false): string | null {
  const found = read(text, isWhole);
  if (found.kind === 'exact') return null;
  if (found.kind === 'part') return t('quantity.whole');
  if (found.kind === 'bad') return t('catalogue.badQuantity');
  const [first = 0, second] = found.readings;
  const written = (milli: number) => typedQuantity(milli, currentLanguage());
  return second === undefined
    ? t('quantity.oneReading', { text: text.trim(), first: written(first) })
    : t('quantity.twoReadings', { text: text.trim(), first: written(first), second: written(second) });
}
