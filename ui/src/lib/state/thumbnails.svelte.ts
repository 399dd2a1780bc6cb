// Small pictures of the rows that are looked at: asked for once the table rests, and forgotten when there are too many.
//
// Nothing is asked for while no table shows them. After a sync the shown ones stay until the new ones are there.

import type { Api } from '$lib/api/api';

/** Rows that a fast scroll passes over need no pictures. */
const REST_MS = 30;
/** At most 4 KB each on the device. */
const MOST = 1_000;

export class ThumbnailsState {
  #version = $state(0);
  /** Pictures by item, those looked at longest ago first; empty where an item has none. */
  #images = new Map<string, string>();
  /** Items whose picture may be another one since the last sync. */
  #doubtful = new Set<string>();
  #looked: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #api: Pick<Api, 'mediaThumbnails'>;

  constructor(api: Pick<Api, 'mediaThumbnails'>) {
    this.#api = api;
  }

  /** `data:image/jpeg;base64,…`; empty when there is none, or not yet. */
  of(item: string): string {
    void this.#version;
    return this.#images.get(item) ?? '';
  }

  /** These items are on screen. */
  look(items: readonly string[]): void {
    this.#looked = items;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#bring(), REST_MS);
  }

  /** No table shows pictures any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#looked = [];
    this.#images.clear();
    this.#doubtful.clear();
  }

  /** The data changed: what is looked at is asked for again. */
  doubt(): void {
    if (this.#images.size === 0) return;
    this.#doubtful = new Set(this.#images.keys());
    this.look(this.#looked);
  }

  async #bring(): Promise<void> {
    const missing = this.#looked.filter(item => !this.#images.has(item) || this.#doubtful.has(item));
    if (missing.length === 0) return;
    const answer = await this.#api.mediaThumbnails(missing);
    // A table without its pictures is a table all the same: what failed is asked for at the next look.
    if (!answer.ok || this.#looked.length === 0) return;
    for (const { item, image } of answer.value) {
      this.#images.delete(item);
      this.#images.set(item, image);
      this.#doubtful.delete(item);
    }
    this.#forget();
    this.#version += 1;
  }

  #forget(): void {
    const kept = new Set(this.#looked);
    for (const item of this.#images.keys()) {
      if (this.#images.size <= MOST) return;
      if (!kept.has(item)) this.#images.delete(item);
    }
  }
}
