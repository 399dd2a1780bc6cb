// Subscriptions and notices of the mocked program; `arrive` is the supplier's import.

import type { Notifications, NoticeView } from '$lib/bindings';
import { done, failed, type Api } from '../api';
import type { MockProgram } from './program';

/** What is shown on the desktop before the user chose anything. */
export const NOTIFICATIONS: Notifications = {
  is_on: true,
  arrivals: true,
  price_drops: true,
  orders: true,
  invoices: true,
  claims: true,
  wishes: true,
  news: true,
  documents: true,
  acts: true,
  payments: true,
  payment_days_before: 3,
  quiet_from_min: 0,
  quiet_until_min: 0,
};

/** The goods of a subscription arrive: one notice, and the subscription is over. */
export function arrive(program: MockProgram, item: string, stockMilli: number): void {
  const waiting = program.subscriptions.filter(one => one.item === item && (one.threshold_milli ?? 0) <= stockMilli);
  program.subscriptions = program.subscriptions.filter(one => !waiting.includes(one));
  for (const one of waiting) {
    program.notices.unshift({
      id: program.newId('notice'),
      entity: one.entity,
      entity_name: one.entity_name,
      kind: 'arrival',
      at_ms: program.now(),
      item,
      article: one.article,
      name: one.name,
      unit: one.unit,
      quantity_milli: stockMilli,
      wanted_milli: one.threshold_milli,
      order: '',
      order_number: '',
      order_state: '',
      claim: '',
      claim_number: '',
      claim_state: '',
      news: '',
      document: '',
      document_number: '',
      document_kind: '',
      act: '',
      act_from: '',
      act_to: '',
      price_micro: null,
      old_price_micro: null,
      currency: '',
      total_minor: null,
      is_read: false,
      can_add: true,
      is_added: false,
    });
  }
  program.changed({ notices: true });
}

