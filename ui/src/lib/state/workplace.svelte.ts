// Everything one window works with: the states, and which of them a change in the data concerns.

import { createContext, tick } from 'svelte';
import type { Changes } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { CatalogueState } from './catalogue.svelte';
import { ChangesState } from './changes.svelte';
import { CheckState } from './check.svelte';
import { ClaimsState } from './claims.svelte';
import { ApartState } from './apart.svelte';
import { CompareState } from './compare.svelte';
import { Clock } from './clock.svelte';
import { CodesState } from './codes.svelte';
import { DeliveryState } from './delivery.svelte';
import { DocumentsState } from './documents.svelte';
import { PapersState } from './papers.svelte';
import { DraftsState } from './drafts.svelte';
import { FeedbackState } from './feedback.svelte';
import { FindState } from './find.svelte';
import { Foldable } from './foldable.svelte';
import { GridLayout } from './gridLayout.svelte';
import { MediaState } from './media.svelte';
import { Memory } from './memory';
import { NetworkState } from './network.svelte';
import { NewsState } from './news.svelte';
import { NoticesState } from './notices.svelte';
import { openToast } from './openNotice';
import { OrdersState } from './orders.svelte';
import { LabelsState } from './labels.svelte';
import { OrderPapersState } from './orderPapers.svelte';
import { PaperFolderState } from './paperFolder.svelte';
import { PartsState } from './parts.svelte';
import { ServicesState } from './services.svelte';
import { PriceListsState } from './priceLists.svelte';
import { PricesState } from './prices.svelte';
import { MoneyState } from './money.svelte';
import { SettlementState } from './settlement.svelte';
import { WhatIfState } from './whatIf.svelte';
import { PurchasesState } from './purchases.svelte';
import { ReportState } from './report.svelte';
import { Router } from './router.svelte';
import { Session } from './session.svelte';
import { SettingsState } from './settings.svelte';
import { SupportState } from './support.svelte';
import { SyncState } from './sync.svelte';
import { TemplatesState } from './templates.svelte';
import { UnsentState } from './unsent.svelte';
import { WishesState } from './wishes.svelte';

const TABLES = [
  'drafts',
  'trash',
  'draft',
  'compare',
  'templates',
  'templateLines',
  'orders',
  'order',
  'documents',
  'claims',
  'notices',
  'subscriptions',
  'wishes',
  'codes',
  'changes',
  'money',
  'dueDays',
  'acts',
  'differences',
  'find',
  'report',
  'queue',
  'pasted',
  'feeds',
  'priceListPreview',
] as const;
type TableName = (typeof TABLES)[number];

/** Texts that states need and cannot look up: they know no language. */
export interface WorkplaceWords {
  nameOfNewDraft: (number: number) => string;
}

export class Workplace {
  api: Api;
  memory: Memory;
  clock = new Clock();
  router = new Router();
  session: Session;
  settings: SettingsState;
  sync: SyncState;
  catalogue: CatalogueState;
  drafts: DraftsState;
  check: CheckState;
  orders: OrdersState;
  documents: DocumentsState;
  papers: PapersState;
  claims: ClaimsState;
  news: NewsState;
  notices: NoticesState;
  wishes: WishesState;
  codes: CodesState;
  changes: ChangesState;
  find: FindState;
  report: ReportState;
  labels: LabelsState;
  orderPapers: OrderPapersState;
  paperFolder: PaperFolderState;
  unsent: UnsentState;
  priceLists: PriceListsState;
  prices: PricesState;
  money: MoneyState;
  settlement: SettlementState;
  whatIf: WhatIfState;
  purchases: PurchasesState;
  parts: PartsState;
  services: ServicesState;
  compare: CompareState;
  apart: ApartState;
  templates: TemplatesState;
  delivery: DeliveryState;
  network: NetworkState;
  support: SupportState;
  media: MediaState;
  feedback: FeedbackState;
  tables: Readonly<Record<TableName, GridLayout>>;
  /** Rows on their way to the clipboard. */
  copying = new Action();
  /** The way to the pages, with its words, or folded to pictures. */
  rail = new Foldable();
  /** What was left at the last exit is recalled; tables may ask for their rows. */
  isEntered = $state(false);
  areKeysShown = $state(false);
  isHelpShown = $state(false);
  isTourShown = $state(false);
  isEntityMenuOpen = $state(false);
  /** A short word on what was just done, with a way back where there is one. */
  said = $state.raw<{ text: string; undo: (() => void) | null; draft: string | null } | null>(null);
  #saidTimer: ReturnType<typeof setTimeout> | undefined;
  #changed: Set<keyof Changes> = new Set();
  #isRefreshing = false;

