// The language of the window: `t` for texts and `show` for figures, both follow a change of language at once. Prices and
// sums are hidden here, where all of them go through.
//
// One for the window, because a window has one language; state classes never use it.

import IntlMessageFormat from 'intl-messageformat';
import { count, type Language } from '$lib/format/number';
import { money, moneyChange, percent, percentChange, price, priceWithSign } from '$lib/format/money';
import { quantity, quantityWithUnit, volume, weight } from '$lib/format/quantity';
import { day, dayAndMonth, isoDate, moment, momentWithSeconds, month } from '$lib/format/time';
import { en } from './en';
import type { MessageKey, Messages } from './messages';
import { ru } from './ru';
import { uk } from './uk';

const LANGUAGES: Readonly<Record<Language, Messages>> = { ru, uk, en };

export type MessageValues = Readonly<Record<string, string | number>>;

class WindowLanguage {
  current = $state<Language>('ru');
}

const language = new WindowLanguage();
const parsed = new Map<string, IntlMessageFormat>();

export function isLanguage(text: string): text is Language {
  return text in LANGUAGES;
}

export function setLanguage(next: Language): void {
  language.current = next;
  document.documentElement.lang = next;
}

export function currentLanguage(): Language {
  return language.current;
}

/** The text of a key in the window's language. */
export function t(key: MessageKey, values?: MessageValues): string {
  const current = language.current;
  const text = LANGUAGES[current][key];
  if (!values) return text;
  const id = `${current}:${key}`;
  let message = parsed.get(id);
  if (!message) {
    message = new IntlMessageFormat(text, current);
    parsed.set(id, message);
  }
  const filled = message.format(values);
  return typeof filled === 'string' ? filled : String(filled);
}

export function hasMessage(key: string): key is MessageKey {
  return key in ru;
}

/** What stands in place of a price that is hidden. */
const DOTS = '•••';

class HiddenPrices {
  areHidden = $state(false);
}

const prices = new HiddenPrices();

/** Hides prices and sums wherever they are shown, or shows them. */
export function hidePrices(areHidden: boolean): void {
  prices.areHidden = areHidden;
}

export function arePricesHidden(): boolean {
  return prices.areHidden;
}

/** Figures in the window's language. */
export const show = {
  count: (value: number) => count(value, language.current),
  /** A sum that is not known, or may not be seen, is a dash. */
  money: (minor: number | null, currency: string) =>
    minor === null ? '—' : prices.areHidden ? DOTS : money(minor, currency, language.current),
  moneyChange: (minor: number, currency: string) =>
    prices.areHidden ? DOTS : moneyChange(minor, currency, language.current),
  price: (micro: number, least = 2) => (prices.areHidden ? DOTS : price(micro, language.current, least)),
  priceWithSign: (micro: number, currency: string) =>
    prices.areHidden ? DOTS : priceWithSign(micro, currency, language.current),
  /** A share of a sum. */
  percent: (basisPoints: number) => (prices.areHidden ? DOTS : percent(basisPoints, language.current)),
  /** By how much a price differs from another. */
  percentChange: (basisPoints: number) => (prices.areHidden ? DOTS : percentChange(basisPoints, language.current)),
  quantity: (milli: number) => quantity(milli, language.current),
  quantityWithUnit: (milli: number, unit: string) => quantityWithUnit(milli, unit, language.current),
  weight: (grams: number) => weight(grams, t('unit.kg'), language.current),
  volume: (cm3: number) => volume(cm3, t('unit.m3'), language.current),
  moment: (atMs: number, nowMs: number) => moment(atMs, nowMs, language.current),
  momentWithSeconds: (atMs: number) => momentWithSeconds(atMs, language.current),
  day: (atMs: number) => day(atMs, language.current),
  dayAndMonth: (atMs: number) => dayAndMonth(atMs, language.current),
  month: (iso: string) => month(iso, language.current, false),
  monthShort: (iso: string) => month(iso, language.current, true),
  isoDate: (iso: string) => isoDate(iso, language.current),
} as const;
