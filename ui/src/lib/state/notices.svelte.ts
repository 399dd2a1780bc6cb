// What the person was told and subscribed to, and the question of what to subscribe to.

import type { NoticeAdded, NoticeView, SubscribeRequest, Subscribed, SubscriptionView } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type NoticesApi = Pick<
  Api,
  | 'noticesList'
  | 'noticesRead'
  | 'noticesDismiss'
  | 'noticesAddToDraft'
  | 'subscriptionsList'
  | 'subscriptionsSubscribe'
  | 'subscriptionsUnsubscribe'
>;

/** Goods that the user is about to subscribe to. */
export interface Wish {
  /** For which legal entity. */
  entity: string;
  item: string;
  article: string;
  name: string;
  unit: string;
  /** Only whole quantities of it exist. */
  isWhole: boolean;
  /** What the threshold starts with, in thousandths. */
  thresholdMilli: number;
  seesPrices: boolean;
}

export class NoticesState {
  list = $state.raw<NoticeView[]>([]);
  unread = $state(0);
  subscriptions = $state.raw<SubscriptionView[]>([]);
  /** The goods whose subscription is asked about; null while no question stands. */
  wish = $state.raw<Wish | null>(null);
  listing = new Action();
  acting = new Action();

  #api: NoticesApi;

  constructor(api: NoticesApi) {
    this.#api = api;
  }

  async follow(entity: string): Promise<void> {
    if (this.wish && this.wish.entity !== entity) this.wish = null;
    await this.refresh();
  }

  /** Notices of all legal entities: the bell is one. Subscriptions of all, too: the list has a column for it. */
  async refresh(): Promise<void> {
    const list = await this.listing.run(() => this.#api.noticesList(null));
    if (list) {
      this.list = list.value.rows;
      this.unread = list.value.unread;
    }
    const subscriptions = await this.listing.run(() => this.#api.subscriptionsList(null));
    if (subscriptions) this.subscriptions = subscriptions.value;
  }

  ask(wish: Wish): void {
    this.acting.dismiss();
    this.wish = wish;
  }

  async subscribe(
    wanted: Pick<SubscribeRequest, 'threshold_milli' | 'watches_price' | 'until'>,
  ): Promise<Subscribed | null> {
    const wish = this.wish;
    if (!wish) return null;
    const request = { entity: wish.entity, item: wish.item, ...wanted };
    const done = await this.acting.run(() => this.#api.subscriptionsSubscribe(request));
    if (done && done.value.outcome !== 'rejected') this.wish = null;
    await this.refresh();
    return done?.value ?? null;
  }

  async unsubscribe(subscription: SubscriptionView): Promise<void> {
    await this.acting.run(() => this.#api.subscriptionsUnsubscribe(subscription.entity, subscription.item));
    await this.refresh();
  }

  async read(ids: string[]): Promise<void> {
    await this.acting.run(() => this.#api.noticesRead(ids));
    await this.refresh();
  }

  async dismiss(notice: NoticeView): Promise<void> {
    await this.acting.run(() => this.#api.noticesDismiss([notice.id]));
    await this.refresh();
  }

  async addToDraft(notice: NoticeView, draft: string | null): Promise<NoticeAdded | null> {
    const added = await this.acting.run(() => this.#api.noticesAddToDraft(notice.id, draft));
    await this.refresh();
    return added?.value ?? null;
  }
}
