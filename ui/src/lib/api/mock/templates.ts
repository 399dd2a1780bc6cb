// Templates of the mocked program, and drafts compared and split.

import type { CompareRow, ComparedLine, CompareView, LineSource, TemplateView } from '$lib/bindings';
import { done, failed, type Api, type Result } from '../api';
import type { MockProgram } from './program';

const noTemplate = () => failed('not_found', 'no such template');

/** Only the user's. */
const OWN = { entity: '', entity_name: '', author: '', is_own: true, newer_by: '' };

interface Side {
  kind: string;
  name: string;
  lines: readonly { item: string; article: string; name: string; unit: string; figures: ComparedLine }[];
}

function sideOf(program: MockProgram, source: LineSource): Side | null {
  const order = program.orders.find(one => one.summary.id === source.id);
  const draft = program.draft(source.id);
  const lines =
    order?.lines ?? draft?.lines.map(line => program.lineView(draft, line.item)).filter(line => line !== null);
  if (!lines) return null;
  return {
    kind: source.kind,
    name: order?.summary.number ?? draft?.name ?? '',
    lines: lines.map(({ item, article, name, unit, quantity_milli, price_micro, sum_minor }) => ({
      item,
      article,
      name,
      unit,
      figures: { quantity_milli, price_micro, currency: price_micro === null ? '' : 'RUB', sum_minor },
    })),
  };
}

