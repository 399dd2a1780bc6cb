// English texts of templates.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'templates.title': 'Templates',
  'templates.trash': 'Deleted templates',
  'templates.name': 'Name',
  'templates.keep': 'Keep as a template',
  'templates.keepHint':
    'All your legal entities share a template; a draft of it is at the prices of today. The same name takes the place of the one before.',
  'templates.save': 'Keep',
  'templates.replace': 'Replace',
  'templates.saved': 'The template “{name}” is kept',
  'templates.trashed': 'The template “{name}” is deleted',
  'templates.use': 'Make a draft',
  'templates.useHint': 'A draft at the prices of today; what changed is marked',
  'templates.by': 'Whose',
  'templates.share': 'Share: {entity}',
  'templates.unshare': 'Keep to yourself',
  'templates.shared': 'Colleagues see the template “{name}”: {entity}.',
  'templates.private': 'The template “{name}” is only yours now.',
  'templates.sharedLater': 'It goes when there is a connection.',
  'templates.take': 'Take',
  'templates.takeHint': 'It becomes yours: change it, and share it to give colleagues your version',
  'templates.taken': 'The template “{name}” is yours too',
  'templates.sharedIn': 'colleagues see it: {entity}',
  'templates.of': '{author}, {entity}',
  'templates.newer': 'newer: {person}',
  'templates.empty': 'No templates. Open a draft and keep it as a template.',
  'keys.keepTemplate': 'Keep as a template',
};