export function noticeCalls(program: MockProgram) {
  const mark = (ids: readonly string[], change: Partial<NoticeView>) => {
    program.notices = program.notices.map(one =>
      ids.length === 0 || ids.includes(one.id) ? { ...one, ...change } : one,
    );
  };
  return {
    subscriptionsList: async entity =>
      done(program.subscriptions.filter(one => entity === null || one.entity === entity)),
    subscriptionsSubscribe: async request => {
      const good = program.byId.get(request.item);
      if (!good) return done({ outcome: 'rejected' as const, reason: 'invalid' });
      program.subscriptions = program.subscriptions.filter(
        one => one.item !== request.item || one.entity !== request.entity,
      );
      program.subscriptions.unshift({
        ...request,
        entity_name: program.entityName(request.entity),
        article: good.article,
        name: good.name,
        unit: good.unit,
        subscribed_at_ms: program.now(),
        stock_milli: good.stockMilli,
        is_waiting: program.isOffline,
        problem: '',
        why: null,
      });
      return done({ outcome: program.isOffline ? ('queued' as const) : ('done' as const) });
    },
    subscriptionsUnsubscribe: async (entity, item) => {
      program.subscriptions = program.subscriptions.filter(one => one.item !== item || one.entity !== entity);
      return done({ outcome: 'done' as const });
    },
    wishesList: async entity => done(program.wishes.filter(one => entity === null || one.entity === entity)),
    wishesWish: async request => {
      program.wishes = program.wishes.filter(one => one.article !== request.article || one.entity !== request.entity);
      program.wishes.unshift({
        ...request,
        entity_name: program.entityName(request.entity),
        wished_at_ms: program.now(),
        is_waiting: program.isOffline,
        problem: '',
        why: null,
      });
      return done({ outcome: program.isOffline ? ('queued' as const) : ('done' as const) });
    },
    wishesUnwish: async (entity, article) => {
      program.wishes = program.wishes.filter(one => one.article !== article || one.entity !== entity);
      return done({ outcome: 'done' as const });
    },
    changesList: async query => {
      const rows = program.changes.filter(
        row =>
          (query.kinds.length === 0 || query.kinds.includes(row.kind)) &&
          (query.with_muted || !row.is_muted) &&
          (!query.only_drafts || row.in_drafts_milli > 0) &&
          `${row.article} ${row.name}`.toLowerCase().includes(query.text.toLowerCase()),
      );
      const muted = query.with_muted ? 0 : program.changes.filter(row => row.is_muted).length;
      const kinds = [...new Set(program.changes.filter(row => query.with_muted || !row.is_muted).map(row => row.kind))];
      const counts = kinds.map(kind => ({ kind, rows: program.changes.filter(row => row.kind === kind).length }));
      const since = query.since_ms ?? program.now() - 86_400_000;
      return done({
        since_ms: since,
        looked_at_ms: null,
        true_at_ms: program.now(),
        rows,
        counts,
        muted,
        drafts: program.draftEffects,
      });
    },
    changesSeen: async () => {
      program.changes = [];
      program.draftEffects = [];
      return done(null);
    },
    changesMute: async (_entity, item, isMuted) => {
      program.changes = program.changes.map(row => (row.item === item ? { ...row, is_muted: isMuted } : row));
      return done(null);
    },
    changesExport: async (_query, kind) => done({ path: `/home/anna/changes.${kind ?? 'xlsx'}`, bytes: 1 }),
    codesList: async entity => done(program.codes.filter(one => entity === null || one.entity === entity)),
    codesAdd: async request => {
      const good = program.goods.find(one => one.item === request.item);
      if (!good) return failed('not_found', 'no such item');
      program.codes = program.codes.filter(one => one.code !== request.code || one.entity !== request.entity);
      program.codes.push({
        ...request,
        entity_name: program.entityName(request.entity),
        article: good.article,
        name: good.name,
        person_name: '',
        is_own: true,
        said_at_ms: program.now(),
        is_gone: false,
        earlier: [],
      });
      return done({ outcome: program.isOffline ? ('queued' as const) : ('done' as const) });
    },
    codesRemove: async (entity, code) => {
      program.codes = program.codes.filter(one => one.code !== code || one.entity !== entity);
      return done({ outcome: 'done' as const });
    },
    codesExport: async (_entity, kind) => done({ path: `/home/anna/codes.${kind ?? 'xlsx'}`, bytes: 1 }),
    codesPick: async () => done(program.codesToImport),
    feedbackSend: async request => {
      program.feedback.push(request);
      return done({ outcome: program.isOffline ? ('queued' as const) : ('done' as const) });
    },
    feedbackSnapshot: async () => done(program.snapshot),
    newsList: async () => done({ rows: program.news, unread: program.news.filter(one => !one.is_read).length }),
    newsRead: async ids => {
      program.news = program.news.map(one =>
        ids.length === 0 || ids.includes(one.id) ? { ...one, is_read: true } : one,
      );
      return done(null);
    },
    noticesList: async entity => {
      const rows = program.notices.filter(one => entity === null || one.entity === entity);
      return done({ rows, unread: rows.filter(one => !one.is_read).length });
    },
    noticesRead: async ids => {
      mark(ids, { is_read: true });
      return done(null);
    },
    noticesDismiss: async ids => {
      program.notices = program.notices.filter(one => !ids.includes(one.id));
      return done(null);
    },
    noticesAddToDraft: async (id, draft) => {
      const notice = program.notices.find(one => one.id === id);
      const into = program.draft(draft ?? '') ?? program.drafts.find(one => one.entity === notice?.entity);
      if (!notice || !into) return failed('not_found', 'no such notice');
      const quantity = notice.wanted_milli ?? 0;
      program.setLine(into, notice.item, (program.lineView(into, notice.item)?.quantity_milli ?? 0) + quantity);
      mark([id], { is_read: true });
      program.changed({ drafts: true, notices: true });
      return done({ draft: program.summary(into), quantity_milli: quantity });
    },
    desktopToasts: async () => done(program.toasts),
  } satisfies Partial<Api>;
}
