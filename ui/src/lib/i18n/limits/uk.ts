// Ukrainian texts of limits of an order.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'limits.title': 'Перед надсиланням',
  'limits.minimum': 'Мінімальна сума замовлення',
  'limits.missing': 'бракує {sum}',
  'limits.of': 'до мінімальної суми {sum}',
  'limits.reached': 'мінімальну суму {sum} набрано',
  'limits.overdue': 'прострочено {sum}',
  'limits.over': 'понад ліміт {sum}',
  'limits.free': 'вільно за лімітом {sum}',
  'limits.refuse': 'постачальник не прийме замовлення без передоплати',
  'limits.hold': 'постачальник відвантажить після оплати',
  'limits.asOf': 'борг на {moment}',
  'limits.prepay': 'Передоплата',
  'limits.split': 'Розділити: що не входить у ліміт, в іншу чернетку',
  'limits.other': 'Замовити на {name}',
  'limits.add.tier': '+{more} {article}: ціна {price} ({sum})',
  'limits.add.pack': 'додати {more} {article} ({sum})',
  'limits.add.repeat': 'ви часто берете: {more} {article} ({sum})',
  'limits.splitName': '{name}, поза лімітом',
  'limits.splitDone': '{n, plural, one {# рядок} few {# рядки} many {# рядків} other {# рядка}} у чернетці «{name}»',
  'limits.refused.below_minimum': 'Постачальник відмовить: до найменшої суми замовлення {least} бракує {missing}.',
  'limits.refused.over_limit':
    'Постачальник відмовить: понад ліміт {over}, прострочено {overdue}. Поділіть замовлення, позначте оплату наперед або замовте від іншої особи.',
  'limits.usual': 'зазвичай від {least} до {most}',
  'reason.below_minimum': 'Сума замовлення менша за мінімальну за договором. Додайте товарів.',
  'reason.over_limit':
    'Замовлення понад кредитний ліміт, або є прострочений борг. Зменште замовлення, позначте передоплату або замовте на іншу юрособу.',
};
