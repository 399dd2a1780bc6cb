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
});
