// Every screen has its help in every language, and it says something.

import { describe, expect, it } from 'vitest';
import { en } from './en';
import { ru } from './ru';
import { KEYS_OF } from './topics';
import { uk } from './uk';

const TOPICS = Object.keys(KEYS_OF).sort();

describe.each(Object.entries({ ru, uk, en }))('%s', (language, texts) => {
  it('has every screen, and no other', () => {
    expect(Object.keys(texts).sort()).toEqual(TOPICS);
  });

  it('says what each is for and how to begin, in its own letters', () => {
    for (const [topic, help] of Object.entries(texts)) {
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
});
