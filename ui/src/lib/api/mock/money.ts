// What is owed in the mocked program: documents of each legal entity, added up as the program does it.

import type {
  Age,
  AgeSumView,
  DueDayView,
  MoneyRowView,
  MoneyView,
  OwedDocumentView,
  OwedSums,
  WhatIfView,
} from '$lib/bindings';
import { done, failed } from '../api';
import type { MockDraft } from './desk';
import type { MockProgram } from './program';

/** A document with whose it is and under which contract. */
export interface MockOwed {
  entity: string;
  contract: string;
  document: OwedDocumentView;
}

/** What the supplier told. */
export class MockMoney {
  documents: MockOwed[] = [];
  /** Legal entities whose debts are added up from documents. */
  byPapers = new Set<string>();
}

const TODAY = '2026-03-15';
const AGES: readonly Age[] = [
  'advance',
  'undated',
  'not_due',
  'late1_to7',
  'late8_to30',
  'late31_to60',
  'late61',
  'late_undated',
];

function ageOf(owedMinor: number, dueDate: string, lateDays: number): Age | null {
  if (owedMinor === 0) return null;
  if (owedMinor < 0) return 'advance';
  if (dueDate === '') return 'undated';
  if (lateDays <= 0) return 'not_due';
  if (lateDays <= 7) return 'late1_to7';
  if (lateDays <= 30) return 'late8_to30';
  return lateDays <= 60 ? 'late31_to60' : 'late61';
}

/** An УПД of 1 February under a contract; `[sum, paid]` in minor units. */
export function owed(
  entity: string,
  contract: string,
  number: string,
  dueDate: string,
  [totalMinor, paidMinor]: readonly [number, number],
  currency = 'RUB',
): MockOwed {
  const owedMinor = totalMinor - paidMinor;
  const days = dueDate === '' ? 0 : Math.round((Date.parse(TODAY) - Date.parse(dueDate)) / 86_400_000);
  return {
    entity,
    contract,
    document: {
      id: `${entity}/${number}`,
      kind: 'upd',
      number,
      date: '2026-02-01',
      due_date: dueDate,
      currency,
      total_minor: totalMinor,
      paid_minor: paidMinor,
      owed_minor: owedMinor,
      late_days: owedMinor > 0 ? Math.max(days, 0) : 0,
      age: ageOf(owedMinor, dueDate, days),
    },
  };
}

function sumsOf(all: readonly MockOwed[]): OwedSums {
  const documents = all.map(one => one.document);
  const sum = (of: (one: OwedDocumentView) => number) => documents.reduce((before, one) => before + of(one), 0);
  const ages: AgeSumView[] = AGES.map(age => ({ age, owed_minor: sum(one => (one.age === age ? one.owed_minor : 0)) }));
  return {
    documents: documents.length,
    total_minor: sum(one => one.total_minor),
    paid_minor: sum(one => one.paid_minor),
    owed_minor: sum(one => one.owed_minor),
    overdue_minor: sum(one => (one.late_days > 0 ? one.owed_minor : 0)),
    late_days: Math.max(0, ...documents.map(one => one.late_days)),
    ages,
  };
}

