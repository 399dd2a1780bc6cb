// English texts of typed quantities, and of lines that are on their way.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'quantity.oneReading': 'Is “{text}” {first}? Write it without needless blanks.',
  'quantity.twoReadings': '“{text}” may be read in two ways. Write {first} or {second}.',
  'quantity.whole': 'It is sold whole: enter a whole number.',
  'paste.reason.two_readings': 'the quantity may be read in two ways',
  'paste.reason.not_divisible': 'it is sold whole: write a whole number',
  'drafts.inFlight.queued': '{n, plural, one {# line waits to be sent} other {# lines wait to be sent}}',
  'drafts.inFlight.sent': '{n, plural, one {# line sent, no answer yet} other {# lines sent, no answer yet}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# line set aside: decide in the orders} other {# lines set aside: decide in the orders}}',
};
