// English texts of labels and other marks of lines.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'parts.title': 'For whom or what',
  'parts.label': 'Label',
  'parts.amount': 'How much of {of}',
  'parts.date': 'Wished on',
  'parts.warehouse': 'From the warehouse',
  'parts.anyWarehouse': 'any',
  'parts.hint':
    'Some of the quantity with another label, day or warehouse becomes a line of its own. An empty field clears.',
  'parts.ofDraft': 'Label of the draft',
  'parts.ofDraftHint': 'Lines without a label take it: in the order, and when drafts are merged.',
  'parts.marked': 'Marked: {name}',
  'parts.filter': 'Labels',
  'parts.all': 'all',
  'parts.none': 'no label',
  'parts.column': 'Label',
  'parts.onOrder': 'on order',
  'parts.orderedOnOrder': '{quantity} on order',
  'keys.lineOnOrder': 'On order: order also what is not there',
  'keys.lineLabel': 'Label, day, warehouse of a line',
  'keys.draftLabel': 'Label of the draft',
  'keys.nextLabel': 'Next label',
};
