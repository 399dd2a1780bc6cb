// Ukrainian texts of articles that the supplier does not have.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'wishes.title': 'Чого немає в постачальника',
  'wishes.empty':
    'Тут будуть артикули, яких немає в каталозі постачальника. Вставте список у чернетку (Ctrl+V) або знайдіть артикул у каталозі: якщо його немає, попросіть повідомити, коли він з’явиться.',
  'wishes.emptyToReader':
    'Тут будуть артикули, яких немає в каталозі постачальника. Знайдіть артикул у каталозі: якщо його немає, попросіть повідомити, коли він з’явиться.',
  'wishes.add': 'Повідомити, коли з’явиться',
  'wishes.addOf': 'Повідомити, коли з’явиться «{article}»',
  'wishes.addAll': 'Повідомити про всі, коли з’являться',
  'wishes.added': '{article}: повідомимо, коли з’явиться',
  'wishes.queued': 'Немає зв’язку: прохання про артикул {article} піде саме',
  'wishes.refused': 'Постачальник не прийняв прохання про артикул {article}.',
  'wishes.done': 'повідомимо',
  'wishes.quantity': 'Потрібно',
  'wishes.note': 'Для постачальника',
  'wishes.since': 'З якого дня',
  'wishes.end': 'Прибрати',
  'notices.kind.wish_found': 'з’явився',
  'notices.wishFound': '{name}: з’явився в постачальника',
  'settings.notify.wishes': 'Артикули, яких не було в постачальника',
};