export function templateCalls(program: MockProgram) {
  const change = (id: string, work: (view: TemplateView) => void): Result<TemplateView> => {
    const at = program.templates.findIndex(one => one.summary.id === id);
    const view = program.templates[at];
    if (!view) return noTemplate();
    const copy = structuredClone(view);
    work(copy);
    copy.summary.lines = copy.lines.length;
    program.templates[at] = copy;
    return done(copy);
  };
  return {
    templatesList: async inTrash =>
      done(program.templates.map(one => one.summary).filter(one => (one.deleted_at_ms !== null) === inTrash)),
    templatesShow: async id => {
      const view = program.templates.find(one => one.summary.id === id);
      return view ? done(view) : noTemplate();
    },
    templatesOffered: async () => done(program.offers),
    templatesSaveOrder: async (id, name) => {
      const order = program.orders.find(one => one.summary.id === id);
      const offer = program.offers.find(one => one.order === id);
      if (!offer) return failed('not_found', 'no such order');
      program.offers = program.offers.filter(one => one !== offer);
      const lines = (order?.lines ?? []).map(({ item, article, name: goods, unit, quantity_milli }) => ({
        item,
        article,
        name: goods,
        unit,
        quantity_milli,
        parts: [],
      }));
      const view: TemplateView = {
        summary: {
          id: `template-${program.templates.length + 1}`,
          name,
          lines: lines.length,
          updated_at_ms: program.now(),
          deleted_at_ms: null,
          ...OWN,
        },
        lines,
      };
      program.templates.push(view);
      return done(view);
    },
    templatesDecline: async id => {
      program.offers = program.offers.filter(one => one.order !== id);
      return done(null);
    },
    templatesSave: async ({ draft: id, name, replaces }) => {
      const draft = program.draft(id);
      if (!draft) return failed('not_found', 'no such draft');
      const view: TemplateView = {
        summary: {
          id: replaces ?? `template-${program.templates.length + 1}`,
          name: name.trim(),
          lines: draft.lines.length,
          updated_at_ms: program.now(),
          deleted_at_ms: null,
          ...OWN,
        },
        lines: draft.lines.map(line => {
          const good = program.byId.get(line.item);
          return {
            item: line.item,
            article: good?.article ?? '',
            name: good?.name ?? '',
            unit: good?.unit ?? '',
            quantity_milli: line.quantityMilli,
            parts: line.parts ?? [],
          };
        }),
      };
      program.templates = [...program.templates.filter(one => one.summary.id !== view.summary.id), view];
      return done(view);
    },
    templatesShare: async (id, entity) => {
      const shared = change(id, view => {
        view.summary.entity = entity ?? '';
        view.summary.entity_name = entity === null ? '' : program.entityName(entity);
      });
      return shared.ok ? done({ template: shared.value, sent: { outcome: 'done' } }) : shared;
    },
    templatesTake: async id => {
      const view = program.templates.find(one => one.summary.id === id);
      if (!view) return noTemplate();
      const taken = structuredClone(view);
      taken.summary = { ...taken.summary, ...OWN, id: `template-${program.templates.length + 1}` };
      program.templates.push(taken);
      return done(taken);
    },
    templatesRename: async (id, name) => change(id, view => (view.summary.name = name.trim())),
    templatesSetLine: async ({ template, item, quantity_milli }) =>
      change(template, view => {
        const lines = view.lines.map(line => (line.item === item ? { ...line, quantity_milli } : line));
        view.lines = lines.filter(line => line.quantity_milli > 0);
      }),
    templatesSetDeleted: async (id, isDeleted) =>
      change(id, view => (view.summary.deleted_at_ms = isDeleted ? program.now() : null)),
    draftsCompare: async (left, right): Promise<Result<CompareView>> => {
      const [a, b] = [sideOf(program, left), sideOf(program, right)];
      if (!a || !b) return failed('not_found', 'no such draft');
      const others = new Map(b.lines.map(line => [line.item, line]));
      const rows: CompareRow[] = [];
      let same = 0;
      for (const { figures, ...goods } of a.lines) {
        const other = others.get(goods.item)?.figures ?? null;
        others.delete(goods.item);
        const isOtherQuantity = other !== null && other.quantity_milli !== figures.quantity_milli;
        const isOtherPrice = other !== null && other.price_micro !== figures.price_micro;
        if (other !== null && !isOtherQuantity && !isOtherPrice) same += 1;
        else {
          const differs = { is_other_quantity: isOtherQuantity, is_other_price: isOtherPrice, service: null };
          rows.push({ ...goods, left: figures, right: other, ...differs });
        }
      }
      for (const { figures, ...goods } of others.values()) {
        rows.push({
          ...goods,
          left: null,
          right: figures,
          is_other_quantity: false,
          is_other_price: false,
          service: null,
        });
      }
      const side = ({ kind, name, lines }: Side, id: string) => ({
        kind,
        id,
        name,
        entity_name: '',
        lines: lines.length,
        total_minor: lines.reduce((sum, line) => sum + (line.figures.sum_minor ?? 0), 0),
        currency: 'RUB',
      });
      return done({ left: side(a, left.id), right: side(b, right.id), rows, same });
    },
    draftsDivide: async (id, by) => {
      const draft = program.draft(id);
      if (!draft) return failed('not_found', 'no such draft');
      const goes = draft.lines.filter(line => line.parts?.some(part => part[by] !== null && part[by] !== ''));
      const first = goes[0]?.parts?.[0]?.[by];
      if (!first) return failed('invalid', 'nothing to split by');
      const made = program.newDraft(draft.entity, `${draft.name} — ${first}`);
      made.lines = goes;
      draft.lines = draft.lines.filter(line => !goes.includes(line));
      program.changed({ drafts: true });
      return done({ kept: program.summary(draft), made: [program.summary(made)] });
    },
    draftsSetApart: async ({ draft: id, items, address, entity }) => {
      const draft = program.draft(id);
      if (!draft) return failed('not_found', 'no such draft');
      const made = program.newDraft(entity ?? draft.entity, `${draft.name} — ${address ?? entity}`);
      made.lines = draft.lines.filter(line => items.includes(line.item));
      draft.lines = draft.lines.filter(line => !items.includes(line.item));
      program.changed({ drafts: true });
      return done({ kept: program.summary(draft), made: program.summary(made), left: [], repriced: [] });
    },
  } satisfies Partial<Api>;
}
