// Templates of the person: the list, the one that is open, and every change of them.

import type { OfferedTemplate, TemplateShared, TemplateSummary, TemplateView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type TemplatesApi = Pick<
  Api,
  | 'templatesList'
  | 'templatesShow'
  | 'templatesSave'
  | 'templatesRename'
  | 'templatesSetLine'
  | 'templatesSetDeleted'
  | 'templatesOffered'
  | 'templatesSaveOrder'
  | 'templatesDecline'
  | 'templatesShare'
  | 'templatesTake'
>;

export class TemplatesState {
  list = $state.raw<readonly TemplateSummary[]>([]);
  trash = $state.raw<readonly TemplateSummary[]>([]);
  view = $state.raw<TemplateView | null>(null);
  /** Orders of the same goods that could be a template. */
  offers = $state.raw<readonly OfferedTemplate[]>([]);
  /** The draft that is being kept as a template, with the name that is offered. */
  kept = $state.raw<{ draft: string; name: string } | null>(null);
  listing = new Action();
  changing = new Action();

  #api: TemplatesApi;

  constructor(api: TemplatesApi) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    const list = await this.listing.run(() => this.#api.templatesList(false));
    if (list) this.list = list.value;
    const trash = await this.listing.run(() => this.#api.templatesList(true));
    if (trash) this.trash = trash.value;
  }

  /** Looks for orders of the same goods. */
  async look(): Promise<void> {
    const offers = await this.listing.run(() => this.#api.templatesOffered());
    if (offers) this.offers = offers.value;
  }

  async saveOrder(order: string, name: string): Promise<TemplateSummary | null> {
    const saved = await this.changing.run(() => this.#api.templatesSaveOrder(order, name));
    await this.look();
    return saved?.value.summary ?? null;
  }

  async decline(order: string): Promise<void> {
    await this.changing.run(() => this.#api.templatesDecline(order));
    await this.look();
  }

  async open(id: string): Promise<void> {
    const view = await this.listing.run(() => this.#api.templatesShow(id));
    if (view) this.view = view.value;
  }

  /** Asks under which name a draft is kept. */
  async ask(draft: string, name: string): Promise<void> {
    this.changing.dismiss();
    await this.refresh();
    this.kept = { draft, name };
  }

  async save(name: string, replaces: string | null): Promise<TemplateSummary | null> {
    const kept = this.kept;
    if (!kept) return null;
    const saved = await this.changing.run(() => this.#api.templatesSave({ draft: kept.draft, name, replaces }));
    if (!saved) return null;
    this.kept = null;
    return saved.value.summary;
  }

  async rename(id: string, name: string): Promise<boolean> {
    return this.#changed(() => this.#api.templatesRename(id, name));
  }

  async setLine(id: string, item: string, quantityMilli: number): Promise<boolean> {
    return this.#changed(() => this.#api.templatesSetLine({ template: id, item, quantity_milli: quantityMilli }));
  }

  async setDeleted(id: string, isDeleted: boolean): Promise<boolean> {
    const isDone = await this.#changed(() => this.#api.templatesSetDeleted(id, isDeleted));
    if (isDone && isDeleted) this.view = null;
    return isDone;
  }

  /** With the people of a legal entity; null: with nobody any more. Whether it went yet, or waits for a connection. */
  async share(id: string, entity: string | null): Promise<TemplateShared | null> {
    const shared = await this.changing.run(() => this.#api.templatesShare(id, entity));
    if (!shared) return null;
    this.view = shared.value.template;
    await this.refresh();
    return shared.value;
  }

  /** A colleague's template becomes one of the user's own, which he may change. */
  async take(id: string): Promise<TemplateSummary | null> {
    const isTaken = await this.#changed(() => this.#api.templatesTake(id));
    return isTaken ? (this.view?.summary ?? null) : null;
  }

  async #changed(work: () => ReturnType<TemplatesApi['templatesRename']>): Promise<boolean> {
    const changed = await this.changing.run(work);
    if (!changed) return false;
    this.view = changed.value;
    await this.refresh();
    return true;
  }
}
