// Whole numbers with a known scale, written for people. Exact: digits are cut as text, nothing is ever divided.

export type Language = 'ru' | 'uk' | 'en';

/** Narrow no-break space: groups of thousands, and between a number and its unit. */
export const THIN = '\u202f';
const MINUS = '\u2212';

function decimalSign(language: Language): string {
  return language === 'en' ? '.' : ',';
}

/**
 * `value` counts units of 10^-scale. At least `least` digits stand after the sign; further ones only up to the last
 * that is not zero.
 */
export function decimal(value: number, scale: number, least: number, language: Language): string {
  const digits = BigInt(value < 0 ? -value : value)
    .toString()
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, THIN);
  let rest = digits.slice(digits.length - scale);
  while (rest.length > least && rest.endsWith('0')) rest = rest.slice(0, -1);
  const text = rest === '' ? whole : whole + decimalSign(language) + rest;
  return value < 0 ? MINUS + text : text;
}

/** The same for other programs: no groups of thousands, a plain minus. */
export function bare(value: number, scale: number, language: Language): string {
  return decimal(value, scale, 0, language).replaceAll(THIN, '').replace(MINUS, '-');
}

/** A count: `12 400`. */
export function count(value: number, language: Language): string {
  return decimal(value, 0, 0, language);
}
