// A delivery in a few words, the same in the draft, the check and the order.

import type { DeliveryProblemView, DeliveryView } from '$lib/bindings';
import { show, t } from '$lib/i18n/text.svelte';
import type { MessageKey } from '$lib/i18n/messages';

/** Name and value of each part that was chosen. */
export type Part = readonly [MessageKey, string];

interface Words {
  way: string;
  carrier: string;
  branch: string;
  address: string;
  date: string;
  own_number: string;
  ship_together: string;
}

export function partsOf(words: Words): Part[] {
  const parts: Part[] = [
    ['delivery.way', words.way],
    ['delivery.carrier', words.carrier === words.way ? '' : words.carrier],
    ['delivery.branch', words.branch],
    ['delivery.address', words.address],
    ['delivery.date', words.date === '' ? '' : show.isoDate(words.date)],
    ['delivery.ownNumber', words.own_number],
    ['delivery.together', words.ship_together],
  ];
  return parts.filter(([, value]) => value !== '');
}

export function wordsOf(delivery: DeliveryView): Words {
  return {
    way: delivery.way?.words ?? '',
    carrier: delivery.carrier?.words ?? '',
    branch: delivery.branch?.words ?? '',
    address: delivery.address?.words ?? '',
    date: delivery.date ?? '',
    own_number: delivery.own_number,
    ship_together: delivery.ship_together,
  };
}

const PROBLEMS: Readonly<Record<string, MessageKey>> = {
  way_gone: 'delivery.problem.wayGone',
  carrier_gone: 'delivery.problem.carrierGone',
  branch_gone: 'delivery.problem.branchGone',
  branch_missing: 'delivery.problem.branchMissing',
  address_gone: 'delivery.problem.addressGone',
  address_missing: 'delivery.problem.addressMissing',
  date_too_early: 'delivery.problem.dateTooEarly',
  date_not_served: 'delivery.problem.dateNotServed',
  date_unreadable: 'delivery.problem.dateUnreadable',
};

export function problemText(problem: DeliveryProblemView): string {
  const day = problem.earliest === null ? '' : show.isoDate(problem.earliest);
  return t(PROBLEMS[problem.problem] ?? 'delivery.problem.other', { day });
}
