// What a draft's delivery is chosen from, the draft whose delivery is asked about, and comments on lines.
//
// Branches may be many thousands: only the windows that are looked at are asked for and kept.

import { SvelteMap } from 'svelte/reactivity';
import type { BranchView, DeliveryOptions, DeliveryRequest, DeliveryView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type DeliveryApi = Pick<
  Api,
  'draftsShow' | 'deliveryOptions' | 'deliveryBranches' | 'draftsSetDelivery' | 'draftsSetLineComment'
>;

const WINDOW_ROWS = 100;

/** A draft whose delivery is being chosen. */
export interface Asked {
  draft: string;
  chosen: DeliveryView;
  options: DeliveryOptions;
}

/** A line whose comment is being written. */
export interface Commented {
  draft: string;
  item: string;
  article: string;
  name: string;
  comment: string;
}

export class DeliveryState {
  /** The draft that is asked about; null while no question stands. */
  asked = $state.raw<Asked | null>(null);
  commented = $state.raw<Commented | null>(null);
  /** Branches that the typed text finds. */
  total = $state(0);
  asking = new Action();
  finding = new Action();
  saving = new Action();

  #windows = new SvelteMap<number, BranchView[]>();
  #wanted = { carrier: '', text: '' };
  #generation = 0;
  #api: DeliveryApi;

  constructor(api: DeliveryApi) {
    this.#api = api;
  }

  /** Opens the question for a draft. */
  async ask(draft: string): Promise<void> {
    this.saving.dismiss();
    const view = await this.asking.run(() => this.#api.draftsShow(draft));
    if (!view) return;
    const options = await this.asking.run(() => this.#api.deliveryOptions(view.value.summary.entity));
    if (options) this.asked = { draft, chosen: view.value.delivery, options: options.value };
  }

  /** Looks for branches of a carrier; answers to older questions are dropped. */
  async find(carrier: string, text: string): Promise<void> {
    this.#wanted = { carrier, text };
    this.#generation += 1;
    const generation = this.#generation;
    const page = await this.finding.run(() => this.#api.deliveryBranches(carrier, text, 0, WINDOW_ROWS));
    if (!page || generation !== this.#generation) return;
    this.#windows.clear();
    this.#windows.set(0, page.value.rows);
    this.total = page.value.total;
  }

  /** The branch at `index`; undefined while it is on its way. */
  branch(index: number): BranchView | undefined {
    return this.#windows.get(Math.trunc(index / WINDOW_ROWS))?.[index % WINDOW_ROWS];
  }

  /** The rows from `first` to `last` are on screen. */
  look(first: number, last: number): void {
    const lastWindow = Math.trunc(Math.min(last + 20, this.total - 1) / WINDOW_ROWS);
    for (let window = Math.trunc(Math.max(0, first - 20) / WINDOW_ROWS); window <= lastWindow; window += 1) {
      if (!this.#windows.has(window)) void this.#bring(window);
    }
  }

  async #bring(window: number): Promise<void> {
    const { carrier, text } = this.#wanted;
    const generation = this.#generation;
    const page = await this.finding.run(() =>
      this.#api.deliveryBranches(carrier, text, window * WINDOW_ROWS, WINDOW_ROWS),
    );
    if (page && generation === this.#generation) this.#windows.set(window, page.value.rows);
  }

  /** Keeps the choice; gives whether it is on the disk. */
  async save(request: DeliveryRequest): Promise<boolean> {
    const saved = await this.saving.run(() => this.#api.draftsSetDelivery(request));
    if (saved) this.asked = null;
    return saved !== null;
  }

  /** Leaves open what cannot be: the day alone where only the day is wrong, else the way with all its places. */
  async leaveOpen(draft: string, delivery: DeliveryView): Promise<boolean> {
    const isOfDay = (problem: string) => problem.startsWith('date_');
    const isDayWrong = delivery.problems.some(one => isOfDay(one.problem));
    const isPlaceWrong = delivery.problems.some(one => !isOfDay(one.problem));
    return this.save({
      draft,
      way: isPlaceWrong ? null : (delivery.way?.id ?? null),
      carrier: isPlaceWrong ? null : (delivery.carrier?.id ?? null),
      branch: isPlaceWrong ? null : (delivery.branch?.id ?? null),
      address: isPlaceWrong ? null : (delivery.address?.id ?? null),
      date: isDayWrong ? null : delivery.date,
      own_number: delivery.own_number,
      ship_together: delivery.ship_together,
    });
  }

  commentOn(line: Commented): void {
    this.saving.dismiss();
    this.commented = line;
  }

  async saveComment(comment: string): Promise<boolean> {
    const line = this.commented;
    if (!line) return false;
    const saved = await this.saving.run(() => this.#api.draftsSetLineComment(line.draft, line.item, comment));
    if (saved) this.commented = null;
    return saved !== null;
  }
}
