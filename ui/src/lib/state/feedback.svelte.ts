// Feedback that is being written, with the picture of the window as it was before.

import type { FeedbackRequest, Subscribed } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type FeedbackApi = Pick<Api, 'feedbackSend' | 'feedbackSnapshot'>;

export class FeedbackState {
  isShown = $state(false);
  /** JPEG in base64; null where none can be taken. It goes nowhere unless the user adds it. */
  picture = $state.raw<string | null>(null);
  sending = new Action();

  #api: FeedbackApi;
  #isOpening = false;

  constructor(api: FeedbackApi) {
    this.#api = api;
  }

  /** Takes the picture first: afterwards the form covers what it is about. */
  async ask(): Promise<void> {
    if (this.isShown || this.#isOpening) return;
    this.#isOpening = true;
    const taken = await this.#api.feedbackSnapshot();
    this.#isOpening = false;
    // Feedback without a picture is feedback all the same.
    this.picture = taken.ok ? taken.value : null;
    this.sending.dismiss();
    this.isShown = true;
  }

  close(): void {
    this.isShown = false;
    this.picture = null;
  }

  async send(request: FeedbackRequest): Promise<Subscribed | null> {
    const done = await this.sending.run(() => this.#api.feedbackSend(request));
    return done?.value ?? null;
  }
}
