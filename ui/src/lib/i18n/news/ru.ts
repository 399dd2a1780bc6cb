// Russian texts of the supplier’s news; the other languages have the same keys.

export const ru = {
  'feed.news': 'Новости',
  'rail.news': 'Новости',
  'keys.news': 'Новости',
  'news.title': 'Новости поставщика',
  'news.empty':
    'Здесь будут новости поставщика: график работы, новые товары, акции. Они придут с обменом и останутся читаемы без интернета.',
  'news.sync': 'Обновить обмен',
  'news.readAll': 'Отметить все прочитанными',
  'news.kept': 'Новости, полученные раньше, на месте.',
  'news.until': 'до {day}',
  'news.unread': 'не прочитано',
  'news.pick': 'Выберите новость слева.',
  'notices.kind.news': 'новость',
  'settings.notify.news': 'Новости поставщика',
} as const;
