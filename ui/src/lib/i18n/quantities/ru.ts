// Russian texts of typed quantities, and of lines that are on their way.

export const ru = {
  'quantity.oneReading': '«{text}» — это {first}? Напишите без лишних пробелов.',
  'quantity.twoReadings': '«{text}» можно прочесть по-разному. Напишите {first} или {second}.',
  'quantity.whole': 'Товар продаётся целыми: введите целое число.',
  'paste.reason.two_readings': 'количество можно прочесть по-разному',
  'paste.reason.not_divisible': 'продаётся целыми: укажите целое число',
  'drafts.inFlight.queued':
    '{n, plural, one {# строка ждёт отправки} few {# строки ждут отправки} other {# строк ждут отправки}}',
  'drafts.inFlight.sent':
    '{n, plural, one {# строка отправлена, ответа ещё нет} few {# строки отправлены, ответа ещё нет} other {# строк отправлены, ответа ещё нет}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# строка отложена: решите в заказах} few {# строки отложены: решите в заказах} other {# строк отложены: решите в заказах}}',
} as const;
