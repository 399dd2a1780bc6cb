// Claims in one list, and the claim that is open: its words, its files, what is said in it.

import type { AttachReport, ClaimFileView, ClaimSent, ClaimSummary, ClaimView, ClaimWordsRequest } from '$lib/bindings';
import type { Api, Result } from '$lib/api/api';
import { Action } from './action.svelte';

type ClaimsApi = Pick<
  Api,
  | 'claimsList'
  | 'claimsShow'
  | 'claimsBegin'
  | 'claimsDescribe'
  | 'claimsDetach'
  | 'claimsDiscard'
  | 'claimsSend'
  | 'claimsSay'
  | 'claimsRetry'
  | 'claimsWithdraw'
  | 'claimsThumb'
  | 'claimsSave'
  | 'claimsPick'
  | 'claimsDrop'
  | 'claimsPaste'
>;

export class ClaimsState {
  list = $state.raw<ClaimSummary[]>([]);
  view = $state.raw<ClaimView | null>(null);
  isForAll = $state(false);
  /** What the last attaching came to; null once the user has seen it. */
  report = $state.raw<AttachReport | null>(null);
  /** Where the last file was saved. */
  savedPath = $state('');
  /** Small pictures by hash; null while there is none to show. */
  thumbs = $state.raw<Readonly<Record<string, string | null>>>({});
  listing = new Action();
  showing = new Action();
  acting = new Action();
  /** Words on their way to the disk: apart, so that sending is never declined because of them. */
  describing = new Action();
  attaching = new Action();
  /** Claims that came back to the user. */
  waiting = $derived(this.list.filter(claim => claim.state === 'rejected' || claim.state === 'parked').length);

  #api: ClaimsApi;
  #entity = '';
  #asked = '';

  constructor(api: ClaimsApi) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const entity = this.#entity;
    if (entity === '') return;
    const claims = await this.listing.run(() => this.#api.claimsList(this.isForAll ? null : entity));
    if (claims && this.#entity === entity) this.list = claims.value;
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    await this.refresh();
  }

  async open(id: string): Promise<void> {
    if (this.#asked !== id) {
      this.#asked = id;
      this.report = null;
      this.savedPath = '';
      if (this.view?.summary.id !== id) this.view = null;
    }
    const view = await this.showing.run(() => this.#api.claimsShow(id));
    if (view && this.#asked === id) {
      this.view = view.value;
      void this.#fetchThumbs(view.value);
    }
  }

  /** Begins a claim on a line; gives back its id. */
  async begin(order: string, item: string): Promise<string | null> {
    const view = await this.acting.run(() => this.#api.claimsBegin(order, item));
    return view?.value.summary.id ?? null;
  }

  async describe(words: ClaimWordsRequest): Promise<boolean> {
    // Who comes back to the claim finds what he wrote, not what was read before.
    const view = this.view;
    if (view?.summary.id === words.claim) {
      const { kind, remedy, quantity_milli, text } = words;
      this.view = { ...view, text, summary: { ...view.summary, kind, remedy, quantity_milli } };
    }
    return (await this.describing.run(() => this.#api.claimsDescribe(words))) !== null;
  }

  async pick(id: string): Promise<void> {
    await this.#attach(id, () => this.#api.claimsPick(id));
  }

  /** Attaches what was dropped on the window. */
  async takeDropped(id: string): Promise<void> {
    await this.#attach(id, () => this.#api.claimsDrop(id));
  }

  /** Attaches what is in the clipboard; false when there is neither a picture nor a file. */
  async paste(id: string, name: string): Promise<boolean> {
    await this.#attach(id, () => this.#api.claimsPaste(id, name));
    const report = this.report;
    return report === null || report.attached > 0 || report.refused.length > 0;
  }

  async detach(id: string, blake3: string): Promise<void> {
    await this.attaching.run(() => this.#api.claimsDetach(id, blake3));
    await this.open(id);
  }

  async send(id: string): Promise<ClaimSent | null> {
    const sent = await this.acting.run(() => this.#api.claimsSend(id));
    if (sent) this.report = null;
    await this.#again(id);
    return sent?.value ?? null;
  }

  async say(id: string, text: string): Promise<ClaimSent | null> {
    const sent = await this.acting.run(() => this.#api.claimsSay(id, text));
    if (sent) this.report = null;
    await this.#again(id);
    return sent?.value ?? null;
  }

  async retry(id: string, command: string): Promise<ClaimSent | null> {
    const sent = await this.acting.run(() => this.#api.claimsRetry(command));
    await this.#again(id);
    return sent?.value ?? null;
  }

  async withdraw(id: string, command: string): Promise<boolean> {
    const withdrawn = await this.acting.run(() => this.#api.claimsWithdraw(command));
    await this.#again(id);
    return withdrawn !== null;
  }

  async setDiscarded(id: string, isDeleted: boolean): Promise<boolean> {
    const done = await this.acting.run(() => this.#api.claimsDiscard(id, isDeleted));
    await this.refresh();
    return done !== null;
  }

  async save(id: string, file: ClaimFileView): Promise<void> {
    const saved = await this.attaching.run(() => this.#api.claimsSave(id, file.blake3, null));
    if (saved) this.savedPath = saved.value.path;
  }

  async #attach(id: string, call: () => Promise<Result<AttachReport>>): Promise<void> {
    this.report = null;
    const report = await this.attaching.run(call);
    if (report) this.report = report.value;
    await this.open(id);
  }

  async #again(id: string): Promise<void> {
    await this.refresh();
    await this.open(id);
  }

  /** Pictures that are not here now are asked for again at the next look. */
  async #fetchThumbs(view: ClaimView): Promise<void> {
    const files = [...view.files, ...view.messages.flatMap(message => message.files)];
    for (const file of files) {
      if (!file.is_picture || this.thumbs[file.blake3]) continue;
      const answer = await this.#api.claimsThumb(view.summary.id, file.blake3);
      if (answer.ok) this.thumbs = { ...this.thumbs, [file.blake3]: answer.value };
    }
  }
}
