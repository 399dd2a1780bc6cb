// Quantities (thousandths of a unit) and weights (grams): written for people, and read from what people type.

import { bare as bareDecimal, decimal, THIN, type Language } from './number';

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

/** From here on, litres tell nothing any more. */
const ROOMY_CM3 = 10_000_000;

/** `0,0425 м³`, `12,4 м³` from cubic centimetres; the word for cubic metre is the caller's. */
export function volume(cm3: number, cubicMetre: string, language: Language): string {
  const amount =
    cm3 < ROOMY_CM3
      ? decimal(cm3, 6, 0, language)
      : decimal(Number((BigInt(cm3) + 50_000n) / 100_000n), 1, 0, language);
  return amount + THIN + cubicMetre;
}

/** What a typed text is; quantities are in thousandths. */
export type Read =
  | { kind: 'exact'; milli: number }
  /** It may mean several numbers, the larger first: `1,000`. */
  | { kind: 'doubtful'; readings: readonly number[] }
  /** A part of what is sold whole. */
  | { kind: 'part' }
  | { kind: 'bad' };

const BAD: Read = { kind: 'bad' };
/** What may stand before a group of thousands. */
const HEAD = /^[1-9]\d{0,2}$/;

/**
 * Reads a typed quantity: digits, blanks between groups of three, one comma or point, at most three digits that tell
 * after it. An empty text is 0 (the line goes). A text that two readers take for two numbers is doubtful. The same cases
 * hold for lists that are pasted (tests/cases/quantities.json).
 */
export function read(text: string, isWhole = false): Read {
  const bare = text.trim();
  if (bare === '') return { kind: 'exact', milli: 0 };
  const parts = /^([\d \u00a0\u202f\u2009]*)(?:[.,](\d*))?$/.exec(bare);
  if (!parts) return BAD;
  const [, whole = '', rest = ''] = parts;
  const groups = whole.split(/[ \u00a0\u202f\u2009]/);
  const exact = scaled(groups.join(''), rest);
  if ((whole === '' && rest === '') || exact === null) return BAD;
  const [head = '', ...thousands] = groups;
  const isGrouped = HEAD.test(head) && thousands.every(group => group.length === 3);
  if (thousands.length > 0 && !isGrouped) return { kind: 'doubtful', readings: [exact] };
  if (thousands.length === 0 && rest.length === 3 && HEAD.test(head)) {
    const larger = scaled(head + rest, '');
    return { kind: 'doubtful', readings: larger === null ? [exact] : [larger, exact] };
  }
  return isWhole && exact % 1000 !== 0 ? { kind: 'part' } : { kind: 'exact', milli: exact };
}

/** At most nine digits before the mark: more is no quantity, and could not be counted exactly here. */
function scaled(whole: string, rest: string): number | null {
  const told = rest.replace(/0+$/, '');
  if (told.length > 3 || whole.replace(/^0+/, '').length > 9) return null;
  return Number(whole + told.padEnd(3, '0'));
}

/** The quantity, where the text is one and nothing else. */
export function readQuantity(text: string, isWhole = false): number | null {
  const found = read(text, isWhole);
  return found.kind === 'exact' ? found.milli : null;
}

/** The quantity for a field, so that it reads back as itself: `1,2340` where `1,234` could be a thousand. */
export function typedQuantity(milli: number, language: Language): string {
  const text = bareDecimal(milli, 3, language);
  return read(text).kind === 'doubtful' ? `${text}0` : text;
}

/** A quantity that every reader takes for the same number: four decimals, so that no dot divides thousands. */
export function exactQuantity(milli: number): string {
  const digits = String(milli).padStart(4, '0');
  const [whole, part] = [digits.slice(0, -3), digits.slice(-3)];
  return part === '000' ? whole : `${whole}.${part}0`;
}
