// English texts of finding papers.

export const en = {
  'find.title': 'Search in papers',
  'find.words': 'Number, goods, words of a document or a message',
  'find.narrow': 'What to look for, and of which time',
  'find.kinds.order': 'orders',
  'find.kinds.invoice': 'invoices',
  'find.kinds.document': 'supplier’s documents',
  'find.kinds.claim': 'claims',
  'find.kind.order': 'Order',
  'find.kind.claim': 'Claim',
  'find.from': 'from',
  'find.to': 'to',
  'find.paper': 'What',
  'find.date': 'Date',
  'find.fragment': 'Found in',
  'find.scan': 'scan',
  'find.scanTip': 'The file has no text, only pictures of pages: it is found by number, date and name.',
  'find.hidden': 'the text is hidden together with prices',
  'find.total': '{n, plural, one {{count} found} other {{count} found}}',
  'find.shown': 'Shown: {n} of {total}, the newest first. Add words or days.',
  'find.more': 'Show more',
  'find.readAs':
    'Nothing as typed. This is what is like it: “{text}” with other endings, or in another keyboard layout.',
  'find.due':
    '{n, plural, one {# more paper is being prepared and is not found yet.} other {# more papers are being prepared and are not found yet.}}',
  'find.begin':
    'Your orders, invoices, the supplier’s documents with the text of their PDF, and claims are found here: by number, article, name of goods, comment, any word. The beginning of a word is enough. It works without a connection too.',
  'find.nothing': 'Nothing found. Check the words, take off the kinds and the days, or look in all legal entities.',
  'find.kept': 'Your words are still there; try again.',
  'rail.find': 'Search',
  'keys.find': 'Search in papers',
  'supplier.text.whole': 'The search knows the text of the file.',
  'supplier.text.beginning': 'The file is long: the search knows the beginning of its text.',
  'supplier.text.scan': 'The file has no text, only pictures of pages: the search knows number, date and name.',
  'supplier.text.unreadable': 'The text of the file could not be read: the search knows number, date and name.',
} as const;
