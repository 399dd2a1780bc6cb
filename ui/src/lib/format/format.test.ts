import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matches, wordsOf } from './matches';
import { money, moneyChange, percent, percentChange, price, priceDigits, priceWithSign } from './money';
import { count, decimal, THIN, type Language } from './number';
import { quantity, quantityWithUnit, read, readQuantity, typedQuantity, weight } from './quantity';
import { isoDate, moment } from './time';

/** Cases that the reader of lists in Rust is held to as well. */
const CASES = JSON.parse(readFileSync('../tests/cases/quantities.json', 'utf8')) as [
  string,
  number | number[] | null,
][];

const plain = (text: string) => text.replaceAll(THIN, ' ');

describe('money', () => {
  const cases: [name: string, minor: number, currency: string, language: Language, text: string][] = [
    ['nothing', 0, 'RUB', 'ru', '0,00 ₽'],
    ['kopecks alone', 7, 'RUB', 'ru', '0,07 ₽'],
    ['thousands', 4_821_640, 'RUB', 'ru', '48 216,40 ₽'],
    ['millions', 123_456_789_01, 'UAH', 'uk', '123 456 789,01 ₴'],
    ['less than nothing', -131_350, 'RUB', 'ru', '−1 313,50 ₽'],
    ['English decimals', 4_821_640, 'EUR', 'en', '48 216.40 €'],
    ['a currency without a sign', 100, 'BYN', 'ru', '1,00 BYN'],
    ['no currency', 100, '', 'ru', '1,00'],
    ['the largest exact integer', Number.MAX_SAFE_INTEGER, 'RUB', 'ru', '90 071 992 547 409,91 ₽'],
  ];
  it.each(cases)('%s', (_, minor, currency, language, text) => {
    expect(plain(money(minor, currency, language))).toBe(text);
  });

  it('is never split over two lines', () => {
    expect(money(4_821_640, 'RUB', 'ru')).not.toContain(' ');
  });

  it('writes the sign of a change', () => {
    expect(plain(moneyChange(12_000, 'RUB', 'ru'))).toBe('+120,00 ₽');
    expect(plain(moneyChange(-12_000, 'RUB', 'ru'))).toBe('−120,00 ₽');
    expect(plain(moneyChange(0, 'RUB', 'ru'))).toBe('0,00 ₽');
  });
});

describe('unit prices', () => {
  it('show two decimals, and more only where they say something', () => {
    expect(price(3_907_500, 'ru')).toBe('3,9075');
    expect(price(41_300_000, 'ru')).toBe('41,30');
    expect(price(1, 'ru')).toBe('0,000001');
    expect(plain(priceWithSign(2_190_000_000, 'RUB', 'ru'))).toBe('2 190,00 ₽');
  });

  it('stand below one another', () => {
    const micros = [3_907_500, 41_300_000, null, 148_000_000];
    expect(priceDigits(micros)).toBe(4);
    expect(price(41_300_000, 'ru', priceDigits(micros))).toBe('41,3000');
    expect(priceDigits([148_000_000])).toBe(2);
    expect(priceDigits([0])).toBe(2);
  });

  it('say by how much they changed', () => {
    expect(plain(percentChange(210, 'ru'))).toBe('+2,1 %');
    expect(plain(percentChange(-570, 'ru'))).toBe('−5,7 %');
    expect(plain(percentChange(5, 'en'))).toBe('+0.05 %');
    expect(plain(percent(6667, 'ru'))).toBe('66,67 %');
    expect(plain(percent(10_000, 'en'))).toBe('100.0 %');
  });
});

