// Quantities (thousandths of a unit) and weights (grams): written for people, and read from what people type.

import { decimal, THIN, type Language } from './number';

/** `1 450`, `0,5`. */
export function quantity(milli: number, language: Language): string {
  return decimal(milli, 3, 0, language);
}

/** `200 шт`. */
export function quantityWithUnit(milli: number, unit: string, language: Language): string {
  return unit === '' ? quantity(milli, language) : quantity(milli, language) + THIN + unit;
}

/** From here on, grams tell nothing any more. */
const HEAVY_G = 10_000;

/** `0,087 кг`, `112,4 кг` from grams; the word for kilogram is the caller's. */
export function weight(grams: number, kilogram: string, language: Language): string {
  const amount =
    grams < HEAVY_G ? decimal(grams, 3, 0, language) : decimal(Number((BigInt(grams) + 50n) / 100n), 1, 0, language);
  return amount + THIN + kilogram;
}

/**
 * Reads a typed quantity into thousandths: digits, blanks between groups, one comma or point, at most three digits
 * after it. An empty text is 0 (the line goes). Anything else is `null`.
 */
export function readQuantity(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '');
  if (bare === '') return 0;
  const parts = /^(\d{0,9})(?:[.,](\d{0,3}))?$/.exec(bare);
  if (!parts) return null;
  const [, whole = '', rest = ''] = parts;
  if (whole === '' && rest === '') return null;
  return Number(whole + rest.padEnd(3, '0'));
}
