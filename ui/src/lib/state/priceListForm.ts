// A price list as it is typed: texts of fields, and the recipe that they make once each of them can be read.
//
// Figures are read here as exact integers and never calculated with.

import type { PriceListRecipe, PriceListView, RoundingWay } from '$lib/bindings';
import { bare, type Language } from '$lib/format/number';

export interface RuleFields {
  group: string;
  brand: string;
  from: string;
  below: string;
  markup: string;
}

export interface ExceptionFields {
  article: string;
  kind: 'price' | 'markup';
  value: string;
}

export interface ListFields {
  name: string;
  entity: string;
  seller: string;
  groups: string[];
  brands: string[];
  from: string;
  below: string;
  isInStockOnly: boolean;
  hasStock: boolean;
  rules: RuleFields[];
  exceptions: ExceptionFields[];
  step: string;
  ending: string;
  way: RoundingWay;
}

/** Either the recipe, or the fields that cannot be read: `from`, `rules.0.markup`, `exceptions.2.article`. */
export type ReadFields = { recipe: PriceListRecipe; faults: null } | { recipe: null; faults: ReadonlySet<string> };

const PRICE_DIGITS = 6;
const PERCENT_DIGITS = 2;
/** More digits before the sign than any price has. */
const MOST_WHOLE_DIGITS = 9;

/** A decimal as an integer of `digits` decimals; null for anything else. */
function readDecimal(text: string, digits: number, isSigned = false): number | null {
  const plain = text
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace('\u2212', '-');
  const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(plain);
  const [, sign = '', whole = '', part = ''] = found ?? [];
  if (!found || part.length > digits || whole.length > MOST_WHOLE_DIGITS) return null;
  if (sign === '-' && !isSigned) return null;
  const value = Number(whole + part.padEnd(digits, '0'));
  return sign === '-' ? -value : value;
}

/** `12,50` in millionths. */
export const readPrice = (text: string): number | null => readDecimal(text, PRICE_DIGITS);

/** `25`, `12,5 %` or `-3` in hundredths of a percent. */
export const readMarkup = (text: string): number | null => readDecimal(text.replace('%', ''), PERCENT_DIGITS, true);

/** A new list: a quarter on top of everything, to kopecks. */
export function newFields(entity: string, name: string): ListFields {
  return {
    name,
    entity,
    seller: '',
    groups: [],
    brands: [],
    from: '',
    below: '',
    isInStockOnly: false,
    hasStock: false,
    rules: [newRule()],
    exceptions: [],
    step: '0.01',
    ending: '0',
    way: 'nearest',
  };
}

export const newRule = (): RuleFields => ({ group: '', brand: '', from: '', below: '', markup: '25' });

export const newException = (): ExceptionFields => ({ article: '', kind: 'price', value: '' });

export function fieldsOf({ summary, recipe }: PriceListView, language: Language): ListFields {
  const price = (micro: number | null) => (micro === null ? '' : bare(micro, PRICE_DIGITS, language));
  const percent = (basisPoints: number) => bare(basisPoints, PERCENT_DIGITS, language);
  return {
    name: summary.name,
    entity: recipe.entity,
    seller: recipe.seller,
    groups: recipe.groups,
    brands: recipe.brands,
    from: price(recipe.from_micro),
    below: price(recipe.below_micro),
    isInStockOnly: recipe.in_stock_only,
    hasStock: recipe.shows_stock,
    rules: recipe.rules.map(rule => ({
      group: rule.group ?? '',
      brand: rule.brand ?? '',
      from: price(rule.from_micro),
      below: price(rule.below_micro),
      markup: percent(rule.markup_bp),
    })),
    exceptions: recipe.exceptions.map(({ article, says }) =>
      says.kind === 'price'
        ? { article, kind: 'price', value: price(says.price_micro) }
        : { article, kind: 'markup', value: percent(says.markup_bp) },
    ),
    step: price(recipe.rounding.step_micro),
    ending: price(recipe.rounding.ending_micro),
    way: recipe.rounding.direction,
  };
}

export function readFields(fields: ListFields): ReadFields {
  const faults = new Set<string>();
  const needed = (text: string, field: string, read: (text: string) => number | null): number => {
    const value = read(text);
    if (value === null) faults.add(field);
    return value ?? 0;
  };
  const optional = (text: string, field: string) => (text.trim() === '' ? null : needed(text, field, readPrice));
  const recipe: PriceListRecipe = {
    entity: fields.entity,
    seller: fields.seller.trim(),
    groups: [...fields.groups],
    brands: [...fields.brands],
    from_micro: optional(fields.from, 'from'),
    below_micro: optional(fields.below, 'below'),
    in_stock_only: fields.isInStockOnly,
    shows_stock: fields.hasStock,
    rules: fields.rules.map((rule, at) => ({
      group: rule.group === '' ? null : rule.group,
      brand: rule.brand.trim() === '' ? null : rule.brand.trim(),
      from_micro: optional(rule.from, `rules.${at}.from`),
      below_micro: optional(rule.below, `rules.${at}.below`),
      markup_bp: needed(rule.markup, `rules.${at}.markup`, readMarkup),
    })),
    exceptions: fields.exceptions.map(({ article, kind, value }, at) => {
      if (article.trim() === '') faults.add(`exceptions.${at}.article`);
      const field = `exceptions.${at}.value`;
      return {
        article: article.trim(),
        says:
          kind === 'price'
            ? { kind: 'price', price_micro: needed(value, field, readPrice) }
            : { kind: 'markup', markup_bp: needed(value, field, readMarkup) },
      };
    }),
    rounding: {
      step_micro: needed(fields.step, 'step', readPrice),
      ending_micro: needed(fields.ending === '' ? '0' : fields.ending, 'ending', readPrice),
      direction: fields.way,
    },
  };
  if (fields.name.trim() === '') faults.add('name');
  return faults.size === 0 ? { recipe, faults: null } : { recipe: null, faults };
}