  constructor(api: Api, words: WorkplaceWords) {
    this.api = api;
    this.memory = new Memory(api);
    this.session = new Session(api, this.memory);
    this.settings = new SettingsState(api);
    this.sync = new SyncState(api);
    this.catalogue = new CatalogueState(api, this.memory, new GridLayout('catalogue', this.memory));
    this.drafts = new DraftsState(api, this.memory, words.nameOfNewDraft);
    this.check = new CheckState(api, this.memory, draft => {
      if (this.said?.draft === draft) this.said = null;
    });
    this.orders = new OrdersState(api);
    this.documents = new DocumentsState(api);
    this.papers = new PapersState(api);
    this.claims = new ClaimsState(api);
    this.news = new NewsState(api);
    this.notices = new NoticesState(api);
    this.wishes = new WishesState(api);
    this.codes = new CodesState(api);
    this.changes = new ChangesState(api, () => this.clock.nowMs);
    this.find = new FindState(api);
    this.report = new ReportState(api);
    this.labels = new LabelsState(api, this.memory);
    this.orderPapers = new OrderPapersState(api, this.memory);
    this.paperFolder = new PaperFolderState(api);
    this.unsent = new UnsentState(api);
    this.priceLists = new PriceListsState(api, this.memory);
    this.prices = new PricesState(api);
    this.money = new MoneyState(api);
    this.settlement = new SettlementState(api);
    this.whatIf = new WhatIfState(api);
    this.purchases = new PurchasesState(api, this.memory);
    this.parts = new PartsState(api);
    this.services = new ServicesState(api);
    this.compare = new CompareState(api);
    this.apart = new ApartState(api);
    this.templates = new TemplatesState(api);
    this.delivery = new DeliveryState(api);
    this.network = new NetworkState(api);
    this.support = new SupportState(api);
    this.media = new MediaState(api);
    this.feedback = new FeedbackState(api);
    const layouts = TABLES.map(name => [name, new GridLayout(name, this.memory)] as const);
    this.tables = Object.fromEntries(layouts) as Record<TableName, GridLayout>;
  }

