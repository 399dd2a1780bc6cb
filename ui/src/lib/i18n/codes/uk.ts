// Ukrainian texts of own codes.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'codes.title': 'Свої коди',
  'codes.empty':
    'Тут будуть ваші коди й назви товарів. Програма запам’ятовує їх сама, коли ви обираєте товар для рядка вставленого списку, і впізнає їх у наступному списку та в пошуку. Можна завантажити й готову таблицю: ваш код поруч з артикулом постачальника.',
  'codes.code': 'Свій код',
  'codes.said': 'Хто навчив',
  'codes.you': 'ви',
  'codes.since': 'Коли',
  'codes.gone': 'товару більше немає',
  'codes.before': 'Попередні відповіді',
  'codes.earlier': 'раніше: {article} ({person})',
  'codes.earlierNothing': 'раніше: знято ({person})',
  'codes.remove': 'Прибрати',
  'codes.removed': 'Код «{code}» більше нічого не означає',
  'codes.add': 'Додати код',
  'codes.addFor': 'Товар для «{code}»',
  'codes.import': 'Завантажити таблицю',
  'codes.export': 'Вивантажити',
  'codes.exported': 'Збережено: {path}',
  'codes.learned': 'Запам’ятали: «{code}» це {article}',
  'codes.learnedQueued': 'Запам’ятали: «{code}» це {article}. Колеги дізнаються, коли буде зв’язок',
  'codes.learnedHere': '«{code}» це {article}: запам’ятано тут, але постачальник не прийняв код для колег',
  'codes.imported':
    '{n, plural, one {Запам’ятовано # код} few {Запам’ятовано # коди} many {Запам’ятовано # кодів} other {Запам’ятовано # коду}}, уже {known, plural, one {відомий #} few {відомі #} many {відомі #} other {відомі #}}',
  'codes.left': 'Не взято',
  'codes.leftNotFound': 'такого артикула немає',
  'codes.leftSeveral': 'в артикула кілька товарів',
  'codes.leftUnusable': 'немає коду або артикула, чи код названо двічі для різних товарів',
  'codes.closeReport': 'Закрити звіт',
  'codes.kept': 'Коди лишилися незмінними.',
  'codes.find': 'Знайти товар',
  'codes.findLabel': 'Пошук товару для цього рядка',
  'codes.findNone': 'Нічого не знайдено',
  'codes.toSearch': 'Відкрити в каталозі',
  'codes.byCode': '{n, plural, one {# за своїм кодом} other {# за своїми кодами}}',
  'rail.codes': 'Свої коди',
  'keys.codes': 'Свої коди',
  'feed.codes': 'Свої коди',
  'feed.templates': 'Спільні шаблони',
};
