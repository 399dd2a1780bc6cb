// What becomes of a paper that a printer took: asked for until it is on paper, given up or cancelled.

import type { PrintJobDoing } from '$lib/bindings';
import type { Api, ApiError } from '$lib/api/api';
import { Action } from './action.svelte';

type PrintJobApi = Pick<Api, 'documentsPrintJob' | 'documentsPrintCancel'>;

const ASK_AFTER_MS = 1500;
/** A printer that does not answer may come back: it is asked on, less often. */
const ASK_SILENT_AFTER_MS = 8000;
/** A job that somebody must let go may lie for hours: each further question waits twice as long, up to this. */
const ASK_AT_LEAST_EACH_MS = 60_000;

const WAITS_FOR_SOMEBODY: ReadonlySet<PrintJobDoing> = new Set<PrintJobDoing>(['held', 'stopped']);

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
  /** Of several questions on their way only the answer to the last counts. */
  #asked = 0;
  #isPaused = false;
  #patienceMs = ASK_SILENT_AFTER_MS;

  constructor(api: PrintJobApi) {
    this.#api = api;
  }

  watch(printer: string, number: number): void {
    this.leave();
    this.#job = { printer, number };
    this.#isPaused = false;
    this.#patienceMs = ASK_SILENT_AFTER_MS;
    void this.#ask();
  }

  /** Looks no more; what is at the printer stays there. */
  leave(): void {
    this.#hush();
    this.#job = null;
    this.doing = null;
    this.silence = null;
    this.cancelling.dismiss();
  }

  /** Nobody looks at it now. */
  pause(): void {
    this.#isPaused = true;
    this.#hush();
  }

  /** Somebody looks again. */
  resume(): void {
    if (this.#isPaused && this.#job !== null && !this.isFinal) void this.#ask();
    this.#isPaused = false;
  }

  async cancel(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    const cancelled = await this.cancelling.run(() => this.#api.documentsPrintCancel(job.printer, job.number));
    if (!cancelled || this.#job !== job) return;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    this.#hush();
    const question = this.#asked;
    const answer = await this.#api.documentsPrintJob(job.printer, job.number);
    if (this.#job !== job || question !== this.#asked) return;
    this.silence = answer.ok ? null : answer.error;
    if (answer.ok) this.doing = answer.value;
    if (this.isFinal) return;
    this.#timer = setTimeout(() => void this.#ask(), this.#waitMs(!answer.ok || WAITS_FOR_SOMEBODY.has(answer.value)));
  }

  #hush(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #waitMs(isIdle: boolean): number {
    const waitMs = this.#patienceMs;
    this.#patienceMs = isIdle ? Math.min(waitMs * 2, ASK_AT_LEAST_EACH_MS) : ASK_SILENT_AFTER_MS;
    return isIdle ? waitMs : ASK_AFTER_MS;
  }
}
