// The mocked program: an in-memory supplier with an offline switch, for tests and `npm run dev` without a window.

import type {
  AddReport,
  CatalogueQuery,
  ChangedLineView,
  ChangedPlaceView,
  ClaimFileView,
  ClaimView,
  RefusedFile,
  Changes,
  ChangeView,
  CodesImported,
  CodeView,
  CheckView,
  ConnectionReport,
  DesktopState,
  DesktopToasts,
  PaymentLinkView,
  ToastTarget,
  DocumentSummary,
  DraftEffectView,
  DraftLimitsView,
  FacetView,
  FeedKind,
  FeedView,
  FeedbackRequest,
  FoundPaper,
  ItemPurchases,
  ExplainedPrice,
  ExplainRequest,
  PriceHistoryView,
  ItemRowView,
  LineDecision,
  MonthView,
  NetworkSettings,
  OfferedTemplate,
  NewsView,
  NoticeView,
  OrderRefusal,
  OrderView,
  PlaceOutcome,
  RemovedLineView,
  RepeatedOrder,
  WeighedCheck,
  PersonView,
  PrintJobDoing,
  PlaceRequest,
  ProfileState,
  PropertyFilterView,
  QueuedView,
  ReadingView,
  Settings,
  SubscriptionView,
  SupplierDocumentView,
  SyncStatus,
  TemplateView,
  UnsentWork,
  WishView,
} from '$lib/bindings';
import { explained } from './pricing';
import { monthsOf, type MockReturn } from './report';
import { done, failed, type Result } from '../api';
import { CURRENCY, draftSummary, lineView, orderLine, orderView, sumMinor, type MockDraft } from './desk';
import { analoguesOf, quantityToSend } from './conflict';
import { connectionReport } from './connection';
import { ENTITIES } from './entities';
import { openDelivery, problemsOf, type MockDirectories } from './delivery';
import { MockMoney } from './money';
import { NOTIFICATIONS } from './notices';
import { MockSettlement } from './settlement';
import { groupViews, isInGroup, makeGoods, type Good } from './goods';

export interface MockOptions {
  stage?: ProfileState['stage'];
  hasKeyring?: boolean;
  canRecover?: boolean;
  copies?: number;
  delayMs?: number;
  nowMs?: number;
  language?: string;
}

const NOTHING_CHANGED: Changes = {
  catalogue: false,
  drafts: false,
  outbox: false,
  orders: false,
  documents: false,
  entities: false,
  claims: false,
  notices: false,
  news: false,
  sync: false,
};

