// The word for stock that the supplier tells in words.

import { hasMessage, t } from '$lib/i18n/text.svelte';

export function stockWord(level: string): string {
  const key = `stock.${level}`;
  return hasMessage(key) ? t(key) : level;
}
