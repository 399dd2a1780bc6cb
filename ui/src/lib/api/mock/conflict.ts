// What the mock program decides about changed lines, and how much of each then goes.

import type { AnalogueView, ChangedLineView, CheckView, LineDecision, RulesView } from '$lib/bindings';
import { CURRENCY, type MockDraft } from './desk';
import type { Good } from './goods';

/** The rules of the program in short: the percents are measured by what the check says was. */
export function decideBy(check: CheckView, rules: RulesView): LineDecision[] {
  return check.changed.flatMap((line): LineDecision[] => {
    const { price_was_micro: was, price_now_micro: now, available_milli: there } = line;
    if (!line.is_dearer && !line.is_short && !line.is_gone && !line.is_unpriced) return [];
    const isCheap = was !== null && now !== null && (now - was) * 10_000 <= was * (rules.rise_bp ?? 0);
    const isEnough = there !== null && there > 0 && there * 10_000 >= line.asked_milli * (rules.least_bp ?? 10_000);
    if (isCheap && isEnough) return [{ item: line.item, decision: 'accept' }];
    const isMoved = line.moved_milli !== null && line.moved_milli >= line.asked_milli;
    if (isCheap && rules.takes_other_warehouse && isMoved) {
      return [{ item: line.item, decision: { other_warehouse: { warehouse: null } } }];
    }
    const other = rules.takes_analogue ? line.analogues.find(one => one.is_enough) : undefined;
    return other ? [{ item: line.item, decision: { analogue: { item: other.item } } }] : [];
  });
}

/** How much of a line goes with a decision. */
export function quantityToSend(
  asked: number,
  change: ChangedLineView | undefined,
  decision: LineDecision['decision'] | undefined,
): number {
  const isWorse = change !== undefined && (change.is_dearer || change.is_short || change.is_gone || change.is_unpriced);
  if (decision === 'remove' || decision === 'keep') return 0;
  if (typeof decision === 'object' && decision.other_warehouse) return change?.moved_milli ?? asked;
  if (typeof decision === 'object') return decision.reduce?.quantity_milli ?? asked;
  if (decision === 'on_order') return asked;
  if (decision === 'backorder') return change?.available_milli ?? 0;
  if (decision === 'accept') return change?.available_milli ?? asked;
  return isWorse ? 0 : asked;
}

/** The next goods of the catalogue stand in for an item, as far as the draft has not got them. */
export function analoguesOf(
  goods: readonly Good[],
  draft: MockDraft,
  item: string,
  quantityMilli: number,
): AnalogueView[] {
  const from = goods.findIndex(good => good.item === item);
  const taken = draft.lines.map(line => line.item);
  const others = goods.slice(from + 1).filter(good => good.priceMicro !== null && !taken.includes(good.item));
  return others.slice(0, 2).map(good => ({
    item: good.item,
    article: good.article,
    name: good.name,
    unit: good.unit,
    price_micro: good.priceMicro,
    currency: CURRENCY,
    stock_milli: good.stockMilli,
    stock_level: null,
    is_enough: (good.stockMilli ?? 0) >= quantityMilli,
    is_own: false,
  }));
}
