// English texts of copied lines.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'copy.repeat': 'Repeat',
  'copy.repeatHint': 'A new draft with the same lines at today’s prices',
  'copy.duplicate': 'Copy of the draft',
  'copy.into': 'Add to…',
  'copy.intoHint': 'Add the lines of this draft to another one; this one stays as it is',
  'copy.cancel': 'Do not add',
  'copy.go': 'Add',
  'copy.draft': 'Draft',
  'copy.nameOfOrder': 'Order {number} again',
  'copy.nameOfDraft': '{name} – copy',
  'copy.title': 'Copied lines',
  'copy.added': '{n, plural, one {# line in the draft} other {# lines in the draft}}',
  'copy.repriced': '{n, plural, one {# price has changed} other {# prices have changed}}',
  'copy.left': '{n, plural, one {# line not taken} other {# lines not taken}}',
  'copy.noPrice': 'no price',
  'copy.reason.gone': 'not sold any more',
  'copy.reason.in_flight': 'its line in this draft is being sent',
  'copy.reason.quantity': 'as much cannot be ordered',
  'copy.reason.unit': 'not sold in this unit any more',
  'copy.joined': '{was} and {added} are {now}',
  'keys.repeat': 'Repeat the order',
  'keys.duplicate': 'Copy of the draft',
};
