// Russian texts of articles that the supplier does not have; the other languages have the same keys.

export const ru = {
  'wishes.title': 'Чего нет у поставщика',
  'wishes.empty':
    'Здесь будут артикулы, которых нет в каталоге поставщика. Вставьте список в черновик (Ctrl+V) или найдите артикул в каталоге: если его нет, попросите сообщить, когда он появится.',
  'wishes.emptyToReader':
    'Здесь будут артикулы, которых нет в каталоге поставщика. Найдите артикул в каталоге: если его нет, попросите сообщить, когда он появится.',
  'wishes.add': 'Сообщить, когда появится',
  'wishes.addOf': 'Сообщить, когда появится «{article}»',
  'wishes.addAll': 'Сообщить обо всех, когда появятся',
  'wishes.added': '{article}: сообщим, когда появится',
  'wishes.queued': 'Нет связи: просьба об артикуле {article} уйдёт сама',
  'wishes.refused': 'Поставщик не принял просьбу об артикуле {article}.',
  'wishes.done': 'сообщим',
  'wishes.quantity': 'Нужно',
  'wishes.note': 'Для поставщика',
  'wishes.since': 'С какого дня',
  'wishes.end': 'Убрать',
  'notices.kind.wish_found': 'появился',
  'notices.wishFound': '{name}: появился у поставщика',
  'settings.notify.wishes': 'Артикулы, которых не было у поставщика',
} as const;
