// The catalogue screen: what is searched, filtered and sorted, the group tree, and the card of the chosen row.

import type { CatalogueQuery, CatalogueSort, FoundEach, GroupView, ItemCard } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { FacetsState } from './facets.svelte';
import { Foldable } from './foldable.svelte';
import type { GridLayout } from './gridLayout.svelte';
import { asRecord, asString, type Memory } from './memory';
import { RowWindows } from './rows.svelte';
import { ThumbnailsState } from './thumbnails.svelte';

type CatalogueApi = Pick<
  Api,
  | 'cataloguePage'
  | 'catalogueCount'
  | 'catalogueFacets'
  | 'catalogueFindEach'
  | 'catalogueGroups'
  | 'catalogueCard'
  | 'mediaThumbnails'
>;

const SORTS: readonly CatalogueSort[] = ['article', 'name', 'price', 'stock'];
/** A row passed over with the arrow key needs no card. */
const CARD_AFTER_MS = 60;

export class CatalogueState {
  text = $state('');
  /** Nothing else than the text is searched, also when that finds nothing. */
  isAsTyped = $state(false);
  group = $state.raw<string | null>(null);
  isInStockOnly = $state(false);
  groups = $state.raw<GroupView[]>([]);
  collapsed = $state.raw<ReadonlySet<string>>(new Set());
  card = $state.raw<ItemCard | null>(null);
  /** Where the card of the chosen goods is. */
  cardPanel = new Foldable();
  areGroupsShown = $state(true);
  /** A list pasted into the search field, and what each entry of it is. */
  pasted = $state.raw<FoundEach | null>(null);
  /** That list as it was pasted. */
  pastedText = '';
  rows: RowWindows;
  facets: FacetsState;
  layout: GridLayout;
  thumbnails: ThumbnailsState;
  loadingGroups = new Action();
  loadingCard = new Action();
  findingEach = new Action();

  #api: CatalogueApi;
  #memory: Memory;
  #entity = '';
  #draft: string | null = null;
  #cardTimer: ReturnType<typeof setTimeout> | undefined;
  #cardItem = '';

  constructor(api: CatalogueApi, memory: Memory, layout: GridLayout) {
    this.#api = api;
    this.#memory = memory;
    this.layout = layout;
    this.rows = new RowWindows(api);
    this.facets = new FacetsState(api);
    this.thumbnails = new ThumbnailsState(api);
  }

