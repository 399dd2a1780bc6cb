// English texts of articles that the supplier does not have.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'wishes.title': 'What the supplier does not have',
  'wishes.empty':
    'Articles that are not in the supplier’s catalogue will be here. Paste a list into a draft (Ctrl+V) or look for an article in the catalogue: if it is not there, ask to be told when it appears.',
  'wishes.emptyToReader':
    'Articles that the supplier does not have will be here. Look for an article in the catalogue: if it is not there, ask to be told when it comes.',
  'wishes.add': 'Tell me when it appears',
  'wishes.addOf': 'Tell me when “{article}” appears',
  'wishes.addAll': 'Tell me when any of them appears',
  'wishes.added': '{article}: you will be told when it appears',
  'wishes.queued': 'No connection: the wish for {article} goes by itself',
  'wishes.refused': 'The supplier did not take the wish for {article}.',
  'wishes.done': 'you will be told',
  'wishes.quantity': 'Wanted',
  'wishes.note': 'For the supplier',
  'wishes.since': 'Since',
  'wishes.end': 'Remove',
  'notices.kind.wish_found': 'appeared',
  'notices.wishFound': '{name}: the supplier has it now',
  'settings.notify.wishes': 'Articles that the supplier did not have',
};
