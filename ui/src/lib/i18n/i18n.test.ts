import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import IntlMessageFormat from 'intl-messageformat';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from './en';
import { ru } from './ru';
import { setLanguage, t } from './text.svelte';
import { uk } from './uk';

const LANGUAGES = { ru, uk, en };
const ROOT = join(import.meta.dirname, '..', '..');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/i18n[/\\](\w+[/\\])?(ru|uk|en)\.ts$/.test(path))
    .map(path => readFileSync(path, 'utf8'));
}

/** The names of the values of a message: a translation must take the same ones. */
function values(text: string, language: string): string[] {
  const names = new Set<string>();
  const walk = (parts: ReturnType<IntlMessageFormat['getAst']>) => {
    for (const part of parts) {
      if ('value' in part && part.type !== 0) names.add(String(part.value));
      if ('options' in part) for (const option of Object.values(part.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, language).getAst());
  return [...names].sort();
}

afterEach(() => setLanguage('ru'));

describe.each(Object.entries(LANGUAGES))('%s', (language, messages) => {
  it('has every key, and no other', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(ru).sort());
  });

  it('says something under every key', () => {
    for (const [key, text] of Object.entries(messages)) expect(text.trim(), key).not.toBe('');
  });

  it('takes the same values as the Russian text', () => {
    for (const key of Object.keys(ru) as (keyof typeof ru)[]) {
      expect(values(messages[key], language), key).toEqual(values(ru[key], 'ru'));
    }
  });

  it('has a form for every number', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(messages)) {
      if (!text.includes('plural,')) continue;
      const message = new IntlMessageFormat(text, language);
      for (const n of [0, 1, 2, 5, 11, 21, 22, 25, 101, 1000]) {
        const given = Object.fromEntries(values(text, language).map(name => [name, n]));
        expect(String(message.format(given)), `${key} of ${n}`).toMatch(/\S/);
      }
      if (language === 'en') continue;
      // `other` may stand for `many` where both read alike.
      const forms = needed.filter(form => text.includes(`${form} {`));
      expect(forms, key).toContain('one');
      expect(forms, key).toContain('other');
    }
  });
});

describe('the keys in use', () => {
  const text = sources(ROOT).join('\n');
  /** Keys put together from a code: `error.${code}.what`. */
  const composed = [
    'error.',
    'state.',
    'reason.',
    'why.',
    'feed.',
    'changes.leftOut.',
    'queue.kind.',
    'search.reading.',
    'copy.reason.',
    'paste.reason.',
    'paste.doubt.',
    'paste.doubtOf.',
    'drafts.inFlight.',
    'keys.scope.',
    'syncPage.link.',
    'syncPage.live.',
    'rail.',
    'connection.',
    'tour.',
    'notices.kind.',
    'settings.notify.',
    'stock.',
    'unsent.reason.',
    'role.',
    'changes.kind.',
    'paperFolder.by.',
    'printJob.is.',
    'report.by.',
    'report.head.',
    'report.left.',
    'money.age.',
    'money.shown.',
    'acts.',
    'whatIf.is.',
    'claims.state.',
    'claims.kind.',
    'claims.remedy.',
    'claims.reason.',
    'attach.',
    'cause.',
    'thing.',
    'deed.',
    'disk.',
    'foreign.',
    'keyring.',
    'holder.',
    'found.',
    'trouble.',
    'skew.',
    'pricing.step.',
    'pricing.trouble.',
    'limits.add.',
    'papers.form.',
    'papers.doubt.',
    'split.',
    'supplier.doubt.',
    'supplier.text.',
    'find.kind.',
    'find.kinds.',
  ];
  const composedWhole = [
    'card.fileKind.',
    'priceLists.out.',
    'priceLists.way.',
    'documents.kind.',
    'documents.tray.',
    'documents.sides.',
    'services.per.',
  ];

  it('are all that there are', () => {
    const unused = Object.keys(ru)
      .filter(key => ![...composed, ...composedWhole].some(prefix => key.startsWith(prefix)))
      .filter(key => !text.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });

  it('exist for every reason why an order waits that Rust knows', () => {
    const bindings = readFileSync(join(ROOT, 'lib', 'bindings.ts'), 'utf8');
    const union = /export type Why =([\s\S]*?)\n\n/.exec(bindings)?.[1] ?? '';
    const codes = [...union.matchAll(/^"(\w+)"/gm)].map(found => found[1]);
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) expect(Object.keys(ru)).toContain(`reason.${code}`);
  });

  it('exist for every step, state and cause of a connection that Rust knows', () => {
    const bindings = readFileSync(join(ROOT, 'lib', 'bindings.ts'), 'utf8');
    const codesOf = (name: string) => {
      const union = new RegExp(`export type ${name} =([\\s\\S]*?)\\n\\n`).exec(bindings)?.[1] ?? '';
      return [...union.matchAll(/"(\w+)"/g)].map(found => found[1]);
    };
    expect(codesOf('StepCause').length).toBeGreaterThan(20);
    for (const code of codesOf('StepCause')) {
      expect(Object.keys(ru)).toContain(`connection.cause.${code}.why`);
      expect(Object.keys(ru)).toContain(`connection.cause.${code}.do`);
    }
    for (const code of codesOf('StepName')) expect(Object.keys(ru)).toContain(`connection.step.${code}`);
    for (const code of codesOf('StepState')) expect(Object.keys(ru)).toContain(`connection.state.${code}`);
  });

  it('exist for every error code that Rust knows', () => {
    const bindings = readFileSync(join(ROOT, 'lib', 'bindings.ts'), 'utf8');
    const union = /export type ErrorCode =([\s\S]*?)\n\n/.exec(bindings)?.[1] ?? '';
    const codes = [...union.matchAll(/^"(\w+)"/gm)].map(found => found[1]);
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) {
      expect(Object.keys(ru)).toContain(`error.${code}.what`);
      expect(Object.keys(ru)).toContain(`error.${code}.do`);
    }
  });
});

describe('texts', () => {
  it('count in Russian and Ukrainian as people do', () => {
    expect([1, 2, 5, 21].map(n => t('draft.lines', { n }))).toEqual(['1 строка', '2 строки', '5 строк', '21 строка']);
    setLanguage('uk');
    expect([1, 2, 5, 21].map(n => t('draft.lines', { n }))).toEqual(['1 рядок', '2 рядки', '5 рядків', '21 рядок']);
    setLanguage('en');
    expect([1, 2].map(n => t('draft.lines', { n }))).toEqual(['1 line', '2 lines']);
  });

  it('keep names as they are, whatever is in them', () => {
    expect(t('drafts.trashed', { name: "O'Neil {x} <b>" })).toBe("Черновик «O'Neil {x} <b>» в корзине");
  });

  it('set the language of the page for screen readers', () => {
    setLanguage('uk');
    expect(document.documentElement.lang).toBe('uk');
  });
});
