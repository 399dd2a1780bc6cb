// Documents, the sheet that is looked at, saving and printing it.

import type { DocumentSummary, PreviewPage, PrinterView, SavedFile } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

/** Sizes of a sheet: what the user reads, and CSS pixels in an inch of paper. The first fills the width it has. */
const ZOOMS = [
  { percent: null, dpi: 120 },
  { percent: 50, dpi: 48 },
  { percent: 75, dpi: 72 },
  { percent: 100, dpi: 96 },
  { percent: 125, dpi: 120 },
  { percent: 150, dpi: 144 },
  { percent: 200, dpi: 192 },
] as const;
const FIT = 0;

type DocumentsApi = Pick<
  Api,
  'documentsList' | 'documentsPreview' | 'documentsSave' | 'documentsPrinters' | 'documentsPrint'
>;

export class DocumentsState {
  list = $state.raw<DocumentSummary[]>([]);
  isForAll = $state(false);
  openId = $state('');
  sheet = $state.raw<PreviewPage | null>(null);
  page = $state(1);
  zoomStep = $state(FIT);
  saved = $state.raw<SavedFile | null>(null);
  printers = $state.raw<PrinterView[] | null>(null);
  printedOn = $state('');
  listing = new Action();
  previewing = new Action();
  saving = new Action();
  printing = new Action();
  open = $derived(this.list.find(document => document.id === this.openId) ?? null);
  zoom = $derived(ZOOMS[this.zoomStep] ?? ZOOMS[FIT]);

  #api: DocumentsApi;
  #entity = '';
  #asked = 0;

  constructor(api: DocumentsApi) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    this.#entity = entity;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const entity = this.#entity;
    if (entity === '') return;
    const documents = await this.listing.run(() => this.#api.documentsList(this.isForAll ? null : entity));
    if (documents && this.#entity === entity) this.list = documents.value;
  }

  async toggleAllEntities(): Promise<void> {
    this.isForAll = !this.isForAll;
    await this.refresh();
  }

  async show(id: string): Promise<void> {
    if (this.openId !== id) {
      this.openId = id;
      this.sheet = null;
      this.page = 1;
      this.saved = null;
      this.printedOn = '';
      this.printing.dismiss();
      this.saving.dismiss();
    }
    await this.#load();
  }

  async turn(by: number): Promise<void> {
    const page = this.page + by;
    if (page < 1 || page > (this.sheet?.pages ?? 1)) return;
    this.page = page;
    await this.#load();
  }

  async zoomBy(steps: number): Promise<void> {
    const step = Math.min(ZOOMS.length - 1, Math.max(0, this.zoomStep + steps));
    if (step === this.zoomStep) return;
    this.zoomStep = step;
    await this.#load();
  }

  async save(): Promise<void> {
    const id = this.openId;
    if (id === '') return;
    this.saved = null;
    const saved = await this.saving.run(() => this.#api.documentsSave(id, null));
    if (saved) this.saved = saved.value;
  }

  async loadPrinters(): Promise<void> {
    const printers = await this.printing.run(() => this.#api.documentsPrinters());
    this.printers = printers?.value ?? null;
  }

  async print(printer: string, copies: number): Promise<void> {
    const id = this.openId;
    if (id === '') return;
    this.printedOn = '';
    const printed = await this.printing.run(() => this.#api.documentsPrint(id, printer, copies));
    if (printed) this.printedOn = printer;
  }

  /** Sharp on dense screens: the picture has as many dots as it is shown with. */
  async #load(): Promise<void> {
    const id = this.openId;
    if (id === '') return;
    this.#asked += 1;
    const asked = this.#asked;
    const dots = Math.round(this.zoom.dpi * Math.max(1, globalThis.devicePixelRatio));
    const sheet = await this.previewing.run(() => this.#api.documentsPreview(id, this.page, dots));
    if (sheet && asked === this.#asked) this.sheet = sheet.value;
  }
}