export class MockProgram {
  /** Orders of the last days with goods of any draft. */
  repeated: RepeatedOrder[] = [];
  /** Lines that were taken out, by draft. */
  removed = new Map<string, RemovedLineView[]>();
  goods: Good[];
  byId: Map<string, Good>;
  entities = ENTITIES;
  people: PersonView[] = [
    { id: 'p1', name: 'Ирина Петренко', role: 'admin' },
    { id: 'p2', name: 'Олег Сидоренко', role: 'claims' },
  ];
  /** Work whose right to be sent was lost. */
  unsent: UnsentWork[] = [];
  drafts: MockDraft[] = [];
  orders: OrderView[] = [];
  /** What becomes of every paper that is printed. */
  printJob: PrintJobDoing = 'done';
  /** Goods that went back to the supplier. */
  returns: MockReturn[] = [];
  documents: DocumentSummary[] = [];
  /** Documents of the supplier, beside those that are printed here. */
  supplierDocuments: SupplierDocumentView[] = [];
  claims: ClaimView[] = [];
  discarded = new Set<string>();
  /** What the file dialog gives: files that are attached, and files that are not. */
  picked: ClaimFileView[] = [];
  refused: RefusedFile[] = [];
  /** What deliveries are chosen from; empty: the supplier has no directories. */
  directories: MockDirectories = { ways: [], carriers: [], addresses: [], branches: [] };
  notices: NoticeView[] = [];
  subscriptions: SubscriptionView[] = [];
  wishes: WishView[] = [];
  codes: CodeView[] = [];
  templates: TemplateView[] = [];
  offers: OfferedTemplate[] = [];
  limits: DraftLimitsView | null = null;
  prepaid = new Set<string>();
  owed = new MockMoney();
  settlement = new MockSettlement();
  papers = { rows: [] as FoundPaper[], due: 0 };
  changes: ChangeView[] = [];
  draftEffects: DraftEffectView[] = [];
  /** What stands against every order that is checked. */
  refusals: OrderRefusal[] = [];
  /** What the table that is chosen next comes to; null for no table. */
  codesToImport: CodesImported | null = null;
  news: NewsView[] = [];
  feedback: FeedbackRequest[] = [];
  /** A picture of the window; null where none can be taken. */
  snapshot: string | null = null;
  /** What the desktop can show. */
  toasts: DesktopToasts = { state: 'works' };
  /** The supplier's page for every invoice. */
  paymentLink: PaymentLinkView | null = null;
  /** Invoices whose page was opened in the system's browser. */
  paidOnSite: string[] = [];
  /** A toast is clicked; the window listens. */
  clickToast: (target: ToastTarget) => void = () => undefined;
  profile: ProfileState;
  settings: Settings;
  /** The code that shows prices; empty for none. */
  pin = '';
  desktop: DesktopState = { has_tray: true, starts_with_system: false, autostart_problem: null };
  /** As what a search is read; null as typed. */
  reading: ReadingView | null = null;
  /** What comes of the list that is dropped, and of its columns once they are settled. */
  dropped: Omit<AddReport, 'draft'> | null = null;
  settled: Omit<AddReport, 'draft'> | null = null;
  /** Lists that the user is not done with, by their drafts. */
  kept = new Map<string, { report: Omit<AddReport, 'draft'>; done: Set<string>; atMs: number }>();
  drop: () => void = () => undefined;
  /** What waits to be sent. */
  queue: QueuedView[] = [];
  clipboard: { text: string; html: string } | null = null;
  memory = new Map<string, string>();
  network: NetworkSettings = { mode: 'system', address: '', login: '', has_password: false };
  /** Small pictures that were asked for so far. */
  thumbnailsAsked = 0;
  /** Hashes of pictures and files that were fetched. */
  fetched = new Set<string>();
  isOffline = false;
  /** Prices and stock that the supplier has now and the mirror has not: what a check finds. */
  atSupplier = new Map<string, { priceMicro?: number | null; stockMilli?: number; places?: ChangedPlaceView[] }>();
  sync: SyncStatus;
  /** What enrolment shows once; empty for a device that has its keys already. */
  recoveryCode = 'R4TD-9XKQ-2MNB-7HVW-C3PA-Z8YE';
  listeners = new Set<(changes: Changes) => void>();
  /** Every command that was called, with what it was told: for tests. */
  calls: { name: string; args: readonly unknown[] }[] = [];
  /** Commands that fail: for tests. */
  failures = new Map<string, Result<never>>();
  delayMs: number;
  /** How the page begins anew: the window of `npm run dev` reloads with nothing to come back to, a test mounts it again. */
  startAnew: () => void = () => {};
  pending = new Map<string, CheckView>();
  #nowMs: number | null;
  #ids = 0;
  #selected: { key: string; goods: readonly Good[] } = { key: '', goods: [] };

  constructor(options: MockOptions = {}) {
    this.goods = makeGoods(options.copies ?? 4);
    this.byId = new Map(this.goods.map(good => [good.item, good]));
    this.delayMs = options.delayMs ?? 0;
    this.#nowMs = options.nowMs ?? null;
    this.settings = {
      language: options.language ?? '',
      theme: '',
      density: 'compact',
      notifications: { ...NOTIFICATIONS },
      zoom_percent: 100,
      stays_in_tray: false,
      payment_lf_lines: false,
      hides_prices: false,
      has_price_pin: false,
      system_language: 'ru',
    };
    const isNew = options.stage === 'first_run';
    // Whoever works here already has been shown around.
    if (!isNew) this.memory.set('tour', 'true');
    this.profile = {
      stage: options.stage ?? 'ready',
      has_keyring: options.hasKeyring ?? true,
      can_recover: options.canRecover ?? true,
      is_sample: false,
      has_sample: false,
      keyring_problem: options.hasKeyring === false ? 'no keyring service runs in this session' : '',
      keyring_reason: options.hasKeyring === false ? { cause: 'keyring_unusable', fault: 'no_service' } : null,
      supplier_name: isNew ? '' : 'Метиз-Трейд',
      person_name: isNew ? '' : 'Ирина Петренко',
      app_version: '0.1.0',
      is_shut_out: false,
      set_aside: [],
      notice: '',
      notices: [],
    };
    this.sync = {
      phase: 'idle',
      link: 'online',
      live: 'listening',
      true_at_ms: isNew ? null : this.now() - 8 * 60_000,
      synced_at_ms: isNew ? null : this.now() - 60_000,
      rows_done: 0,
      rows_total: 0,
      is_searchable: !isNew,
      is_whole: !isNew,
      queued: 0,
      needs_user: 0,
      problem: '',
      problem_code: null,
      problem_reason: null,
      next_try_in_s: 240,
      feeds: [
        this.feed('cat:all', 'goods', '', this.goods.length),
        this.feed('price:opt-3', 'prices', 'Опт 3', this.goods.length),
        this.feed('stock:main:exact', 'stock', 'Основной склад', this.goods.length * 2),
        this.feed('doc:e1', 'documents', 'ООО «Ромашка»', 3),
      ],
    };
  }

