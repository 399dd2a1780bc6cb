// Ukrainian texts of the supplier’s news.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'feed.news': 'Новини',
  'rail.news': 'Новини',
  'keys.news': 'Новини',
  'news.title': 'Новини постачальника',
  'news.empty':
    'Тут будуть новини постачальника: графік роботи, нові товари, акції. Вони прийдуть з обміном і залишаться доступними без інтернету.',
  'news.sync': 'Оновити обмін',
  'news.readAll': 'Позначити всі прочитаними',
  'news.kept': 'Новини, отримані раніше, на місці.',
  'news.until': 'до {day}',
  'news.unread': 'не прочитано',
  'news.pick': 'Оберіть новину ліворуч.',
  'notices.kind.news': 'новина',
  'settings.notify.news': 'Новини постачальника',
};
