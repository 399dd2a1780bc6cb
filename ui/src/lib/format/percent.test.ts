// Percents are read exactly or not at all.

import { describe, expect, it } from 'vitest';
import { percentText, readPercent } from './percent';

describe('a typed percent', () => {
  it.each([
    ['2', 200],
    ['2,5', 250],
    ['0.01', 1],
    ['100 %', 10_000],
    ['0', 0],
  ])('%s is read', (text, basisPoints) => {
    expect(readPercent(text)).toBe(basisPoints);
  });

  it.each(['', '101', '-1', '0,001', 'два', '1,000'])('%s is none', text => {
    expect(readPercent(text)).toBeNull();
  });

  it('is written as it is read', () => {
    expect(percentText(250, 'ru')).toBe('2,5');
    expect(percentText(8000, 'en')).toBe('80');
  });
});
