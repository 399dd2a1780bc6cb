import { expect, it } from 'vitest';
import { isUsable } from './platformLanguage';

it('knows a language that no library can use', () => {
  expect(isUsable('C')).toBe(false);
  expect(isUsable('')).toBe(false);
  expect(isUsable('ru-RU')).toBe(true);
  expect(isUsable('uk')).toBe(true);
});
