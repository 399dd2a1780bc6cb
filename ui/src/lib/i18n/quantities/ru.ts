// Russian texts of typed quantities, and of lines that are on their way.

export const ru = {
  'quantity.oneReading': '«{text}» — это {first}? Напишите без лишних пробелов.',
  'quantity.twoReadings': '«{text}» можно прочесть по-разному. Напишите {first} или {second}.',
  'quantity.whole': 'Товар продаётся целыми: введите целое число.',
  'paste.reason.two_readings': 'количество можно прочесть по-разному',
  'paste.reason.doubtful_columns': 'Неясно, в каком столбце что стоит: выберите столбец выше.',
  'paste.doubt.quantity': 'В каком столбце количество?',
  'paste.doubtOf.quantity': '{sheet}: в каком столбце количество?',
  'paste.doubt.article': 'В каком столбце артикулы?',
  'paste.doubtOf.article': '{sheet}: в каком столбце артикулы?',
  'paste.column': 'столбец {n}',
  'paste.reason.not_positive': 'Количество не больше нуля.',
  'paste.reason.date_for_quantity': 'Вместо количества таблица записала дату.',
  'paste.reason.date_for_article': 'Вместо артикула таблица записала дату.',
  'paste.reason.digits_lost': 'Таблица потеряла цифры артикула.',
  'paste.reason.formula_error': 'Формула без результата.',
  'paste.keptPasted': 'Разбор вставленного списка ({moment}) не закрыт',
  'paste.keptFile': 'Разбор списка «{name}» ({moment}) не закрыт',
  'paste.reopen': 'Открыть снова',
  'paste.forget': 'Больше не нужен',
  'paste.notKept':
    'Исходный список не сохранён: неразобранные списки занимают 64 МБ. Закройте те, что больше не нужны.',
  'measure.withoutWeight': 'вес неизвестен у {n, plural, one {# строки} few {# строк} many {# строк} other {# строки}}',
  'measure.withoutVolume':
    'объём неизвестен у {n, plural, one {# строки} few {# строк} many {# строк} other {# строки}}',
  'paste.reason.two_units': 'Указаны две разные единицы.',
  'paste.reason.several_goods': 'В одной строке несколько товаров: напишите каждый с новой строки.',
  'paste.reason.copied_sheet': 'Лист построчно повторяет предыдущий; второй раз не заказано.',
  'paste.reason.hidden_row': 'Строка в файле скрыта или зачёркнута: она ещё нужна?',
  'paste.takeBack': 'Убрать из черновика',
  'paste.takenBack': 'Добавленное из списка убрано из черновика',
  'paste.takenBackBut':
    'Добавленное из списка убрано из черновика; {n, plural, one {# строка уже отправляется} few {# строки уже отправляются} other {# строк уже отправляются}}',
  'alike.name': 'Заказ {number}',
  'alike.offer':
    'Заказы похожи: {numbers}, всего {n}; {goods, plural, one {# товар} few {# товара} other {# товаров}}. Сделать шаблон?',
  'alike.make': 'Сделать шаблон',
  'alike.decline': 'Не нужно',
  'paste.skipped':
    '{n, plural, one {# строка без количества} few {# строки без количества} many {# строк без количества} other {# строки без количества}}',
  'paste.fromFile': 'Из файла…',
  'paste.fromFileHint': 'Добавить строки из XLSX, XLS, ODS, CSV или текста; файл можно и бросить на черновик',
  'paste.place': '{sheet}, строка {n}',
  'paste.reason.not_divisible': 'продаётся целыми: укажите целое число',
  'drafts.inFlight.queued':
    '{n, plural, one {# строка ждёт отправки} few {# строки ждут отправки} other {# строк ждут отправки}}',
  'drafts.inFlight.sent':
    '{n, plural, one {# строка отправлена, ответа ещё нет} few {# строки отправлены, ответа ещё нет} other {# строк отправлены, ответа ещё нет}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# строка отложена: решите в заказах} few {# строки отложены: решите в заказах} other {# строк отложены: решите в заказах}}',
} as const;
