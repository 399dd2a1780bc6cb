// Ukrainian texts of what prices were before.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'prices.title': 'Якою була ціна',
  'prices.none': 'ціни не було',
  'prices.still': 'не змінювалася з {day}',
  'prices.since': 'цей комп’ютер стежить з {day}',
  'prices.all': '{n, plural, one {усього # зміна} few {усього # зміни} other {усього # змін}}',
  'prices.lowest': 'за рік найнижче {price}, {day}',
  'prices.highest': 'найвище {price}, {day}',
  'prices.own': 'ваша {price}',
  'prices.whose': 'ціни прайсу; ваша — за правилами на сьогодні',
};
