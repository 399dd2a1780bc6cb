// A column of a table: what it is called, how wide it is, and how its figures stand.

export interface Column {
  id: string;
  label: string;
  /** Starting width in CSS pixels. The column that grows takes the rest, and never gets narrower than this. */
  width: number;
  isGrowing?: boolean;
  isNumber?: boolean;
  isSortable?: boolean;
  /** Its cells hold buttons or pictures: nothing that another program could take as text. */
  hasButtons?: boolean;
  /** Left out while the table has no room for it; the smaller the number, the sooner. */
  spare?: number;
}

/** The columns without the spare ones that there is no room for. `roomPx` is 0 while it is not known. */
export function fitting(
  columns: readonly Column[],
  widths: Readonly<Record<string, number>>,
  roomPx: number,
): readonly Column[] {
  let left = columns;
  const spare = columns.filter(column => column.spare !== undefined).sort((a, b) => (a.spare ?? 0) - (b.spare ?? 0));
  for (const column of spare) {
    if (roomPx === 0 || leastWidth(left, widths) <= roomPx) break;
    left = left.filter(one => one !== column);
  }
  return left;
}

/** `grid-template-columns` for the columns with the widths that the user chose. */
export function template(columns: readonly Column[], widths: Readonly<Record<string, number>>): string {
  return columns
    .map(column => {
      const chosen = widths[column.id];
      if (column.isGrowing) return `minmax(${chosen ?? column.width}px, 1fr)`;
      return `${chosen ?? column.width}px`;
    })
    .join(' ');
}

/**
 * Where the cells of a row stand, as a style by column; the same places as `template` gives to the head.
 * Cells that stand by themselves are laid out twice as fast as those of a grid, and there are hundreds of them.
 */
export function placesOf(
  columns: readonly Column[],
  widths: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const widthOf = (column: Column) => widths[column.id] ?? column.width;
  const sum = (some: readonly Column[]) => some.reduce((total, column) => total + widthOf(column), 0);
  const growing = columns.findIndex(column => column.isGrowing);
  const places = columns.map((column, at): [string, string] => {
    const fromLeft = `left:${sum(columns.slice(0, at))}px`;
    const fromRight = `right:${sum(columns.slice(at + 1))}px`;
    if (at === growing) return [column.id, `${fromLeft};${fromRight}`];
    return [column.id, `${growing >= 0 && at > growing ? fromRight : fromLeft};width:${widthOf(column)}px`];
  });
  return Object.fromEntries(places);
}

/** Narrower than this the table scrolls sideways. */
export function leastWidth(columns: readonly Column[], widths: Readonly<Record<string, number>>): number {
  return columns.reduce((sum, column) => sum + (widths[column.id] ?? column.width), 0);
}
