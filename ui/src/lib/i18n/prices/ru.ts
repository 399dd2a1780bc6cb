// Russian texts of what prices were before; the other languages have the same keys.

export const ru = {
  'prices.title': 'Какой была цена',
  'prices.none': 'цены не было',
  'prices.still': 'не менялась с {day}',
  'prices.since': 'этот компьютер следит с {day}',
  'prices.all': '{n, plural, one {всего # изменение} few {всего # изменения} other {всего # изменений}}',
  'prices.lowest': 'за год ниже всего {price}, {day}',
  'prices.highest': 'выше всего {price}, {day}',
  'prices.own': 'ваша {price}',
  'prices.whose': 'цены прайса; ваша — по правилам на сегодня',
} as const;
