// How lines of drafts are divided by labels, wished days and warehouses: the line that is asked about, and the labels that
// were typed before.

import type { DraftLineView, DraftSummary, MarkRequest, PartView, PlaceView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type PartsApi = Pick<
  Api,
  | 'draftsMark'
  | 'draftsSetOnOrder'
  | 'draftsSetPart'
  | 'draftsSetParts'
  | 'draftsSetLabel'
  | 'draftsLabels'
  | 'draftsPlaces'
>;

/** A line, or a part of one, of which something is being said. */
export interface Asked {
  draft: string;
  line: DraftLineView;
  /** Which part, from 0; a line that is not divided is its only part. */
  at: number;
  part: PartView;
  places: readonly PlaceView[];
}

/** What is said of it; as much as `quantityMilli` of the part. */
export type Said = Required<Pick<MarkRequest, 'label' | 'date' | 'warehouse'>> & { quantityMilli: number };

/** The line as its only part. */
export function partOf(line: DraftLineView, at: number): PartView {
  const whole = {
    label: '',
    date: null,
    warehouse: null,
    warehouse_name: '',
    quantity_milli: line.quantity_milli,
    sum_minor: line.sum_minor,
  };
  return line.parts[at] ?? whole;
}

export class PartsState {
  asked = $state.raw<Asked | null>(null);
  /** The draft whose label is being typed. */
  labelled = $state.raw<DraftSummary | null>(null);
  labels = $state.raw<readonly string[]>([]);
  asking = new Action();
  saving = new Action();

  #api: PartsApi;

  constructor(api: PartsApi) {
    this.#api = api;
  }

  async ask(draft: DraftSummary, line: DraftLineView, at: number): Promise<void> {
    this.saving.dismiss();
    await this.#recall(draft.entity);
    const places = await this.asking.run(() => this.#api.draftsPlaces(draft.id, line.item));
    if (places) this.asked = { draft: draft.id, line, at, part: partOf(line, at), places: places.value };
  }

  async askLabel(draft: DraftSummary): Promise<void> {
    this.saving.dismiss();
    await this.#recall(draft.entity);
    this.labelled = draft;
  }

  /** Says it; gives back how to take it back, or null after a failure. */
  async say(said: Said): Promise<(() => Promise<boolean>) | null> {
    const asked = this.asked;
    if (!asked) return null;
    const { draft, line, at } = asked;
    const { label, date, warehouse, quantityMilli } = said;
    const request = { draft, item: line.item, part: at, quantity_milli: quantityMilli, label, date, warehouse };
    const saved = await this.saving.run(() => this.#api.draftsMark(request));
    if (!saved) return null;
    this.asked = null;
    return () => this.#divide(draft, line);
  }

  /** Sets how much a part is; gives back how to take it back, or null after a failure. */
  async setPart(draft: string, line: DraftLineView, at: number, quantityMilli: number) {
    const request = { draft, item: line.item, part: at, quantity_milli: quantityMilli };
    const saved = await this.saving.run(() => this.#api.draftsSetPart(request));
    return saved && (() => this.#divide(draft, line));
  }

  /** What is not there of a line is ordered all the same, or not. */
  async setOnOrder(draft: string, line: DraftLineView, isOnOrder: boolean): Promise<boolean> {
    const request = { draft, item: line.item, is_on_order: isOnOrder };
    return (await this.saving.run(() => this.#api.draftsSetOnOrder(request))) !== null;
  }

  async setLabel(label: string): Promise<boolean> {
    const draft = this.labelled;
    if (!draft) return false;
    const saved = await this.saving.run(() => this.#api.draftsSetLabel(draft.id, label));
    if (saved) this.labelled = null;
    return saved !== null;
  }

  /** The line as it was. */
  async #divide(draft: string, line: DraftLineView): Promise<boolean> {
    const request = { draft, item: line.item, quantity_milli: line.quantity_milli, parts: line.parts };
    return (await this.saving.run(() => this.#api.draftsSetParts(request))) !== null;
  }

  async #recall(entity: string): Promise<void> {
    const labels = await this.asking.run(() => this.#api.draftsLabels(entity));
    if (labels) this.labels = labels.value;
  }
}
