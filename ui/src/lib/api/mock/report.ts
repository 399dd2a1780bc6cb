// The report of purchases of the mocked program: added up from the orders and returns that are here.

import type { MonthView, OrderView, PurchaseReport, ReportQuery, ReportRowView, ReportTotal } from '$lib/bindings';
import { done, type Api } from '../api';
import type { MockProgram } from './program';

/** Goods that went back, of an article. */
export interface MockReturn {
  entity: string;
  item: string;
  article: string;
  name: string;
  unit: string;
  month: string;
  milli: number;
  minor: number;
}

const MONTH_LETTERS = 7;
const WHOLE_BP = 10_000;

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 'YYYY-MM-DD'.length);

export function report(program: MockProgram, query: ReportQuery): PurchaseReport {
  const rows = new Map<string, ReportRowView>();
  const totals = new Map<string, ReportTotal>();
  const left = { cancelled_orders: 0, dropped_lines: 0, returns_without_sum: 0 };
  const isWanted = (text: string) => text.toLowerCase().includes(query.goods.trim().toLowerCase());
  const isGoods = query.by === 'goods';

  function rowOf(key: string, currency: string, says: Partial<ReportRowView>): ReportRowView {
    const id = `${key}/${says.unit ?? ''}/${currency}`;
    const row = rows.get(id) ?? {
      key,
      article: '',
      name: '',
      unit: '',
      currency,
      orders: 0,
      quantity_milli: isGoods ? 0 : null,
      returned_milli: isGoods ? 0 : null,
      total_minor: 0,
      returned_minor: 0,
      net_minor: 0,
      share_bp: 0,
      ...says,
    };
    rows.set(id, row);
    return row;
  }
  function totalOf(currency: string): ReportTotal {
    const total = totals.get(currency) ?? { currency, total_minor: 0, returned_minor: 0, net_minor: 0, orders: 0 };
    totals.set(currency, total);
    return total;
  }

  for (const { summary, lines, history } of program.orders) {
    const day = dayOf(summary.at_ms);
    const person = history[0]?.who ?? '';
    if (summary.number === '' || summary.total_minor === null) continue;
    if (query.entity !== null && summary.entity !== query.entity) continue;
    if ((query.from !== null && day < query.from) || (query.to !== null && day > query.to)) continue;
    if (query.person !== null && person !== query.person) continue;
    const wanted = lines.filter(line => isWanted(`${line.article} ${line.name}`));
    if (wanted.length === 0) continue;
    if (summary.state === 'cancelled') {
      left.cancelled_orders += 1;
      continue;
    }
    const counted = new Set<ReportRowView>();
    for (const line of wanted) {
      if (line.quantity_milli === 0) {
        left.dropped_lines += 1;
        continue;
      }
      const row =
        query.by === 'month'
          ? rowOf(day.slice(0, MONTH_LETTERS), summary.currency, {})
          : query.by === 'person'
            ? rowOf(person, summary.currency, {})
            : query.by === 'entity'
              ? rowOf(summary.entity, summary.currency, { name: summary.entity_name })
              : rowOf(line.item, summary.currency, { article: line.article, name: line.name, unit: line.unit });
      row.total_minor += line.sum_minor ?? 0;
      if (row.quantity_milli !== null) row.quantity_milli += line.quantity_milli;
      counted.add(row);
      totalOf(summary.currency).total_minor += line.sum_minor ?? 0;
    }
    for (const row of counted) row.orders += 1;
    if (counted.size > 0) totalOf(summary.currency).orders += 1;
  }
  for (const back of program.returns) {
    if (query.entity !== null && back.entity !== query.entity) continue;
    if ((query.person !== null && query.person !== '') || !isWanted(`${back.article} ${back.name}`)) continue;
    const row =
      query.by === 'month'
        ? rowOf(back.month, 'RUB', {})
        : query.by === 'person'
          ? rowOf('', 'RUB', {})
          : query.by === 'entity'
            ? rowOf(back.entity, 'RUB', { name: program.entityName(back.entity) })
            : rowOf(back.item, 'RUB', { article: back.article, name: back.name, unit: back.unit });
    row.returned_minor += back.minor;
    if (row.returned_milli !== null) row.returned_milli += back.milli;
    totalOf('RUB').returned_minor += back.minor;
  }
  for (const total of totals.values()) total.net_minor = total.total_minor - total.returned_minor;
  for (const row of rows.values()) {
    row.net_minor = row.total_minor - row.returned_minor;
    const whole = totals.get(row.currency)?.net_minor ?? 0;
    row.share_bp = row.net_minor > 0 && whole > 0 ? Math.round((row.net_minor * WHOLE_BP) / whole) : 0;
  }
  const ordered = [...rows.values()].sort((a, b) =>
    query.by === 'month'
      ? a.key.localeCompare(b.key)
      : a.currency.localeCompare(b.currency) || b.net_minor - a.net_minor,
  );
  return { rows: ordered, totals: [...totals.values()], left_out: left };
}

/** Orders by months, the oldest first. */
export function monthsOf(orders: readonly OrderView[], entity: string | null): MonthView[] {
  const months = new Map<string, MonthView>();
  for (const { summary } of orders) {
    if (summary.number === '' || summary.total_minor === null) continue;
    if (entity !== null && summary.entity !== entity) continue;
    const month = dayOf(summary.at_ms).slice(0, MONTH_LETTERS);
    const known = months.get(month + summary.currency);
    months.set(month + summary.currency, {
      month,
      currency: summary.currency,
      total_minor: (known?.total_minor ?? 0) + summary.total_minor,
      orders: (known?.orders ?? 0) + 1,
    });
  }
  return [...months.values()].sort((one, other) => one.month.localeCompare(other.month));
}

export function reportCalls(program: MockProgram) {
  return {
    purchasesReport: async query => done(report(program, query)),
    purchasesExport: async (_, kind) => done({ path: `/home/user/Документы/Закупки.${kind ?? 'xlsx'}`, bytes: 4096 }),
  } satisfies Partial<Api>;
}
