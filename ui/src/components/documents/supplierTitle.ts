// What a document of the supplier is called: its kind, number and date, as far as they are known.

import { hasMessage, show, t } from '$lib/i18n/text.svelte';

interface Titled {
  kind: string;
  number: string;
  date: string;
}

export function kindOf(kind: string): string {
  const key = `documents.kind.${kind}`;
  return hasMessage(key) ? t(key) : kind;
}

export function titleOf(document: Titled): string {
  const kind = kindOf(document.kind);
  const title = document.number === '' ? kind : t('supplier.title', { kind, number: document.number });
  return document.date === '' ? title : `${title} ${t('supplier.from', { date: show.isoDate(document.date) })}`;
}
