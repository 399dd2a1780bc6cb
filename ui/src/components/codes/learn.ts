// From a code and goods to knowing it: said in one line, with the way back.

import { t } from '$lib/i18n/text.svelte';
import type { Workplace } from '$lib/state/workplace.svelte';

interface Goods {
  item: string;
  article: string;
}

/** Learns what a code means; a code that is the very article needs no learning. */
export async function learn(workplace: Workplace, entity: string, code: string, goods: Goods): Promise<void> {
  const plain = (text: string) => text.trim().toLowerCase();
  if (code === '' || plain(code) === plain(goods.article)) return;
  const outcome = (await workplace.codes.add(entity, code, goods.item))?.outcome;
  if (outcome === undefined) return;
  const key = { done: 'codes.learned', queued: 'codes.learnedQueued', rejected: 'codes.learnedHere' } as const;
  workplace.say(t(key[outcome], { code, article: goods.article || goods.item }), () => {
    workplace.said = null;
    void workplace.codes.remove(entity, code);
  });
}
