// Russian texts of searching and filtering; the other languages have the same keys.

export const ru = {
  'search.reading.other_layout': 'По запросу «{typed}» ничего нет. Показано «{text}»: другая раскладка.',
  'search.reading.transliterated': 'По запросу «{typed}» ничего нет. Показано «{text}»: другой алфавит.',
  'search.reading.spaced': 'По запросу «{typed}» ничего нет. Показано «{text}».',
  'search.reading.corrected': 'По запросу «{typed}» ничего нет. Показано «{text}»: исправлена опечатка.',
  'search.asTyped': 'Искать именно «{typed}»',
  'facets.title': 'Свойства',
  'facets.show': 'Отбор по свойствам',
  'facets.hide': 'Скрыть отбор',
  'facets.clear': 'Сбросить',
  'facets.more': '{n, plural, one {ещё #} other {ещё #}}',
  'facets.rest':
    '{n, plural, one {Ещё # редкое значение: найдите его поиском.} few {Ещё # редких значения: найдите их поиском.} many {Ещё # редких значений: найдите их поиском.} other {Ещё # редких значения: найдите их поиском.}}',
  'facets.none': 'У этих товаров нет свойств для отбора.',
  'pasted.title': 'Вставленный список',
  'pasted.text': 'Вставлено',
  'pasted.what': 'Что это',
  'pasted.none': 'не найдено',
  'pasted.one': 'найдено',
  'pasted.several': '{n, plural, one {# товар} few {# товара} many {# товаров} other {# товара}}',
  'pasted.found': '{n, plural, one {# найден} few {# найдено} many {# найдено} other {# найдено}}',
  'pasted.severalOf': '{n, plural, one {# неоднозначен} other {# неоднозначных}}',
  'pasted.notFound': '{n, plural, one {# не найден} other {# не найдено}}',
  'pasted.order': 'В черновик',
  'pasted.hint': 'Строк: {n}. Enter ищет выбранную.',
  'keys.facets': 'Отбор по свойствам',
};
