// The state of an order in words; one that a newer supplier sent stands as it came.

import { hasMessage, t } from '$lib/i18n/text.svelte';

export function stateText(state: string): string {
  const key = `state.${state}`;
  return hasMessage(key) ? t(key) : state;
}