describe('quantities', () => {
  it('are written without needless decimals', () => {
    expect(plain(quantity(1_450_000, 'ru'))).toBe('1 450');
    expect(quantity(500, 'ru')).toBe('0,5');
    expect(quantity(1, 'en')).toBe('0.001');
    expect(plain(quantityWithUnit(200_000, 'шт', 'ru'))).toBe('200 шт');
  });

  const typed: [name: string, text: string, milli: number | null][] = [
    ['digits', '12', 12_000],
    ['a comma', '0,5', 500],
    ['a point', '0.125', 125],
    ['a comma at the end', '7,', 7000],
    ['a comma at the beginning', ',5', 500],
    ['groups of thousands', '1 200', 1_200_000],
    ['thin groups of thousands', `1${THIN}200,5`, 1_200_500],
    ['an empty field removes the line', '', 0],
    ['four decimals are not a quantity', '0,1234', null],
    ['letters', 'много', null],
    ['less than nothing', '-5', null],
    ['two commas', '1,2,3', null],
    ['a comma alone', ',', null],
    ['an absurd number', '12345678901', null],
  ];
  it.each(typed)('are read from what was typed: %s', (_, text, milli) => {
    expect(readQuantity(text)).toBe(milli);
  });

  it.each(CASES)('are read as pasted lists are: %j', (text, expected) => {
    const found = read(text);
    if (expected === null) expect(found).toEqual({ kind: 'bad' });
    else if (typeof expected === 'number') expect(found).toEqual({ kind: 'exact', milli: expected });
    else expect(found).toEqual({ kind: 'doubtful', readings: expected });
  });

  it('are no parts of what is sold whole', () => {
    expect(read('0,5', true)).toEqual({ kind: 'part' });
    expect(readQuantity('0,5', true)).toBeNull();
    expect(readQuantity('12', true)).toBe(12_000);
    expect(readQuantity('0,5')).toBe(500);
  });

  it('read back what was written', () => {
    for (const milli of [1, 10, 999, 1000, 1001, 25_500, 1_200_000, 987_654_321]) {
      for (const language of ['ru', 'uk', 'en'] as const)
        expect(readQuantity(typedQuantity(milli, language))).toBe(milli);
    }
  });
});

describe('weights', () => {
  it('are exact when small and rounded to a tenth when heavy', () => {
    expect(plain(weight(87, 'кг', 'ru'))).toBe('0,087 кг');
    expect(plain(weight(112_449, 'кг', 'ru'))).toBe('112,4 кг');
    expect(plain(weight(112_450, 'кг', 'ru'))).toBe('112,5 кг');
  });
});

describe('counts', () => {
  it('are grouped', () => {
    expect(plain(count(1_234_567, 'ru'))).toBe('1 234 567');
    expect(plain(decimal(-5, 2, 2, 'en'))).toBe('−0.05');
  });
});

describe('moments', () => {
  const now = new Date(2026, 10, 21, 14, 30).getTime();
  it('are as short as they can be without being wrong', () => {
    expect(moment(new Date(2026, 10, 21, 14, 5).getTime(), now, 'ru')).toBe('14:05');
    expect(moment(new Date(2026, 10, 20, 14, 5).getTime(), now, 'ru')).toBe('20.11 14:05');
    expect(moment(new Date(2025, 10, 20, 14, 5).getTime(), now, 'ru')).toBe('20.11.2025');
    expect(moment(new Date(2026, 10, 20, 14, 5).getTime(), now, 'en')).toBe('20/11 14:05');
  });

  it('of documents keep their day in every time zone', () => {
    expect(isoDate('2026-11-21', 'ru')).toBe('21.11.2026');
    expect(isoDate('not a date', 'ru')).toBe('not a date');
  });
});

describe('marked words', () => {
  const marked = (text: string, query: string) =>
    matches(text, wordsOf(query))
      .map(piece => (piece.isMatch ? `[${piece.text}]` : piece.text))
      .join('');

  const cases: [name: string, text: string, query: string, result: string][] = [
    ['no query', 'Болт М8х16', '', 'Болт М8х16'],
    ['a prefix', 'Болт М8х16', 'бол', '[Бол]т М8х16'],
    ['several words', 'Болт М8х16 DIN 933', 'болт 933', '[Болт] М8х16 DIN [933]'],
    ['Latin letters for Cyrillic ones', 'Болт М8х16', 'm8x16', 'Болт [М8х16]'],
    ['ё and е', 'Щётка жёсткая', 'щетка', '[Щётка] жёсткая'],
    ['і and и', 'Гвинт із шайбою', 'гвинт из', '[Гвинт] [із] шайбою'],
    ['every place of a word', 'М8 и М8', 'м8', '[М8] и [М8]'],
    ['a word that is not there', 'Болт', 'гайка', 'Болт'],
    ['another form of a word', 'Болт М8х16 DIN 933', 'болтами 9334', '[Болт] М8х16 DIN 933'],
    ['words that overlap', 'оцинкованный', 'оцинк цинков', '[оцинков]анный'],
    ['words side by side', 'М8х40', 'м8х 40', '[М8х40]'],
    ['letters that change their length in lower case', 'İ болт', 'болт', 'İ [болт]'],
  ];
  it.each(cases)('%s', (_, text, query, result) => {
    expect(marked(text, query)).toBe(result);
  });
});
