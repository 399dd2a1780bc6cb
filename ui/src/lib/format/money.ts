// Sums (minor units) and unit prices (millionths) in words of the user's language. Both come from Rust as integers.

import { decimal, THIN, type Language } from './number';

const SIGNS: Readonly<Record<string, string>> = { RUB: '₽', UAH: '₴', EUR: '€', USD: '$', KZT: '₸', GBP: '£' };

/** The sign of a currency, or its letters where it has none. */
export function currencySign(currency: string): string {
  return SIGNS[currency] ?? currency;
}

function withSign(amount: string, currency: string): string {
  return currency === '' ? amount : amount + THIN + currencySign(currency);
}

/** A sum with two decimals and the currency: `48 216,40 ₽`. */
export function money(minor: number, currency: string, language: Language): string {
  return withSign(decimal(minor, 2, 2, language), currency);
}

/** A sum with its sign always written: `+120,00 ₽`, `−1 313,50 ₽`. */
export function moneyChange(minor: number, currency: string, language: Language): string {
  return (minor > 0 ? '+' : '') + money(minor, currency, language);
}

/** A unit price with `least` to six decimals, without the currency: `3,9075`. */
export function price(micro: number, language: Language, least = 2): string {
  return decimal(micro, 6, least, language);
}

const LEAST_PRICE_DIGITS = 2;

function digitsOf(micro: number): number {
  return /0*$/.exec(String(micro).padStart(6, '0').slice(-6))?.index ?? 0;
}

/** How many decimals these unit prices need to stand below one another. */
export function priceDigits(micros: Iterable<number | null>): number {
  let digits = LEAST_PRICE_DIGITS;
  for (const micro of micros) if (micro !== null) digits = Math.max(digits, digitsOf(micro));
  return digits;
}

/** A unit price with the currency. */
export function priceWithSign(micro: number, currency: string, language: Language): string {
  return withSign(price(micro, language), currency);
}

/** A share in hundredths of a percent: `2,1 %`. */
export function percent(basisPoints: number, language: Language): string {
  return `${decimal(basisPoints, 2, 1, language)}${THIN}%`;
}

/** A change in hundredths of a percent: `+2,1 %`. */
export function percentChange(basisPoints: number, language: Language): string {
  return `${basisPoints > 0 ? '+' : ''}${decimal(basisPoints, 2, 1, language)}${THIN}%`;
}
