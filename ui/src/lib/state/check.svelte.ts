// The check of a draft before it is sent, the user's decisions on changed lines, and what became of the order.
//
// Nothing here computes money: totals come with the check. Lines are counted, so that the buttons say what they send.

import type { ChangedLineView, CheckView, Decision, ErrorCode, LineDecision, PlaceOutcome } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

/** Nothing of it can be ordered now: it is not sold, or has no price for this entity. */
function cannotBeBought(line: ChangedLineView): boolean {
  return line.is_gone || line.is_unpriced;
}

/** A line that only got cheaper passes by itself. */
export function mustDecide(line: ChangedLineView): boolean {
  return line.is_dearer || line.is_short || cannotBeBought(line);
}

/** What may be decided about a line: one that cannot be bought can only be removed or kept. */
export function canTake(line: ChangedLineView): boolean {
  return !cannotBeBought(line) && line.available_milli !== null && line.available_milli > 0;
}

/** A smaller quantity can be named also where the supplier does not tell how much there is. */
export function canReduce(line: ChangedLineView): boolean {
  return canTake(line) || (!cannotBeBought(line) && line.available_milli === null);
}

/** The most that a line can be reduced to: what is there, or where that is not told, less than was asked. */
export function mostOf(line: ChangedLineView): number {
  return line.available_milli ?? line.asked_milli - 1;
}

/** Whether a line with this decision goes to the supplier. */
function isSent(line: ChangedLineView, decision: Decision | undefined): boolean {
  if (decision === undefined) return !mustDecide(line);
  return decision === 'accept' || typeof decision === 'object';
}

/** Failures that time may heal: the order can wait for it in the queue. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set(['offline', 'proxy', 'not_a_gateway', 'failing'] as const);

export class CheckState {
  check = $state.raw<CheckView | null>(null);
  decisions = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  outcome = $state.raw<PlaceOutcome | null>(null);
  /** The check could not be made because the supplier does not answer now. */
  isOffline = $state(false);
  /** The supplier's answer to a placing was another change. */
  hasChangedAgain = $state(false);
  checking = new Action();
  placing = new Action();

  changed = $derived(this.check?.changed ?? []);
  linesUnchanged = $derived((this.check?.lines_total ?? 0) - this.changed.length);
  linesToSend = $derived(
    this.linesUnchanged + this.changed.filter(line => isSent(line, this.decisions.get(line.item))).length,
  );

  #api: Pick<Api, 'ordersCheck' | 'ordersPlace' | 'ordersPendingCheck'>;
  #draft = '';

  constructor(api: Pick<Api, 'ordersCheck' | 'ordersPlace' | 'ordersPendingCheck'>) {
    this.#api = api;
  }

  /** Asks the supplier about a draft, or takes the change that a waiting order met. */
  async begin(draft: string, command: string | null): Promise<void> {
    this.#draft = draft;
    this.check = null;
    this.outcome = null;
    this.isOffline = false;
    this.hasChangedAgain = false;
    this.decisions = new Map();
    const check = await this.checking.run(() =>
      command === null ? this.#api.ordersCheck(draft) : this.#api.ordersPendingCheck(command),
    );
    if (this.#draft !== draft) return;
    if (check) {
      this.#draft = check.value.draft;
      this.check = check.value;
      return;
    }
    if (this.checking.failure && NO_ANSWER.has(this.checking.failure.code)) {
      this.isOffline = true;
      this.checking.dismiss();
    }
  }

  /** Asks anew after the user changed the draft's delivery; decisions on lines that are as they were stay. */
  async again(): Promise<void> {
    const before = this.check;
    const decisions = this.decisions;
    await this.begin(this.#draft, null);
    const same = this.changed.filter(line => {
      const old = before?.changed.find(one => one.item === line.item);
      return old !== undefined && JSON.stringify(old) === JSON.stringify(line);
    });
    this.decisions = new Map([...decisions].filter(([item]) => same.some(line => line.item === item)));
  }

  decide(item: string, decision: Decision | null): void {
    const next = new Map(this.decisions);
    if (decision === null) next.delete(item);
    else next.set(item, decision);
    this.decisions = next;
  }

  /** Sends the unchanged lines and those that were decided so. */
  async send(): Promise<void> {
    const decisions = [...this.decisions].map(([item, decision]) => ({ item, decision }));
    await this.#place(this.check, decisions);
  }

  /** Sends only the lines that nothing happened to; the others stay in the draft. */
  async sendUnchanged(): Promise<void> {
    const decisions = this.changed.map(line => ({ item: line.item, decision: 'keep' as const }));
    await this.#place(this.check, decisions);
  }

  /** Without a connection: on the terms that the user sees, and no worse. */
  async queue(): Promise<void> {
    await this.#place(null, []);
  }

  async #place(check: CheckView | null, decisions: LineDecision[]): Promise<void> {
    if (this.placing.isRunning) return;
    const outcome = await this.placing.run(() => this.#api.ordersPlace({ draft: this.#draft, check, decisions }));
    if (!outcome) return;
    this.isOffline = false;
    if (outcome.value.outcome === 'changed') {
      this.check = outcome.value.check;
      this.decisions = new Map();
      this.hasChangedAgain = true;
      return;
    }
    this.outcome = outcome.value;
  }
}
