// A part of the frame that folds by itself where there is no room for it: in a small window, and under a large zoom.

import { MediaQuery } from 'svelte/reactivity';

/** As wide as the window must be for the rail, a table and the card beside one another; the zoom makes pixels larger. */
const narrow = new MediaQuery('max-width: 1000px');

export class Foldable {
  #isOpenInWide = $state(true);
  #isOpenInNarrow = $state(false);
  isOpen = $derived(narrow.current ? this.#isOpenInNarrow : this.#isOpenInWide);
  /** It covers what is beside it, instead of taking room from it. */
  isOver = $derived(narrow.current);

  /** Only the choice in a wide window is one to remember. */
  get isOpenInWide(): boolean {
    return this.#isOpenInWide;
  }

  recall(isOpenInWide: boolean): void {
    this.#isOpenInWide = isOpenInWide;
  }

  toggle(): void {
    if (narrow.current) this.#isOpenInNarrow = !this.#isOpenInNarrow;
    else this.#isOpenInWide = !this.#isOpenInWide;
  }
}
