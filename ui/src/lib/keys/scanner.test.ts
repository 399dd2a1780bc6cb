// A scanner told from hands by its speed, in any layout and wherever the keyboard is.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scanner, signOf } from './scanner';

let scans: string[] = [];
let counts: string[] = [];
let holds = false;
let now = 0;
let scanner: Scanner;

const listener = (event: Event) => scanner.onKey(event as KeyboardEvent);
const inputListener = (event: Event) => scanner.onInput(event);

beforeEach(() => {
  scans = [];
  counts = [];
  holds = false;
  now = 1000;
  scanner = new Scanner({ onScan: code => scans.push(code), onCount: text => counts.push(text), holds: () => holds });
  window.addEventListener('keydown', listener, true);
  window.addEventListener('input', inputListener, true);
});

afterEach(() => {
  window.removeEventListener('keydown', listener, true);
  window.removeEventListener('input', inputListener, true);
  document.body.innerHTML = '';
  vi.useRealTimers();
});

/** A key so many milliseconds after the one before; `key` is what the layout makes of it. */
function press(code: string, key: string, afterMs: number): KeyboardEvent {
  now += afterMs;
  const event = new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: now });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}

function digits(text: string, gapMs: number) {
  for (const digit of text) press(`Digit${digit}`, digit, gapMs);
}

function input(inputMode = ''): HTMLInputElement {
  const field = document.createElement('input');
  if (inputMode !== '') field.setAttribute('inputmode', inputMode);
  document.body.append(field);
  field.focus();
  return field;
}

