// Ukrainian texts of typed quantities, and of lines that are on their way.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'quantity.oneReading': '«{text}» — це {first}? Напишіть без зайвих пробілів.',
  'quantity.twoReadings': '«{text}» можна прочитати по-різному. Напишіть {first} або {second}.',
  'quantity.whole': 'Товар продається цілими: введіть ціле число.',
  'paste.reason.two_readings': 'кількість можна прочитати по-різному',
  'paste.reason.doubtful_columns': 'Незрозуміло, у якому стовпці що стоїть: виберіть стовпець вище.',
  'paste.doubt.quantity': 'У якому стовпці кількість?',
  'paste.doubtOf.quantity': '{sheet}: у якому стовпці кількість?',
  'paste.doubt.article': 'У якому стовпці артикули?',
  'paste.doubtOf.article': '{sheet}: у якому стовпці артикули?',
  'paste.column': 'стовпець {n}',
  'paste.reason.not_positive': 'Кількість не більша за нуль.',
  'paste.reason.date_for_quantity': 'Замість кількості таблиця записала дату.',
  'paste.reason.date_for_article': 'Замість артикула таблиця записала дату.',
  'paste.reason.digits_lost': 'Таблиця загубила цифри артикула.',
  'paste.reason.formula_error': 'Формула без результату.',
  'paste.keptPasted': 'Розбір вставленого списку ({moment}) не закрито',
  'paste.keptFile': 'Розбір списку «{name}» ({moment}) не закрито',
  'paste.reopen': 'Відкрити знову',
  'paste.forget': 'Більше не потрібен',
  'paste.notKept':
    'Вихідний список не збережено: нерозібрані списки займають 64 МБ. Закрийте ті, що більше не потрібні.',
  'measure.withoutWeight': 'вага невідома в {n, plural, one {# рядка} few {# рядків} many {# рядків} other {# рядка}}',
  'measure.withoutVolume':
    'об’єм невідомий у {n, plural, one {# рядка} few {# рядків} many {# рядків} other {# рядка}}',
  'paste.reason.two_units': 'Вказано дві різні одиниці.',
  'paste.reason.several_goods': 'В одному рядку кілька товарів: напишіть кожен з нового рядка.',
  'paste.reason.copied_sheet': 'Аркуш порядково повторює попередній; вдруге не замовлено.',
  'paste.reason.hidden_row': 'Рядок у файлі прихований або закреслений: він ще потрібен?',
  'paste.takeBack': 'Прибрати з чернетки',
  'paste.takenBack': 'Додане зі списку прибрано з чернетки',
  'paste.takenBackBut':
    'Додане зі списку прибрано з чернетки; {n, plural, one {# рядок уже надсилається} few {# рядки вже надсилаються} other {# рядків уже надсилаються}}',
  'alike.name': 'Замовлення {number}',
  'alike.offer':
    'Замовлення схожі: {numbers}, усього {n}; {goods, plural, one {# товар} few {# товари} other {# товарів}}. Зробити шаблон?',
  'alike.make': 'Зробити шаблон',
  'alike.decline': 'Не потрібно',
  'paste.skipped':
    '{n, plural, one {# рядок без кількості} few {# рядки без кількості} many {# рядків без кількості} other {# рядка без кількості}}',
  'paste.fromFile': 'З файлу…',
  'paste.fromFileHint': 'Додати рядки з XLSX, XLS, ODS, CSV або тексту; файл можна й кинути на чернетку',
  'paste.place': '{sheet}, рядок {n}',
  'paste.reason.not_divisible': 'продається цілими: вкажіть ціле число',
  'drafts.inFlight.queued':
    '{n, plural, one {# рядок чекає надсилання} few {# рядки чекають надсилання} other {# рядків чекають надсилання}}',
  'drafts.inFlight.sent':
    '{n, plural, one {# рядок надіслано, відповіді ще немає} few {# рядки надіслано, відповіді ще немає} other {# рядків надіслано, відповіді ще немає}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# рядок відкладено: вирішіть у замовленнях} few {# рядки відкладено: вирішіть у замовленнях} other {# рядків відкладено: вирішіть у замовленнях}}',
};
