// English texts of typed quantities, and of lines that are on their way.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'quantity.oneReading': 'Is “{text}” {first}? Write it without needless blanks.',
  'quantity.twoReadings': '“{text}” may be read in two ways. Write {first} or {second}.',
  'quantity.whole': 'It is sold whole: enter a whole number.',
  'paste.reason.two_readings': 'the quantity may be read in two ways',
  'paste.reason.doubtful_columns': 'It is not clear which column holds what: choose one above.',
  'paste.doubt.quantity': 'Which column holds the quantities?',
  'paste.doubtOf.quantity': '{sheet}: which column holds the quantities?',
  'paste.doubt.article': 'Which column holds the articles?',
  'paste.doubtOf.article': '{sheet}: which column holds the articles?',
  'paste.column': 'column {n}',
  'paste.reason.not_positive': 'The quantity is not above zero.',
  'paste.reason.date_for_quantity': 'The spreadsheet has written a date in place of the quantity.',
  'paste.reason.date_for_article': 'The spreadsheet has written a date in place of the article.',
  'paste.reason.digits_lost': 'The spreadsheet has lost digits of the article.',
  'paste.reason.formula_error': 'The formula has no result.',
  'paste.keptPasted': 'The review of the pasted list ({moment}) is still open',
  'paste.keptFile': 'The review of the list “{name}” ({moment}) is still open',
  'paste.reopen': 'Open it again',
  'paste.forget': 'Not needed any more',
  'paste.notKept':
    'The list itself is not kept: lists that are not settled take 64 MB. Close those that are not needed any more.',
  'measure.withoutWeight': 'the weight of {n, plural, one {# line} other {# lines}} is not known',
  'measure.withoutVolume': 'the volume of {n, plural, one {# line} other {# lines}} is not known',
  'paste.reason.two_units': 'Two different units are given.',
  'paste.reason.several_goods': 'Several goods in one line: write each on a line of its own.',
  'paste.reason.copied_sheet': 'The sheet repeats an earlier one line by line; it is not ordered a second time.',
  'paste.reason.hidden_row': 'The row is hidden or struck out in the file: is it still wanted?',
  'paste.takeBack': 'Take back',
  'paste.takenBack': 'What the list added is out of the draft again',
  'paste.takenBackBut':
    'What the list added is out of the draft again; {n, plural, one {# line is} other {# lines are}} on the way to the supplier',
  'alike.name': 'Order {number}',
  'alike.offer':
    '{n} orders ({numbers}) are of the same {goods, plural, one {# good} other {# goods}}. Keep them as a template?',
  'alike.make': 'Make a template',
  'alike.decline': 'No, thanks',
  'paste.skipped': '{n, plural, one {# row without a quantity} other {# rows without a quantity}}',
  'paste.fromFile': 'From a file…',
  'paste.fromFileHint': 'Add lines from XLSX, XLS, ODS, CSV or text; a file can also be dropped on the draft',
  'paste.place': '{sheet}, row {n}',
  'paste.reason.not_divisible': 'it is sold whole: write a whole number',
  'drafts.inFlight.queued': '{n, plural, one {# line waits to be sent} other {# lines wait to be sent}}',
  'drafts.inFlight.sent': '{n, plural, one {# line sent, no answer yet} other {# lines sent, no answer yet}}',
  'drafts.inFlight.parked':
    '{n, plural, one {# line set aside: decide in the orders} other {# lines set aside: decide in the orders}}',
};
