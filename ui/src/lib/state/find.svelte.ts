// Finding papers by their words: what is asked, and what the last question found.

import type { FindQuery, FoundKind, FoundPapers } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type FindApi = Pick<Api, 'findPapers'>;

/** Rows of one answer; the button below the table asks for more. */
const STEP = 100;
/** While papers are not found yet, the question is asked again after this long. */
const AGAIN_MS = 800;

export class FindState {
  text = $state('');
  kinds = $state.raw<readonly FoundKind[]>([]);
  from = $state('');
  to = $state('');
  isForAll = $state(true);
  /** Of the last question; null before the first. */
  found = $state.raw<FoundPapers | null>(null);
  searching = new Action();
  /** Counts up when the field is to be typed into. */
  wanted = $state(0);

  #api: FindApi;
  #entity = '';
  #limit = STEP;
  #asked = 0;
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: FindApi) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    await this.refresh();
  }

  /** The page is shown: it follows what comes until the function that is given back is called. */
  open(): () => void {
    this.#isShown = true;
    void this.refresh();
    return () => {
      this.#isShown = false;
      clearTimeout(this.#timer);
    };
  }

  async refresh(): Promise<void> {
    if (this.#isShown && this.#entity !== '') await this.#ask();
  }

  /** Something else is asked: from the first row on. */
  async ask(): Promise<void> {
    this.#limit = STEP;
    await this.#ask();
  }

  async more(): Promise<void> {
    this.#limit += STEP;
    await this.#ask();
  }

  async toggleKind(kind: FoundKind): Promise<void> {
    this.kinds = this.kinds.includes(kind) ? this.kinds.filter(one => one !== kind) : [...this.kinds, kind];
    await this.ask();
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    await this.ask();
  }

  /** Of several questions on their way only the answer to the last is shown. */
  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const asked = this.#asked;
    if (this.text.trim() === '') {
      this.found = null;
      this.searching.dismiss();
      return;
    }
    const found = await this.searching.run(() => this.#api.findPapers(this.#query()));
    if (asked !== this.#asked) return;
    if (found) this.found = found.value;
    if (this.#isShown && (found?.value.due ?? 0) > 0) this.#timer = setTimeout(() => void this.refresh(), AGAIN_MS);
  }

  #query(): FindQuery {
    return {
      text: this.text,
      entity: this.isForAll ? null : this.#entity,
      kinds: [...this.kinds],
      from: this.from === '' ? null : this.from,
      to: this.to === '' ? null : this.to,
      limit: this.#limit,
    };
  }
}
