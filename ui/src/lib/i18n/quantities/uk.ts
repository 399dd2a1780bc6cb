// Ukrainian texts of typed quantities, and of lines that are on their way.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'quantity.oneReading': '«{text}» — це {first}? Напишіть без зайвих пробілів.',
  'quantity.twoReadings': '«{text}» можна прочитати по-різному. Напишіть {first} або {second}.',
  'quantity.whole': 'Товар продається цілими: введіть ціле число.',
  'paste.reason.two_readings': 'кількість можна прочитати по-різному',
  'paste.reason.not_divisible': 'продається цілими: вкажіть ціле число',
  'drafts.inFlight.queued':
    '{n, plural, one {# рядок чекає надсилання} few {# рядки чекають надсилання} other {# рядків чекають надсилання}}',
  'drafts.inFlight.sent':
    '{n, plural, one {# рядок надіслано, відповіді ще немає} few {# рядки надіслано, відповіді ще немає} other {# рядків надіслано, відповіді ще немає}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# рядок відкладено: вирішіть у замовленнях} few {# рядки відкладено: вирішіть у замовленнях} other {# рядків відкладено: вирішіть у замовленнях}}',
};
