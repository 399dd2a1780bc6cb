// The help of each screen, in the program itself: it is needed most where there is no network.
//
// A new screen must be given its topic and its texts in every language; TypeScript asks for them.

import type { Language } from '$lib/format/number';
import type { KeyScope } from '$lib/keys/keymap';
import type { Place } from '$lib/state/router.svelte';
import { en } from './en';
import { ru } from './ru';
import { uk } from './uk';

/** Each screen of the desk, and the pages before it. */
export type HelpTopic = Place['view'] | 'first_run' | 'locked' | 'key_missing';

export interface HelpText {
  title: string;
  /** What the screen is for, in a sentence or two. */
  what: string;
  /** What one does there, a step or a hint each. */
  how: readonly string[];
}

export type HelpTexts = Readonly<Record<HelpTopic, HelpText>>;

const TEXTS: Readonly<Record<Language, HelpTexts>> = { ru, uk, en };

/** Which keys belong to a screen, besides those that work everywhere. */
export const KEYS_OF: Readonly<Record<HelpTopic, readonly KeyScope[]>> = {
  catalogue: ['catalogue', 'quantities'],
  drafts: ['draft', 'lists'],
  draft: ['draft', 'quantities'],
  check: ['check'],
  orders: ['lists'],
  order: ['order', 'lists'],
  documents: ['documents'],
  papers: ['documents'],
  claims: ['lists'],
  claim: ['claims'],
  unsent: [],
  notices: ['lists'],
  news: [],
  codes: ['lists'],
  changes: ['lists'],
  sync: [],
  settings: [],
  first_run: [],
  locked: [],
  key_missing: [],
};

export function helpOf(topic: HelpTopic, language: Language): HelpText {
  return TEXTS[language][topic];
}
