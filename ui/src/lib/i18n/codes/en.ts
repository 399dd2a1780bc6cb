// English texts of own codes.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'codes.title': 'Own codes',
  'codes.empty':
    'Your codes and names of goods will be here. The program learns them when you choose the goods of a row of a pasted list, and knows them in the next list and in the search. A table can be loaded too: your code beside the supplier’s article.',
  'codes.code': 'Own code',
  'codes.said': 'Taught by',
  'codes.you': 'you',
  'codes.since': 'When',
  'codes.gone': 'the goods are no more',
  'codes.before': 'Earlier answers',
  'codes.earlier': 'before: {article} ({person})',
  'codes.earlierNothing': 'before: nothing ({person})',
  'codes.remove': 'Remove',
  'codes.removed': 'The code “{code}” means nothing any more',
  'codes.add': 'Add a code',
  'codes.addFor': 'Goods for “{code}”',
  'codes.import': 'Load a table',
  'codes.export': 'Save as a table',
  'codes.exported': 'Saved: {path}',
  'codes.learned': 'Learned: “{code}” is {article}',
  'codes.learnedQueued': 'Learned: “{code}” is {article}. Colleagues will know when there is a connection',
  'codes.learnedHere': '“{code}” is {article}: learned here, but the supplier did not take it for colleagues',
  'codes.imported':
    '{n, plural, one {Learned # code} other {Learned # codes}}, {known, plural, one {# known before} other {# known before}}',
  'codes.left': 'Not taken',
  'codes.leftNotFound': 'no such article',
  'codes.leftSeveral': 'several goods have the article',
  'codes.leftUnusable': 'no code or no article, or a code given twice for different goods',
  'codes.closeReport': 'Close the report',
  'codes.kept': 'The codes are as they were.',
  'codes.find': 'Find the goods',
  'codes.findLabel': 'Search for the goods of this row',
  'codes.findNone': 'Nothing found',
  'codes.toSearch': 'Open in the catalogue',
  'codes.byCode': '{n, plural, one {# by an own code} other {# by own codes}}',
  'rail.codes': 'Own codes',
  'keys.codes': 'Own codes',
  'feed.codes': 'Own codes',
  'feed.templates': 'Shared templates',
};
