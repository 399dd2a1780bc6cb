// What a row of the report of purchases is called.

import type { ReportBy, ReportRowView } from '$lib/bindings';
import { show, t } from '$lib/i18n/text.svelte';

/** The month of this computer at a time, `YYYY-MM`. */
export function monthOf(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
}

export function nameOf(row: ReportRowView, by: ReportBy): string {
  if (by === 'month') return show.month(row.key);
  if (by === 'goods' && row.article === '' && row.name === '') return t('report.unnamed');
  if (by === 'person') return row.key === '' ? t('report.nobody') : row.key;
  if (by === 'goods' && row.article !== '') return `${row.article} ${row.name}`;
  return row.name;
}
