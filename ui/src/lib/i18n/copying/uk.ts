// Ukrainian texts of copied lines.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'copy.repeat': 'Повторити',
  'copy.repeatHint': 'Нова чернетка з тими самими рядками за сьогоднішніми цінами',
  'copy.duplicate': 'Копія чернетки',
  'copy.into': 'Додати до…',
  'copy.intoHint': 'Додати рядки цієї чернетки до іншої; ця лишиться як є',
  'copy.cancel': 'Не додавати',
  'copy.go': 'Додати',
  'copy.draft': 'Чернетка',
  'copy.nameOfOrder': 'Повтор замовлення {number}',
  'copy.nameOfDraft': '{name} — копія',
  'copy.title': 'Скопійовані рядки',
  'copy.added':
    '{n, plural, one {# рядок у чернетці} few {# рядки в чернетці} many {# рядків у чернетці} other {# рядка в чернетці}}',
  'copy.repriced': '{n, plural, one {# ціна інша} few {# ціни інші} many {# цін інші} other {# ціни інші}}',
  'copy.left':
    '{n, plural, one {# рядок не взято} few {# рядки не взято} many {# рядків не взято} other {# рядка не взято}}',
  'copy.noPrice': 'ціни немає',
  'copy.reason.gone': 'більше не продається',
  'copy.reason.in_flight': 'у цій чернетці рядок уже надсилається',
  'copy.reason.quantity': 'стільки замовити не можна',
  'copy.reason.unit': 'більше не продається в цій одиниці',
  'copy.joined': '{was} і {added} — тепер {now}',
  'keys.repeat': 'Повторити замовлення',
  'keys.duplicate': 'Копія чернетки',
};
