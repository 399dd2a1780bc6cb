// The properties of the goods that a table shows, with the number of goods of each value, and which values are asked for.

import type { CatalogueQuery, FacetView, PropertyFilterView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

/** Counting looks at every row: it waits until the typing rests. */
const AFTER_MS = 150;

export class FacetsState {
  list = $state.raw<readonly FacetView[]>([]);
  /** Values of one property are joined by or, properties by and. */
  chosen = $state.raw<readonly PropertyFilterView[]>([]);
  isShown = $state(false);
  loading = new Action();
  #api: Pick<Api, 'catalogueFacets'>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Pick<Api, 'catalogueFacets'>) {
    this.#api = api;
  }

  toggle(property: string, value: string): void {
    const before = this.chosen.find(filter => filter.property === property)?.values ?? [];
    const values = before.includes(value) ? before.filter(one => one !== value) : [...before, value];
    const others = this.chosen.filter(filter => filter.property !== property);
    this.chosen = values.length === 0 ? others : [...others, { property, values }];
  }

  clear(): void {
    this.chosen = [];
  }

  /** Counts for a query soon; the next call before that takes its place. */
  follow(query: CatalogueQuery): void {
    clearTimeout(this.#timer);
    if (this.isShown) this.#timer = setTimeout(() => void this.#load(query), AFTER_MS);
  }

  async #load(query: CatalogueQuery): Promise<void> {
    const facets = await this.loading.run(() => this.#api.catalogueFacets(query));
    // None come when they were asked for again meanwhile.
    if (facets?.value) this.list = facets.value;
  }
}
