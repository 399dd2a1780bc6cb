// What the exchange with the supplier is doing, asked often while it works and seldom while it rests.

import type { QueuedView, SavedQueue, SyncReport, SyncStatus } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

const BUSY_MS = 400;
const IDLE_MS = 5000;

type SyncApi = Pick<Api, 'syncNow' | 'syncStop' | 'syncStatus' | 'syncQueue' | 'syncQueueSave'>;

export class SyncState {
  status = $state.raw<SyncStatus | null>(null);
  queue = $state.raw<readonly QueuedView[]>([]);
  report = $state.raw<SyncReport | null>(null);
  saved = $state.raw<SavedQueue | null>(null);
  running = new Action();
  stopping = new Action();
  asking = new Action();
  queueing = new Action();
  saving = new Action();
  #api: SyncApi;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWatched = false;

  constructor(api: SyncApi) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    const status = await this.asking.run(() => this.#api.syncStatus());
    if (status) this.status = status.value;
  }

  /** What waits to be sent, for the page that shows it. */
  async refreshQueue(): Promise<void> {
    const queue = await this.queueing.run(() => this.#api.syncQueue());
    if (queue) this.queue = queue.value;
  }

  /** Saves what waits as a file for a supplier who cannot be reached. */
  async saveQueue(): Promise<void> {
    const saved = await this.saving.run(() => this.#api.syncQueueSave(null));
    if (saved) this.saved = saved.value;
    await this.refreshQueue();
  }

  /** Syncs now. A sync that runs already is what was asked for, so `busy` is no failure; nor is being offline. */
  async now(): Promise<void> {
    const watching = this.refresh();
    const report = await this.running.run(() => this.#api.syncNow());
    await watching;
    if (report) {
      this.report = report.value;
      this.status = report.value.status;
      return;
    }
    const code = this.running.failure?.code;
    if (code === 'busy' || code === 'offline') this.running.dismiss();
    await this.refresh();
  }

  /** Ends the sync that runs, whoever began it. */
  async stop(): Promise<void> {
    await this.stopping.run(() => this.#api.syncStop());
    await this.refresh();
  }

  /** Keeps `status` fresh; gives back how to stop. */
  watch(): () => void {
    this.#isWatched = true;
    void this.#ask();
    return () => {
      this.#isWatched = false;
      clearTimeout(this.#timer);
    };
  }

  async #ask(): Promise<void> {
    await this.refresh();
    if (!this.#isWatched) return;
    const isResting = this.status === null || this.status.phase === 'idle';
    this.#timer = setTimeout(() => void this.#ask(), isResting && !this.running.isRunning ? IDLE_MS : BUSY_MS);
  }
}