describe('a scanner', () => {
  it('is read by the places of the keys, whatever the layout makes of them', () => {
    for (const [code, key] of [
      ['KeyA', 'ф'],
      ['KeyB', 'и'],
      ['Digit7', '7'],
      ['Minus', '-'],
      ['Numpad4', '4'],
    ] as const) {
      press(code, key, 5);
    }
    const enter = press('Enter', 'Enter', 5);
    expect(scans).toEqual(['ab7-4']);
    expect(enter.defaultPrevented).toBe(true);
    expect(signOf({ code: 'KeyZ', shiftKey: true })).toBe('Z');
    expect(signOf({ code: 'Digit2', shiftKey: true })).toBeNull();
  });

  it('is told from hands by its speed and from short figures by their number', () => {
    digits('4607001234567', 120);
    expect(press('Enter', 'Enter', 120).defaultPrevented).toBe(false);
    digits('120', 5);
    expect(press('Enter', 'Enter', 5).defaultPrevented).toBe(false);
    digits('46070012', 50);
    press('Enter', 'Enter', 50);
    expect(scans).toEqual([]);
    digits('46070012', 20);
    press('NumpadEnter', 'Enter', 20);
    expect(scans).toEqual(['46070012']);
  });

  it('leaves a field as it was, and takes no word in it for a code', () => {
    const field = input();
    field.value = 'болт';
    let told = 0;
    field.addEventListener('input', () => (told += 1));
    press('Digit4', '4', 5);
    field.value = 'болт4';
    const later = press('Digit6', '6', 5);
    expect(later.defaultPrevented).toBe(true);
    digits('07001234567', 5);
    expect([field.value, told]).toEqual(['болт4', 0]);
    press('Enter', 'Enter', 5);
    expect(scans).toEqual(['4607001234567']);
    expect([field.value, told]).toEqual(['болт', 1]);
    for (const code of ['KeyA', 'KeyB', 'Digit1', 'Digit2', 'Digit3']) press(code, 'x', 5);
    press('Enter', 'Enter', 5);
    expect(scans).toHaveLength(1);
  });

  it('types into a field what it held back there and was no scan', () => {
    vi.useFakeTimers();
    const field = input();
    field.value = '1м';
    field.setSelectionRange(1, 1);
    let told = 0;
    field.addEventListener('input', () => (told += 1));
    expect(press('Digit2', '2', 500).defaultPrevented).toBe(false);
    field.setRangeText('2', 1, 1, 'end');
    expect(press('Digit0', '0', 10).defaultPrevented).toBe(true);
    vi.advanceTimersByTime(100);
    expect([field.value, field.selectionStart, told]).toEqual(['120м', 3, 1]);
    // Enter right behind the figures finds them in the field.
    press('Digit5', '5', 500);
    field.setRangeText('5', 3, 3, 'end');
    press('Digit6', '6', 10);
    expect(press('Enter', 'Enter', 10).defaultPrevented).toBe(false);
    expect(field.value).toBe('12056м');
    // A key that is held down is no scanner.
    now += 500;
    for (let at = 0; at < 12; at += 1) {
      now += 15;
      const event = new KeyboardEvent('keydown', {
        code: 'Digit7',
        key: '7',
        repeat: true,
        bubbles: true,
        cancelable: true,
      });
      Object.defineProperty(event, 'timeStamp', { value: now });
      field.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    expect(press('Enter', 'Enter', 10).defaultPrevented).toBe(false);
    expect(scans).toEqual([]);
  });

  it('lets a search hear of no figure of a scan, and of the same figure typed by hand at once', () => {
    vi.useFakeTimers();
    const field = input();
    field.setAttribute('role', 'searchbox');
    const searched: string[] = [];
    field.addEventListener('input', () => searched.push(field.value));
    const type = (figure: string, afterMs: number) => {
      vi.advanceTimersByTime(afterMs);
      if (press(`Digit${figure}`, figure, afterMs).defaultPrevented) return;
      field.value += figure;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, data: figure }));
    };
    field.value = 'болт';
    for (const figure of '4607001234567') type(figure, 8);
    press('Enter', 'Enter', 8);
    expect(scans).toEqual(['4607001234567']);
    vi.advanceTimersByTime(500);
    expect([field.value, searched]).toEqual(['болт', []]);

    type('8', 500);
    expect(searched).toEqual([]);
    vi.advanceTimersByTime(25);
    expect(searched).toEqual(['болт8']);
    type('9', 200);
    // A letter right behind it says that somebody writes.
    press('KeyX', 'x', 10);
    expect(searched).toEqual(['болт8', 'болт89']);
    // Figures from the fast hand of a typist, or of a program: told once, all together.
    type('1', 500);
    type('2', 10);
    type('3', 10);
    vi.advanceTimersByTime(100);
    expect(searched).toEqual(['болт8', 'болт89', 'болт89123']);
  });

  it('lets a key that it holds back act before a click of the mouse does', () => {
    holds = true;
    const acted: string[] = [];
    const act = (event: KeyboardEvent) => acted.push(event.key);
    window.addEventListener('keydown', act);
    press('Digit1', '1', 500);
    expect(acted).toEqual([]);
    scanner.onPointer();
    expect(acted).toEqual(['1']);
    window.removeEventListener('keydown', act);
  });

  it('holds single keys back where they act, and gives them back when no scan follows', () => {
    vi.useFakeTimers();
    holds = true;
    const seen: string[] = [];
    const spy = (event: Event) => seen.push((event as KeyboardEvent).key);
    document.body.addEventListener('keydown', spy);
    press('Digit1', '1', 0);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual(['1']);
    now += 500;
    digits('46070012', 5);
    press('Enter', 'Enter', 5);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual(['1']);
    expect(scans).toEqual(['46070012']);
    document.body.removeEventListener('keydown', spy);
  });

  it('takes figures and a star for how many are scanned next', () => {
    press('Digit1', '1', 300);
    press('Digit2', '2', 300);
    press('NumpadMultiply', '*', 300);
    expect(counts).toEqual(['12']);
    const field = input('decimal');
    let escaped = 0;
    field.addEventListener('keydown', event => (escaped += event.key === 'Escape' ? 1 : 0));
    field.value = '7,5';
    press('Digit8', '*', 300);
    expect([counts, escaped]).toEqual([['12', '7,5'], 1]);
    press('NumpadMultiply', '*', 300);
    expect(counts).toHaveLength(3);
    field.value = 'abc';
    press('NumpadMultiply', '*', 300);
    expect(counts).toHaveLength(3);
  });
});
