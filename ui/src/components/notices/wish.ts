// From a row of goods to the question of a subscription, and from an article that is not there to being told of it.

import { t } from '$lib/i18n/text.svelte';
import type { Workplace } from '$lib/state/workplace.svelte';

interface GoodsRow {
  item: string;
  article: string;
  name: string;
  unit: string;
  is_whole: boolean;
}

const ONE_MILLI = 1000;

/** Asks from how much on the person wants to be told of these goods. */
export function askFor(workplace: Workplace, row: GoodsRow, thresholdMilli: number = ONE_MILLI): void {
  const { item, article, name, unit, is_whole: isWhole } = row;
  workplace.notices.ask({
    entity: workplace.session.entityId,
    item,
    article,
    name,
    unit,
    isWhole,
    thresholdMilli: Math.max(thresholdMilli, 1),
    seesPrices: workplace.session.entity?.sees_prices ?? false,
  });
}

/** Asks to be told when an article appears; gives whether the wish is on its way. */
export async function wishFor(
  workplace: Workplace,
  entity: string,
  article: string,
  quantityMilli: number | null,
): Promise<boolean> {
  const outcome = (await workplace.wishes.wish(entity, article, quantityMilli))?.outcome;
  if (outcome === 'done') workplace.say(t('wishes.added', { article }));
  if (outcome === 'queued') workplace.say(t('wishes.queued', { article }));
  if (outcome === 'rejected') workplace.say(t('wishes.refused', { article }));
  return outcome === 'done' || outcome === 'queued';
}
