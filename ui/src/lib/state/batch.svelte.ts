// Several papers at once: printed as papers of their form were the last time, or saved as PDF; what failed is listed with why.

import type { PaperForm, PaperRequest, PrintWishes } from '$lib/bindings';
import { failed, type Api, type ApiError, type Result } from '$lib/api/api';

type BatchApi = Pick<Api, 'documentsPrint' | 'documentsPrintChoice' | 'documentsSave' | 'documentsSupplierSave'>;

/** One thing of a batch. */
export interface BatchItem {
  /** As the list calls it. */
  title: string;
  /** The paper; `null` for the supplier's own file, which is saved as it came. */
  paper: PaperRequest | null;
  /** Id of the supplier's own document; empty for a paper. */
  supplier: string;
}

export interface BatchFailure {
  title: string;
  error: ApiError;
}

export class BatchState {
  total = $state(0);
  done = $state(0);
  isRunning = $state(false);
  kind = $state<'print' | 'save'>('print');
  failures = $state.raw<BatchFailure[]>([]);
  /** How many went well, once it is over; `null` before the first batch and after it was dismissed. */
  succeeded = $state<number | null>(null);
  isStopped = $state(false);
  /** What was taken off the queue by stopping. */
  left = $derived(this.total - this.done);

  #api: BatchApi;

  constructor(api: BatchApi) {
    this.#api = api;
  }

  /** `wishes`: how papers of a form go to a printer; those of other forms go as they were printed the last time. */
  async run(
    kind: 'print' | 'save',
    items: readonly BatchItem[],
    wishes: ReadonlyMap<PaperForm, PrintWishes> = new Map(),
  ): Promise<void> {
    if (this.isRunning || items.length === 0) return;
    this.kind = kind;
    this.total = items.length;
    this.done = 0;
    this.failures = [];
    this.succeeded = null;
    this.isStopped = false;
    this.isRunning = true;
    for (const item of items) {
      if (this.isStopped) break;
      const result = await settled(() => (kind === 'print' ? this.#print(item, wishes) : this.#save(item)));
      if (!result.ok) this.failures = [...this.failures, { title: item.title, error: result.error }];
      this.done += 1;
    }
    this.isRunning = false;
    this.succeeded = this.done - this.failures.length;
  }

  /** What is being printed is finished; the rest is left. */
  stop(): void {
    this.isStopped = true;
  }

  dismiss(): void {
    this.succeeded = null;
    this.failures = [];
  }

  async #print(item: BatchItem, chosen: ReadonlyMap<PaperForm, PrintWishes>): Promise<Result<unknown>> {
    const { paper } = item;
    if (paper === null) return failed('invalid', 'a file of the supplier is opened and printed from its viewer');
    const wished = chosen.get(paper.form);
    if (wished) return this.#api.documentsPrint(paper, wished);
    const wishes = await this.#api.documentsPrintChoice(paper.form);
    return wishes.ok ? this.#api.documentsPrint(paper, wishes.value) : wishes;
  }

  async #save(item: BatchItem): Promise<Result<unknown>> {
    return item.paper === null
      ? this.#api.documentsSupplierSave(item.supplier, null)
      : this.#api.documentsSave(item.paper, null);
  }
}

/** A bug in one paper must be told as its failure, and not end the others. */
async function settled(work: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await work();
  } catch (cause) {
    return failed('internal', cause instanceof Error ? cause.message : String(cause));
  }
}
