// The check of a draft before it is sent, the user's decisions on changed lines, and what became of the order.
//
// Nothing here computes money: totals come with the check, and what the decisions come to is asked anew with each of them. Lines
// are counted, so that the buttons say what they send.

import type {
  ChangedLineView,
  CheckView,
  Decision,
  ErrorCode,
  LineDecision,
  PlaceOutcome,
  RepeatedOrder,
  RulesView,
  WeighedCheck,
} from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { asRecord, type Memory } from './memory';

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

/** What is missing of a line can be waited for: it is sold, and its quantity is one that can be ordered. */
export function canWait(line: ChangedLineView): boolean {
  return line.is_short && !cannotBeBought(line) && line.misfit === null;
}

/** What is taken in place of a line; null for another decision. */
export function analogueOf(decision: Decision | undefined): string | null {
  return typeof decision === 'object' ? (decision.analogue?.item ?? null) : null;
}

/** What is missing of a line can come from other warehouses than those from which it is wished. */
export function canMove(line: ChangedLineView): boolean {
  return line.moved_milli !== null && !cannotBeBought(line);
}

/** The one other warehouse that gives what is missing, null for all of them; undefined for another decision. */
export function movedTo(decision: Decision | undefined): string | null | undefined {
  return typeof decision === 'object' ? decision.other_warehouse?.warehouse : undefined;
}

/** The smaller quantity that was named; null for another decision. */
export function reducedTo(decision: Decision | undefined): number | null {
  return typeof decision === 'object' ? (decision.reduce?.quantity_milli ?? null) : null;
}

/** The word for a decision, as the rows and the keys have it. */
export function codeOf(
  decision: Decision | undefined,
): 'accept' | 'reduce' | 'remove' | 'keep' | 'analogue' | 'backorder' | 'onOrder' | 'otherWarehouse' | 'later' | '' {
  if (decision === undefined) return '';
  if (decision === 'on_order') return 'onOrder';
  if (typeof decision !== 'object') return decision;
  if (decision.other_warehouse) return 'otherWarehouse';
  if (decision.later) return 'later';
  return decision.analogue ? 'analogue' : 'reduce';
}

/** Whether a line with this decision goes to the supplier. */
function isSent(line: ChangedLineView, decision: Decision | undefined): boolean {
  if (decision === undefined) return !mustDecide(line);
  if (decision === 'backorder') return (line.available_milli ?? 0) > 0;
  return decision === 'accept' || decision === 'on_order' || typeof decision === 'object';
}

const NO_RULES: RulesView = {
  rise_bp: null,
  least_bp: null,
  takes_other_warehouse: false,
  takes_analogue: false,
  sends_rest: false,
};

/** Where the rules of the last time are left. */
const RULES = 'check.rules';

