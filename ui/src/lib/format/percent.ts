// Percents as people type them, in hundredths of a percent.

import { decimal, type Language } from './number';
import { readQuantity } from './quantity';

/** `2,5` as 250; null for what is no percent from 0 to 100 with at most two decimals. */
export function readPercent(text: string): number | null {
  const bare = text.replace('%', '').trim();
  const milli = bare === '' ? null : readQuantity(bare);
  if (milli === null || milli % 10 !== 0 || milli > 100_000) return null;
  return milli / 10;
}

/** 250 as `2,5`. */
export function percentText(basisPoints: number, language: Language): string {
  return decimal(basisPoints, 2, 0, language);
}
