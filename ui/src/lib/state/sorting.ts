// The order of a list that is held whole: by a column, either way, and the list's own order when none is chosen.

type Key = string | number | null;

export function sorted<Row>(
  rows: readonly Row[],
  keys: Readonly<Record<string, (row: Row) => Key>>,
  column: string,
  isDescending: boolean,
): readonly Row[] {
  const key = keys[column];
  if (!key) return rows;
  const way = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => way * compare(key(a), key(b)));
}

function compare(a: Key, b: Key): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' || typeof b === 'string')
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  return a - b;
}