/** Failures that time may heal: the order can wait for it in the queue. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set(['offline', 'proxy', 'not_a_gateway', 'failing'] as const);

type CheckApi = Pick<
  Api,
  | 'draftsSetQuantity'
  | 'ordersCheck'
  | 'ordersDecide'
  | 'ordersRepeated'
  | 'ordersPlace'
  | 'ordersPendingCheck'
  | 'ordersWeigh'
>;

export class CheckState {
  check = $state.raw<CheckView | null>(null);
  decisions = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  outcome = $state.raw<PlaceOutcome | null>(null);
  /** The check could not be made because the supplier does not answer now. */
  isOffline = $state(false);
  /** The supplier's answer to a placing was another change. */
  hasChangedAgain = $state(false);
  /** What is taken of changed lines when the rules are applied, or by itself once there is a connection. */
  rules = $state.raw<RulesView>(NO_RULES);
  /** How many lines the rules decided the last time; null before. */
  ruled = $state<number | null>(null);
  /** What the decisions come to now; null until it is known. */
  weighed = $state.raw<WeighedCheck | null>(null);
  checking = new Action();
  placing = new Action();
  deciding = new Action();
  weighing = new Action();
  /** Orders of the last days with goods of the draft, until the user has seen them. */
  repeated = $state.raw<RepeatedOrder[]>([]);
  guarding = new Action();

  changed = $derived(this.check?.changed ?? []);
  linesUnchanged = $derived((this.check?.lines_total ?? 0) - this.changed.length);
  linesToSend = $derived(
    this.linesUnchanged + this.changed.filter(line => isSent(line, this.decisions.get(line.item))).length,
  );

  /** Lines of which something is set to wait. */
  linesWaiting = $derived(this.changed.filter(line => this.decisions.get(line.item) === 'backorder').length);
  hasRules = $derived(
    this.rules.rise_bp !== null ||
      this.rules.least_bp !== null ||
      this.rules.takes_other_warehouse ||
      this.rules.takes_analogue,
  );

  #api: CheckApi;
  #memory: Memory | null;
  #onSent: (draft: string) => void;
  #draft = '';
  #weighings = 0;
  #isLeft = false;

  /** `onSent` is told the draft of which lines were sent, or wait to be. */
  constructor(api: CheckApi, memory: Memory | null = null, onSent: (draft: string) => void = () => undefined) {
    this.#api = api;
    this.#memory = memory;
    this.#onSent = onSent;
  }

  /** The rules of the last time. */
  async load(): Promise<void> {
    const left = asRecord(await this.#memory?.recall(RULES));
    const percent = (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 10_000 ? value : null);
    this.rules = {
      rise_bp: percent(left['rise_bp']),
      least_bp: percent(left['least_bp']),
      takes_other_warehouse: left['takes_other_warehouse'] === true,
      takes_analogue: left['takes_analogue'] === true,
      sends_rest: left['sends_rest'] === true,
    };
  }

  /** The user looks at a paper of it and comes back. */
  leaveForPaper(): void {
    this.#isLeft = true;
  }

  /** Whether he comes back to this very check, with the decisions that he made. */
  comesBack(draft: string, command: string | null): boolean {
    const isSame = this.#isLeft && this.check !== null && this.outcome === null;
    this.#isLeft = false;
    return isSame && this.check?.command === command && (command !== null || this.check.draft === draft);
  }

  setRules(rules: RulesView): void {
    this.rules = rules;
    this.#memory?.remember(RULES, rules);
  }

  /** Decides every line that the rules cover; what is decided already stays as it is. */
  async applyRules(): Promise<void> {
    const { check, rules } = this;
    if (check === null || !this.hasRules) return;
    const decided = await this.deciding.run(() => this.#api.ordersDecide(check, rules));
    if (!decided || this.check !== check) return;
    const next = new Map(this.decisions);
    for (const { item, decision } of decided.value) if (!next.has(item)) next.set(item, decision);
    this.ruled = decided.value.length;
    this.decisions = next;
    await this.#weigh();
  }

  /** Looks whether somebody has ordered goods of the draft already. An order that waits has passed this once. */
  async guard(draft: string): Promise<void> {
    this.repeated = [];
    const found = await this.guarding.run(() => this.#api.ordersRepeated(draft, null));
    if (found && this.#draft === draft) this.repeated = found.value;
  }

  /** The user orders all the same. */
  goOn(): void {
    this.repeated = [];
  }

  /** Takes what is ordered already out of the draft; gives back the quantities that it had, to be put back. */
  async removeRepeated(): Promise<ReadonlyMap<string, number> | null> {
    const draft = this.#draft;
    const lines = new Map(this.repeated.flatMap(order => order.lines.map(line => [line.item, line.asked_milli])));
    for (const item of lines.keys()) {
      const request = { draft, item, quantity_milli: 0 };
      if (!(await this.guarding.run(() => this.#api.draftsSetQuantity(request)))) return null;
    }
    // The answer was about lines that are gone: it is asked for anew.
    this.check = null;
    this.repeated = [];
    return lines;
  }

  /** Puts such lines back. */
  async putBack(draft: string, lines: ReadonlyMap<string, number>): Promise<void> {
    for (const [item, quantityMilli] of lines) {
      const request = { draft, item, quantity_milli: quantityMilli };
      if (!(await this.guarding.run(() => this.#api.draftsSetQuantity(request)))) return;
    }
  }

  /** Asks the supplier about a draft, or takes the change that a waiting order met. */
  async begin(draft: string, command: string | null): Promise<void> {
    this.#draft = draft;
    this.check = null;
    this.outcome = null;
    this.isOffline = false;
    this.hasChangedAgain = false;
    this.decisions = new Map();
    this.weighed = null;
    this.ruled = null;
    const check = await this.checking.run(() =>
      command === null ? this.#api.ordersCheck(draft) : this.#api.ordersPendingCheck(command),
    );
    if (this.#draft !== draft) return;
    if (check) {
      this.#draft = check.value.draft;
      this.check = check.value;
      await this.#weigh();
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
    await this.#weigh();
  }

  decide(item: string, decision: Decision | null): void {
    const next = new Map(this.decisions);
    if (decision === null) next.delete(item);
    else next.set(item, decision);
    this.decisions = next;
    void this.#weigh();
  }

  /** Only the newest answer counts: decisions are made faster than they are weighed. */
  async #weigh(): Promise<void> {
    const check = this.check;
    if (check === null) return;
    this.#weighings += 1;
    const turn = this.#weighings;
    const weighed = await this.weighing.run(() => this.#api.ordersWeigh(check, this.#listed()));
    if (turn === this.#weighings) this.weighed = weighed?.value ?? null;
  }

  #listed(): LineDecision[] {
    return [...this.decisions].map(([item, decision]) => ({ item, decision }));
  }

  /** Sends the unchanged lines and those that were decided so. */
  async send(): Promise<void> {
    await this.#place(this.check, this.#listed());
  }

  /** Sends only the lines that nothing happened to; the others stay in the draft. */
  async sendUnchanged(): Promise<void> {
    const decisions = this.changed.map(line => ({ item: line.item, decision: 'keep' as const }));
    await this.#place(this.check, decisions);
  }

  /** Without a connection: on the terms that the user sees, and no worse than the rules allow. */
  async queue(): Promise<void> {
    await this.#place(null, [], this.hasRules || this.rules.sends_rest ? this.rules : null);
  }

  async #place(check: CheckView | null, decisions: LineDecision[], rules: RulesView | null = null): Promise<void> {
    if (this.placing.isRunning) return;
    const outcome = await this.placing.run(() =>
      this.#api.ordersPlace({ draft: this.#draft, check, decisions, rules }),
    );
    if (!outcome) return;
    this.isOffline = false;
    if (outcome.value.outcome === 'changed') {
      this.check = outcome.value.check;
      this.decisions = new Map();
      this.ruled = null;
      this.hasChangedAgain = true;
      await this.#weigh();
      return;
    }
    this.outcome = outcome.value;
    if (outcome.value.outcome !== 'rejected') this.#onSent(this.#draft);
  }
}
