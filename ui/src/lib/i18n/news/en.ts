// English texts of the supplier’s news.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'feed.news': 'News',
  'rail.news': 'News',
  'keys.news': 'News',
  'news.title': 'News of the supplier',
  'news.empty':
    'The supplier’s news will be here: working hours, new goods, offers. They come with the exchange and stay readable without the internet.',
  'news.sync': 'Exchange now',
  'news.readAll': 'Mark all as read',
  'news.kept': 'News that came before are in place.',
  'news.until': 'until {day}',
  'news.unread': 'not read',
  'news.pick': 'Choose a piece of news at the left.',
  'notices.kind.news': 'news',
  'settings.notify.news': 'News of the supplier',
};
