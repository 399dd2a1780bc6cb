// The drafts of the chosen legal entity, the one that quantities go to, and every change of them.
//
// A typed quantity is saved at once; saves go one after another, so the last one typed is the one that stays.

import { SvelteMap } from 'svelte/reactivity';
import type {
  AddReport,
  ColumnDoubt,
  CopyReport,
  DraftSummary,
  DraftView,
  LineSource,
  QuantitySet,
  RemovedLineView,
  ScanView,
} from '$lib/bindings';
import type { Api, Result } from '$lib/api/api';
import { reasonText } from '$lib/i18n/reason';
import { t } from '$lib/i18n/text.svelte';
import { Action } from './action.svelte';
import { asString, type Memory } from './memory';

type DraftsApi = Pick<
  Api,
  | 'draftsList'
  | 'draftsCreate'
  | 'draftsShow'
  | 'draftsDescribe'
  | 'draftsSetQuantity'
  | 'draftsSetTyped'
  | 'draftsScan'
  | 'draftsSplit'
  | 'draftsSetPrepaid'
  | 'draftsAddLines'
  | 'draftsCopyLines'
  | 'draftsPick'
  | 'draftsDrop'
  | 'draftsSettleColumns'
  | 'draftsTakeBack'
  | 'draftsReopenList'
  | 'draftsNoteListRow'
  | 'draftsForgetList'
  | 'draftsSetDeleted'
  | 'draftsRemoved'
  | 'draftsBringBack'
>;

export class DraftsState {
  list = $state.raw<DraftSummary[]>([]);
  trash = $state.raw<DraftSummary[]>([]);
  currentId = $state('');
  view = $state.raw<DraftView | null>(null);
  /** What became of the last pasted list, until it is closed. */
  report = $state.raw<AddReport | null>(null);
  /** What became of copied lines, until it is closed or another draft is opened. */
  copied = $state.raw<CopyReport | null>(null);
  /** Lines that were taken out of the draft `removedOf`, while they are looked at. */
  removed = $state.raw<RemovedLineView[]>([]);
  removedOf = $state('');
  /** Quantities typed and not yet come back with the rows of a table, in thousandths. */
  typed = new SvelteMap<string, number>();
  /** The name of the open draft is being typed. */
  isRenaming = $state(false);
  /** The draft put into the trash last, for undo. */
  lastTrashed = $state.raw<DraftSummary | null>(null);
  listing = new Action();
  saving = new Action();
  scanning = new Action();
  changing = new Action();
  showing = new Action();
  pasting = new Action();
  /** The open report tells what was added a moment ago, and nothing else. */
  mayTakeBack = $state(false);
  /** What is added comes out of a file, and not out of the clipboard. */
  isFromFile = $state(false);
  copying = new Action();
  current = $derived(this.list.find(draft => draft.id === this.currentId) ?? null);

