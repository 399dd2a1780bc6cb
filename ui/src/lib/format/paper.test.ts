// Papers have names that people know.

import { expect, it } from 'vitest';
import { paperName } from './paper';

it.each([
  ['iso_a4_210x297mm', 'A4, 210×297'],
  ['na_letter_8.5x11in', 'Letter, 8.5×11'],
  ['iso_dl_110x220mm', 'Dl, 110×220'],
])('%s', (standard, shown) => {
  expect(paperName(standard)).toContain(shown);
});

it('leaves a name that is none of the standard', () => {
  expect(paperName('Label 58')).toBe('Label 58');
});
