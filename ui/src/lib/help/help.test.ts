// Every screen has its help in every language, and it says something.

import { describe, expect, it } from 'vitest';
import type { Language } from '$lib/format/number';
import { en } from './en';
import { ru } from './ru';
import { helpOf, KEYS_OF, keyScopesOf, type HelpTopic } from './topics';
import { uk } from './uk';

const TOPICS = Object.keys(KEYS_OF).sort();
const ALL = { drafts: true, prices: true };
const NONE = { drafts: false, prices: false };

describe.each(Object.entries({ ru, uk, en }))('%s', (language, texts) => {
  it('has every screen, and no other', () => {
    expect(Object.keys(texts).sort()).toEqual(TOPICS);
  });

  it('says what each is for and how to begin, in its own letters', () => {
    for (const topic of TOPICS as HelpTopic[]) {
      const help = helpOf(topic, language as Language, ALL);
      expect(help.title.trim(), topic).not.toBe('');
      expect(help.what.length, topic).toBeGreaterThan(20);
      expect(help.how.length, topic).toBeGreaterThan(1);
      const words = [help.title, help.what, ...help.how].join(' ');
      const cyrillic = words.match(/[а-яёіїєґ]/gi)?.length ?? 0;
      expect(cyrillic > words.length / 3, topic).toBe(language !== 'en');
      // Letters that only the other language has.
      if (language === 'ru') expect(words, topic).not.toMatch(/[іїєґ]/i);
      if (language === 'uk') expect(words, topic).not.toMatch(/[ыэёъ]/i);
    }
  });

  it('tells a storekeeper nothing of quantities for orders or of prices, and is help for him all the same', () => {
    const [mine, his] = [ALL, NONE].map(rights => helpOf('catalogue', language as Language, rights).how);
    expect(mine?.some(step => step.includes('F8'))).toBe(true);
    expect(his?.some(step => /F8|Ctrl\+V/.test(step))).toBe(false);
    expect(his?.length).toBeGreaterThan(4);
    expect(keyScopesOf('catalogue', NONE)).toEqual(['catalogue']);
    expect(keyScopesOf('catalogue', ALL)).toContain('quantities');
  });
});
