// Own price lists of the mocked program: one markup over its goods, enough to show a screen.

import type { PriceListPreview, PriceListRecipe, PriceListView } from '$lib/bindings';
import { done, failed, type Api, type Result } from '../api';
import type { MockProgram } from './program';

const noList = () => failed('not_found', 'no such price list');
const HUNDRED_PERCENT = 10_000;

function previewOf(program: MockProgram, recipe: PriceListRecipe, rows: number): PriceListPreview {
  const chosen = program.goods.filter(good => recipe.groups.length === 0 || recipe.groups.includes(good.group));
  const [rule] = recipe.rules;
  const priced = rule ? chosen.filter(good => good.priceMicro !== null) : [];
  return {
    rows: priced.slice(0, rows).map(good => ({
      item: good.item,
      article: good.article,
      name: good.name,
      brand: '',
      group: good.group,
      unit: good.unit,
      price_micro: Math.round(((good.priceMicro ?? 0) * (HUNDRED_PERCENT + (rule?.markup_bp ?? 0))) / HUNDRED_PERCENT),
      purchase_micro: good.priceMicro,
      by_rule: 0,
    })),
    goods: priced.length,
    not_chosen: program.goods.length - chosen.length,
    left_out: rule
      ? []
      : [{ why: 'no_rule', goods: chosen.length, examples: chosen.slice(0, 5).map(one => one.article) }],
    by_rule: recipe.rules.map((_, at) => (at === 0 ? priced.length : 0)),
    by_exception: 0,
    idle_exceptions: recipe.exceptions.map(exception => exception.article),
    currency: 'RUB',
    includes_vat: true,
    true_at_ms: program.now(),
  };
}

export function priceListCalls(program: MockProgram) {
  let lists: PriceListView[] = [];
  const find = (id: string) => lists.find(one => one.summary.id === id);
  return {
    priceListsList: async inTrash =>
      done(lists.map(one => one.summary).filter(one => (one.deleted_at_ms !== null) === inTrash)),
    priceListsShow: async id => {
      const view = find(id);
      return view ? done(view) : noList();
    },
    priceListsSave: async ({ replaces, name, recipe }) => {
      const taken = lists.find(one => one.summary.name === name && one.summary.id !== replaces);
      if (taken) return failed('invalid', 'taken', { cause: 'price_list_name_taken', name });
      const view: PriceListView = {
        summary: {
          id: replaces ?? `price-list-${lists.length + 1}`,
          name,
          entity: recipe.entity,
          entity_name: '',
          may_make: true,
          file: find(replaces ?? '')?.summary.file ?? null,
          updated_at_ms: program.now(),
          deleted_at_ms: null,
        },
        recipe: structuredClone(recipe),
      };
      lists = [...lists.filter(one => one.summary.id !== view.summary.id), view];
      return done(view);
    },
    priceListsSetDeleted: async (id, isDeleted): Promise<Result<PriceListView>> => {
      const view = find(id);
      if (!view) return noList();
      const next = { ...view, summary: { ...view.summary, deleted_at_ms: isDeleted ? program.now() : null } };
      lists = lists.map(one => (one === view ? next : one));
      return done(next);
    },
    priceListsSetFile: async (id, path): Promise<Result<PriceListView>> => {
      const view = find(id);
      if (!view) return noList();
      const failure = path?.includes('open') ? failed('invalid', 'in use').error : null;
      const file = path === null ? null : { path, written_at_ms: failure ? null : program.now(), failure };
      const next = { ...view, summary: { ...view.summary, file } };
      lists = lists.map(one => (one === view ? next : one));
      return done(next);
    },
    priceListsPreview: async (recipe, rows) => done(previewOf(program, recipe, rows)),
    priceListsWrite: async ({ list, kind }) => {
      const view = find(list);
      if (!view) return noList();
      const { goods, not_chosen, left_out } = previewOf(program, view.recipe, 0);
      const path = `/home/dealer/Documents/${view.summary.name}.${kind ?? 'xlsx'}`;
      return done({ path, bytes: 1, goods, not_chosen, left_out, missing: [], doubts: [] });
    },
    priceListsOffer: async ({ list, customer }) => {
      if (!find(list)) return noList();
      const path = `/home/dealer/Documents/${customer}.pdf`;
      return done({ path, bytes: 1, lines: 2, total_minor: 100, currency: 'RUB', left_out: [], doubts: [] });
    },
    priceListsBrands: async () => done([{ name: 'Метизник', goods: program.goods.length }]),
  } satisfies Partial<Api>;
}
