// Why an order still waits on this device, in the user's language: its own reason, or what its state means.

import type { OrderSummary } from '$lib/bindings';
import { hasMessage, t } from '$lib/i18n/text.svelte';

export function whyWaits(order: Pick<OrderSummary, 'state' | 'why'>): string {
  if (order.why !== null) return t(`reason.${order.why}`);
  const key = `why.${order.state}`;
  return hasMessage(key) ? t(key) : '';
}
