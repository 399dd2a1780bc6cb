// What becomes of a paper that a printer took: asked for until it is on paper, given up or cancelled.

import type { PrintJobDoing } from '$lib/bindings';
import type { Api, ApiError } from '$lib/api/api';
import { Action } from './action.svelte';

type PrintJobApi = Pick<Api, 'documentsPrintJob' | 'documentsPrintCancel'>;

const ASK_AFTER_MS = 1500;
/** A printer that does not answer may come back: it is asked on, less often. */
const ASK_SILENT_AFTER_MS = 8000;

const FINAL: ReadonlySet<PrintJobDoing> = new Set<PrintJobDoing>([
  'cancelled',
  'given_up',
  'done',
  'forgotten',
  'untold',
]);

export class PrintJobState {
  /** Null while no job is watched, and until the first answer. */
  doing = $state<PrintJobDoing | null>(null);
  /** Why the printer could not be asked the last time. */
  silence = $state.raw<ApiError | null>(null);
  isFinal = $derived(this.doing !== null && FINAL.has(this.doing));
  cancelling = new Action();

  #api: PrintJobApi;
  #job: { printer: string; number: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: PrintJobApi) {
    this.#api = api;
  }

  watch(printer: string, number: number): void {
    this.leave();
    this.#job = { printer, number };
    void this.#ask();
  }

  /** Looks no more; what is at the printer stays there. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#job = null;
    this.doing = null;
    this.silence = null;
    this.cancelling.dismiss();
  }

  async cancel(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    const cancelled = await this.cancelling.run(() => this.#api.documentsPrintCancel(job.printer, job.number));
    if (!cancelled || this.#job !== job) return;
    clearTimeout(this.#timer);
    await this.#ask();
  }

  async #ask(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    const asked = await this.#api.documentsPrintJob(job.printer, job.number);
    if (this.#job !== job) return;
    this.silence = asked.ok ? null : asked.error;
    if (asked.ok) this.doing = asked.value;
    if (this.isFinal) return;
    this.#timer = setTimeout(() => void this.#ask(), asked.ok ? ASK_AFTER_MS : ASK_SILENT_AFTER_MS);
  }
}
