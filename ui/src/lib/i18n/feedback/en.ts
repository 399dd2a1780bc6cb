// English texts of feedback.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'keys.feedback': 'Give feedback',
  'feedback.title': 'Feedback to the supplier',
  'feedback.what': 'What about',
  'feedback.problem': 'Does not work',
  'feedback.idea': 'Could be better',
  'feedback.question': 'Not clear',
  'feedback.text': 'In your words',
  'feedback.picture': 'Picture of the window',
  'feedback.add': 'Add this picture',
  'feedback.warn':
    'There may be prices, names and sums in the picture. Look at it: it goes to the supplier exactly so. Without the mark it goes nowhere and is forgotten.',
  'feedback.noPicture': 'No picture of the window can be taken here; the feedback goes without one.',
  'feedback.with': 'With the feedback go: the version of the program, the name of the open page, and the language.',
  'feedback.send': 'Send',
  'feedback.cancel': 'Cancel',
  'feedback.kept': 'What you wrote is in place.',
  'feedback.done': 'The supplier has your feedback. Thank you!',
  'feedback.queued': 'No connection: the feedback goes by itself',
  'feedback.refused':
    'The supplier did not take the feedback: too much or too long. Try a shorter text, or without the picture.',
  'feedback.open': 'Give feedback',
  'feedback.hint':
    'Feedback goes to the supplier’s people; a picture of the window may be added, shown before it is sent.',
};
