// Documents: their list, and the sheet of the one that is looked at.

import type { DocumentSummary, PaymentView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { SheetState } from './sheet.svelte';

type DocumentsApi = Pick<
  Api,
  'documentsList' | 'documentsPreview' | 'documentsSave' | 'documentsPrinters' | 'documentsPrint' | 'documentsPayment'
>;

export class DocumentsState extends SheetState {
  list = $state.raw<DocumentSummary[]>([]);
  isForAll = $state(false);
  /** How the open document is paid; `undefined` while nobody asked. */
  payment = $state.raw<PaymentView | null | undefined>(undefined);
  listing = new Action();
  paying = new Action();
  open = $derived(this.list.find(document => document.id === this.paper?.of) ?? null);

  #documents: DocumentsApi;
  #entity = '';

  constructor(api: DocumentsApi) {
    super(api);
    this.#documents = api;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const entity = this.#entity;
    if (entity === '') return;
    const documents = await this.listing.run(() => this.#documents.documentsList(this.isForAll ? null : entity));
    if (documents && this.#entity === entity) this.list = documents.value;
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    await this.refresh();
  }

  async show(id: string): Promise<void> {
    if (this.paper?.of !== id) {
      this.payment = undefined;
      this.paying.dismiss();
    }
    await this.look({ form: 'invoice', of: id, group: null });
  }

  /** Asks how the open document is paid, or forgets it. */
  async togglePayment(): Promise<void> {
    const id = this.paper?.of;
    if (id === undefined) return;
    if (this.payment !== undefined) {
      this.payment = undefined;
      return;
    }
    const payment = await this.paying.run(() => this.#documents.documentsPayment(id, false));
    if (payment && this.paper?.of === id) this.payment = payment.value;
  }
}
