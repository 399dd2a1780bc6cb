// One thing that the user started: whether it runs, whether it lasts long enough to say so, and why it failed.

import { failed, type ApiError, type Result } from '$lib/api/api';

/** After this long a running action shows that it runs. */
const SLOW_AFTER_MS = 300;

export class Action {
  isRunning = $state(false);
  isSlow = $state(false);
  failure = $state.raw<ApiError | null>(null);
  #runs = 0;

  /** Runs `work`; gives its value, or null after a failure, which stays in `failure` until the next run. */
  async run<T>(work: () => Promise<Result<T>>): Promise<{ value: T } | null> {
    this.#runs += 1;
    this.isRunning = true;
    const timer = setTimeout(() => {
      this.isSlow = this.#runs > 0;
    }, SLOW_AFTER_MS);
    const result = await settle(work);
    clearTimeout(timer);
    this.#runs -= 1;
    this.isRunning = this.#runs > 0;
    if (this.#runs === 0) this.isSlow = false;
    this.failure = result.ok ? null : result.error;
    return result.ok ? { value: result.value } : null;
  }

  dismiss(): void {
    this.failure = null;
  }
}

/** A bug in `work` must be shown like any other failure, not vanish as an unhandled rejection. */
async function settle<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (cause) {
    return failed('internal', cause instanceof Error ? cause.message : String(cause));
  }
}
