// What was bought: by months for the page of orders, and of the item whose card is shown.

import type { ItemPurchases, MonthView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { asRecord, type Memory } from './memory';

export class PurchasesState {
  months = $state.raw<MonthView[]>([]);
  areMonthsShown = $state(false);
  ofItem = $state.raw<{ item: string; bought: ItemPurchases } | null>(null);
  loading = new Action();
  asking = new Action();

  #api: Pick<Api, 'purchasesByMonth' | 'purchasesOfItem'>;
  #memory: Memory;
  #asked = '';

  constructor(api: Pick<Api, 'purchasesByMonth' | 'purchasesOfItem'>, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
  }

  async recall(): Promise<void> {
    this.areMonthsShown = asRecord(await this.#memory.recall('purchases'))['months'] === true;
  }

  toggleMonths(): void {
    this.areMonthsShown = !this.areMonthsShown;
    this.#memory.remember('purchases', { months: this.areMonthsShown });
  }

  /** Months of one legal entity, or of all for null. */
  async loadMonths(entity: string | null): Promise<void> {
    const months = await this.loading.run(() => this.#api.purchasesByMonth(entity));
    if (months) this.months = months.value;
  }

  async loadItem(entity: string, item: string): Promise<void> {
    this.#asked = item;
    if (this.ofItem?.item !== item) this.ofItem = null;
    const bought = await this.asking.run(() => this.#api.purchasesOfItem(entity, item));
    if (bought && this.#asked === item) this.ofItem = { item, bought: bought.value };
  }
}
