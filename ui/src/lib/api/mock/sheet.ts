// A picture in place of a rendered page: the real program gives a PNG of the very PDF.

import type { DocumentSummary } from '$lib/bindings';

const A4_WIDTH_IN = 8.27;
const A4_HEIGHT_IN = 11.69;

export function sheetImage(document: DocumentSummary, page: number, dotsPerInch: number): string {
  const width = Math.round(A4_WIDTH_IN * dotsPerInch);
  const height = Math.round(A4_HEIGHT_IN * dotsPerInch);
  const lines = Array.from(
    { length: 14 },
    (_, row) =>
      `<rect x="60" y="${330 + row * 26}" width="700" height="26" fill="none" stroke="#555"/><text x="70" y="${348 + row * 26}" font-size="12">${row + 1 + (page - 1) * 14}  Болт М8х${16 + row * 4} DIN 933 оцинк.   200 шт</text>`,
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 827 1169" font-family="sans-serif"><rect width="827" height="1169" fill="#fff"/><text x="60" y="120" font-size="14">ООО «Метиз-Трейд», ИНН 7701234567, КПП 770101001</text><text x="60" y="230" font-size="22" font-weight="bold">Счёт на оплату № ${document.number}</text><text x="60" y="290" font-size="13">Покупатель: ${document.entity_name}</text>${lines}<text x="640" y="1120" font-size="11">лист ${page}</text></svg>`;
  return `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}`;
}
