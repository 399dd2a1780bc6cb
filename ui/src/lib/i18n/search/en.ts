// English texts of searching and filtering.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'search.reading.other_layout': 'Nothing is found for “{typed}”. Shown is “{text}”: another keyboard layout.',
  'search.reading.transliterated': 'Nothing is found for “{typed}”. Shown is “{text}”: another alphabet.',
  'search.reading.spaced': 'Nothing is found for “{typed}”. Shown is “{text}”.',
  'search.reading.corrected': 'Nothing is found for “{typed}”. Shown is “{text}”: a slip corrected.',
  'search.reading.own_code': 'Own code “{typed}”: showing article “{text}”.',
  'search.asTyped': 'Search for “{typed}” itself',
  'facets.title': 'Properties',
  'facets.show': 'Filter by properties',
  'facets.hide': 'Hide the filter',
  'facets.clear': 'Reset',
  'facets.more': '{n, plural, one {# more} other {# more}}',
  'facets.rest':
    '{n, plural, one {# more rare value: find it by searching.} other {# more rare values: find them by searching.}}',
  'facets.none': 'These goods have no properties to filter by.',
  'pasted.title': 'Pasted list',
  'pasted.text': 'Pasted',
  'pasted.what': 'What it is',
  'pasted.none': 'not found',
  'pasted.one': 'found',
  'pasted.several': '{n, plural, one {# item} other {# items}}',
  'pasted.found': '{n, plural, one {# found} other {# found}}',
  'pasted.severalOf': '{n, plural, one {# ambiguous} other {# ambiguous}}',
  'pasted.notFound': '{n, plural, one {# not found} other {# not found}}',
  'pasted.order': 'Into the draft',
  'pasted.hint': '{n} rows. Enter searches the chosen one.',
  'keys.facets': 'Filter by properties',
};