function tree(program: MockProgram): MoneyView {
  const rows: MoneyRowView[] = [];
  const row = (level: MoneyRowView['level'], entity: string, contract: string, all: readonly MockOwed[]) =>
    rows.push({
      level,
      entity,
      name: entity === '' ? '' : program.entityName(entity),
      contract,
      currency: all[0]?.document.currency ?? '',
      source: level === 'group' ? null : program.owed.byPapers.has(entity) ? 'papers' : 'documents',
      as_of_ms: program.now() - 3_600_000,
      sums: sumsOf(all),
    });
  for (const currency of new Set(program.owed.documents.map(one => one.document.currency))) {
    const all = program.owed.documents.filter(one => one.document.currency === currency);
    row('group', '', '', all);
    for (const entity of new Set(all.map(one => one.entity))) {
      const own = all.filter(one => one.entity === entity);
      row('entity', entity, '', own);
      for (const contract of new Set(own.map(one => one.contract))) {
        row(
          'contract',
          entity,
          contract,
          own.filter(one => one.contract === contract),
        );
      }
    }
  }
  const papers = program.entities
    .filter(one => program.owed.byPapers.has(one.id))
    .map(one => ({ entity: one.id, name: one.name, as_of_ms: program.now() - 3_600_000, uncounted: 1 }));
  const told = new Set(program.owed.documents.map(one => one.entity));
  const untold = program.entities
    .filter(one => one.prices !== 'role' && !told.has(one.id))
    .map(one => ({ entity: one.id, name: one.name, as_of_ms: null }));
  return { today: TODAY, rows, settled: [], untold, papers };
}

/** The draft as an order of each legal entity that may order: the same sum, beyond the limit of its own. */
function whatIf(program: MockProgram, draft: MockDraft): WhatIfView[] {
  const total = program.summary(draft).total_minor ?? 0;
  const may = program.entities.filter(one => one.may_order);
  return may.map(one => {
    const isOwn = one.id === draft.entity;
    const limit = isOwn ? Math.floor(total / 2) : total * 2;
    const after = limit - total;
    return {
      entity: one.id,
      name: one.name,
      is_own: isOwn,
      total_minor: total,
      currency: 'RUB',
      left_out: isOwn ? 0 : 1,
      missing_minor: 0,
      credit: {
        limit_minor: limit,
        owed_minor: 0,
        overdue_minor: 0,
        free_minor: limit,
        after_minor: after,
        over_limit: 'refuse_order',
        as_of_ms: program.now() - 3_600_000,
      },
      verdict: after < 0 ? 'over_limit' : 'fits',
    };
  });
}

/** Days with something to pay. */
function days(program: MockProgram): DueDayView[] {
  const open = program.owed.documents.filter(one => one.document.due_date !== '' && one.document.owed_minor > 0);
  const keys = new Set(open.map(one => `${one.document.due_date}/${one.document.currency}`));
  return [...keys].sort().map(key => {
    const [date = '', currency = ''] = key.split('/');
    const own = open.filter(one => one.document.due_date === date && one.document.currency === currency);
    const owedMinor = own.reduce((sum, one) => sum + one.document.owed_minor, 0);
    return {
      date,
      currency,
      in_days: Math.round((Date.parse(date) - Date.parse(TODAY)) / 86_400_000),
      owed_minor: owedMinor,
      entities: own.map(one => ({
        entity: one.entity,
        name: program.entityName(one.entity),
        owed_minor: one.document.owed_minor,
      })),
    };
  });
}

export function moneyCalls(program: MockProgram) {
  return {
    moneyCalendar: async () => done(days(program)),
    moneyTree: async () => done(tree(program)),
    moneyDocuments: async (entity: string, contract: string, currency: string) => {
      const own = program.owed.documents.filter(one => one.entity === entity && one.contract === contract);
      return done(own.map(one => one.document).filter(one => one.currency === currency));
    },
    moneyWhatIf: async (id: string) => {
      const draft = program.draft(id);
      return draft ? done(whatIf(program, draft)) : failed('not_found', 'no such draft');
    },
  };
}

/** An ordinary afternoon: something overdue, something to come, an advance. */
export function someOwed(): MockOwed[] {
  return [
    owed('e1', '17/26', 'Р-1041', '2026-02-10', [18_450_000, 0]),
    owed('e1', '17/26', 'Р-1077', '2026-03-11', [6_230_050, 1_000_000]),
    owed('e1', '17/26', 'Р-1102', '2026-03-28', [12_999_990, 0]),
    owed('e1', 'В-4', 'П-15', '', [-1_500_000, 0]),
    owed('e2', '3-Д', 'РН-77', '2026-03-20', [4_400_000, 0], 'UAH'),
  ];
}
