// Drafts and orders of the mocked program, as plain values. Sums are exact: unit price times quantity in big integers.

import type {
  DeliveryView,
  DraftLineView,
  DraftSummary,
  OrderLineView,
  OrderSummary,
  OrderView,
  PartView,
  LineServiceView,
  ServiceTermsView,
  StateView,
  WantedService,
} from '$lib/bindings';
import type { Good } from './goods';

export const CURRENCY = 'RUB';

export interface MockLine {
  item: string;
  quantityMilli: number;
  /** The price that the user saw when the line was last shown to him. */
  seenMicro: number | null;
  isInFlight: boolean;
  comment?: string;
  parts?: PartView[];
  isOnOrder?: boolean;
  services?: WantedService[];
}

export interface MockDraft {
  id: string;
  entity: string;
  name: string;
  label?: string;
  comment: string;
  delivery: DeliveryView;
  lines: MockLine[];
  updatedMs: number;
  deletedMs: number | null;
}

/** micro price x milli quantity -> minor units, halves up. */
export function sumMinor(priceMicro: number, quantityMilli: number): number {
  return Number((BigInt(priceMicro) * BigInt(quantityMilli) + 5_000_000n) / 10_000_000n);
}

/** The one service of the mocked supplier. */
export const CUTTING: ServiceTermsView = {
  per: 'cut',
  price_micro: 50_000_000,
  minimum_minor: 0,
  currency: CURRENCY,
  bar_mm: null,
  vat: '',
};

function servicesOf(line: MockLine): LineServiceView[] {
  return (line.services ?? []).map(service => {
    const used = (service.pieces ?? 0) * (service.length_mm ?? 0);
    const isShort = used > line.quantityMilli;
    const count = isShort ? null : (service.pieces ?? 1) * 1000;
    return {
      ...service,
      terms: CUTTING,
      count_milli: count,
      price_micro: isShort ? null : CUTTING.price_micro,
      sum_minor: count === null ? null : sumMinor(CUTTING.price_micro, count),
      vat_minor: null,
      is_minimum: false,
      left_mm: isShort ? null : line.quantityMilli - used,
      trouble: isShort ? 'service_short' : null,
      made: isShort ? Math.trunc(line.quantityMilli / (service.length_mm ?? 1)) : null,
      up_milli: isShort ? used : null,
      most_mm: null,
    };
  });
}

export function lineView(line: MockLine, good: Good | undefined): DraftLineView {
  const price = good?.priceMicro ?? null;
  return {
    item: line.item,
    article: good?.article ?? '',
    name: good?.name ?? line.item,
    unit: good?.unit ?? '',
    quantity_milli: line.quantityMilli,
    price_micro: price,
    currency: price === null ? '' : CURRENCY,
    list_price_micro: null,
    off_bp: null,
    trouble: null,
    next_tier: null,
    sum_minor: price === null ? null : sumMinor(price, line.quantityMilli),
    stock_milli: good?.stockMilli ?? null,
    stock_level: null,
    is_gone: good === undefined,
    is_unpriced: good !== undefined && price === null,
    is_whole: good?.unit === 'шт',
    is_in_flight: line.isInFlight,
    comment: line.comment ?? '',
    packs: null,
    is_on_order: line.isOnOrder ?? false,
    parts: line.parts ?? [],
    usual: null,
    in_unit: null,
    weight_g: good ? Math.trunc((good.weightG * line.quantityMilli) / 1000) : null,
    volume_cm3: null,
    services: servicesOf(line),
  };
}

function servicesSum(line: DraftLineView): number {
  return line.services.reduce((sum, service) => sum + (service.sum_minor ?? 0), 0);
}

export function draftSummary(draft: MockDraft, entityName: string, goods: ReadonlyMap<string, Good>): DraftSummary {
  const live = draft.lines.filter(line => !line.isInFlight);
  const views = live.map(line => lineView(line, goods.get(line.item)));
  const weights = live.map(line => Math.trunc(((goods.get(line.item)?.weightG ?? 0) * line.quantityMilli) / 1000));
  return {
    id: draft.id,
    entity: draft.entity,
    entity_name: entityName,
    name: draft.name,
    label: draft.label ?? '',
    lines: live.length,
    lines_in_flight: draft.lines.length - live.length,
    in_flight: draft.lines.length > live.length ? 'sent' : null,
    total_minor: views.reduce((sum, line) => sum + (line.sum_minor ?? 0) + servicesSum(line), 0),
    currency: views.some(line => line.currency !== '') ? CURRENCY : '',
    weight_g: weights.reduce((sum, weight) => sum + weight, 0),
    without_weight: 0,
    volume_cm3: 0,
    without_volume: 0,
    contract: null,
    kind: 'order',
    troubled_lines: views.filter(
      line => line.price_micro === null || (line.stock_milli !== null && line.stock_milli < line.quantity_milli),
    ).length,
    updated_at_ms: draft.updatedMs,
    deleted_at_ms: draft.deletedMs,
  };
}

export function orderLine(good: Good, quantityMilli: number, priceMicro: number): OrderLineView {
  return {
    item: good.item,
    article: good.article,
    name: good.name,
    unit: good.unit,
    quantity_milli: quantityMilli,
    placed_quantity_milli: quantityMilli,
    price_micro: priceMicro,
    placed_price_micro: priceMicro,
    sum_minor: sumMinor(priceMicro, quantityMilli),
    comment: '',
    parts: [],
    on_order_milli: 0,
    service: null,
    fulfilment: { held_milli: quantityMilli, reserved_milli: 0, shipped_milli: 0, remaining_milli: quantityMilli },
  };
}

export function orderView(summary: Partial<OrderSummary>, lines: OrderLineView[], history: StateView[]): OrderView {
  const total = lines.reduce((sum, line) => sum + (line.sum_minor ?? 0), 0);
  return {
    summary: {
      id: '',
      number: '',
      onec_number: '',
      entity: 'e1',
      entity_name: '',
      draft_name: '',
      state: 'held',
      why: null,
      at_ms: 0,
      placed_by: 'Ирина Петренко',
      lines: lines.length,
      total_minor: total,
      currency: CURRENCY,
      is_changed_by_supplier: false,
      ...summary,
    },
    comment: '',
    delivery: { way: '', carrier: '', branch: '', address: '', date: '', own_number: '', ship_together: '' },
    onec_date: '',
    payment_number: '',
    payment_date: '',
    shipment_number: '',
    shipment_date: '',
    lines,
    history,
    documents: [],
    shipments: [],
    vat_minor: Number(BigInt(total) / 6n),
    ruled: [],
  };
}
