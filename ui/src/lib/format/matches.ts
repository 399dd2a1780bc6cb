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

function fold(text: string): string {
  let folded = '';
  // Unit by unit, so that places in the folded text are places in the text.
  for (const unit of text.split('')) {
    const lower = unit.toLowerCase();
    folded += FOLDS[lower] ?? (lower.length === 1 ? lower : unit);
  }
  return folded;
}

export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Cuts `text` at the beginnings of the words of `query`; pieces joined give `text` again. */
export function matches(text: string, query: string): Piece[] {
  const words = fold(query)
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0 || text === '') return [{ text, isMatch: false }];
  const folded = fold(text);
  const isMarked = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let from = folded.indexOf(word); from >= 0; from = folded.indexOf(word, from + word.length)) {
      isMarked.fill(true, from, from + word.length);
    }
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = pieces.at(-1);
    const isMatch = isMarked[at] ?? false;
    if (last && last.isMatch === isMatch) last.text += text.charAt(at);
    else pieces.push({ text: text.charAt(at), isMatch });
  }
  return pieces;
}
