// Acts of reconciliation in the mocked program: one that is made, and books that differ from it.

import type { ActRequest, ActView, DifferenceSideView, ReconcileRequest, ReconciliationView } from '$lib/bindings';
import { done, failed } from '../api';
import type { MockProgram } from './program';

/** What was asked for. */
export class MockSettlement {
  acts: ActView[] = [];
  /** What the next comparison finds. */
  view: ReconciliationView | null = null;
  /** Asks are queued. */
  isOffline = false;
}

/** An act of the first quarter of 2026. */
export function madeAct(entity: string, name: string, part: Partial<ActView> = {}): ActView {
  return {
    id: `act-${entity}`,
    entity,
    entity_name: name,
    contract: '',
    from: '2025-10-01',
    to: '2025-12-31',
    asked_by: 'Анна Смирнова',
    asked_at_ms: 1_772_000_000_000,
    answered_at_ms: 1_772_000_100_000,
    state: 'made',
    trouble: '',
    numbers: [],
    note: '',
    document: '',
    acts: [
      {
        paper: `act-${entity}/RUB`,
        currency: 'RUB',
        opening_minor: 59_990,
        opening_by: 'documents',
        opening_day: '2025-09-10',
        debit_minor: 158_001,
        credit_minor: 50_007,
        entries: 4,
        closing_minor: 167_984,
      },
    ],
    why: null,
    ...part,
  };
}

function side(date: string, number: string, what: string, row: number | null, owedMinor: number): DifferenceSideView {
  return { date, number, what, row, owed_minor: owedMinor };
}

/** Books in which a shipment is missing on each side, one has another sum and a payment another day. */
export function someDifferences(): ReconciliationView {
  return {
    act: 'act-e1',
    entity: 'e1',
    entity_name: 'ООО «Ромашка»',
    from: '2025-10-01',
    to: '2025-12-31',
    currency: 'RUB',
    ours: { opening_minor: 59_990, more_minor: 151_000, less_minor: 50_007, closing_minor: 160_983 },
    theirs: { opening_minor: 59_990, more_minor: 158_001, less_minor: 50_007, closing_minor: 167_984 },
    act_as_of_ms: 1_772_000_100_000,
    difference_minor: 7_001,
    differences: [
      {
        kind: 'date_differs',
        ours: side('2025-10-15', '0000-000003', 'Списание с расчетного счета', 6, -50_007),
        theirs: side('2025-10-16', '118', 'payment', null, -50_007),
        difference_minor: 0,
      },
      {
        kind: 'sum_differs',
        ours: side('2025-10-20', 'УТ-8', 'Поступление', 7, 30_000),
        theirs: side('2025-10-20', 'УТ-000008', 'upd', null, 33_000),
        difference_minor: 3_000,
      },
      {
        kind: 'missing_theirs',
        ours: side('2025-11-01', 'УТ-9', 'Поступление', 8, 1_000),
        theirs: null,
        difference_minor: -1_000,
      },
      {
        kind: 'missing_ours',
        ours: null,
        theirs: side('2025-11-10', 'УТ-000011', 'upd', null, 5_001),
        difference_minor: 5_001,
      },
    ],
    same: 1,
    same_by_sum: 0,
    outside: 0,
    unread: [],
    hidden_rows: 1,
    other_sheets: ['Февраль'],
    doubts: [],
  };
}

export function settlementCalls(program: MockProgram) {
  const compare = async (request: ReconcileRequest) => {
    const known = program.settlement.acts.some(
      act => act.entity === request.act.entity && act.from === request.act.from,
    );
    return known
      ? done(program.settlement.view)
      : failed('not_found', 'no such act', { cause: 'no_such_act' as const });
  };
  return {
    moneyReminders: async () => done([]),
    moneyActs: async () => done(program.settlement.acts),
    moneyActContracts: async () => done(['17/26', 'Д-5']),
    moneyAct: async () => done([]),
    moneyAskAct: async (request: ActRequest) => {
      if (request.from > request.to) return failed('invalid', 'period', { cause: 'period_unusable' as const });
      const { isOffline } = program.settlement;
      const act = madeAct(request.entity, program.entityName(request.entity), {
        ...request,
        ...(isOffline ? { id: '', state: 'waiting' as const, acts: [], answered_at_ms: null } : {}),
      });
      const others = program.settlement.acts.filter(
        one => one.entity !== request.entity || one.from !== request.from || one.to !== request.to,
      );
      program.settlement.acts = [act, ...others];
      return done(isOffline ? { outcome: 'queued' as const } : { outcome: 'done' as const });
    },
    moneyReconcilePick: compare,
    moneyReconcileDrop: compare,
    moneyReconcileSave: async () => done({ path: '/home/anna/Расхождения.xlsx', bytes: 6_000 }),
  };
}
