// Documents: their list, and the sheet of the one that is looked at.

import type { DocumentSummary, MonthArchive, PaymentLinkView, PaymentView, SupplierDocumentView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { BatchState } from './batch.svelte';
import { SheetState } from './sheet.svelte';

type DocumentsApi = Pick<
  Api,
  | 'documentsList'
  | 'documentsPreview'
  | 'documentsSave'
  | 'documentsPrinters'
  | 'documentsPrinter'
  | 'documentsPrint'
  | 'documentsPrintChoice'
  | 'documentsPrintJob'
  | 'documentsPrintCancel'
  | 'documentsPayment'
  | 'documentsPaymentLink'
  | 'desktopPayOnSite'
  | 'documentsSupplier'
  | 'documentsSupplierSave'
  | 'documentsArchive'
  | 'desktopOpenDocument'
>;

export class DocumentsState extends SheetState {
  list = $state.raw<DocumentSummary[]>([]);
  isForAll = $state(false);
  /** How the open document is paid; `undefined` while nobody asked. */
  payment = $state.raw<PaymentView | null | undefined>(undefined);
  /** The supplier's page for the open document; null where he gives none. */
  link = $state.raw<PaymentLinkView | null>(null);
  /** The host that the system's browser was given. */
  paidOn = $state('');
  /** The document of the supplier that is looked at, in place of a sheet. */
  supplier = $state.raw<SupplierDocumentView | null>(null);
  /** Where it was saved, or that it was opened. */
  done = $state.raw<{ kind: 'opened' | 'saved'; path: string } | null>(null);
  /** Marked documents, printed or saved together. */
  batch: BatchState;
  /** The archives of the month that was archived last. */
  archives = $state.raw<MonthArchive[] | null>(null);
  archiving = new Action();
  listing = new Action();
  reading = new Action();
  working = new Action();
  paying = new Action();
  open = $derived(this.list.find(document => document.id === this.paper?.of) ?? null);

  #documents: DocumentsApi;
  #entity = '';

  constructor(api: DocumentsApi) {
    super(api);
    this.#documents = api;
    this.batch = new BatchState(api);
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

  /** Puts the papers of a month into archives, of the legal entities that are listed. */
  async archive(month: string): Promise<void> {
    this.archives = null;
    const entity = this.isForAll ? null : this.#entity;
    const made = await this.archiving.run(() => this.#documents.documentsArchive(month, entity, null));
    if (made) this.archives = made.value;
  }

  /** Looks at a document of the supplier: what it says is read from this computer. */
  async showSuppliers(id: string): Promise<void> {
    if (this.supplier?.id !== id) {
      this.done = null;
      this.working.dismiss();
    }
    const found = await this.reading.run(() => this.#documents.documentsSupplier(id));
    if (found) this.supplier = found.value;
  }

  /** Opens the document that is looked at in the system's viewer. */
  async openSuppliers(): Promise<void> {
    await this.#work('opened', id => this.#documents.desktopOpenDocument(id));
  }

  /** Saves it into the folder of documents. */
  async saveSuppliers(): Promise<void> {
    await this.#work('saved', id => this.#documents.documentsSupplierSave(id, null));
  }

  async #work(kind: 'opened' | 'saved', work: (id: string) => ReturnType<Api['documentsSupplierSave']>): Promise<void> {
    const id = this.supplier?.id;
    if (id === undefined || this.working.isRunning) return;
    this.done = null;
    const file = await this.working.run(() => work(id));
    if (!file || this.supplier?.id !== id) return;
    this.done = { kind, path: file.value.path };
    // It is here now: the next time it opens without a connection.
    await this.showSuppliers(id);
  }

  async show(id: string): Promise<void> {
    this.supplier = null;
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
    await this.askPayment();
  }

  /** Asks anew how the open document is paid: by another choice of the user its code is another one. */
  async askPayment(): Promise<void> {
    const id = this.paper?.of;
    if (id === undefined) return;
    const payment = await this.paying.run(() => this.#documents.documentsPayment(id, null));
    const link = payment && (await this.paying.run(() => this.#documents.documentsPaymentLink(id)));
    if (!payment || !link || this.paper?.of !== id) return;
    this.paidOn = '';
    this.link = link.value;
    this.payment = payment.value;
  }

  /** Opens the supplier's page for the open document in the system's browser. */
  async payOnSite(): Promise<void> {
    const id = this.paper?.of;
    if (id === undefined) return;
    this.paidOn = '';
    const host = await this.paying.run(() => this.#documents.desktopPayOnSite(id));
    if (host && this.paper?.of === id) this.paidOn = host.value;
  }
}
