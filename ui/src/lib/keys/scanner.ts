// A USB scanner types like a keyboard, only faster: keys that follow one another quickly and end in Enter are a code.
//
// Read by the places of the keys, so that the layout of the keyboard does not matter. What the scan has typed on its way
// into a field is taken back; a search field is not even told of it. Not here: what a code means.

import { isTextField } from './layout';

/** The longest time between two keys of a scan, and the longest on average, in milliseconds. */
const LONGEST_GAP_MS = 60;
const AVERAGE_GAP_MS = 35;
/** In a text field keys that follow each other faster than any hand wait until it is clear whether they are a scan. */
const BY_HAND_MS = 25;
/** In a text field only what looks like a barcode is one: nobody types so many figures so fast. */
const LEAST_DIGITS = 8;
/** Elsewhere a code with a figure in it may be shorter. */
const LEAST_SIGNS = 4;
/** How long typed figures wait for their `*`. */
const COUNT_WAITS_MS = 5000;

const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-',
  NumpadSubtract: '-',
  Period: '.',
  NumpadDecimal: '.',
  Slash: '/',
  NumpadDivide: '/',
};

type Key = Pick<KeyboardEvent, 'code' | 'shiftKey'>;

/** The sign of a key by its place; null for what no code has. */
export function signOf({ code, shiftKey }: Key): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shiftKey ? null : digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  return shiftKey ? null : (SIGNS[code] ?? null);
}

export interface ScannerActions {
  onScan: (code: string) => void;
  /** `12*`: the next scan sets so many. */
  onCount: (text: string) => void;
  /** Single keys do something on this screen: a key is held back until it is clear that it begins no scan. */
  holds: (event: KeyboardEvent) => boolean;
}

interface Burst {
  signs: string;
  beganMs: number;
  lastMs: number;
  /** The field that the scan types into, with what stood there before and where its caret was; null where it is none. */
  field: { element: HTMLInputElement | HTMLTextAreaElement; value: string; caret: number | null } | null;
  held: KeyboardEvent[];
  /** Waits to tell a search field of the first figure; undefined when it is told, or need not be. */
  telling: ReturnType<typeof setTimeout> | undefined;
}

export class Scanner {
  #actions: ScannerActions;
  #burst: Burst | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #released = new WeakSet<Event>();
  #typed = '';
  #typedMs = 0;

  constructor(actions: ScannerActions) {
    this.#actions = actions;
  }

