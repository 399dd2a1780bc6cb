// Russian texts of copied lines; the other languages have the same keys.

export const ru = {
  'copy.repeat': 'Повторить',
  'copy.repeatHint': 'Новый черновик с теми же строками по сегодняшним ценам',
  'copy.duplicate': 'Копия черновика',
  'copy.into': 'Добавить в…',
  'copy.intoHint': 'Добавить строки этого черновика в другой; этот останется как есть',
  'copy.cancel': 'Не добавлять',
  'copy.go': 'Добавить',
  'copy.draft': 'Черновик',
  'copy.nameOfOrder': 'Повтор заказа {number}',
  'copy.nameOfDraft': '{name} — копия',
  'copy.title': 'Скопированные строки',
  'copy.added':
    '{n, plural, one {# строка в черновике} few {# строки в черновике} many {# строк в черновике} other {# строки в черновике}}',
  'copy.repriced': '{n, plural, one {# цена другая} few {# цены другие} many {# цен другие} other {# цены другие}}',
  'copy.left':
    '{n, plural, one {# строка не взята} few {# строки не взяты} many {# строк не взято} other {# строки не взяты}}',
  'copy.noPrice': 'цены нет',
  'copy.reason.gone': 'больше не продаётся',
  'copy.reason.in_flight': 'в этом черновике строка уже отправляется',
  'copy.reason.quantity': 'столько заказать нельзя',
  'copy.reason.unit': 'больше не продаётся в этой единице',
  'copy.joined': '{was} и {added} — теперь {now}',
  'keys.repeat': 'Повторить заказ',
  'keys.duplicate': 'Копия черновика',
};
