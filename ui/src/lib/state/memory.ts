// What screens leave for the next start: columns, sort, place, the last legal entity and draft.
//
// Losing such a choice is no loss of work, so a failure to keep one is told once to `onFailure` and never stops a screen.

import type { Api, ApiError } from '$lib/api/api';

const QUIET_MS = 400;

export class Memory {
  #api: Pick<Api, 'settingsRecall' | 'settingsRemember'>;
  #onFailure: (error: ApiError) => void;
  #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(api: Pick<Api, 'settingsRecall' | 'settingsRemember'>, onFailure: (error: ApiError) => void = () => {}) {
    this.#api = api;
    this.#onFailure = onFailure;
  }

  /** What was left under `key`; null when there is nothing or it cannot be read as JSON. */
  async recall(key: string): Promise<unknown> {
    const result = await this.#api.settingsRecall(key);
    if (!result.ok || result.value === null) return null;
    try {
      return JSON.parse(result.value) as unknown;
    } catch {
      return null;
    }
  }

  /** Keeps `value` once the user has been quiet for a moment. */
  remember(key: string, value: unknown): void {
    clearTimeout(this.#waiting.get(key));
    const text = JSON.stringify(value);
    this.#waiting.set(
      key,
      setTimeout(() => void this.#keep(key, text), QUIET_MS),
    );
  }

  async #keep(key: string, text: string): Promise<void> {
    this.#waiting.delete(key);
    const result = await this.#api.settingsRemember(key, text);
    if (!result.ok) this.#onFailure(result.error);
  }
}

export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
