// English texts of the scanner.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'scanner.title': 'Scanner',
  'scanner.unknown': 'No goods have the code {code}. Find them, and the program learns the code.',
  'scanner.several': 'Several goods have the code {code}',
  'scanner.find': 'Goods for the code {code}',
  'scanner.close': 'Close',
  'scanner.put': '{name}: {quantity}',
  'scanner.count': '{n} × scan the goods',
  'scanner.keys': 'Scanner: one more; 12* before it sets 12',
};
