// A paper at a printer is asked for until it has an end, also after the printer was silent, and can be taken back.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done, failed, type Result } from '$lib/api/api';
import type { PrintJobDoing } from '$lib/bindings';
import { PrintJobState } from './printJob.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function state(...answers: Result<PrintJobDoing>[]) {
  const documentsPrintJob = vi.fn(async () => answers.shift() ?? done('done' as const));
  const documentsPrintCancel = vi.fn(async () => done(null));
  return {
    job: new PrintJobState({ documentsPrintJob, documentsPrintCancel }),
    documentsPrintJob,
    documentsPrintCancel,
  };
}

describe('a paper at a printer', () => {
  it('is asked for until it is on paper, and not once more', async () => {
    const { job, documentsPrintJob } = state(done('waiting'), done('printing'), done('done'));
    job.watch('Office', 7);
    await vi.advanceTimersByTimeAsync(0);
    expect([job.doing, job.isFinal]).toEqual(['waiting', false]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([job.doing, job.isFinal]).toEqual(['done', true]);
    expect(documentsPrintJob.mock.calls).toEqual([
      ['Office', 7],
      ['Office', 7],
      ['Office', 7],
    ]);
  });

  it('is told when its printer is silent, and asked for again', async () => {
    const { job } = state(done('printing'), failed('printer', 'gone'), done('done'));
    job.watch('Office', 7);
    await vi.advanceTimersByTimeAsync(2000);
    expect([job.silence?.code, job.doing]).toEqual(['printer', 'printing']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([job.silence, job.doing]).toEqual([null, 'done']);
  });

  it('is taken back, and its end is told at once', async () => {
    const { job, documentsPrintCancel } = state(done('waiting'), done('cancelled'));
    job.watch('Office', 7);
    await vi.advanceTimersByTimeAsync(0);
    await job.cancel();
    expect(documentsPrintCancel).toHaveBeenCalledWith('Office', 7);
    expect([job.doing, job.isFinal]).toEqual(['cancelled', true]);
  });

  it('is forgotten by the page when it is left: a late answer changes nothing', async () => {
    const { job, documentsPrintJob } = state(done('waiting'));
    job.watch('Office', 7);
    job.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([job.doing, documentsPrintJob.mock.calls.length]).toEqual([null, 1]);
  });

  it('is not asked for twice over after it was taken back, and a late answer does not undo its end', async () => {
    const { job, documentsPrintJob } = state(done('waiting'));
    job.watch('Office', 7);
    await vi.advanceTimersByTimeAsync(0);
    let late = (_: Result<PrintJobDoing>) => {};
    documentsPrintJob.mockImplementationOnce(() => new Promise(resolve => (late = resolve)));
    await vi.advanceTimersByTimeAsync(2000);
    documentsPrintJob.mockImplementation(async () => done('printing' as const));
    await job.cancel();
    const before = documentsPrintJob.mock.calls.length;
    late(done('waiting'));
    await vi.advanceTimersByTimeAsync(0);
    expect(job.doing).toBe('printing');
    await vi.advanceTimersByTimeAsync(3100);
    expect(documentsPrintJob.mock.calls.length - before).toBe(2);
  });

  it('is asked for less and less often while somebody must let it go', async () => {
    const { job, documentsPrintJob } = state();
    documentsPrintJob.mockImplementation(async () => done('held' as const));
    job.watch('Office', 7);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(documentsPrintJob.mock.calls.length).toBeLessThan(70);
    documentsPrintJob.mockImplementation(async () => done('done' as const));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(job.doing).toBe('done');
  });

  it('is not asked for while nobody looks, and at once when somebody does', async () => {
    const { job, documentsPrintJob } = state(done('printing'));
    job.watch('Office', 7);
    job.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(documentsPrintJob.mock.calls.length).toBe(1);
    job.pause();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(documentsPrintJob.mock.calls.length).toBe(1);
    job.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(job.doing).toBe('done');
  });
});
