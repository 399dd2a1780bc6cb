// Ukrainian texts of the report of purchases.

export const uk = {
  'report.title': 'Звіт про закупівлі',
  'report.by': 'За чим складати',
  'report.by.month': 'за місяцями',
  'report.by.goods': 'за товарами',
  'report.by.entity': 'за юрособами',
  'report.by.person': 'за людьми',
  'report.head.month': 'Місяць',
  'report.head.goods': 'Найменування',
  'report.head.entity': 'Юрособа',
  'report.head.person': 'Хто замовив',
  'report.narrow': 'За який час і що',
  'report.goods': 'Артикул або назва товару',
  'report.everybody': 'Показати всіх',
  'report.nobody': 'не вказано',
  'report.orders': 'Замовлень',
  'report.bought': 'Куплено з ПДВ',
  'report.returned': 'Повернено',
  'report.returnedQuantity': 'Повернено, к-сть',
  'report.net': 'Разом з ПДВ',
  'report.unnamed': 'Товар у документі не названо',
  'report.net.of': '{net} = куплено {sum} − повернено {returned}',
  'report.left': 'Не ввійшли: {what}',
  'report.left.cancelled':
    '{n, plural, one {# скасоване замовлення} few {# скасовані замовлення} many {# скасованих замовлень} other {# скасованого замовлення}}',
  'report.left.dropped':
    '{n, plural, one {# знятий постачальником рядок} few {# зняті постачальником рядки} many {# знятих постачальником рядків} other {# знятого постачальником рядка}}',
  'report.left.returns':
    '{n, plural, one {# документ повернення без суми} few {# документи повернення без суми} many {# документів повернення без суми} other {# документа повернення без суми}}',
  'report.left.rights': 'юрособи, цін і документів яких не бачить ваша роль: {names}',
  'report.rights': 'Ваша роль не показує ціни й документи: {names}. Складати тут нічого.',
  'report.hidden': 'Ціни сховано (F8): графік і файл з’являться, коли ви їх покажете.',
  'report.share': 'Частка, %',
  'report.bars': 'на графіку {n} із {all}',
  'report.total':
    '{n, plural, one {{sum}, # замовлення} few {{sum}, # замовлення} many {{sum}, # замовлень} other {{sum}, # замовлення}}',
  'report.empty':
    'За цей час таких закупівель немає. Звіт складається з рядків ваших замовлень; скасовані замовлення та зняті рядки до нього не входять.',
  'report.kept': 'Нічого не змінилося, спробуйте ще раз.',
  'report.open': 'Звіт',
  'keys.report': 'Звіт про закупівлі',
} as const;
