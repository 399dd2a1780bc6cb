// Russian texts of limits of an order; the other languages have the same keys.

export const ru = {
  'limits.title': 'Перед отправкой',
  'limits.minimum': 'Минимальная сумма заказа',
  'limits.missing': 'не хватает {sum}',
  'limits.of': 'до минимальной суммы {sum}',
  'limits.reached': 'минимальная сумма {sum} набрана',
  'limits.overdue': 'просрочено {sum}',
  'limits.over': 'сверх лимита {sum}',
  'limits.free': 'свободно по лимиту {sum}',
  'limits.refuse': 'поставщик не примет заказ без предоплаты',
  'limits.hold': 'поставщик отгрузит после оплаты',
  'limits.asOf': 'долг на {moment}',
  'limits.prepay': 'Предоплата',
  'limits.split': 'Разделить: что не входит в лимит, в другой черновик',
  'limits.other': 'Заказать на {name}',
  'limits.add.tier': '+{more} {article}: цена {price} ({sum})',
  'limits.add.pack': 'добавить {more} {article} ({sum})',
  'limits.add.repeat': 'вы часто берёте: {more} {article} ({sum})',
  'limits.splitName': '{name}, вне лимита',
  'limits.splitDone': '{n, plural, one {# строка} few {# строки} many {# строк} other {# строки}} в черновике «{name}»',
  'limits.refused.below_minimum': 'Поставщик откажет: до наименьшей суммы заказа {least} не хватает {missing}.',
  'limits.refused.over_limit':
    'Поставщик откажет: сверх лимита {over}, просрочено {overdue}. Разделите заказ, отметьте оплату вперёд или закажите от другого лица.',
  'limits.usual': 'обычно от {least} до {most}',
  'reason.below_minimum': 'Сумма заказа меньше минимальной по договору. Добавьте товаров.',
  'reason.over_limit':
    'Заказ сверх кредитного лимита, или есть просроченный долг. Уменьшите заказ, отметьте предоплату или закажите на другое юрлицо.',
} as const;
