// A column of a table: what it is called, how wide it is, and how its figures stand.

export interface Column {
  id: string;
  label: string;
  /** Starting width in CSS pixels. The column that grows takes the rest, and never gets narrower than this. */
  width: number;
  isGrowing?: boolean;
  isNumber?: boolean;
  isSortable?: boolean;
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

/** Narrower than this the table scrolls sideways. */
export function leastWidth(columns: readonly Column[], widths: Readonly<Record<string, number>>): number {
  return columns.reduce((sum, column) => sum + (widths[column.id] ?? column.width), 0);
}
