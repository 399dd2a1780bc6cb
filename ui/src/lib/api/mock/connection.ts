// The way to the mocked supplier, step by step.

import type { ConnectionReport, ConnectionStep } from '$lib/bindings';

const STEPS = ['address', 'proxy', 'name', 'connect', 'certificate', 'answer', 'clock', 'protocol', 'device'] as const;

/** Clear, or ending at a server that is not there. */
export function connectionReport(isOffline: boolean, at_ms: number): ConnectionReport {
  const steps = STEPS.map((step, place): ConnectionStep => {
    const state = !isOffline || place < 3 ? 'good' : place === 3 ? 'failed' : 'skipped';
    const cause = state === 'failed' ? 'refused' : null;
    const number = '192.0.2.7:443';
    const found = step === 'connect' ? ({ found: 'connected', number } as const) : null;
    return { step, state, cause, detail: found ? number : '', found, why: '', advice: '' };
  });
  return { at_ms, is_good: !isOffline, steps };
}
