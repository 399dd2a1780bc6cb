// The pictures and files of the shown item: which picture is large, and what was opened or saved.

import type { ClearCopy, ItemCard, LargePicture } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class MediaState {
  /** The item whose pictures are looked at; null while none is. */
  viewed = $state.raw<ItemCard | null>(null);
  /** Place of the large picture among the item's. */
  at = $state(0);
  /** The large picture; null until it is there. */
  image = $state.raw<LargePicture | null>(null);
  loading = new Action();
  working = new Action();
  /** The hash of the file that is being opened or saved. */
  workedOn = $state.raw<string | null>(null);
  #api: Pick<Api, 'mediaPicture' | 'mediaSave' | 'desktopOpenFile'>;
  #entity = '';

  constructor(api: Pick<Api, 'mediaPicture' | 'mediaSave' | 'desktopOpenFile'>) {
    this.#api = api;
  }

  /** Looks at the pictures of an item; gives back whether there are any. */
  view(entity: string, card: ItemCard, at = 0): boolean {
    if (card.pictures.length === 0) return false;
    this.#entity = entity;
    this.viewed = card;
    void this.turnTo(at);
    return true;
  }

  close(): void {
    this.viewed = null;
    this.image = null;
    this.loading.dismiss();
  }

  turn(by: number): void {
    const count = this.viewed?.pictures.length ?? 0;
    if (count > 1) void this.turnTo((this.at + by + count) % count);
  }

  /** Fetches the picture at a place; asked again, it tries again. */
  async turnTo(at: number): Promise<void> {
    const card = this.viewed;
    const picture = card?.pictures[at];
    if (!card || !picture) return;
    this.at = at;
    this.image = null;
    const image = await this.loading.run(() => this.#api.mediaPicture(this.#entity, card.row.item, picture.blake3));
    if (image && this.viewed === card && this.at === at) this.image = image.value;
  }

  /** Opens a file in the system's viewer. */
  open(entity: string, item: string, blake3: string): Promise<ClearCopy | null> {
    return this.#work(blake3, () => this.#api.desktopOpenFile(entity, item, blake3));
  }

  /** Saves a picture or a file into the folder of documents. */
  save(entity: string, item: string, blake3: string): Promise<ClearCopy | null> {
    return this.#work(blake3, () => this.#api.mediaSave(entity, item, blake3));
  }

  async #work(blake3: string, work: () => ReturnType<Api['mediaSave']>): Promise<ClearCopy | null> {
    this.workedOn = blake3;
    const copy = await this.working.run(work);
    this.workedOn = null;
    return copy?.value ?? null;
  }
}
