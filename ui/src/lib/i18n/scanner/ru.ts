// Russian texts of the scanner; the other languages have the same keys.

export const ru = {
  'scanner.title': 'Сканер',
  'scanner.unknown': 'Товара с кодом {code} нет. Найдите его, и программа запомнит код.',
  'scanner.several': 'Код {code} есть у нескольких товаров',
  'scanner.find': 'Товар для кода {code}',
  'scanner.close': 'Закрыть',
  'scanner.put': '{name}: {quantity}',
  'scanner.count': '{n} × отсканируйте товар',
  'scanner.keys': 'Сканер: +1 к количеству, 12* перед ним ставит 12',
} as const;
