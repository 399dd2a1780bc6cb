// How far the person's own wish or subscription has come, in words; empty once the supplier has it.

import type { Why } from '$lib/bindings';
import { t } from '$lib/i18n/text.svelte';

export function commandState(row: { is_waiting: boolean; why: Why | null }): string {
  if (row.is_waiting) return t('subscriptions.waiting');
  return row.why ? t('subscriptions.refused') : '';
}

/** Why the supplier refused it, in words; empty where only a fault of the program can be the cause. */
export function refusedWhy(why: Why): string {
  if (why === 'invalid') return '';
  return why === 'no_rights' ? t('cause.role_refused') : t(`reason.${why}`);
}
