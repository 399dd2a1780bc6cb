// Russian texts of labels and other marks of lines; the other languages have the same keys.

export const ru = {
  'parts.title': 'Для кого или для чего',
  'parts.label': 'Метка',
  'parts.amount': 'Сколько из {of}',
  'parts.date': 'Желаемая дата',
  'parts.warehouse': 'Со склада',
  'parts.anyWarehouse': 'с любого',
  'parts.hint': 'Часть количества с другой меткой, датой или складом станет отдельной строкой. Пустое поле убирает.',
  'parts.ofDraft': 'Метка черновика',
  'parts.ofDraftHint': 'Её получат строки без своей метки: в заказе и когда черновики объединяются.',
  'parts.marked': 'Отмечено: {name}',
  'parts.filter': 'Метки',
  'parts.all': 'все',
  'parts.none': 'без метки',
  'parts.column': 'Метка',
  'parts.onOrder': 'под заказ',
  'parts.orderedOnOrder': '{quantity} под заказ',
  'keys.lineOnOrder': 'Под заказ: чего нет, заказать всё равно',
  'keys.lineLabel': 'Метка, дата, склад строки',
  'keys.draftLabel': 'Метка черновика',
  'keys.nextLabel': 'Следующая метка',
};
