// Ukrainian texts of the scanner.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'scanner.title': 'Сканер',
  'scanner.unknown': 'Товару з кодом {code} немає. Знайдіть його, і програма запам’ятає код.',
  'scanner.several': 'Код {code} мають кілька товарів',
  'scanner.find': 'Товар для коду {code}',
  'scanner.close': 'Закрити',
  'scanner.put': '{name}: {quantity}',
  'scanner.count': '{n} × відскануйте товар',
  'scanner.keys': 'Сканер: +1 до кількості, 12* перед ним ставить 12',
};