  /** Opens the profile and begins to listen; gives back how to stop. */
  start(): () => void {
    void this.#open();
    const stops = [
      this.clock.start(),
      this.api.onChanges(changes => this.#onChanges(changes)),
      this.api.onOpenToast(target => void openToast(this, target)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** The profile is open: loads what the frame shows. */
  async enter(): Promise<void> {
    const [tour] = await Promise.all([
      this.memory.recall('tour'),
      this.catalogue.recall(),
      this.#recallFrame(),
      this.purchases.recall(),
      this.labels.recall(),
      this.orderPapers.recall(),
      ...Object.values(this.tables).map(table => table.recall()),
    ]);
    this.isTourShown = tour === null;
    this.isEntered = true;
    void this.unsent.refresh();
    await this.followEntity();
    await this.catalogue.loadGroups();
    await this.priceLists.refresh();
  }

  toggleHelp(): void {
    this.areKeysShown = false;
    this.isHelpShown = !this.isHelpShown;
  }

  /** Feedback on what is open, without the help that may lie over it. */
  async giveFeedback(): Promise<void> {
    this.isHelpShown = false;
    this.areKeysShown = false;
    await tick();
    await this.feedback.ask();
  }

  /** The list of all keys instead of the help. */
  showKeys(): void {
    this.isHelpShown = false;
    this.areKeysShown = true;
  }

  /** The walk begins in the catalogue, where everything that it points at is. */
  showTour(): void {
    this.isHelpShown = false;
    this.router.go({ view: 'catalogue' });
    this.isTourShown = true;
  }

  /** It comes by itself once; afterwards from the help. */
  endTour(): void {
    this.isTourShown = false;
    this.memory.remember('tour', true);
  }

  async chooseEntity(id: string): Promise<void> {
    this.isEntityMenuOpen = false;
    this.session.choose(id);
    await this.followEntity();
  }

  async followEntity(): Promise<void> {
    const entity = this.session.entityId;
    if (entity === '') return;
    this.labels.follow(entity);
    await this.drafts.follow(entity);
    await Promise.all([
      this.catalogue.follow(entity, this.drafts.currentId || null),
      this.orders.follow(entity),
      this.documents.follow(entity),
      this.claims.follow(entity),
      this.notices.follow(entity),
      this.changes.follow(entity),
      this.find.follow(entity),
      this.report.follow(entity),
      this.news.refresh(),
    ]);
  }

  toggleRail(): void {
    this.rail.toggle();
    this.memory.remember('frame', { rail: !this.rail.isOpenInWide });
  }

  /** Puts text on the clipboard by the program: an engine may refuse the page. */
  async copyText(text: string): Promise<boolean> {
    const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
    return (await this.api.desktopCopy(text, html)).ok;
  }

  /** A short word on what was done. `draft`: what `undo` takes back was done in that draft, and is over when it is sent. */
  say(text: string, undo: (() => void) | null = null, draft: string | null = null): void {
    clearTimeout(this.#saidTimer);
    this.said = { text, undo, draft };
    this.#saidTimer = setTimeout(() => (this.said = null), undo ? 15_000 : 6_000);
  }

  async #open(): Promise<void> {
    await this.settings.load();
    await this.session.open();
  }

  async #recallFrame(): Promise<void> {
    const left = await this.memory.recall('frame');
    if (typeof left === 'object' && left !== null && 'rail' in left) this.rail.recall(left.rail !== true);
  }

  #onChanges(changes: Changes): void {
    for (const [kind, isChanged] of Object.entries(changes) as [keyof Changes, boolean][]) {
      if (isChanged) this.#changed.add(kind);
    }
    if (!this.#isRefreshing) void this.#refresh();
  }

  /** One refresh at a time; what changes meanwhile is refreshed after it. */
  async #refresh(): Promise<void> {
    this.#isRefreshing = true;
    while (this.#changed.size > 0) {
      const changed = this.#changed;
      this.#changed = new Set();
      await this.#refreshOf(changed);
    }
    this.#isRefreshing = false;
  }

  async #refreshOf(changed: ReadonlySet<keyof Changes>): Promise<void> {
    if (changed.has('sync') || changed.has('outbox')) await this.sync.refresh();
    if (this.session.profile?.stage !== 'ready') return;
    const work: Promise<unknown>[] = [];
    if (changed.has('entities')) work.push(this.#lookAgain());
    if (changed.has('catalogue')) work.push(this.catalogue.loadGroups());
    if (changed.has('drafts') || changed.has('catalogue')) work.push(this.#refreshDrafts());
    if (changed.has('orders') || changed.has('outbox')) work.push(this.#refreshOrders());
    if (changed.has('catalogue') || changed.has('drafts')) work.push(this.changes.refresh());
    if (changed.has('orders')) work.push(this.report.refresh());
    if (changed.has('documents')) work.push(this.documents.refresh(), this.#refreshMoney());
    const isListsView = this.router.place.view === 'priceLists';
    if (isListsView && changed.has('catalogue')) this.priceLists.look();
    // A sync writes their files anew; one that could not be written is told of on every screen.
    if (changed.has('documents') && (isListsView || this.priceLists.hasFiles)) work.push(this.priceLists.refresh());
    if (changed.has('documents') || changed.has('orders') || changed.has('claims')) work.push(this.find.refresh());
    if (changed.has('claims')) work.push(this.#refreshClaims());
    if (changed.has('news')) work.push(this.news.refresh());
    if (changed.has('notices')) work.push(this.notices.refresh(), this.wishes.refresh(), this.codes.refresh());
    await Promise.all(work);
  }

  /** Other rights show other goods, prices and drafts. */
  async #lookAgain(): Promise<void> {
    await this.session.lookAgain();
    await this.unsent.refresh();
    await this.followEntity();
    await this.catalogue.loadGroups();
    await this.catalogue.reload();
  }

  async #refreshDrafts(): Promise<void> {
    await this.drafts.refresh();
    await this.catalogue.reload();
    this.drafts.forgetTyped();
    const place = this.router.place;
    if (place.view === 'draft') await this.drafts.open(place.id);
  }

  async #refreshMoney(): Promise<void> {
    if (this.router.place.view !== 'money') return;
    await this.money.refresh();
    if (this.money.shown === 'acts') await this.settlement.refresh();
  }

  async #refreshClaims(): Promise<void> {
    await this.claims.refresh();
    const place = this.router.place;
    if (place.view === 'claim') await this.claims.open(place.id);
  }

  async #refreshOrders(): Promise<void> {
    await this.orders.refresh();
    const place = this.router.place;
    if (place.view === 'order') await this.orders.open(place.id);
  }
}

export const [getWorkplace, setWorkplace] = createContext<Workplace>();
