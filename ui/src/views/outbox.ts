// What the screens of orders do with one that still waits on this device.

import type { OrderSummary, PlaceOutcome } from '$lib/bindings';
import { t } from '$lib/i18n/text.svelte';
import type { Workplace } from '$lib/state/workplace.svelte';

/** The user decides about the changes that a waiting order met. */
export function answerOrder(workplace: Workplace, order: OrderSummary): void {
  workplace.router.go({ view: 'check', draft: '', command: order.id });
}

export async function retryOrder(workplace: Workplace, order: OrderSummary): Promise<void> {
  const outcome = await workplace.orders.retry(order.id);
  if (!outcome) return;
  if (outcome.outcome === 'changed') answerOrder(workplace, order);
  else workplace.say(wordsOf(outcome));
}

export async function withdrawOrder(workplace: Workplace, order: OrderSummary): Promise<void> {
  if (!(await workplace.orders.withdraw(order.id))) return;
  workplace.say(t('orders.withdrawn'));
  await workplace.drafts.refresh();
  if (workplace.router.place.view === 'order') workplace.router.swap({ view: 'orders' });
}

function wordsOf(outcome: Exclude<PlaceOutcome, { outcome: 'changed' }>): string {
  if (outcome.outcome === 'placed') return t('placed.title', { number: outcome.number });
  if (outcome.outcome === 'settled') return t('placed.settledTitle');
  if (outcome.outcome === 'queued') return t('orders.stillOffline');
  return t(`reason.${outcome.reason}`);
}
