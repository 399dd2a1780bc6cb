// What the report of purchases is narrowed to by its rows, and what it forgets with the legal entity.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done } from '$lib/api/api';
import type { PurchaseReport, ReportQuery, ReportRowView } from '$lib/bindings';
import { ReportState } from './report.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NONE: PurchaseReport = {
  rows: [],
  totals: [],
  left_out: { cancelled_orders: 0, dropped_lines: 0, returns_without_sum: 0 },
};

function row(key: string, name = ''): ReportRowView {
  const sums = { total_minor: 1, returned_minor: 0, net_minor: 1, share_bp: 1 };
  return {
    ...sums,
    key,
    name,
    article: '',
    unit: '',
    currency: 'RUB',
    orders: 1,
    quantity_milli: null,
    returned_milli: null,
  };
}

async function opened() {
  const purchasesReport = vi.fn(async (_: ReportQuery) => done(NONE));
  const report = new ReportState({ purchasesReport, purchasesExport: vi.fn() });
  await report.follow('e1');
  report.open();
  await vi.advanceTimersByTimeAsync(0);
  return { report, purchasesReport, asked: () => purchasesReport.mock.calls.at(-1)?.[0] };
}

describe('the report of purchases', () => {
  it.each([
    ['', '', '2026-02-01', '2026-02-28'],
    ['2026-02-10', '', '2026-02-10', '2026-02-28'],
    ['2026-01-10', '2026-02-20', '2026-02-01', '2026-02-20'],
    ['2026-02-10', '2026-12-31', '2026-02-10', '2026-02-28'],
  ])('from %s to %s is narrowed to what of a month was in it', async (from, to, first, last) => {
    const { report, asked } = await opened();
    report.from = from;
    report.to = to;
    await report.narrow(row('2026-02'));
    expect(asked()).toMatchObject({ by: 'goods', from: first, to: last });
  });

  it('is narrowed to orders of nobody, which is not everybody', async () => {
    const { report, asked } = await opened();
    expect(asked()?.person).toBeNull();
    await report.addUpBy('person');
    await report.narrow(row(''));
    expect([report.person, asked()?.person]).toEqual(['', '']);
    await report.widen('person');
    expect(asked()?.person).toBeNull();
  });

  it('forgets the sums of a legal entity with it, and keeps them while it stays', async () => {
    const { report, purchasesReport } = await opened();
    await report.addUpBy('entity');
    await report.narrow(row('e2', 'ООО Василёк'));
    await report.follow('e1');
    expect([report.view, report.only?.id]).toEqual([NONE, 'e2']);
    let answer = (_: unknown) => {};
    purchasesReport.mockImplementationOnce(() => new Promise(resolve => (answer = () => resolve(done(NONE)))));
    const following = report.follow('e3');
    expect([report.view, report.only]).toEqual([null, null]);
    answer(null);
    await following;
    expect(report.view).toEqual(NONE);
  });

  it('is asked for once when the typing rests', async () => {
    const { report, purchasesReport, asked } = await opened();
    const before = purchasesReport.mock.calls.length;
    for (const goods of ['б', 'бо', 'болт']) {
      report.goods = goods;
      report.refreshSoon();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(purchasesReport.mock.calls.length).toBe(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect([purchasesReport.mock.calls.length, asked()?.goods]).toEqual([before + 1, 'болт']);
  });
});
