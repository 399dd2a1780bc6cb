// Labels of drafts and parts of lines of the mocked program.

import type { PartView, QuantitySet } from '$lib/bindings';
import { done, failed, type Api, type Result } from '../api';
import { CUTTING, type MockDraft, type MockLine } from './desk';
import type { MockProgram } from './program';

const noLine = () => failed('not_found', 'no such line');

function isLike(one: PartView, other: PartView): boolean {
  return one.label === other.label && one.date === other.date && one.warehouse === other.warehouse;
}

/** Alike parts as one, none for a line of which nothing is said. */
function tidied(parts: readonly PartView[]): PartView[] {
  const tidy: PartView[] = [];
  for (const part of parts.filter(one => one.quantity_milli > 0)) {
    const same = tidy.find(one => isLike(one, part));
    if (same) same.quantity_milli += part.quantity_milli;
    else tidy.push({ ...part });
  }
  const isPlain = tidy.every(part => part.label === '' && part.date === null && part.warehouse === null);
  return isPlain ? [] : tidy;
}

function whole(line: MockLine): PartView[] {
  const plain = { label: '', date: null, warehouse: null, warehouse_name: '', sum_minor: null };
  return line.parts?.length ? line.parts : [{ ...plain, quantity_milli: line.quantityMilli }];
}

export function partsCalls(program: MockProgram) {
  const labels = new Set<string>();
  const find = (id: string, item: string): { draft: MockDraft; line: MockLine } | null => {
    const draft = program.draft(id);
    const line = draft?.lines.find(one => one.item === item && !one.isInFlight);
    return draft && line ? { draft, line } : null;
  };
  const set = (draft: MockDraft, line: MockLine, parts: PartView[]): Result<QuantitySet> => {
    const total = parts.reduce((sum, part) => sum + part.quantity_milli, 0);
    if (total === 0) draft.lines = draft.lines.filter(one => one !== line);
    line.quantityMilli = total;
    line.parts = tidied(parts);
    program.changed({ drafts: true });
    return done({
      draft: program.summary(draft),
      line: program.lineView(draft, line.item),
      repriced: [],
      gifts: [],
      limits: program.limits,
    });
  };
  return {
    draftsSetLabel: async (id, label) => {
      const draft = program.draft(id);
      if (!draft) return failed('not_found', 'no such draft');
      draft.label = label;
      if (label !== '') labels.add(label);
      return done(program.summary(draft));
    },
    draftsLabels: async () => done([...labels]),
    draftsPlaces: async () =>
      done([{ warehouse: 'w1', name: 'Основной склад', stock_milli: 100_000, stock_level: null }]),
    draftsMark: async request => {
      const found = find(request.draft, request.item);
      const parts = found && whole(found.line);
      const part = parts?.[request.part];
      if (!found || !parts || !part) return noLine();
      const amount = request.quantity_milli ?? part.quantity_milli;
      const marked = {
        ...part,
        label: request.label ?? part.label,
        date: request.date === null ? part.date : request.date || null,
        warehouse: request.warehouse === null ? part.warehouse : request.warehouse || null,
        warehouse_name: request.warehouse ? 'Основной склад' : '',
        quantity_milli: amount,
      };
      if (marked.label !== '') labels.add(marked.label);
      const rest = { ...part, quantity_milli: part.quantity_milli - amount };
      return set(found.draft, found.line, [
        ...parts.slice(0, request.part),
        marked,
        rest,
        ...parts.slice(request.part + 1),
      ]);
    },
    draftsSetPart: async request => {
      const found = find(request.draft, request.item);
      if (!found) return noLine();
      const parts = whole(found.line);
      const changed = parts.map((part, at) =>
        at === request.part ? { ...part, quantity_milli: request.quantity_milli } : part,
      );
      return set(found.draft, found.line, changed);
    },
    draftsSetOnOrder: async request => {
      const found = find(request.draft, request.item);
      if (!found) return noLine();
      found.line.isOnOrder = request.is_on_order;
      return set(found.draft, found.line, whole(found.line));
    },
    draftsServices: async () => done([{ name: 'Резка', asks: 'lengths', terms: CUTTING }]),
    draftsSetServices: async request => {
      const found = find(request.draft, request.item);
      if (!found) return noLine();
      found.line.services = request.services;
      return set(found.draft, found.line, whole(found.line));
    },
    draftsSetParts: async request => {
      const found = find(request.draft, request.item);
      if (!found) return noLine();
      found.line.quantityMilli = request.quantity_milli;
      found.line.parts = [];
      return set(found.draft, found.line, request.parts.length > 0 ? request.parts : whole(found.line));
    },
  } satisfies Partial<Api>;
}