  /** To be called for each key before anybody else sees it. */
  onKey(event: KeyboardEvent): void {
    if (this.#released.has(event) || event.isComposing || event.key === 'Shift') return;
    if (event.ctrlKey || event.altKey || event.metaKey) {
      this.#release();
      return;
    }
    if (event.code === 'Enter' || event.code === 'NumpadEnter') this.#end(event);
    else if (event.code === 'NumpadMultiply' || (event.key === '*' && event.code !== '')) this.#count(event);
    else this.#add(event, signOf(event));
  }

  /** To be called for each change of a field before anybody else sees it: the first figure of a scan is no text to search. */
  onInput(event: Event): void {
    const burst = this.#burst;
    if (this.#released.has(event) || burst === null || !isSearch(event.target) || burst.field?.element !== event.target)
      return;
    if (burst.signs.length > 1 || burst.held.length > 0 || burst.telling !== undefined) return;
    event.stopImmediatePropagation();
    // Longer than the second key of a scan takes, and too short to be seen.
    burst.telling = setTimeout(() => this.#tell(burst), BY_HAND_MS);
  }

  /** To be called for each press of the mouse: a key that is still held back acts before the click does. */
  onPointer(): void {
    this.#release();
  }

  #add(event: KeyboardEvent, sign: string | null): void {
    const ms = event.timeStamp;
    // A key that is held down repeats as fast as a scanner types.
    if (event.repeat) {
      this.#release();
      return;
    }
    if (this.#burst && ms - this.#burst.lastMs > LONGEST_GAP_MS) this.#release();
    if (sign === null) {
      this.#release();
      return;
    }
    this.#note(event, sign);
    const isTooFast = this.#burst !== null && ms - this.#burst.lastMs <= BY_HAND_MS;
    this.#burst ??= { signs: '', beganMs: ms, lastMs: ms, field: fieldOf(event.target), held: [], telling: undefined };
    // Only figures are a code in a text field: a letter says that somebody writes.
    if (this.#burst.field !== null && !/\d/.test(sign)) {
      this.#release();
      return;
    }
    this.#burst.signs += sign;
    this.#burst.lastMs = ms;
    if (this.#burst.field === null ? this.#actions.holds(event) : isTooFast || this.#burst.held.length > 0) {
      this.#burst.held.push(event);
      stop(event);
      clearTimeout(this.#timer);
      // The field is told of all of it, or of nothing.
      clearTimeout(this.#burst.telling);
      this.#timer = setTimeout(() => this.#release(), LONGEST_GAP_MS);
    }
  }

  #end(event: KeyboardEvent): void {
    const burst = this.#burst;
    if (!burst || event.timeStamp - burst.lastMs > LONGEST_GAP_MS || !isScan(burst)) {
      this.#release();
      return;
    }
    stop(event);
    clearTimeout(this.#timer);
    this.#burst = null;
    this.#typed = '';
    takeBack(burst);
    this.#actions.onScan(burst.signs);
  }

  /** Figures typed by hand, and the `*` behind them. */
  #note(event: KeyboardEvent, sign: string): void {
    if (isTextField(event.target)) return;
    const isLate = event.timeStamp - this.#typedMs > COUNT_WAITS_MS;
    this.#typed = /\d/.test(sign) ? (isLate ? '' : this.#typed) + sign : '';
    this.#typedMs = event.timeStamp;
  }

  #count(event: KeyboardEvent): void {
    const field = fieldOf(document.activeElement);
    const isQuantity = field?.element.inputMode === 'decimal' || field?.element.getAttribute('inputmode') === 'decimal';
    const text = field ? (isQuantity ? field.element.value : '') : this.#typed;
    this.#release();
    this.#typed = '';
    if (!/^\d+([.,]\d{1,3})?$/.test(text.trim())) return;
    stop(event);
    if (field) field.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    this.#actions.onCount(text.trim());
  }

  /** Tells a search field of the figure that it was not told of. */
  #tell(burst: Burst): void {
    if (burst.telling === undefined) return;
    clearTimeout(burst.telling);
    burst.telling = undefined;
    const event = new InputEvent('input', { bubbles: true, inputType: 'insertText' });
    this.#released.add(event);
    burst.field?.element.dispatchEvent(event);
  }

  /** It was no scan: what was held back goes where it was meant for. */
  #release(): void {
    clearTimeout(this.#timer);
    const burst = this.#burst;
    const held = burst?.held ?? [];
    const field = burst?.field ?? null;
    this.#burst = null;
    if (burst !== null && field !== null) {
      if (held.length === 0) this.#tell(burst);
      else insert(field.element, held.map(event => event.key).join(''));
      return;
    }
    for (const event of held) {
      const { key, code, shiftKey, target } = event;
      const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
      this.#released.add(again);
      (target ?? document.body).dispatchEvent(again);
    }
  }
}

function isScan(burst: Burst): boolean {
  const { signs, beganMs, lastMs, field } = burst;
  if ((lastMs - beganMs) / Math.max(signs.length - 1, 1) > AVERAGE_GAP_MS) return false;
  if (/^\d+$/.test(signs)) return signs.length >= LEAST_DIGITS;
  return field === null && signs.length >= LEAST_SIGNS && /\d/.test(signs);
}

function fieldOf(target: EventTarget | null): Burst['field'] {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && isTextField(target) ? { element: target, value: target.value, caret: target.selectionStart } : null;
}

function isSearch(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.getAttribute('role') === 'searchbox';
}

/** Types what was held back into its field, where the caret is. */
function insert(element: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  if (text === '' || !element.isConnected) return;
  const { selectionStart: start, selectionEnd: end } = element;
  if (start === null || end === null) element.value += text;
  else element.setRangeText(text, start, end, 'end');
  element.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
}

/** What stood in the field stands there again; a field that the scan itself has opened is left as by Esc. */
function takeBack(burst: Burst): void {
  if (burst.field) {
    const { element, value, caret } = burst.field;
    element.value = value;
    if (caret !== null) element.setSelectionRange(caret, caret);
    // Who was told of nothing has nothing to take back: what was found stays, with its place.
    if (burst.telling === undefined) element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    return;
  }
  const active = document.activeElement;
  if (burst.held.length === 0 && fieldOf(active) !== null) {
    active?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  }
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
