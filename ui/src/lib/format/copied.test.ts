import { describe, expect, it } from 'vitest';
import { asHtml, asTabbed, copiedCount, copiedMoney, copiedPrice, copiedQuantity, type Copied } from './copied';

const ROW: Copied[] = [
  '00123',
  'Болт "М8" <оц.> & Ко',
  copiedPrice(3_907_500),
  copiedQuantity(1_450_500),
  copiedMoney(-4_821_640),
  copiedCount(12_000),
  copiedPrice(null),
];

describe('cells for other programs', () => {
  it('are separated by tabs, with bare figures in the decimals of the language', () => {
    expect(asTabbed([ROW], 'ru')).toBe('00123\t"Болт ""М8"" <оц.> & Ко"\t3,9075\t1450,5\t-48216,4\t12000\t');
    expect(asTabbed([ROW.slice(2, 4)], 'en')).toBe('3.9075\t1450.5');
  });

  it('keep a cell with a tab or a line end in one cell, and rows in lines', () => {
    expect(asTabbed([['a\tb', 'c\nd'], ['e']], 'uk')).toBe('"a\tb"\t"c\nd"\ne');
  });

  it('tell a spreadsheet that an article is text and what a figure is exactly', () => {
    const html = asHtml([ROW], 'ru');
    expect(html).toContain(`<td style="mso-number-format:'\\@'">00123</td>`);
    expect(html).toContain('Болт &quot;М8&quot; &lt;оц.&gt; &amp; Ко');
    expect(html).toContain('<td x:num="-48216.4" sdval="-48216.4">-48216,4</td>');
  });

  it('are read by a browser as the same table', () => {
    const page = new DOMParser().parseFromString(asHtml([ROW, ROW], 'uk'), 'text/html');
    const cells = [...page.querySelectorAll('tr')].map(row =>
      [...row.querySelectorAll('td')].map(td => td.textContent),
    );
    const expected = ['00123', 'Болт "М8" <оц.> & Ко', '3,9075', '1450,5', '-48216,4', '12000', ''];
    expect(cells).toEqual([expected, expected]);
  });
});
