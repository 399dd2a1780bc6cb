// Why an order still waits on this device, in the user's language. Rust's own words are the detail.

import { hasMessage, t } from '$lib/i18n/text.svelte';

export function whyWaiting(state: string): string {
  const key = `why.${state}`;
  return hasMessage(key) ? t(key) : '';
}
