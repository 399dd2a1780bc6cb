// How a price came about, for tests and `npm run dev`: the price of the list with one discount.

import type { ExplainedPrice, ExplainRequest } from '$lib/bindings';
import { CURRENCY, sumMinor } from './desk';
import type { Good } from './goods';

export function explained(request: ExplainRequest, good: Good | undefined): ExplainedPrice {
  const list = good?.priceMicro ?? null;
  const paid = list === null ? null : Math.round((list * 97) / 1_000_000) * 10_000;
  return {
    item: request.item,
    article: good?.article ?? '',
    name: good?.name ?? '',
    unit: good?.unit ?? '',
    quantity_milli: request.quantity_milli ?? 1000,
    list_micro: list,
    list_currency: list === null ? '' : CURRENCY,
    steps:
      list === null || paid === null
        ? []
        : [
            {
              kind: 'price_type',
              name: 'Скидка по договору',
              percent_milli: -3000,
              money_micro: null,
              from_milli: null,
              together_milli: null,
              until: '',
              rate_micro: null,
              rate_on: '',
              before_micro: list,
              after_micro: paid,
              currency: CURRENCY,
            },
          ],
    price_micro: paid,
    currency: paid === null ? '' : CURRENCY,
    off_bp: paid === null ? null : 300,
    sum_minor: paid === null ? null : sumMinor(paid, request.quantity_milli ?? 1000),
    vat: '22',
    stated_vat: '20',
    is_vat_doubtful: false,
    vat_minor: null,
    is_vat_on_top: false,
    date: '2026-11-29',
    tiers:
      paid === null ? [] : [{ from_milli: 100_000, price_micro: paid, currency: CURRENCY, counts_variants: false }],
    trouble: null,
    minimum_milli: 0,
    step_milli: 0,
    pack: '',
    services: [],
  };
}
