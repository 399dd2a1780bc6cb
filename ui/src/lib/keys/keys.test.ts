import { describe, expect, it, vi } from 'vitest';
import { dispatchKey, KEYMAP, keysOf } from './keymap';
import { chord, isTextField, keyName } from './layout';

const press = (key: string, code: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, code, cancelable: true, ...init });

describe('a key has one name in every layout', () => {
  const cases: [layout: string, key: string, code: string, name: string][] = [
    ['English', 'k', 'KeyK', 'K'],
    ['Russian', 'л', 'KeyK', 'K'],
    ['Ukrainian', 'і', 'KeyS', 'S'],
    ['Dvorak keeps its letters', 'k', 'KeyV', 'K'],
    ['a named key', 'F3', 'F3', 'F3'],
    ['French digits without Latin sign', 'é', 'Digit2', '2'],
    ['the keypad', '+', 'NumpadAdd', '+'],
  ];
  it.each(cases)('%s', (_, key, code, name) => {
    expect(keyName({ key, code })).toBe(name);
  });

  it('names modifiers in one order', () => {
    expect(chord(press('л', 'KeyK', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(chord(press('Enter', 'Enter', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+Enter');
    expect(chord(press('у', 'KeyE', { altKey: true }))).toBe('Alt+E');
    expect(chord(press('+', 'Equal', { shiftKey: true }))).toBe('+');
    expect(chord(press('k', 'KeyK', { metaKey: true }))).toBe('Ctrl+K');
    expect(chord(press('+', 'Equal', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl++');
    expect(chord(press('+', 'NumpadAdd', { ctrlKey: true }))).toBe('Ctrl++');
    expect(chord(press('С', 'KeyC', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+C');
  });

  /** The signs of both layouts on the keys of the letters, row by row. */
  const BOARD = ['QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'].join('');
  it.each([
    ['Russian', 'йцукенгшщзфывапролдячсмить'],
    ['Ukrainian', 'йцукенгшщзфівапролдячсмить'],
  ])('every hot key with a letter is pressed in the %s layout too', (_, signs) => {
    const withLetter = Object.values(KEYMAP).flatMap(action => action.keys.filter(key => /\+[A-Z]$/.test(key)));
    expect(withLetter.length).toBeGreaterThan(10);
    for (const key of withLetter) {
      const letter = key.slice(-1);
      const pressed = press(signs[BOARD.indexOf(letter)] ?? '', `Key${letter}`, {
        ctrlKey: key.includes('Ctrl+'),
        altKey: key.includes('Alt+'),
        shiftKey: key.includes('Shift+'),
      });
      expect(chord(pressed), key).toBe(key);
    }
  });
});

describe('dispatching', () => {
  it('runs the action of a key in the Russian layout and keeps the browser from it', () => {
    const search = vi.fn();
    const event = press('л', 'KeyK', { ctrlKey: true });
    expect(dispatchKey(event, { search })).toBe(true);
    expect(search).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
  });

  it('leaves a key alone that its handler declines', () => {
    const event = press('Enter', 'Enter', { ctrlKey: true });
    expect(dispatchKey(event, { check: () => false })).toBe(false);
    expect(event.defaultPrevented).toBe(false);
  });

  it('leaves a key alone that was used already', () => {
    const event = press('F1', 'F1');
    event.preventDefault();
    const keys = vi.fn();
    dispatchKey(event, { keys });
    expect(keys).not.toHaveBeenCalled();
  });

  it('tells a person which keys there are', () => {
    expect(keysOf('search')).toBe('Ctrl+K, F3');
    expect(keysOf('back')).toBe('Esc');
  });
});

it('no key means two things in one place', () => {
  for (const scope of ['everywhere', 'catalogue', 'draft', 'check', 'lists', 'documents', 'claims'] as const) {
    const keys: string[] = Object.values(KEYMAP)
      .filter(action => action.scope === scope)
      .flatMap(action => [...action.keys]);
    expect(new Set(keys).size, scope).toBe(keys.length);
  }
});

it('text fields are known, buttons are none', () => {
  const field = document.createElement('input');
  expect(isTextField(field)).toBe(true);
  field.type = 'checkbox';
  expect(isTextField(field)).toBe(false);
  expect(isTextField(document.createElement('textarea'))).toBe(true);
  expect(isTextField(document.createElement('button'))).toBe(false);
});