  async recall(): Promise<void> {
    await this.layout.recall();
    const left = asRecord(await this.#memory.recall('catalogue'));
    this.group = asString(left['group']);
    this.isInStockOnly = left['inStock'] === true;
    this.cardPanel.recall(left['card'] !== false);
    this.areGroupsShown = left['groups'] !== false;
    this.facets.isShown = left['facets'] === true;
    const collapsed = left['collapsed'];
    if (Array.isArray(collapsed)) this.collapsed = new Set(collapsed.filter(id => typeof id === 'string'));
  }

  /** Turns to an entity's prices and a draft's quantities. */
  async follow(entity: string, draft: string | null): Promise<void> {
    if (this.#entity === entity && this.#draft === draft) return;
    const isOther = this.#entity !== entity;
    this.#entity = entity;
    this.#draft = draft;
    if (entity === '') return;
    if (isOther) {
      // Another contract may show other goods.
      void this.loadGroups();
      this.card = null;
      this.pasted = null;
    }
    await this.#open(this.layout.active);
    if (this.card) await this.#loadCard(this.card.row.item);
  }

  /** Searches as typed: each text asks for its own first rows. */
  async search(text: string): Promise<void> {
    this.text = text;
    this.isAsTyped = false;
    this.pasted = null;
    await this.#fromTop();
  }

  /** Searches the very text, and nothing that it may have been meant to be. */
  async searchAsTyped(): Promise<void> {
    this.isAsTyped = true;
    await this.#fromTop();
  }

  /** Looks up each entry of a pasted list; gives false when the text is no list and is to be searched. */
  async findEach(text: string): Promise<boolean> {
    const found = await this.findingEach.run(() => this.#api.catalogueFindEach(this.#entity, text));
    this.pasted = found?.value ?? null;
    this.pastedText = text;
    return found === null || found.value !== null;
  }

  async toggleValue(property: string, value: string): Promise<void> {
    this.facets.toggle(property, value);
    await this.#fromTop();
  }

  async clearValues(): Promise<void> {
    this.facets.clear();
    await this.#fromTop();
  }

  toggleFacets(): void {
    this.facets.isShown = !this.facets.isShown;
    this.facets.follow(this.#query());
    this.#keep();
  }

  async choose(group: string | null): Promise<void> {
    if (this.group === group) return;
    this.group = group;
    this.#keep();
    await this.#fromTop();
  }

  async toggleInStock(): Promise<void> {
    this.isInStockOnly = !this.isInStockOnly;
    this.#keep();
    await this.#fromTop();
  }

  async clear(): Promise<void> {
    this.text = '';
    this.isAsTyped = false;
    this.group = null;
    this.isInStockOnly = false;
    this.facets.clear();
    this.#keep();
    await this.#fromTop();
  }

  async sortBy(column: string): Promise<void> {
    this.layout.sortBy(column);
    await this.#fromTop();
  }

  toggleCard(): void {
    this.cardPanel.toggle();
    this.#keep();
  }

  toggleGroups(): void {
    this.areGroupsShown = !this.areGroupsShown;
    this.#keep();
  }

  setCollapsed(group: string, isCollapsed: boolean): void {
    const next = new Set(this.collapsed);
    if (isCollapsed) next.add(group);
    else next.delete(group);
    this.collapsed = next;
    this.#keep();
  }

  async loadGroups(): Promise<void> {
    if (this.#entity === '') return;
    const groups = await this.loadingGroups.run(() => this.#api.catalogueGroups(this.#entity));
    if (!groups) return;
    this.groups = groups.value;
    if (this.group !== null && !this.groups.some(group => group.id === this.group)) this.group = null;
  }

  /** The data changed under the shown rows. */
  async reload(): Promise<void> {
    if (this.rows.shown) await this.rows.reload();
    else if (this.#entity !== '') await this.#open(0);
    this.facets.follow(this.#query());
    this.thumbnails.doubt();
    if (this.card) await this.#loadCard(this.card.row.item);
  }

  /** What is said of the shown item changed: a file of it is here now. */
  async reloadCard(): Promise<void> {
    if (this.card) await this.#loadCard(this.card.row.item);
  }

  /** Shows the card of `item` once the keyboard rests on it. */
  pick(item: string): void {
    this.#cardItem = item;
    if (this.card?.row.item === item) return;
    clearTimeout(this.#cardTimer);
    this.#cardTimer = setTimeout(() => void this.#loadCard(item), CARD_AFTER_MS);
  }

  /** Shows the card of `item` now, for a key that works in it. */
  async showCard(item: string): Promise<void> {
    clearTimeout(this.#cardTimer);
    this.#cardItem = item;
    if (!this.cardPanel.isOpen) this.toggleCard();
    if (this.card?.row.item !== item) await this.#loadCard(item);
  }

  async #loadCard(item: string): Promise<void> {
    const card = await this.loadingCard.run(() => this.#api.catalogueCard(this.#entity, item, this.#draft));
    if (card && this.#cardItem === item) this.card = card.value;
  }

  async #fromTop(): Promise<void> {
    if (await this.#open(0)) this.layout.moveTo(0);
  }

  #open(first: number): Promise<boolean> {
    const query = this.#query();
    this.facets.follow(query);
    return this.rows.open(query, first);
  }

  #query(): CatalogueQuery {
    return {
      entity: this.#entity,
      text: this.text.trim(),
      as_typed: this.isAsTyped,
      group: this.group,
      in_stock_only: this.isInStockOnly,
      properties: this.facets.chosen.map(filter => ({ ...filter })),
      sort: SORTS.find(sort => sort === this.layout.sort) ?? 'natural',
      descending: this.layout.isDescending,
      draft: this.#draft,
    };
  }

  #keep(): void {
    this.#memory.remember('catalogue', {
      group: this.group,
      inStock: this.isInStockOnly,
      card: this.cardPanel.isOpenInWide,
      groups: this.areGroupsShown,
      facets: this.facets.isShown,
      collapsed: [...this.collapsed],
    });
  }
}
