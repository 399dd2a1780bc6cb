// What a found paper is called, and what of its text may be shown.

import { kindOf } from '$components/documents/supplierTitle';
import type { FoundPaper, FragmentView } from '$lib/bindings';
import { t } from '$lib/i18n/text.svelte';

export function titleOf(row: FoundPaper): string {
  const kind =
    row.kind === 'document'
      ? kindOf(row.document_kind)
      : row.kind === 'invoice'
        ? kindOf('invoice')
        : t(`find.kind.${row.kind}`);
  return row.number === '' ? kind : t('supplier.title', { kind, number: row.number });
}

/** Nothing out of a file while prices are hidden: it may tell sums. */
export function fragmentOf(row: FoundPaper, areHidden: boolean): readonly FragmentView[] {
  return areHidden && row.may_tell_sums ? [] : row.fragment;
}