  #api: DraftsApi;
  #memory: Memory;
  #nameOfNew: (number: number) => string;
  #entity = '';
  #isForAll = false;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(api: DraftsApi, memory: Memory, nameOfNew: (number: number) => string) {
    this.#api = api;
    this.#memory = memory;
    this.#nameOfNew = nameOfNew;
  }

  /** Turns to the drafts of `entity`; its last draft becomes the current one. */
  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    this.typed.clear();
    this.view = null;
    this.report = null;
    this.copied = null;
    await this.refresh();
    const last = asString(await this.#memory.recall(`draft.${entity}`));
    if (this.#entity !== entity) return;
    const own = this.list.filter(draft => draft.entity === entity);
    // What waits for goods is no draft to type into, unless the user went to it himself.
    const usual = own.find(draft => draft.kind === 'order');
    this.currentId = own.find(draft => draft.id === last)?.id ?? usual?.id ?? '';
  }

  async refresh(): Promise<void> {
    const entity = this.#entity;
    if (entity === '') return;
    const before = this.current;
    const drafts = await this.listing.run(() => this.#api.draftsList(this.#isForAll ? null : entity, false));
    if (!drafts || this.#entity !== entity) return;
    const wasEmpty = this.list.length === 0;
    this.list = drafts.value;
    // The first draft of all, made beside this window (by a notification): quantities go to it.
    const first = this.list.find(draft => draft.entity === entity && draft.kind === 'order');
    if (wasEmpty && this.currentId === '' && first) this.use(first.id);
    // A draft that was there and is gone (sent, or put into the trash elsewhere) takes no more quantities; one that was
    // made meanwhile is not in this list yet, and stays.
    if (before && before.id === this.currentId && !this.current) this.currentId = '';
  }

  async refreshTrash(): Promise<void> {
    const entity = this.#entity;
    const drafts = await this.listing.run(() => this.#api.draftsList(this.#isForAll ? null : entity, true));
    if (drafts) this.trash = drafts.value;
  }

  async showAllEntities(isForAll: boolean): Promise<void> {
    this.#isForAll = isForAll;
    await this.refresh();
  }

  /** Makes a draft the one that quantities go to. */
  use(id: string): void {
    if (this.currentId === id) return;
    this.currentId = id;
    this.typed.clear();
    this.#memory.remember(`draft.${this.#entity}`, id);
  }

  async create(name = this.#newName()): Promise<DraftSummary | null> {
    const draft = await this.changing.run(() => this.#api.draftsCreate(this.#entity, name));
    if (!draft) return null;
    this.#put(draft.value);
    this.use(draft.value.id);
    return draft.value;
  }

  /** Saves a quantity in the current draft; makes a draft first where there is none. */
  setQuantity(item: string, quantityMilli: number): Promise<boolean> {
    this.typed.set(item, quantityMilli);
    return this.#inTurn(() => this.#save(item, quantityMilli, null));
  }

  /** Gives a line of that draft its quantity back, whichever draft is the current one by now. */
  takeBack(draft: string, item: string, quantityMilli: number): Promise<boolean> {
    if (draft === this.currentId) this.typed.set(item, quantityMilli);
    return this.#inTurn(() => this.#save(item, quantityMilli, draft));
  }

  async #save(item: string, quantityMilli: number, into: string | null): Promise<boolean> {
    const saved = await this.saving.run(async () => {
      const draft: Result<string> = into === null ? await this.#currentOrNew() : { ok: true, value: into };
      if (!draft.ok) return draft;
      const request = { draft: draft.value, item, quantity_milli: quantityMilli };
      return this.#api.draftsSetQuantity(request);
    });
    if (!saved) {
      // The draft is as it was: show that, not what was typed.
      if (this.typed.get(item) === quantityMilli) this.typed.delete(item);
      return false;
    }
    this.#put(saved.value.draft);
    this.#putLine(saved.value, item);
    return true;
  }

  /** Saves a quantity as it was typed, in any unit of the goods; gives back what is wrong with it, or null. */
  setTyped(item: string, text: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const saved = await this.saving.run(async () => {
        const draft = await this.#currentOrNew();
        return draft.ok ? this.#api.draftsSetTyped({ draft: draft.value, item, text }) : draft;
      });
      if (saved) {
        this.typed.set(item, saved.value.line?.quantity_milli ?? 0);
        this.#put(saved.value.draft);
        this.#putLine(saved.value, item);
        return null;
      }
      const failure = this.saving.failure;
      const words = failure?.reason ? reasonText(failure.reason) : '';
      // What is wrong with the text is told beside it; a failure of anything else stands above the table too.
      if (words !== '' && failure?.code === 'invalid') this.saving.dismiss();
      return words === '' ? t('catalogue.badQuantity') : words;
    });
  }

  /** Adds one of what was scanned to the current draft, or sets how much of it there is; null after a failure. */
  scan(code: string, quantityMilli: number | null): Promise<ScanView | null> {
    return this.#inTurn(async () => {
      const scanned = await this.scanning.run(async () => {
        const draft = await this.#currentOrNew();
        return draft.ok ? this.#api.draftsScan({ draft: draft.value, code, quantity_milli: quantityMilli }) : draft;
      });
      if (scanned?.value.outcome === 'put') {
        const { set, item, now_milli: now } = scanned.value;
        this.typed.set(item, now);
        this.#put(set.draft);
        this.#putLine(set, item);
      }
      return scanned?.value ?? null;
    });
  }

  /** Adds pasted lines to the current draft, or to a new one; the report says what became of each. */
  async addLines(text: string): Promise<AddReport | null> {
    this.isFromFile = false;
    this.report = null;
    const report = await this.pasting.run(async () => {
      const draft = await this.#currentOrNew();
      return draft.ok ? this.#api.draftsAddLines(draft.value, text) : draft;
    });
    return report && this.#reported(report.value);
  }

  /** Adds the list that the user chooses, or has dropped on the window, to a draft; null when there is none. */
  async addFile(draft: string, from: 'dialog' | 'drop'): Promise<AddReport | null> {
    this.isFromFile = true;
    this.report = null;
    const report = await this.pasting.run(() =>
      from === 'dialog' ? this.#api.draftsPick(draft) : this.#api.draftsDrop(draft),
    );
    return report?.value ? this.#reported(report.value) : null;
  }

  /** Takes what a list has added off its draft again; gives how many lines are on their way and stay, or null. */
  async takeListBack(draft: string): Promise<number | null> {
    const added = this.report?.matched.map(({ item, quantity_milli }) => ({ item, quantity_milli })) ?? [];
    const back = await this.pasting.run(() => this.#api.draftsTakeBack(draft, added));
    if (!back) return null;
    this.report = null;
    this.#put(back.value.draft);
    this.typed.clear();
    await this.forgetList(draft);
    return back.value.left;
  }

  /** The user says which column of a table holds what was asked: its lines leave the pile of what is in doubt. */
  async settleColumn(draft: string, doubt: ColumnDoubt, column: number): Promise<boolean> {
    const before = this.report;
    const settled = await this.pasting.run(() => this.#api.draftsSettleColumns(draft, doubt.table, doubt.role, column));
    if (!settled || !before) return false;
    const told = settled.value;
    const places = new Set(
      [...told.matched, ...told.choose, ...told.not_found].map(line => `${line.sheet}/${line.row}`),
    );
    const isOld = (line: { sheet: string; row: number }) => !places.has(`${line.sheet}/${line.row}`);
    // A row that the settled column leaves empty orders nothing: it is among the rows without a quantity now.
    const isEmptied = (line: { sheet: string; row: number }) =>
      told.skipped.some(rows => rows.sheet === line.sheet && rows.row <= line.row && line.row <= rows.last_row);
    this.#reported({
      ...told,
      matched: [...before.matched, ...told.matched],
      choose: [...before.choose, ...told.choose],
      not_found: [...before.not_found.filter(line => isOld(line) && !isEmptied(line)), ...told.not_found],
      skipped: [...before.skipped.filter(rows => !isEmptied(rows)), ...told.skipped],
    });
    return true;
  }

  /** What became of the list that is kept for a draft, once more. */
  async reopenList(draft: string): Promise<boolean> {
    this.report = null;
    const report = await this.pasting.run(() => this.#api.draftsReopenList(draft));
    if (report) this.#reported(report.value);
    // It is read anew: what of it was added then is not known any more.
    this.mayTakeBack = false;
    return report !== null;
  }

  /** A row of the open list was settled by hand: it is not asked about again after a restart. */
  async noteListRow(draft: string, sheet: string, row: number): Promise<void> {
    await this.pasting.run(() => this.#api.draftsNoteListRow(draft, sheet, row));
  }

  /** The user is done with the list of a draft, and with what was read of it. */
  async forgetList(draft: string): Promise<void> {
    const forgotten = await this.pasting.run(() => this.#api.draftsForgetList(draft));
    if (!forgotten) return;
    this.report = null;
    if (this.view?.summary.id === draft) this.view = { ...this.view, list: null };
  }

  #reported(report: AddReport): AddReport {
    this.report = report;
    this.mayTakeBack = true;
    this.#put(report.draft);
    this.typed.clear();
    return report;
  }

  /** Repeats an order or a draft in a new draft, or adds its lines to the draft `into`; that becomes the current one. */
  async copyLines(source: LineSource, into: string | null, name: string): Promise<CopyReport | null> {
    const report = await this.copying.run(() => this.#api.draftsCopyLines({ source, into, name }));
    if (!report) return null;
    this.copied = report.value;
    this.#put(report.value.draft);
    this.use(report.value.draft.id);
    this.typed.clear();
    return report.value;
  }

  async open(id: string): Promise<void> {
    if (this.view?.summary.id !== id) this.view = null;
    const view = await this.showing.run(() => this.#api.draftsShow(id));
    if (!view) return;
    this.view = view.value;
    this.#put(view.value.summary);
  }

  /** Puts what does not fit the credit limit into a draft of its own; gives that. */
  async split(id: string, name: string): Promise<DraftSummary | null> {
    const split = await this.changing.run(() => this.#api.draftsSplit(id, name));
    if (!split) return null;
    this.#put(split.value.kept);
    this.#put(split.value.rest);
    return split.value.rest;
  }

  /** Says whether the order of a draft is paid in advance. */
  async setPrepaid(id: string, isPrepaid: boolean): Promise<void> {
    const view = await this.changing.run(() => this.#api.draftsSetPrepaid(id, isPrepaid));
    if (view && this.view?.summary.id === id) this.view = view.value;
  }

  async describe(id: string, name: string | null, comment: string | null): Promise<boolean> {
    const draft = await this.changing.run(() => this.#api.draftsDescribe(id, name, comment));
    if (!draft) return false;
    this.#put(draft.value);
    if (this.view?.summary.id === id) {
      this.view = { ...this.view, summary: draft.value, comment: comment ?? this.view.comment };
    }
    return true;
  }

  async moveToTrash(draft: DraftSummary): Promise<boolean> {
    const moved = await this.changing.run(() => this.#api.draftsSetDeleted(draft.id, true));
    if (!moved) return false;
    this.lastTrashed = draft;
    this.list = this.list.filter(one => one.id !== draft.id);
    if (this.currentId === draft.id) {
      this.use(this.list.find(one => one.entity === this.#entity)?.id ?? '');
    }
    return true;
  }

  async restore(draft: DraftSummary): Promise<boolean> {
    const moved = await this.changing.run(() => this.#api.draftsSetDeleted(draft.id, false));
    if (!moved) return false;
    if (this.lastTrashed?.id === draft.id) this.lastTrashed = null;
    this.trash = this.trash.filter(one => one.id !== draft.id);
    await this.refresh();
    this.use(draft.id);
    return true;
  }

  /** Looks at the lines that were taken out of a draft. */
  async lookAtRemoved(id: string): Promise<void> {
    const removed = await this.changing.run(() => this.#api.draftsRemoved(id));
    if (!removed) return;
    this.removed = removed.value;
    this.removedOf = id;
  }

  /** Puts such lines back, all when none is named; gives back how many came and how many could not. */
  async bringBack(id: string, items: string[]): Promise<{ lines: number; left: number } | null> {
    const brought = await this.changing.run(() => this.#api.draftsBringBack(id, items));
    if (!brought) return null;
    this.#put(brought.value.draft);
    await Promise.all([this.open(id), this.lookAtRemoved(id)]);
    if (this.removed.length === 0) this.removedOf = '';
    return { lines: brought.value.lines, left: brought.value.left.length };
  }

  /** The rows of the tables are fresh: what was typed is in them, unless it is still being saved. */
  forgetTyped(): void {
    if (this.#waiting === 0) this.typed.clear();
  }

  async #currentOrNew(): Promise<Result<string>> {
    if (this.currentId !== '') return { ok: true, value: this.currentId };
    const made = await this.#api.draftsCreate(this.#entity, this.#newName());
    if (!made.ok) return made;
    this.#put(made.value);
    this.currentId = made.value.id;
    this.#memory.remember(`draft.${this.#entity}`, made.value.id);
    return { ok: true, value: made.value.id };
  }

  #newName(): string {
    return this.#nameOfNew(this.list.length + 1);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#queue.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #put(draft: DraftSummary): void {
    const isKnown = this.list.some(one => one.id === draft.id);
    this.list = isKnown ? this.list.map(one => (one.id === draft.id ? draft : one)) : [draft, ...this.list];
  }

  #putLine({ draft, line, repriced, gifts, limits }: QuantitySet, item: string): void {
    const view = this.view;
    if (view?.summary.id !== draft.id) return;
    const isKnown = view.lines.some(one => one.item === item);
    let lines = view.lines;
    if (line === null) lines = lines.filter(one => one.item !== item || one.is_in_flight);
    else if (isKnown) lines = lines.map(one => (one.item === item && !one.is_in_flight ? line : one));
    else lines = [...lines, line];
    if (repriced.length > 0) {
      const others = new Map(repriced.map(one => [one.item, one]));
      lines = lines.map(one => (one.is_in_flight ? one : (others.get(one.item) ?? one)));
    }
    this.view = { ...view, summary: draft, lines, gifts, limits };
  }
}
