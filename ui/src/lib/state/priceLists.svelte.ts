// Own price lists: those that are kept, the one that is open with what was typed into it, and what it comes to now.

import type {
  BrandView,
  GroupView,
  PriceListFile,
  PriceListPreview,
  PriceListSummary,
  WrittenOffer,
  WrittenPriceList,
} from '$lib/bindings';
import type { Api } from '$lib/api/api';
import type { Language } from '$lib/format/number';
import { Action } from './action.svelte';
import { asRecord, asString, type Memory } from './memory';
import { fieldsOf, newFields, readFields, type ListFields } from './priceListForm';

type PriceListsApi = Pick<
  Api,
  | 'priceListsList'
  | 'priceListsShow'
  | 'priceListsSave'
  | 'priceListsSetDeleted'
  | 'priceListsPreview'
  | 'priceListsWrite'
  | 'priceListsBrands'
  | 'priceListsSetFile'
  | 'priceListsOffer'
  | 'catalogueGroups'
>;

/** What an offer to a customer says beside the prices. */
export interface OfferFields {
  customer: string;
  /** The draft whose goods are offered; empty for all of the list. */
  draft: string;
  contacts: string;
  logo: string;
  validUntil: string;
  note: string;
}

/** How many goods a preview shows. */
export const PREVIEW_ROWS = 200;
/** How long after a keystroke a preview is asked for. */
const PREVIEW_AFTER_MS = 300;

export class PriceListsState {
  list = $state.raw<readonly PriceListSummary[]>([]);
  trash = $state.raw<readonly PriceListSummary[]>([]);
  /** What is typed; null while no list is open. */
  fields = $state<ListFields | null>(null);
  /** The kept list that is open; null for a new one. */
  openId = $state<string | null>(null);
  preview = $state.raw<PriceListPreview | null>(null);
  brands = $state.raw<readonly BrandView[]>([]);
  groups = $state.raw<readonly GroupView[]>([]);
  read = $derived(this.fields === null ? null : readFields(this.fields));
  /** Something was typed since the list was opened or kept. */
  isChanged = $derived.by(() => JSON.stringify(this.fields) !== this.#kept);
  /** Some list is written to a file, which a sync writes anew. */
  hasFiles = $derived(this.list.some(one => one.file !== null));
  listing = new Action();
  changing = new Action();
  previewing = new Action();
  writing = new Action();

  #api: PriceListsApi;
  #memory: Memory;
  #kept = $state('null');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #entity = '';

  constructor(api: PriceListsApi, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
  }

  async refresh(): Promise<void> {
    const list = await this.listing.run(() => this.#api.priceListsList(false));
    if (list) this.list = list.value;
    const trash = await this.listing.run(() => this.#api.priceListsList(true));
    if (trash) this.trash = trash.value;
  }

  async open(id: string, language: Language): Promise<void> {
    const view = await this.listing.run(() => this.#api.priceListsShow(id));
    if (view) this.#take(fieldsOf(view.value, language), id);
  }

  begin(entity: string, name: string): void {
    this.#take(newFields(entity, name), null);
    // Nothing of a new list is kept yet.
    this.#kept = 'null';
  }

  close(): void {
    clearTimeout(this.#timer);
    this.fields = null;
    this.openId = null;
    this.preview = null;
    this.#kept = 'null';
  }

  /** Keeps the open list; gives its summary, null where that failed or a field cannot be read. */
  async save(): Promise<PriceListSummary | null> {
    const [fields, recipe] = [this.fields, this.read?.recipe];
    if (!fields || !recipe || this.changing.isRunning) return null;
    const request = { replaces: this.openId, name: fields.name.trim(), recipe };
    const saved = await this.changing.run(() => this.#api.priceListsSave(request));
    if (!saved) return null;
    this.openId = saved.value.summary.id;
    this.#kept = JSON.stringify(this.fields);
    await this.refresh();
    return saved.value.summary;
  }

  async setDeleted(id: string, isDeleted: boolean): Promise<boolean> {
    const done = await this.changing.run(() => this.#api.priceListsSetDeleted(id, isDeleted));
    if (!done) return false;
    if (isDeleted && this.openId === id) this.close();
    await this.refresh();
    return true;
  }

  /** Keeps what was typed and writes the file; null where either failed. */
  async write(kind: PriceListFile): Promise<WrittenPriceList | null> {
    if (this.writing.isRunning) return null;
    if (this.isChanged && !(await this.save())) return null;
    const id = this.openId;
    if (id === null) return null;
    const written = await this.writing.run(() =>
      this.#api.priceListsWrite({ list: id, kind, articles: [], path: null }),
    );
    return written?.value ?? null;
  }

  /** Has the open list written to a file after each sync, or no more; false where that failed. */
  async setFile(path: string | null): Promise<boolean> {
    if (this.isChanged && !(await this.save())) return false;
    const id = this.openId;
    if (id === null) return false;
    const done = await this.changing.run(() => this.#api.priceListsSetFile(id, path));
    await this.refresh();
    return done !== null;
  }

  /** What the last offer said of the dealer himself; the customer is another one. */
  async usualOffer(): Promise<OfferFields> {
    const left = asRecord(await this.#memory.recall('offer'));
    const text = (key: string) => asString(left[key]) ?? '';
    return {
      customer: '',
      draft: '',
      contacts: text('contacts'),
      logo: text('logo'),
      validUntil: '',
      note: text('note'),
    };
  }

  /** Keeps what was typed into the list and writes an offer at its prices; null where either failed. */
  async offer(fields: OfferFields): Promise<WrittenOffer | null> {
    if (this.writing.isRunning || (this.isChanged && !(await this.save()))) return null;
    const list = this.openId;
    if (list === null) return null;
    const { contacts, logo, note } = fields;
    this.#memory.remember('offer', { contacts, logo, note });
    const request = {
      list,
      draft: fields.draft || null,
      articles: [],
      customer: fields.customer,
      contacts,
      logo: logo || null,
      valid_until: fields.validUntil || null,
      note,
      path: null,
    };
    const written = await this.writing.run(() => this.#api.priceListsOffer(request));
    return written?.value ?? null;
  }

  /** Asks what the typed list comes to, once the typing pauses. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), PREVIEW_AFTER_MS);
  }

  /** The groups and brands that a list of a legal entity is chosen from. */
  async offerChoices(entity: string): Promise<void> {
    if (entity === '' || entity === this.#entity) return;
    this.#entity = entity;
    const groups = await this.listing.run(() => this.#api.catalogueGroups(entity));
    const brands = await this.listing.run(() => this.#api.priceListsBrands(entity));
    if (groups && this.#entity === entity) this.groups = groups.value;
    if (brands && this.#entity === entity) this.brands = brands.value;
  }

  async #look(): Promise<void> {
    const recipe = this.read?.recipe;
    if (!recipe) return;
    this.#asked += 1;
    const asked = this.#asked;
    const preview = await this.previewing.run(() => this.#api.priceListsPreview(recipe, PREVIEW_ROWS));
    // A later question has a later answer.
    if (asked === this.#asked) this.preview = preview?.value ?? null;
  }

  #take(fields: ListFields, id: string | null): void {
    this.changing.dismiss();
    this.writing.dismiss();
    this.preview = null;
    this.fields = fields;
    this.openId = id;
    this.#kept = JSON.stringify(fields);
  }
}