  private feed(feed: string, kind: FeedKind, part: string, rows: number): FeedView {
    const at = this.now() - 8 * 60_000;
    return { feed, kind, part, buyers: [], rows, true_at_ms: at, checked_at_ms: at, mended_at_ms: null };
  }

  /** The coatings of the goods, by the end of their articles. */
  facets(query: CatalogueQuery): FacetView[] {
    const chosen = query.properties.find(filter => filter.property === 'coating')?.values ?? [];
    const goods = this.select({ ...query, properties: [] });
    const values = ['ZN', 'A2'].map(value => ({
      value,
      items: goods.filter(good => good.article.endsWith(value)).length,
      is_chosen: chosen.includes(value),
    }));
    return [{ property: 'coating', name: 'Покрытие', values, more_values: 0 }];
  }

  hidePrices(hides_prices: boolean): Settings {
    this.settings = { ...this.settings, hides_prices };
    return this.settings;
  }

  now(): number {
    return this.#nowMs ?? Date.now();
  }

  newId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}-${this.#ids}`;
  }

  changed(changes: Partial<Changes>): void {
    for (const listener of this.listeners) listener({ ...NOTHING_CHANGED, ...changes });
  }

  goOffline(isOffline: boolean): void {
    this.isOffline = isOffline;
    this.sync = { ...this.sync, link: isOffline ? 'offline' : 'online' };
    this.changed({ sync: true });
  }

  entityName(id: string): string {
    return this.entities.find(entity => entity.id === id)?.name ?? id;
  }

  /** The goods of a table; the last one is kept, as its windows are asked for one by one. */
  select(query: CatalogueQuery): readonly Good[] {
    const key = JSON.stringify({ ...query, entity: '', draft: '' });
    if (this.#selected.key !== key) this.#selected = { key, goods: this.#find(query) };
    return this.#selected.goods;
  }

  #find(query: CatalogueQuery): Good[] {
    const words = query.text.toLowerCase().replaceAll('x', 'х').split(/\s+/).filter(Boolean);
    const found = this.goods.filter(good => {
      if (query.group !== null && !isInGroup(good, query.group)) return false;
      if (query.in_stock_only && !good.stockMilli) return false;
      const isAsked = ({ values }: PropertyFilterView) => values.some(value => good.article.endsWith(value));
      if (!query.properties.every(isAsked)) return false;
      const text = `${good.article} ${good.name}`.toLowerCase().replaceAll('x', 'х');
      return words.every(word => text.includes(word));
    });
    const keys: Record<string, (a: Good, b: Good) => number> = {
      article: (a, b) => a.article.localeCompare(b.article),
      name: (a, b) => a.name.localeCompare(b.name),
      price: (a, b) => (a.priceMicro ?? 0) - (b.priceMicro ?? 0),
      stock: (a, b) => (a.stockMilli ?? 0) - (b.stockMilli ?? 0),
    };
    const order = keys[query.sort];
    if (order) found.sort(order);
    if (query.descending) found.reverse();
    return found;
  }

  row(good: Good, entity: string, draftId: string | null): ItemRowView {
    const draft = this.drafts.find(one => one.id === draftId);
    const seesPrices = this.entities.find(one => one.id === entity)?.sees_prices ?? false;
    return {
      item: good.item,
      article: good.article,
      name: good.name,
      unit: good.unit,
      is_whole: good.unit === 'шт',
      pack_milli: good.packMilli,
      price_micro: seesPrices ? good.priceMicro : null,
      list_price_micro: null,
      off_bp: null,
      currency: seesPrices && good.priceMicro !== null ? CURRENCY : '',
      stock_milli: good.stockMilli,
      stock_level: null,
      next_arrival: good.stockMilli === 0 ? { date: '2026-12-12', quantity_milli: 40_000, note: '' } : null,
      in_draft_milli: draft?.lines.find(line => line.item === good.item && !line.isInFlight)?.quantityMilli ?? 0,
      other_variants: this.variantsOf(good).length - 1,
      is_stale: false,
    };
  }

  variantsOf(good: Good): Good[] {
    return this.goods.filter(one => one.product === good.product);
  }

  groups() {
    return groupViews(this.goods);
  }

  /** Purchases of an item by an entity, from the orders that are here. */
  purchases(entity: string, item: string): ItemPurchases {
    const rows = this.orders
      .filter(order => order.summary.entity === entity && order.summary.number !== '')
      .flatMap(({ summary, lines }) =>
        lines.flatMap(line => {
          const { price_micro } = line;
          if (line.item !== item || line.quantity_milli <= 0 || price_micro === null) return [];
          return {
            order: summary.id,
            order_number: summary.number,
            at_ms: summary.at_ms,
            quantity_milli: line.quantity_milli,
            unit: line.unit,
            price_micro,
            currency: summary.currency,
          };
        }),
      )
      .sort((one, other) => other.at_ms - one.at_ms);
    const dearest = rows.reduce<(typeof rows)[0] | null>(
      (most, row) => (most === null || row.price_micro > most.price_micro ? row : most),
      null,
    );
    return { rows, dearest_micro: dearest?.price_micro ?? null, dearest_at_ms: dearest?.at_ms ?? null };
  }

  /** What an item cost an entity before: the price of today, and a higher one until a week ago. */
  explain(request: ExplainRequest): ExplainedPrice {
    return explained(
      request,
      this.goods.find(one => one.item === request.item),
    );
  }

  prices(entity: string, item: string): PriceHistoryView {
    const now = this.byId.get(item)?.priceMicro ?? null;
    const sees = this.entities.find(one => one.id === entity)?.sees_prices === true;
    const none = { points: [], since_ms: null, true_at_ms: null, lowest: null, highest: null };
    if (!sees || now === null) return none;
    const day = 24 * 60 * 60 * 1000;
    const at = (days: number, price_micro: number) => ({
      at_ms: this.now() - days * day,
      price_micro,
      currency: CURRENCY,
      own_micro: price_micro,
      own_currency: CURRENCY,
    });
    const [before, today] = [at(30, now + 1_000_000), at(7, now)];
    return {
      points: [before, today],
      since_ms: before.at_ms,
      true_at_ms: this.now(),
      lowest: today,
      highest: before,
    };
  }

  /** Orders by months, as the program adds them up. */
  months(entity: string | null): MonthView[] {
    return monthsOf(this.orders, entity);
  }

  draft(id: string): MockDraft | undefined {
    return this.drafts.find(draft => draft.id === id);
  }

  summary(draft: MockDraft) {
    return draftSummary(draft, this.entityName(draft.entity), this.byId);
  }

  lineView(draft: MockDraft, item: string) {
    const line = draft.lines.find(one => one.item === item && !one.isInFlight);
    return line ? lineView(line, this.byId.get(item)) : null;
  }

  newDraft(entity: string, name: string): MockDraft {
    const draft: MockDraft = {
      id: this.newId('draft'),
      entity,
      name,
      comment: '',
      delivery: openDelivery(this),
      lines: [],
      updatedMs: this.now(),
      deletedMs: null,
    };
    this.drafts.unshift(draft);
    return draft;
  }

  connection(): ConnectionReport {
    return connectionReport(this.isOffline, this.now());
  }

  showSample(isShown: boolean): ProfileState {
    this.profile = {
      ...this.profile,
      stage: isShown ? 'ready' : 'first_run',
      is_sample: isShown,
      has_sample: true,
      supplier_name: isShown ? 'Образец: Метизная торговая компания' : '',
      person_name: isShown ? 'Гость (образец)' : '',
    };
    return this.profile;
  }

  setLine(draft: MockDraft, item: string, quantityMilli: number): void {
    const line = draft.lines.find(one => one.item === item && !one.isInFlight);
    if (quantityMilli === 0) draft.lines = draft.lines.filter(one => one !== line);
    else if (line) line.quantityMilli = quantityMilli;
    else {
      const seenMicro = this.byId.get(item)?.priceMicro ?? null;
      draft.lines.push({ item, quantityMilli, seenMicro, isInFlight: false });
    }
    draft.updatedMs = this.now();
  }

  check(draft: MockDraft, command: string | null = null): CheckView {
    let was = 0;
    let now = 0;
    const changed: ChangedLineView[] = [];
    for (const line of draft.lines) {
      const good = this.byId.get(line.item);
      const news = this.atSupplier.get(line.item) ?? {};
      const priceNow = news.priceMicro === undefined ? (good?.priceMicro ?? null) : news.priceMicro;
      const stock = news.stockMilli ?? good?.stockMilli ?? line.quantityMilli;
      const available = priceNow === null ? 0 : Math.min(stock, line.quantityMilli);
      was += line.seenMicro === null ? 0 : sumMinor(line.seenMicro, line.quantityMilli);
      now += priceNow === null ? 0 : sumMinor(priceNow, available);
      const isDearer = line.seenMicro !== null && priceNow !== null && priceNow > line.seenMicro;
      const isCheaper = line.seenMicro !== null && priceNow !== null && priceNow < line.seenMicro;
      const isUnpriced = good !== undefined && priceNow === null;
      const isGone = !isUnpriced && available === 0;
      const isShort = !isGone && !isUnpriced && available < line.quantityMilli;
      if (!isDearer && !isCheaper && !isShort && !isGone && !isUnpriced) continue;
      changed.push({
        item: line.item,
        article: good?.article ?? '',
        name: good?.name ?? '',
        unit: good?.unit ?? '',
        asked_milli: line.quantityMilli,
        available_milli: available,
        price_was_micro: line.seenMicro,
        price_now_micro: priceNow,
        price_change_bp:
          line.seenMicro !== null && priceNow !== null
            ? Number((BigInt(priceNow - line.seenMicro) * 10_000n) / BigInt(line.seenMicro))
            : null,
        is_dearer: isDearer,
        is_cheaper: isCheaper,
        is_short: isShort,
        is_gone: isGone,
        is_unpriced: isUnpriced,
        is_whole: good?.unit === 'шт',
        misfit: null,
        up_milli: null,
        list_micro: null,
        list_currency: '',
        analogues:
          isDearer || isShort || isGone || isUnpriced
            ? analoguesOf(this.goods, draft, line.item, line.quantityMilli)
            : [],
        arrivals: isShort ? [{ date: '2026-12-14', quantity_milli: 500_000, note: '' }] : [],
        covered_on: isShort ? '2026-12-14' : null,
        wished_date: line.parts?.find(part => part.date !== null)?.date ?? null,
        places: news.places ?? [],
        anywhere_milli: news.places ? line.quantityMilli : null,
        moved_milli: news.places ? line.quantityMilli : null,
        services: [],
      });
    }
    return {
      draft: draft.id,
      command,
      quote: `q-${this.now()}`,
      made_at_ms: this.now(),
      lines_total: draft.lines.length,
      changed,
      total_was_minor: was,
      total_now_minor: now,
      currency: CURRENCY,
      contract: this.entities.find(one => one.id === draft.entity)?.contract ?? null,
      refused: this.refusals,
      is_clean:
        !changed.some(line => line.is_dearer || line.is_short || line.is_gone || line.is_unpriced) &&
        problemsOf(this, draft.delivery).length === 0,
      delivery: { ...draft.delivery, problems: problemsOf(this, draft.delivery) },
      comment: draft.comment,
      line_comments: draft.lines.flatMap(line => {
        const good = this.byId.get(line.item);
        const words = { article: good?.article ?? '', name: good?.name ?? '' };
        return line.comment ? [{ item: line.item, ...words, comment: line.comment }] : [];
      }),
      gifts: [],
    };
  }

  weigh(check: CheckView, decisions: LineDecision[]): WeighedCheck {
    const decided = new Map(decisions.map(one => [one.item, one.decision]));
    const draft = this.draft(check.draft);
    let total = 0;
    let sent = 0;
    for (const line of draft?.lines ?? []) {
      const change = check.changed.find(one => one.item === line.item);
      const quantity = quantityToSend(line.quantityMilli, change, decided.get(line.item));
      const price = change?.price_now_micro ?? this.byId.get(line.item)?.priceMicro ?? 0;
      if (quantity > 0) sent += 1;
      total += sumMinor(price, quantity);
    }
    const of = (word: string) => decisions.filter(one => one.decision === word).length;
    return {
      total_minor: total,
      currency: CURRENCY,
      lines_to_send: sent,
      lines_waiting: of('backorder'),
      lines_left: (draft?.lines.length ?? 0) - sent - of('remove'),
    };
  }

  place(request: PlaceRequest): Result<PlaceOutcome> {
    const draft = this.draft(request.draft);
    if (!draft) return failed('not_found', 'no such draft');
    if (this.isOffline) return done(this.#queue(draft));
    const check = this.check(draft);
    const worse = check.changed.filter(line => line.is_dearer || line.is_short || line.is_gone || line.is_unpriced);
    const decisions = new Map(request.decisions.map(one => [one.item, one.decision]));
    const seen = request.check?.changed.map(line => line.item) ?? [];
    if (worse.some(line => !seen.includes(line.item))) return done({ outcome: 'changed', check });
    const sent = draft.lines.flatMap(line => {
      const change = check.changed.find(one => one.item === line.item);
      const quantity = quantityToSend(line.quantityMilli, change, decisions.get(line.item));
      const good = this.byId.get(line.item);
      if (quantity === 0 || !good) return [];
      return [orderLine(good, quantity, change?.price_now_micro ?? good.priceMicro ?? 0)];
    });
    const gone = request.decisions.filter(one => one.decision === 'remove').map(one => one.item);
    const sentItems = sent.map(line => line.item);
    draft.lines = draft.lines.filter(line => !sentItems.includes(line.item) && !gone.includes(line.item));
    if (sent.length === 0) return done({ outcome: 'rejected', reason: 'empty' });
    const order = this.#accept(draft, sent);
    this.changed({ drafts: true, orders: true, documents: true });
    const { id, number, currency } = order.summary;
    const total = order.summary.total_minor ?? 0;
    return done({ outcome: 'placed', order: id, number, total_minor: total, currency, lines_left: draft.lines.length });
  }

  #accept(draft: MockDraft, lines: OrderView['lines']): OrderView {
    const number = `Д-${String(1042 + this.orders.length)}`;
    const id = this.newId('order');
    const view = orderView(
      {
        id,
        number,
        entity: draft.entity,
        entity_name: this.entityName(draft.entity),
        draft_name: draft.name,
        state: 'held',
        at_ms: this.now(),
      },
      lines,
      [
        { state: 'queued', at_ms: this.now() - 2000, who: 'Ирина Петренко' },
        { state: 'sent', at_ms: this.now() - 1000, who: 'Ирина Петренко' },
        { state: 'held', at_ms: this.now(), who: 'Метиз-Трейд' },
      ],
    );
    view.documents = [this.addInvoice(view, true)];
    this.orders.unshift(view);
    return view;
  }

  addInvoice(order: OrderView, isPreliminary: boolean): string {
    const id = this.newId('invoice');
    this.documents.unshift({
      id,
      kind: 'invoice',
      is_suppliers: false,
      has_file: true,
      has_doubts: false,
      number: order.summary.onec_number || order.summary.number,
      is_preliminary: isPreliminary,
      is_cancelled: false,
      date: new Date(order.summary.at_ms).toISOString().slice(0, 10),
      entity: order.summary.entity,
      entity_name: order.summary.entity_name,
      order: order.summary.id,
      order_number: order.summary.number,
      total_minor: order.summary.total_minor ?? 0,
      currency: order.summary.currency,
    });
    return id;
  }

  #queue(draft: MockDraft): PlaceOutcome {
    const lines = draft.lines.flatMap(line => {
      const good = this.byId.get(line.item);
      return good ? [orderLine(good, line.quantityMilli, good.priceMicro ?? 0)] : [];
    });
    for (const line of draft.lines) line.isInFlight = true;
    const command = this.newId('command');
    this.orders.unshift(
      orderView(
        {
          id: command,
          entity: draft.entity,
          entity_name: this.entityName(draft.entity),
          draft_name: draft.name,
          state: 'queued',
          why: 'offline',
          at_ms: this.now(),
        },
        lines,
        [{ state: 'queued', at_ms: this.now(), who: 'Ирина Петренко' }],
      ),
    );
    this.sync = { ...this.sync, queued: this.sync.queued + 1 };
    this.changed({ drafts: true, outbox: true, orders: true, sync: true });
    return { outcome: 'queued', command };
  }
}
