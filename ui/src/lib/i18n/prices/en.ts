// English texts of what prices were before.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'prices.title': 'The price before',
  'prices.none': 'no price',
  'prices.still': 'has not changed since {day}',
  'prices.since': 'watched by this computer since {day}',
  'prices.all': '{n, plural, one {# change in all} other {# changes in all}}',
  'prices.lowest': 'lowest in a year {price}, {day}',
  'prices.highest': 'highest {price}, {day}',
  'prices.own': 'yours {price}',
  'prices.whose': 'prices of the list; yours by the rules of today',
};
