// The sheet of a paper that is looked at: turning, zooming, saving and printing it.

import type { PaperRequest, PreviewPage, PrinterView, PrintWishes, SavedPaper } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { PrintJobState } from './printJob.svelte';

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

type SheetApi = Pick<
  Api,
  | 'documentsPreview'
  | 'documentsSave'
  | 'documentsPrinters'
  | 'documentsPrinter'
  | 'documentsPrint'
  | 'documentsPrintChoice'
  | 'documentsPrintJob'
  | 'documentsPrintCancel'
>;

/** One copy at the default printer, as it is set. */
const USUAL: PrintWishes = { printer: '', copies: 1, sides: null, tray: '', paper: '' };

/** Whether two requests are for one paper. */
function isSame(one: PaperRequest, other: PaperRequest): boolean {
  return one.form === other.form && one.of === other.of && one.group === other.group;
}

export class SheetState {
  paper = $state.raw<PaperRequest | null>(null);
  sheet = $state.raw<PreviewPage | null>(null);
  page = $state(1);
  zoomStep = $state(FIT);
  saved = $state.raw<SavedPaper | null>(null);
  printers = $state.raw<PrinterView[] | null>(null);
  /** How the last paper of this form was printed. */
  lastPrinted = $state.raw<PrintWishes>(USUAL);
  printedOn = $state('');
  /** The paper that was printed last, at its printer. */
  job: PrintJobState;
  previewing = new Action();
  saving = new Action();
  printing = new Action();
  zoom = $derived(ZOOMS[this.zoomStep] ?? ZOOMS[FIT]);

  #api: SheetApi;
  #asked = 0;

  constructor(api: SheetApi) {
    this.#api = api;
    this.job = new PrintJobState(api);
  }

  async look(paper: PaperRequest): Promise<void> {
    if (this.paper === null || !isSame(this.paper, paper)) {
      this.paper = paper;
      this.sheet = null;
      this.page = 1;
      this.saved = null;
      this.printedOn = '';
      this.job.leave();
      this.printing.dismiss();
      this.saving.dismiss();
      this.previewing.dismiss();
    }
    await this.reload();
  }

  /** Looks at nothing any more. */
  leave(): void {
    this.#asked += 1;
    this.paper = null;
    this.sheet = null;
    this.saved = null;
    this.job.leave();
  }

  async turn(by: number): Promise<void> {
    const page = this.page + by;
    if (page < 1 || page > (this.sheet?.pages ?? 1)) return;
    this.page = page;
    await this.reload();
  }

  async zoomBy(steps: number): Promise<void> {
    const step = Math.min(ZOOMS.length - 1, Math.max(0, this.zoomStep + steps));
    if (step === this.zoomStep) return;
    this.zoomStep = step;
    await this.reload();
  }

  async save(): Promise<void> {
    const paper = this.paper;
    if (paper === null) return;
    this.saved = null;
    const saved = await this.saving.run(() => this.#api.documentsSave(paper, null));
    if (saved) this.saved = saved.value;
  }

  async loadPrinters(): Promise<void> {
    const paper = this.paper;
    if (paper === null) return;
    this.printers = null;
    const last = await this.printing.run(() => this.#api.documentsPrintChoice(paper.form));
    const printers = last && (await this.printing.run(() => this.#api.documentsPrinters()));
    if (this.paper === null || !isSame(this.paper, paper)) return;
    this.lastPrinted = last?.value ?? USUAL;
    // Without a print service a printer of the network is still there, by its address.
    this.printers = printers?.value ?? [];
    const address = this.lastPrinted.printer;
    if (address.includes('://')) await this.meet(address);
  }

  /** Asks a printer of the network what it can do. */
  async meet(address: string): Promise<void> {
    const met = await this.printing.run(() => this.#api.documentsPrinter(address));
    if (met && this.printers && !this.printers.some(one => one.name === met.value.name))
      this.printers = [...this.printers, met.value];
  }

  async print(wishes: PrintWishes): Promise<void> {
    const paper = this.paper;
    if (paper === null) return;
    this.printedOn = '';
    this.job.leave();
    const printed = await this.printing.run(() => this.#api.documentsPrint(paper, wishes));
    // Another paper is looked at meanwhile: what became of this one is not said of that.
    if (!printed || this.paper === null || !isSame(this.paper, paper)) return;
    this.lastPrinted = wishes;
    const known = this.printers?.find(one => one.name === printed.value.printer);
    this.printedOn = known?.title ?? printed.value.printer;
    this.job.watch(printed.value.printer, printed.value.job);
  }

  /** Sharp on dense screens: the picture has as many dots as it is shown with. */
  async reload(): Promise<void> {
    const paper = this.paper;
    if (paper === null) return;
    this.#asked += 1;
    const asked = this.#asked;
    const dots = Math.round(this.zoom.dpi * Math.max(1, globalThis.devicePixelRatio));
    const sheet = await this.previewing.run(() => this.#api.documentsPreview(paper, this.page, dots));
    if (sheet && asked === this.#asked) this.sheet = sheet.value;
  }
}
