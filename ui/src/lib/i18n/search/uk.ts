// Ukrainian texts of searching and filtering.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'search.reading.other_layout': 'За запитом «{typed}» нічого немає. Показано «{text}»: інша розкладка.',
  'search.reading.transliterated': 'За запитом «{typed}» нічого немає. Показано «{text}»: інший алфавіт.',
  'search.reading.spaced': 'За запитом «{typed}» нічого немає. Показано «{text}».',
  'search.reading.corrected': 'За запитом «{typed}» нічого немає. Показано «{text}»: виправлено помилку.',
  'search.reading.own_code': 'Свій код «{typed}»: показано артикул «{text}».',
  'search.asTyped': 'Шукати саме «{typed}»',
  'facets.title': 'Властивості',
  'facets.show': 'Добір за властивостями',
  'facets.hide': 'Сховати добір',
  'facets.clear': 'Скинути',
  'facets.more': '{n, plural, one {ще #} other {ще #}}',
  'facets.rest':
    '{n, plural, one {Ще # рідкісне значення: знайдіть його пошуком.} few {Ще # рідкісні значення: знайдіть їх пошуком.} many {Ще # рідкісних значень: знайдіть їх пошуком.} other {Ще # рідкісного значення: знайдіть їх пошуком.}}',
  'facets.none': 'У цих товарів немає властивостей для добору.',
  'pasted.title': 'Вставлений список',
  'pasted.text': 'Вставлено',
  'pasted.what': 'Що це',
  'pasted.none': 'не знайдено',
  'pasted.one': 'знайдено',
  'pasted.several': '{n, plural, one {# товар} few {# товари} many {# товарів} other {# товару}}',
  'pasted.found': '{n, plural, one {# знайдено} other {# знайдено}}',
  'pasted.severalOf': '{n, plural, one {# неоднозначний} other {# неоднозначних}}',
  'pasted.notFound': '{n, plural, one {# не знайдено} other {# не знайдено}}',
  'pasted.order': 'До чернетки',
  'pasted.hint': 'Рядків: {n}. Enter шукає вибраний.',
  'keys.facets': 'Добір за властивостями',
};
