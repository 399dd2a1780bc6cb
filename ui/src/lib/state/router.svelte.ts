// Which screen is shown, and the way back.

import type { LineSource, PaperSource } from '$lib/bindings';

export type Place =
  | { view: 'catalogue' }
  | { view: 'drafts' }
  | { view: 'draft'; id: string }
  | { view: 'compare'; left: LineSource; right: LineSource }
  | { view: 'templates' }
  | { view: 'check'; draft: string; command: string | null }
  | { view: 'orders' }
  | { view: 'order'; id: string }
  | { view: 'documents'; id: string | null }
  | { view: 'priceLists' }
  | { view: 'papers'; source: PaperSource; of: string; group: string | null }
  | { view: 'claims' }
  | { view: 'claim'; id: string }
  | { view: 'notices'; list: 'notices' | 'subscriptions' | 'wishes' }
  | { view: 'news'; id: string | null }
  | { view: 'codes' }
  | { view: 'money' }
  | { view: 'changes' }
  | { view: 'find' }
  | { view: 'report' }
  | { view: 'unsent' }
  | { view: 'sync' }
  | { view: 'settings' };

const LONGEST_WAY = 30;

export class Router {
  place = $state.raw<Place>({ view: 'catalogue' });
  #way: Place[] = [];

  go(place: Place): void {
    if (JSON.stringify(place) === JSON.stringify(this.place)) return;
    this.#way = [...this.#way, this.place].slice(-LONGEST_WAY);
    this.place = place;
  }

  /** Another place instead of this one: Back will not return here. */
  swap(place: Place): void {
    this.place = place;
  }

  back(): void {
    const before = this.#way.at(-1);
    this.#way = this.#way.slice(0, -1);
    this.place = before ?? { view: 'catalogue' };
  }
}
