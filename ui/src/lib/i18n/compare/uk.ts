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
  'keys.setApart': 'Відокремити рядки: інша адреса або договір',
  'apart.title':
    '{n, plural, one {Відокремити # рядок} few {Відокремити # рядки} many {Відокремити # рядків} other {Відокремити # рядка}}',
  'apart.address': 'На адресу',
  'apart.sameAddress': 'як у чернетки',
  'apart.lastAddress': 'як в останньому замовленні',
  'apart.entity': 'За договором',
  'apart.entityHint':
    'Інший договір — іншої вашої юрособи: її ціни й асортимент. Чого вона замовити не може, залишиться тут.',
  'apart.contract': '{name}, договір {number}',
  'apart.nothing': 'Вибирати немає з чого: у постачальника немає інших адрес і договорів для вас.',
  'apart.go': 'Відокремити',
  'apart.done':
    'Чернетка «{name}»: {n, plural, one {# рядок} few {# рядки} many {# рядків} other {# рядка}}{repriced, plural, =0 {} other {, за іншою ціною: #}}{left, plural, =0 {} other {; залишилося тут: #}}',
};
