// From a row of goods to the question of a subscription.

import type { Workplace } from '$lib/state/workplace.svelte';

interface GoodsRow {
  item: string;
  article: string;
  name: string;
  unit: string;
}

const ONE_MILLI = 1000;

/** Asks from how much on the person wants to be told of these goods. */
export function askFor(workplace: Workplace, row: GoodsRow, thresholdMilli: number = ONE_MILLI): void {
  const { item, article, name, unit } = row;
  workplace.notices.ask({
    entity: workplace.session.entityId,
    item,
    article,
    name,
    unit,
    thresholdMilli: Math.max(thresholdMilli, 1),
    seesPrices: workplace.session.entity?.sees_prices ?? false,
  });
}
