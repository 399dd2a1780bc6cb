// Russian texts of the report of purchases; the other languages have the same keys.

export const ru = {
  'report.title': 'Отчёт о закупках',
  'report.by': 'По чему складывать',
  'report.by.month': 'по месяцам',
  'report.by.goods': 'по товарам',
  'report.by.entity': 'по юрлицам',
  'report.by.person': 'по людям',
  'report.head.month': 'Месяц',
  'report.head.goods': 'Наименование',
  'report.head.entity': 'Юрлицо',
  'report.head.person': 'Кто заказал',
  'report.narrow': 'За какое время и что',
  'report.goods': 'Артикул или название товара',
  'report.everybody': 'Показать всех',
  'report.nobody': 'не указан',
  'report.orders': 'Заказов',
  'report.bought': 'Куплено с НДС',
  'report.returned': 'Возвращено',
  'report.returnedQuantity': 'Возвращено, кол-во',
  'report.net': 'Итого с НДС',
  'report.unnamed': 'Товар в документе не назван',
  'report.net.of': '{net} = куплено {sum} − возвращено {returned}',
  'report.left': 'Не вошли: {what}',
  'report.left.cancelled':
    '{n, plural, one {# отменённый заказ} few {# отменённых заказа} many {# отменённых заказов} other {# отменённого заказа}}',
  'report.left.dropped':
    '{n, plural, one {# снятая поставщиком строка} few {# снятые поставщиком строки} many {# снятых поставщиком строк} other {# снятой поставщиком строки}}',
  'report.left.returns':
    '{n, plural, one {# документ возврата без суммы} few {# документа возврата без суммы} many {# документов возврата без суммы} other {# документа возврата без суммы}}',
  'report.left.rights': 'юрлица, цен и документов которых не видит ваша роль: {names}',
  'report.rights': 'Ваша роль не показывает цены и документы: {names}. Складывать здесь нечего.',
  'report.hidden': 'Цены спрятаны (F8): график и файл появятся, когда вы их покажете.',
  'report.share': 'Доля, %',
  'report.bars': 'на графике {n} из {all}',
  'report.total':
    '{n, plural, one {{sum}, # заказ} few {{sum}, # заказа} many {{sum}, # заказов} other {{sum}, # заказа}}',
  'report.empty':
    'За это время таких закупок нет. Отчёт складывается из строк ваших заказов; отменённые заказы и снятые строки в него не входят.',
  'report.kept': 'Ничего не изменилось, попробуйте ещё раз.',
  'report.open': 'Отчёт',
  'keys.report': 'Отчёт о закупках',
} as const;
