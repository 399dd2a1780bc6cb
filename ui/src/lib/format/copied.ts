// Cells of a table as other programs take them: separated by tabs, and as a table of HTML for spreadsheets.
//
// Figures are bare: no thin spaces, no currency. The HTML says of each cell what it is, so that a spreadsheet neither
// takes an article for a number or a date, nor reads the sign of a decimal by the rules of another language.

import { bare, type Language } from './number';

/** A figure: `value` counts units of 10^-scale. */
export interface Figure {
  value: number;
  scale: number;
  /** A price or a sum, which may be hidden. */
  isMoney?: true;
}

/** What a cell holds; `null` for a figure that is not known. */
export type Copied = string | Figure | null;

export type CopiedRows = readonly (readonly Copied[])[];

export const copiedMoney = (minor: number | null): Copied => priced(minor, 2);
export const copiedPrice = (micro: number | null): Copied => priced(micro, 6);
export const copiedQuantity = (milli: number | null): Copied => figure(milli, 3);
export const copiedCount = (count: number): Copied => figure(count, 0);

function priced(value: number | null, scale: number): Copied {
  return value === null ? null : { value, scale, isMoney: true };
}

/** The rows without their prices and sums. */
export function withoutMoney(rows: CopiedRows): CopiedRows {
  return rows.map(row => row.map(cell => (cell !== null && typeof cell === 'object' && cell.isMoney ? null : cell)));
}

function figure(value: number | null, scale: number): Copied {
  return value === null ? null : { value, scale };
}

function textOf(cell: Copied, language: Language): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? cell : bare(cell.value, cell.scale, language);
}

/** Rows in lines, cells between tabs; a cell that holds either, or a quotation mark, stands in quotation marks. */
export function asTabbed(rows: CopiedRows, language: Language): string {
  const quoted = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map(row => row.map(cell => quoted(textOf(cell, language))).join('\t')).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign);
}

function cellOf(cell: Copied, language: Language): string {
  const text = escaped(textOf(cell, language));
  if (cell === null || typeof cell === 'string') return `<td style="mso-number-format:'\\@'">${text}</td>`;
  // `x:num` is for Excel, `sdval` for LibreOffice: the exact figure, whatever the language of the program.
  const exact = bare(cell.value, cell.scale, 'en');
  return `<td x:num="${exact}" sdval="${exact}">${text}</td>`;
}

export function asHtml(rows: CopiedRows, language: Language): string {
  const lines = rows.map(row => `<tr>${row.map(cell => cellOf(cell, language)).join('')}</tr>`).join('');
  return (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>' +
    `<body><table>${lines}</table></body></html>`
  );
}
