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

/** What a person may do or see here; a step that needs what he lacks is not shown to him. */
export interface HelpRights {
  drafts: boolean;
  prices: boolean;
}

/** A step or a hint for everybody, for those who have the right that it needs, or for those who lack one. */
export type HelpStep = string | { needs: keyof HelpRights; text: string } | { lacks: keyof HelpRights; text: string };

interface HelpWords {
  title: string;
  /** What the screen is for, in a sentence or two. */
  what: string;
  /** The same for those who see no prices, where it speaks of them. */
  whatWithoutPrices?: string;
  /** What one does there, a step or a hint each. */
  how: readonly HelpStep[];
}

export type HelpTexts = Readonly<Record<HelpTopic, HelpWords>>;

/** The help of a screen as one person reads it. */
export interface HelpText {
  title: string;
  what: string;
  how: readonly string[];
}

const TEXTS: Readonly<Record<Language, HelpTexts>> = { ru, uk, en };

/** Which keys belong to a screen, besides those that work everywhere. */
export const KEYS_OF: Readonly<Record<HelpTopic, readonly KeyScope[]>> = {
  catalogue: ['catalogue', 'quantities'],
  drafts: ['draft', 'lists'],
  draft: ['draft', 'quantities'],
  compare: ['lists'],
  templates: ['draft', 'lists'],
  check: ['check'],
  orders: ['lists'],
  order: ['order', 'lists'],
  documents: ['documents'],
  papers: ['documents'],
  priceLists: ['documents'],
  claims: ['lists'],
  claim: ['claims'],
  unsent: [],
  notices: ['lists'],
  news: [],
  codes: ['lists'],
  money: ['lists'],
  changes: ['lists'],
  find: ['lists'],
  report: ['lists'],
  sync: [],
  settings: [],
  first_run: [],
  locked: [],
  key_missing: [],
};

export function helpOf(topic: HelpTopic, language: Language, rights: HelpRights): HelpText {
  const { title, what, whatWithoutPrices = what, how } = TEXTS[language][topic];
  const isHis = (step: HelpStep) =>
    typeof step === 'string' || ('needs' in step ? rights[step.needs] : !rights[step.lacks]);
  return {
    title,
    what: rights.prices ? what : whatWithoutPrices,
    how: how.filter(isHis).map(step => (typeof step === 'string' ? step : step.text)),
  };
}

/** The keys of a screen that a person with these rights can use. */
export function keyScopesOf(topic: HelpTopic, rights: HelpRights): readonly KeyScope[] {
  return KEYS_OF[topic].filter(scope => scope !== 'quantities' || rights.drafts);
}
