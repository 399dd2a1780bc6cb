// A batch goes on after a paper that failed, says which did, and stops when it is told to.

import { describe, expect, it, vi } from 'vitest';
import type { PrintWishes } from '$lib/bindings';
import { done, failed } from '$lib/api/api';
import { BatchState, type BatchItem } from './batch.svelte';

const LAST: PrintWishes = { printer: 'Office', copies: 2, sides: 'long_edge', tray: '', paper: '' };

function item(of: string): BatchItem {
  return { title: of, paper: { form: 'invoice', of, group: null }, supplier: '' };
}

function api() {
  return {
    documentsPrintChoice: vi.fn(async () => done(LAST)),
    documentsPrint: vi.fn(async (paper: { of: string }, wishes: PrintWishes) =>
      paper.of === 'b'
        ? failed('printer', 'out of paper')
        : done({ printer: wishes.printer, job: 1, title: paper.of, doubts: [] }),
    ),
    documentsSave: vi.fn(async () => done({ path: '/p', bytes: 1, doubts: [] })),
    documentsSupplierSave: vi.fn(async () => done({ path: '/s', bytes: 1 })),
  };
}

describe('a batch', () => {
  it('prints each as its form was printed the last time and names what failed', async () => {
    const calls = api();
    const batch = new BatchState(calls);
    await batch.run('print', [item('a'), item('b'), item('c')]);
    expect(calls.documentsPrint.mock.calls.map(call => call[1])).toEqual([LAST, LAST, LAST]);
    expect([batch.done, batch.succeeded, batch.isRunning]).toEqual([3, 2, false]);
    expect(batch.failures.map(one => [one.title, one.error.code])).toEqual([['b', 'printer']]);
  });

  it('saves the supplier’s own files as they came, and cannot print them', async () => {
    const calls = api();
    const batch = new BatchState(calls);
    const own = { title: 'УПД', paper: null, supplier: 'd-1' };
    await batch.run('save', [own, item('a')]);
    expect(calls.documentsSupplierSave).toHaveBeenCalledWith('d-1', null);
    expect(batch.succeeded).toBe(2);
    await batch.run('print', [own]);
    expect([batch.succeeded, batch.failures.length]).toEqual([0, 1]);
  });

  it('leaves the rest when it is stopped', async () => {
    const calls = api();
    const batch = new BatchState(calls);
    calls.documentsPrint.mockImplementationOnce(async () => {
      batch.stop();
      return done({ printer: 'Office', job: 1, title: '', doubts: [] });
    });
    await batch.run('print', [item('a'), item('c')]);
    expect([batch.done, batch.succeeded, calls.documentsPrint.mock.calls.length]).toEqual([1, 1, 1]);
  });
});
