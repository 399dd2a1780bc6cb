// Labels of goods: the paper and the printer, which are remembered, and what came of the last ones.

import type { LabelPaper, LabelReport, LabelRequest, PrinterView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { asRecord, asString, type Memory } from './memory';

type LabelsApi = Pick<
  Api,
  'documentsLabelsPrint' | 'documentsLabelsSave' | 'documentsLabelsTest' | 'documentsPrinters'
>;

/** Which goods labels are of. */
export interface LabelGoods {
  entity: string;
  /** Ids; none with a list: all of its goods. */
  items: readonly string[];
  /** The own price list whose prices stand on them. */
  list: { id: string; name: string } | null;
  /** Whether the legal entity has prices that may stand on a label. */
  mayPrice: boolean;
}

export interface LabelFields {
  widthMm: number;
  heightMm: number;
  dpi: number;
  rightDots: number;
  downDots: number;
  font: string;
  printer: string;
  copies: number;
  hasPrice: boolean;
}

/** The usual paper of label printers. */
const USUAL: LabelFields = {
  widthMm: 58,
  heightMm: 40,
  dpi: 203,
  rightDots: 0,
  downDots: 0,
  font: '',
  printer: '',
  copies: 1,
  hasPrice: false,
};

export class LabelsState {
  /** Null while no labels are asked for. */
  goods = $state.raw<LabelGoods | null>(null);
  fields = $state.raw<LabelFields>(USUAL);
  printers = $state.raw<readonly PrinterView[]>([]);
  report = $state.raw<LabelReport | null>(null);
  testedAt = $state('');
  listing = new Action();
  working = new Action();

  #api: LabelsApi;
  #memory: Memory;

  constructor(api: LabelsApi, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
  }

  async recall(): Promise<void> {
    const left = asRecord(await this.#memory.recall('labels'));
    const number = (key: keyof LabelFields, usual: number) => {
      const value = left[key];
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : usual;
    };
    this.fields = {
      widthMm: number('widthMm', USUAL.widthMm),
      heightMm: number('heightMm', USUAL.heightMm),
      dpi: number('dpi', USUAL.dpi),
      rightDots: number('rightDots', USUAL.rightDots),
      downDots: number('downDots', USUAL.downDots),
      font: asString(left['font']) ?? USUAL.font,
      printer: asString(left['printer']) ?? USUAL.printer,
      copies: USUAL.copies,
      hasPrice: left['hasPrice'] === true,
    };
  }

  async open(goods: LabelGoods): Promise<void> {
    this.goods = goods;
    this.report = null;
    this.testedAt = '';
    this.working.dismiss();
    const printers = await this.listing.run(() => this.#api.documentsPrinters());
    this.printers = printers?.value ?? [];
  }

  /** Goods of the catalogue are those of one legal entity: another one has other prices. */
  follow(entity: string): void {
    if (this.goods?.list === null && this.goods.entity !== entity) this.close();
  }

  close(): void {
    this.goods = null;
  }

  change(change: Partial<LabelFields>): void {
    this.fields = { ...this.fields, ...change };
    this.#memory.remember('labels', this.fields);
  }

  async print(): Promise<void> {
    const request = this.#request();
    if (request) await this.#run(() => this.#api.documentsLabelsPrint(request, this.fields.printer.trim()));
  }

  async save(): Promise<void> {
    const request = this.#request();
    if (request) await this.#run(() => this.#api.documentsLabelsSave(request, null));
  }

  /** A label to try the paper with. */
  async test(): Promise<void> {
    this.report = null;
    const tested = await this.working.run(() =>
      this.#api.documentsLabelsTest(this.#paper(), this.fields.printer.trim()),
    );
    this.testedAt = tested?.value ?? '';
  }

  async #run(work: () => ReturnType<LabelsApi['documentsLabelsSave']>): Promise<void> {
    this.report = null;
    this.testedAt = '';
    this.report = (await this.working.run(work))?.value ?? null;
  }

  #paper(): LabelPaper {
    const { widthMm, heightMm, dpi, rightDots, downDots, font } = this.fields;
    return {
      width_mm: widthMm,
      height_mm: heightMm,
      dots_per_inch: dpi,
      right_dots: rightDots,
      down_dots: downDots,
      font: font.trim(),
    };
  }

  #request(): LabelRequest | null {
    if (this.goods === null) return null;
    const { entity, items, list, mayPrice } = this.goods;
    return {
      entity,
      items: [...items],
      copies: this.fields.copies,
      price_list: list?.id ?? null,
      has_price: list === null && mayPrice && this.fields.hasPrice,
      paper: this.#paper(),
    };
  }
}
