// How far the person's own wish or subscription has come, in words; empty once the supplier has it.

import { t } from '$lib/i18n/text.svelte';

export function commandState(row: { is_waiting: boolean; problem: string }): string {
  if (row.is_waiting) return t('subscriptions.waiting');
  return row.problem ? t('subscriptions.refused') : '';
}
