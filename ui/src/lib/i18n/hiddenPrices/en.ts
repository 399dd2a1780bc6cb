// English texts of hidden prices.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'hidden.hide': 'Hide prices and sums',
  'hidden.show': 'Show prices and sums',
  'hidden.title': 'Prices and sums',
  'hidden.lead':
    'While prices are hidden, screens, notices and what you copy have dots in their place, and documents with prices are neither shown nor saved nor printed.',
  'hidden.document': 'Prices are hidden, so the document is not shown. F8 shows them.',
  'hidden.pinTitle': 'The code that shows prices',
  'hidden.pin': 'Code',
  'hidden.pinShow': 'Show',
  'hidden.pinCancel': 'Leave them hidden',
  'hidden.pinWrong':
    'That is another code. Prices are still hidden. A forgotten code is taken off by cabinet price-pin --remove.',
  'hidden.pinHint': 'A code of 4 to 32 characters is asked for before prices are shown. Without a code F8 shows them.',
  'hidden.pinNew': 'New code',
  'hidden.pinOld': 'Present code',
  'hidden.pinSet': 'Save the code',
  'hidden.pinRemove': 'Take the code off',
  'hidden.pinIsSet': 'The code is saved.',
  'hidden.pinIsGone': 'There is no code any more.',
  'hidden.pinRefused':
    'The present code is another one, or the new one has fewer than 4 or more than 32 characters. Nothing has changed.',
  'keys.prices': 'Hide or show prices',
};
