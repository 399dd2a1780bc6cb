// What a notice says, in the window's language.

import type { NoticeView } from '$lib/bindings';
import { hasMessage, show, t } from '$lib/i18n/text.svelte';
import { claimStateText } from '../claims/words';
import { kindOf } from '../documents/supplierTitle';
import { stateText } from '../orders/stateText';

export function noticeText(notice: NoticeView): string {
  switch (notice.kind) {
    case 'arrival':
      if (notice.quantity_milli === null) {
        return t('notices.arrivalUntold', {
          name: `${notice.article} ${notice.name}`.trim(),
          wanted: show.quantityWithUnit(notice.wanted_milli ?? 0, notice.unit),
        });
      }
      return t('notices.arrival', {
        name: `${notice.article} ${notice.name}`.trim(),
        there: show.quantityWithUnit(notice.quantity_milli, notice.unit),
        wanted: show.quantityWithUnit(notice.wanted_milli ?? 0, notice.unit),
      });
    case 'price_drop':
      return t('notices.priceDrop', {
        name: `${notice.article} ${notice.name}`.trim(),
        price: show.priceWithSign(notice.price_micro ?? 0, notice.currency),
        before: show.priceWithSign(notice.old_price_micro ?? 0, notice.currency),
      });
    case 'invoice':
      return t('notices.invoice', {
        number: notice.document_number,
        order: notice.order_number,
        total: show.money(notice.total_minor ?? 0, notice.currency),
      });
    case 'claim':
      return t('notices.claim', {
        number: notice.claim_number,
        name: notice.name,
        state: claimStateText(notice.claim_state),
      });
    case 'document':
    case 'waybill':
      return t('notices.paper', { paper: paperName(notice) });
    case 'act':
      return t('notices.act.answered', { from: show.isoDate(notice.act_from), to: show.isoDate(notice.act_to) });
    case 'news':
      return notice.name;
    case 'wish_found':
      return t('notices.wishFound', { name: `${notice.article} ${notice.name}`.trim() });
    default:
      return t('notices.orderState', { number: notice.order_number, state: stateText(notice.order_state) });
  }
}

/** A paper by its kind and number, else by what its file is called. */
function paperName(notice: NoticeView): string {
  const kind = kindOf(notice.document_kind);
  if (notice.document_number !== '') return t('supplier.title', { kind, number: notice.document_number });
  return notice.name === '' ? kind : notice.name;
}

export function kindName(kind: string): string {
  const key = `notices.kind.${kind}`;
  return hasMessage(key) ? t(key) : kind;
}
