// Which letters of a name the typed words are: for marking only, the search itself is done in Rust.

/** Letters that people mix up, each to one of the pair. As in the mirror's search: е/ё, і/и, and Latin look-alikes. */
const FOLDS: Readonly<Record<string, string>> = {
  ё: 'е',
  і: 'и',
  ї: 'и',
  й: 'и',
  є: 'е',
  ґ: 'г',
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'и',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
  ',': '.',
};
const FOLDED = new RegExp(`[${Object.keys(FOLDS).join('')}]`, 'g');

/** Unit by unit, so that places in the folded text are places in the text. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower.replace(FOLDED, letter => FOLDS[letter] ?? letter);
  const units = text.split('').map(unit => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit));
  return units.map(unit => FOLDS[unit] ?? unit).join('');
}

export interface Piece {
  text: string;
  isMatch: boolean;
}

/** The words of a query as they are looked for: made once per query, used for every name on screen. */
export function wordsOf(query: string): string[] {
  return fold(query)
    .split(/\s+/)
    .filter(word => word !== '');
}

/** Cuts `text` at the beginnings of `words`; pieces joined give `text` again. */
export function matches(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0) return [{ text, isMatch: false }];
  const ranges = rangesOf(fold(text), words);
  const pieces: Piece[] = [];
  let done = 0;
  for (const [from, to] of ranges) {
    if (to <= done) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), isMatch: false });
    const last = pieces.at(-1);
    const match = text.slice(Math.max(from, done), to);
    if (last?.isMatch) last.text += match;
    else pieces.push({ text: match, isMatch: true });
    done = to;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), isMatch: false });
  return pieces;
}

const LEAST_PART = 3;
const LONGEST_ENDING = 3;
/** Numbers and articles have no endings. */
const IS_WORD = /^\p{L}+$/u;

/** The word, or as much of its beginning as the text has: the search finds other forms of a word too. */
function shownPart(folded: string, word: string): string {
  const least = IS_WORD.test(word) ? Math.max(LEAST_PART, word.length - LONGEST_ENDING) : word.length;
  for (let length = word.length; length >= least; length--) {
    const part = word.slice(0, length);
    if (folded.includes(part)) return part;
  }
  return word;
}

/** Places of the words, in order; they may overlap. */
function rangesOf(folded: string, words: readonly string[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const word of words) {
    const part = shownPart(folded, word);
    for (let from = folded.indexOf(part); from >= 0; from = folded.indexOf(part, from + part.length)) {
      ranges.push([from, from + part.length]);
    }
  }
  return ranges.sort(([a], [b]) => a - b);
}
