// Ukrainian texts of comparing and splitting drafts.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'compare.title': 'Порівняння',
  'compare.left': 'Ліворуч',
  'compare.right': 'Праворуч',
  'compare.what': 'Відмінність',
  'compare.onlyLeft': 'лише ліворуч',
  'compare.onlyRight': 'лише праворуч',
  'compare.quantity': 'кількість',
  'compare.price': 'ціна',
  'compare.leftPrice': 'Ціна ліворуч',
  'compare.rightPrice': 'Ціна праворуч',
  'compare.leftSum': 'Сума ліворуч',
  'compare.rightSum': 'Сума праворуч',
  'compare.order': 'Замовлення {number}',
  'compare.same':
    '{n, plural, one {# рядок збігається} few {# рядки збігаються} many {# рядків збігається} other {# рядка збігаються}}',
  'compare.alike': 'Відмінностей немає: товари, кількості та ціни ті самі.',
  'compare.with': 'Порівняти чернетку',
  'compare.other': 'З чим',
  'compare.cancel': 'Скасувати',
  'compare.go': 'Порівняти',
  'keys.compare': 'Порівняти з іншою',
  'split.title': 'Розділити чернетку',
  'split.by': 'Кожному своя чернетка',
  'split.label': 'Мітка ({n})',
  'split.date': 'Дата ({n})',
  'split.warehouse': 'Склад ({n})',
  'split.nothing': 'Розділяти нічого: в усіх рядків ті самі мітка, дата і склад. Їх задає F4.',
  'split.hint': 'Рядки без позначки лишаються тут. Рядок із кількома мітками ділиться.',
  'split.go': 'Розділити',
  'split.done':
    '{n, plural, one {Стало на # чернетку більше} few {Стало на # чернетки більше} many {Стало на # чернеток більше} other {Стало на # чернетки більше}}',
  'keys.splitDraft': 'Розділити чернетку',
};
