// `Api` over the mocked program: each call is noted, may be delayed, and may be told to fail.

import type { MissingLine, MissingReason } from '$lib/bindings';
import { read } from '$lib/format/quantity';
import { done, failed, type Api, type Result } from '../api';
import { deliveryCalls, problemsOf } from './delivery';
import { partsCalls } from './parts';
import { printingCalls } from './printing';
import { priceListCalls } from './priceLists';
import { reportCalls } from './report';
import { templateCalls } from './templates';
import { lineView, type MockDraft } from './desk';
import { groupPath } from './goods';
import { decideBy } from './conflict';
import type { MockProgram } from './program';
import { claimCalls } from './claims';
import { moneyCalls } from './money';
import { settlementCalls } from './settlement';
import { findCalls } from './find';
import { noticeCalls } from './notices';
import { sheetImage } from './sheet';
import { fetchDocument, listed } from './supplier';

/** One white pixel. */
const MOCK_PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';

const noDraft = () => failed('not_found', 'no such draft');
const noOrder = () => failed('not_found', 'no such order');
const WITHOUT_NETWORK = () => failed('offline', 'connection refused');

type Calls = Omit<Api, 'onChanges' | 'onOpenToast' | 'onFilesDropped' | 'startAnew'>;

export function mockApi(program: MockProgram): Api {
  const calls = {
    ...profileCalls(program),
    ...catalogueCalls(program),
    ...draftCalls(program),
    ...deskCalls(program),
    ...claimCalls(program),
    ...findCalls(program),
    ...noticeCalls(program),
    ...deliveryCalls(program),
    ...moneyCalls(program),
    ...settlementCalls(program),
    ...partsCalls(program),
    ...printingCalls(program),
    ...reportCalls(program),
    ...templateCalls(program),
    ...priceListCalls(program),
  };
  return {
    ...noted(program, calls),
    onChanges: listener => listenTo(program, listener),
    onOpenToast: listener => {
      program.clickToast = listener;
      return () => (program.clickToast = () => undefined);
    },
    onFilesDropped: listener => {
      program.drop = listener;
      return () => undefined;
    },
    startAnew: () => program.startAnew(),
  };
}

function listenTo(program: MockProgram, listener: Parameters<Api['onChanges']>[0]): () => void {
  program.listeners.add(listener);
  return () => program.listeners.delete(listener);
}

/** Notes each call, waits, and fails where a test wants it to. */
function noted(program: MockProgram, calls: Calls): Calls {
  const entries = Object.entries(calls).map(([name, call]) => {
    const command = call as (...args: unknown[]) => Promise<Result<unknown>>;
    const wrapped = async (...args: unknown[]): Promise<Result<unknown>> => {
      program.calls.push({ name, args });
      if (program.delayMs > 0) await new Promise(resolve => setTimeout(resolve, program.delayMs));
      const failure = program.failures.get(name);
      return failure ?? structuredClone(await command(...args));
    };
    return [name, wrapped];
  });
  return Object.fromEntries(entries) as Calls;
}

function profileCalls(program: MockProgram) {
  return {
    profileState: async () => done(program.profile),
    profileEnroll: async request => {
      if (program.isOffline) return WITHOUT_NETWORK();
      if (!request.code.toUpperCase().startsWith('7K2M'))
        return failed('code_unknown', 'the gateway knows no such code');
      program.profile = {
        ...program.profile,
        stage: 'ready',
        supplier_name: 'Метиз-Трейд',
        person_name: 'Ирина Петренко',
      };
      return done({
        recovery_code: program.recoveryCode,
        supplier_name: 'Метиз-Трейд',
        person_name: 'Ирина Петренко',
        entities: [...program.entities],
      });
    },
    profileUnlock: async passphrase => {
      if (passphrase.length < 8) return failed('wrong_secret', 'the passphrase does not open the profile');
      program.profile = { ...program.profile, stage: 'ready' };
      return done(program.profile);
    },
    profileRecover: async code => {
      if (!code.startsWith('R4TD')) return failed('wrong_secret', 'the recovery code does not open the profile');
      program.profile = { ...program.profile, stage: 'ready' };
      return done(program.profile);
    },
    profileEntities: async () => done([...program.entities]),
    profilePeople: async () => done([...program.people]),
    unsentList: async () => done(program.unsent),
    unsentExport: async () => done({ path: '/home/user/Документы/Метиз-Трейд.csv', bytes: 120 }),
    unsentDiscard: async entity => {
      program.unsent = program.unsent.filter(one => one.entity !== entity);
      return done(null);
    },
    sampleEnter: async () => done(program.showSample(true)),
    sampleLeave: async () => done(program.showSample(false)),
    sampleRemove: async () => {
      program.profile = { ...program.profile, has_sample: false };
      return done(program.profile);
    },
    networkGet: async () => done(program.network),
    networkSet: async request => {
      const { mode, address, login, password } = request;
      program.network = { mode, address, login, has_password: login !== '' && (password ?? '') !== '' };
      return done(program.network);
    },
    networkCheck: async () => done(program.connection()),
    supportCollect: async request =>
      done({
        files: [
          { name: 'about.json', text: '{ "version": "0.1.0" }' },
          ...(request.connection ? [{ name: 'connection.json', text: '{}' }] : []),
          { name: 'log.txt', text: 'WARN nothing\n' },
        ],
      }),
    supportSave: async () => done({ path: '/home/user/Documents/dealer-cabinet-support.zip', bytes: 2048 }),
    syncStatus: async () => done(program.sync),
    syncQueue: async () => done(program.queue),
    syncQueueSave: async () =>
      done({ path: '/home/user/Документы/dealer-cabinet-queue.txt', bytes: 900, commands: program.queue.length }),
    syncStop: async () => done(null),
    syncNow: async () => {
      if (program.isOffline) return WITHOUT_NETWORK();
      await loadStepByStep(program);
      program.sync = {
        ...program.sync,
        phase: 'idle',
        is_searchable: true,
        true_at_ms: program.now(),
        synced_at_ms: program.now(),
        next_try_in_s: 300,
      };
      program.changed({ sync: true });
      return done({ rows_changed: 42, commands_done: 0, duration_ms: 180, status: program.sync });
    },
    settingsGet: async () => done(program.settings),
    settingsSet: async settings => {
      program.settings = settings;
      return done(settings);
    },
    settingsHidePrices: async () => done(program.hidePrices(true)),
    settingsShowPrices: async pin => {
      if (program.pin !== '' && pin !== program.pin) return failed('wrong_secret', 'another code');
      return done(program.hidePrices(false));
    },
    settingsPricePin: async (old, next) => {
      if (program.pin !== '' && old !== program.pin) return failed('wrong_secret', 'another code');
      if (next !== null && (next.length < 4 || next.length > 32)) return failed('invalid', '4 to 32');
      program.pin = next ?? '';
      program.settings = { ...program.settings, has_price_pin: program.pin !== '' };
      return done(program.settings);
    },
    desktopState: async () => done(program.desktop),
    desktopAutostart: async isOn => {
      program.desktop = { ...program.desktop, starts_with_system: isOn };
      return done(program.desktop);
    },
    desktopCopy: async (text, html) => {
      program.clipboard = { text, html };
      return done(null);
    },
    settingsRecall: async key => done(program.memory.get(key) ?? null),
    settingsRemember: async (key, value) => {
      program.memory.set(key, value);
      return done(null);
    },
  } satisfies Partial<Api>;
}

async function loadStepByStep(program: MockProgram): Promise<void> {
  if (program.sync.is_searchable) return;
  const total = 46_000;
  for (let rows = 0; rows <= total; rows += 4600) {
    program.sync = { ...program.sync, phase: 'loading', rows_done: rows, rows_total: total };
    program.changed({ sync: true });
    await new Promise(resolve => setTimeout(resolve, program.delayMs * 2));
  }
}

function catalogueCalls(program: MockProgram) {
  return {
    catalogueGroups: async () => done(program.groups()),
    cataloguePage: async (query, offset, limit) => {
      const found = program.select(query);
      // Like the program: the first rows of a search are there before the rest is counted.
      const isCounted = query.text === '' || offset > 0 || found.length <= limit;
      return done({
        total: isCounted ? found.length : limit + 1,
        is_counted: isCounted,
        reading: query.as_typed ? null : program.reading,
        offset,
        rows: found.slice(offset, offset + limit).map(good => program.row(good, query.entity, query.draft)),
        true_at_ms: program.sync.true_at_ms,
        has_pictures: query.text === '' ? true : null,
      });
    },
    catalogueCount: async query => done(program.select(query).length),
    catalogueFacets: async query => done(program.facets(query)),
    catalogueFindEach: async (_entity, text) => {
      const lines = text
        .split(/[\r\n]+/)
        .map(line => line.trim())
        .filter(Boolean);
      if (lines.length < 2) return done(null);
      const entries = lines.map(line => {
        const found = program.goods.filter(good => good.article.toLowerCase() === line.toLowerCase());
        const one = found.length === 1 ? found[0] : undefined;
        return {
          text: line,
          items: found.length,
          item: one?.item ?? null,
          article: one?.article ?? '',
          name: one?.name ?? '',
        };
      });
      return done({
        entries,
        found: entries.filter(entry => entry.items === 1).length,
        several: entries.filter(entry => entry.items > 1).length,
        not_found: entries.filter(entry => entry.items === 0).length,
      });
    },
    catalogueRows: async (entity, items, draft) =>
      done(
        items.map(item => {
          const good = program.byId.get(item);
          return good ? program.row(good, entity, draft) : null;
        }),
      ),
    catalogueCard: async (entity, item, draft) => {
      const good = program.byId.get(item);
      if (!good) return failed('not_found', 'no such item');
      const inMoscow = good.stockMilli === null ? 0 : Math.trunc(good.stockMilli / 4000) * 1000;
      const at = program.sync.true_at_ms;
      return done({
        row: program.row(good, entity, draft),
        full_name: `${good.name}, сталь оцинкованная, ГОСТ`,
        barcode: `46070865${String(10_000 + Number(good.item.slice(5))).slice(0, 5)}`,
        maker: 'Метиз-Завод',
        description: 'Поставляется в коробках. Соответствует стандарту, сертификат по запросу.',
        weight_g: good.weightG,
        volume_cm3: 0,
        vat: '20 %',
        group_path: groupPath(good),
        // Suppliers do give two packs, properties or warehouses one name.
        packs:
          good.packMilli === null
            ? []
            : [
                { unit: 'кор', units_milli: good.packMilli },
                { unit: 'кор', units_milli: good.packMilli * 10 },
              ],
        stock:
          good.stockMilli === null
            ? []
            : [
                { warehouse: 'Москва, Южный', quantity_milli: good.stockMilli - inMoscow, level: null, true_at_ms: at },
                { warehouse: 'Тула', quantity_milli: inMoscow, level: null, true_at_ms: at },
              ],
        properties: [
          { name: 'Размер', value: good.variant },
          { name: 'Страна', value: 'Китай' },
          { name: 'Страна', value: 'Россия' },
        ],
        variants: program
          .variantsOf(good)
          .map(one => ({ label: one.variant.split('х')[1] ?? one.variant, row: program.row(one, entity, draft) })),
        matrix: null,
        analogues: program
          .variantsOf(good)
          .filter(one => one.item !== good.item)
          .slice(0, 2)
          .map(one => program.row(one, entity, draft)),
        arrivals: good.stockMilli === 0 ? [{ date: '2026-12-12', quantity_milli: 40_000, note: 'контейнер 12' }] : [],
        thumbnail: MOCK_PICTURE,
        pictures: [
          { blake3: 'p1', width: 8, height: 8, bytes: 700, is_here: true },
          { blake3: 'p2', width: 8, height: 8, bytes: 700, is_here: false },
        ],
        files: [
          {
            blake3: 'f1',
            title: 'Сертификат соответствия',
            kind: 'certificate',
            extension: 'pdf',
            bytes: 182_000,
            valid_until: '2027-03-31',
            is_here: program.fetched.has('f1'),
          },
        ],
      });
    },
    mediaPicture: async (_entity, _item, blake3) => {
      if (blake3 !== 'p1' && program.isOffline) return failed('offline', 'the gateway cannot be reached');
      return done({ image: MOCK_PICTURE, width: 8, height: 8 });
    },
    mediaThumbnails: async items => {
      program.thumbnailsAsked += items.length;
      return done(items.map(item => ({ item, image: MOCK_PICTURE })));
    },
    mediaSave: async (_entity, _item, blake3) => {
      if (!program.fetched.has(blake3) && program.isOffline) return failed('offline', 'the gateway cannot be reached');
      program.fetched.add(blake3);
      return done({ path: `/home/u/Documents/${blake3}.pdf`, bytes: 182_000 });
    },
    desktopOpenFile: async (_entity, _item, blake3) => {
      if (!program.fetched.has(blake3) && program.isOffline) return failed('offline', 'the gateway cannot be reached');
      program.fetched.add(blake3);
      return done({ path: `/home/u/opened/${blake3}.pdf`, bytes: 182_000 });
    },
  } satisfies Partial<Api>;
}

function draftCalls(program: MockProgram) {
  return {
    draftsList: async (entity, inTrash) =>
      done(
        program.drafts
          .filter(draft => (entity === null || draft.entity === entity) && (draft.deletedMs !== null) === inTrash)
          .map(draft => program.summary(draft)),
      ),
    draftsCreate: async (entity, name) => done(program.summary(program.newDraft(entity, name))),
    draftsShow: async id => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      return mockDraft(program, draft);
    },
    draftsDescribe: async (id, name, comment) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      draft.name = name ?? draft.name;
      draft.comment = comment ?? draft.comment;
      return done(program.summary(draft));
    },
    draftsSetQuantity: async request => {
      const draft = program.draft(request.draft);
      if (!draft) return noDraft();
      program.setLine(draft, request.item, request.quantity_milli);
      return done({
        draft: program.summary(draft),
        line: program.lineView(draft, request.item),
        repriced: [],
        gifts: [],
        limits: program.limits,
      });
    },
    draftsSetTyped: async request => {
      const draft = program.draft(request.draft);
      const good = program.goods.find(one => one.item === request.item);
      if (!draft || !good) return noDraft();
      const [, number = '', unit = ''] = /^\s*(\d+)\s*(.*?)\.?\s*$/.exec(request.text) ?? [];
      const packs: Record<string, number | null> = { '': 1000, [good.unit]: 1000, уп: good.packMilli };
      const size = packs[unit] ?? null;
      if (number === '' || size === null) {
        const known = good.packMilli === null ? good.unit : `${good.unit}, уп`;
        return failed('invalid', 'no such unit', { cause: 'unit_unknown', unit, known });
      }
      program.setLine(draft, request.item, Number(number) * size);
      const line = program.lineView(draft, request.item);
      const in_unit = unit === 'уп' ? { unit, count_milli: Number(number) * 1000 } : null;
      return done({
        draft: program.summary(draft),
        line: line && { ...line, in_unit },
        repriced: [],
        gifts: [],
        limits: program.limits,
      });
    },
    draftsSetPrepaid: async (id, isPrepaid) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      if (isPrepaid) program.prepaid.add(id);
      else program.prepaid.delete(id);
      return mockDraft(program, draft);
    },
    draftsSplit: async (id, name) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      const rest = program.newDraft(draft.entity, name);
      rest.lines = draft.lines.slice(1);
      draft.lines = draft.lines.slice(0, 1);
      return done({ kept: program.summary(draft), rest: program.summary(rest) });
    },
    draftsScan: async request => {
      const draft = program.draft(request.draft);
      if (!draft) return noDraft();
      const taught = program.codes.find(one => one.code === request.code && one.entity === draft.entity);
      const good = program.goods.find(one => one.item === taught?.item || one.article === request.code);
      if (!good) return done({ outcome: 'unknown' as const });
      const was = program.lineView(draft, good.item)?.quantity_milli ?? 0;
      const now = request.quantity_milli ?? was + 1000;
      program.setLine(draft, good.item, now);
      const set = {
        draft: program.summary(draft),
        line: program.lineView(draft, good.item),
        repriced: [],
        gifts: [],
        limits: program.limits,
      };
      const { item, article, name, unit } = good;
      return done({ outcome: 'put' as const, item, article, name, unit, was_milli: was, now_milli: now, set });
    },
    draftsAddLines: async (id, text) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      const report = addLines(program, draft.id, text);
      program.kept.set(draft.id, { report, done: new Set(), atMs: program.now() });
      program.changed({ drafts: true });
      return done({ ...report, draft: program.summary(draft) });
    },
    draftsReopenList: async id => {
      const draft = program.draft(id);
      const kept = program.kept.get(id);
      if (!draft || !kept) return noDraft();
      const isOpen = (line: { sheet: string; row: number }) => !kept.done.has(`${line.sheet}/${line.row}`);
      const { choose, not_found } = kept.report;
      const open = { choose: choose.filter(isOpen), not_found: not_found.filter(isOpen) };
      return done({ ...kept.report, ...open, draft: program.summary(draft) });
    },
    draftsNoteListRow: async (id, sheet, row) => {
      program.kept.get(id)?.done.add(`${sheet}/${row}`);
      return done(null);
    },
    draftsForgetList: async id => {
      program.kept.delete(id);
      return done(null);
    },
    draftsPick: async () => done(null),
    draftsDrop: async id => {
      const draft = program.draft(id);
      return done(draft && program.dropped ? { ...program.dropped, draft: program.summary(draft) } : null);
    },
    draftsTakeBack: async (id, added) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      for (const { item, quantity_milli } of added) {
        const now = draft.lines.find(line => line.item === item)?.quantityMilli ?? 0;
        program.setLine(draft, item, Math.max(now - quantity_milli, 0));
      }
      return done({ draft: program.summary(draft), lines: added.length, left: 0 });
    },
    draftsSettleColumns: async id => {
      const draft = program.draft(id);
      if (!draft || !program.settled) return noDraft();
      return done({ ...program.settled, draft: program.summary(draft) });
    },
    draftsCopyLines: async ({ source, into, name }) => {
      const template = program.templates.find(one => one.summary.id === source.id);
      const from = source.kind === 'draft' ? program.draft(source.id) : undefined;
      const order = program.orders.find(one => one.summary.id === source.id);
      const own = source.kind === 'template' ? source.entity : '';
      const entity = from?.entity ?? order?.summary.entity ?? own;
      const target = into === null ? program.newDraft(entity, name) : program.draft(into);
      if (!target) return noDraft();
      const lines =
        from?.lines.map(line => ({ ...line, quantity_milli: line.quantityMilli })) ?? (order ?? template)?.lines ?? [];
      for (const line of lines) {
        const before = program.lineView(target, line.item)?.quantity_milli ?? 0;
        program.setLine(target, line.item, before + line.quantity_milli);
      }
      program.changed({ drafts: true });
      return done({ draft: program.summary(target), added: lines.length, left: [], repriced: [], joined: [] });
    },
    draftsRemoved: async id => done(program.removed.get(id) ?? []),
    draftsBringBack: async (id, items) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      const all = program.removed.get(id) ?? [];
      const back = all.filter(line => items.length === 0 || items.includes(line.item));
      for (const line of back) program.setLine(draft, line.item, line.quantity_milli);
      program.removed.set(
        id,
        all.filter(line => !back.includes(line)),
      );
      return done({ draft: program.summary(draft), lines: back.length, left: [] });
    },
    draftsSetDeleted: async (id, isDeleted) => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      draft.deletedMs = isDeleted ? program.now() : null;
      return done(null);
    },
  } satisfies Partial<Api>;
}

function missing(row: number, raw: string, reason: MissingReason): MissingLine {
  return {
    sheet: '',
    row,
    raw,
    reason,
    item: null,
    unit: '',
    readings_milli: [],
    article: '',
    code: '',
    quantity_milli: null,
  };
}

function mockDraft(program: MockProgram, draft: MockDraft) {
  const kept = program.kept.get(draft.id);
  return done({
    summary: program.summary(draft),
    comment: draft.comment,
    delivery: { ...draft.delivery, problems: problemsOf(program, draft.delivery) },
    lines: draft.lines.map(line => lineView(line, program.byId.get(line.item))),
    gifts: [],
    limits: program.limits,
    is_prepaid: program.prepaid.has(draft.id),
    list: kept ? { name: '', kept_at_ms: kept.atMs } : null,
    true_at_ms: program.sync.true_at_ms,
  });
}

function addLines(program: MockProgram, id: string, text: string) {
  const draft = program.draft(id);
  const report = { matched: [], choose: [], not_found: [], skipped: [], doubts: [], is_kept: true } as Omit<
    Extract<Awaited<ReturnType<Api['draftsAddLines']>>, { ok: true }>['value'],
    'draft'
  >;
  for (const [place, raw] of text.split(/\r?\n/).entries()) {
    const [word = '', amount = ''] = raw.split(/[;\t]/).map(part => part.trim());
    if (word === '') continue;
    const taught = program.codes.find(one => one.code === word && one.entity === draft?.entity);
    const ownCode = taught ? word : null;
    const article = taught?.article ?? word;
    const row = place + 1;
    const written = read(amount);
    const milli = amount !== '' && written.kind === 'exact' ? written.milli : null;
    const fits = program.goods.filter(good => good.article === article || good.article.startsWith(`${article}-`));
    const [only] = fits;
    if (!only) {
      report.not_found.push({ ...missing(row, raw, 'unknown_article'), article, code: article, quantity_milli: milli });
    } else if (only.article !== article) {
      const candidates = fits.slice(0, 4).map(({ item, article, name }) => ({ item, article, name }));
      report.choose.push({ sheet: '', row, raw, quantity_milli: milli, candidates, code: article });
    } else if (written.kind === 'doubtful') {
      const question = missing(row, raw, 'two_readings');
      report.not_found.push({ ...question, item: only.item, unit: only.unit, readings_milli: [...written.readings] });
    } else if (milli === null) report.not_found.push(missing(row, raw, 'no_quantity'));
    else if (draft) {
      program.setLine(draft, only.item, (program.lineView(draft, only.item)?.quantity_milli ?? 0) + milli);
      report.matched.push({
        sheet: '',
        row,
        item: only.item,
        article,
        own_code: ownCode,
        quantity_milli: milli,
        unit: only.unit,
        in_unit: null,
      });
    }
  }
  return report;
}

function deskCalls(program: MockProgram) {
  return {
    ordersCheck: async id => {
      const draft = program.draft(id);
      if (!draft) return noDraft();
      if (program.isOffline) return WITHOUT_NETWORK();
      if (draft.lines.length === 0) return failed('invalid', 'the draft has no lines');
      return done(program.check(draft));
    },
    ordersPlace: async request => program.place(request),
    ordersRepeated: async () => done(program.repeated),
    ordersDecide: async (check, rules) => done(decideBy(check, rules)),
    ordersWeigh: async (check, decisions) => done(program.weigh(check, decisions)),
    ordersList: async entity =>
      done(program.orders.map(order => order.summary).filter(order => entity === null || order.entity === entity)),
    ordersShow: async id => {
      const order = program.orders.find(one => one.summary.id === id);
      return order ? done(order) : noOrder();
    },
    purchasesOfItem: async (entity, item) => done(program.purchases(entity, item)),
    pricesExplain: async request => done(program.explain(request)),
    pricesOfItem: async (entity, item) => done(program.prices(entity, item)),
    purchasesByMonth: async entity => done(program.months(entity)),
    ordersWithdraw: async id => {
      const order = program.orders.find(one => one.summary.id === id);
      if (!order) return noOrder();
      program.orders = program.orders.filter(one => one !== order);
      for (const draft of program.drafts) for (const line of draft.lines) line.isInFlight = false;
      program.sync = { ...program.sync, queued: Math.max(0, program.sync.queued - 1) };
      program.changed({ orders: true, drafts: true, outbox: true });
      return done(null);
    },
    ordersRetry: async id =>
      program.isOffline ? WITHOUT_NETWORK() : done({ outcome: 'queued' as const, command: id }),
    ordersPendingCheck: async id => {
      const check = program.pending.get(id);
      return check ? done(check) : noOrder();
    },
    documentsList: async entity =>
      done(
        [...program.supplierDocuments.map(document => listed(program, document)), ...program.documents].filter(
          document => entity === null || document.entity === entity,
        ),
      ),
    documentsSupplier: async id => {
      const document = program.supplierDocuments.find(one => one.id === id);
      if (!document) return failed('not_found', 'no such document');
      const file = document.file && { ...document.file, is_here: program.fetched.has(id) };
      return done({ ...document, file });
    },
    documentsSupplierSave: async id => fetchDocument(program, id),
    desktopOpenDocument: async id => fetchDocument(program, id),
    documentsPaymentLink: async () => done(program.paymentLink),
    desktopPayOnSite: async id => {
      const link = program.paymentLink;
      if (!link || link.host === '') return failed('invalid', 'no page');
      program.paidOnSite.push(id);
      return done(link.host);
    },
    documentsPreview: async (paper, page, dotsPerInch) => {
      const document = program.documents.find(one => one.id === paper.of) ?? program.documents[0];
      if (!document) return failed('not_found', 'no such document');
      return done({ page, pages: 2, image: sheetImage(document, page, dotsPerInch), doubts: [] });
    },
    documentsSave: async paper => {
      const document = program.documents.find(one => one.id === paper.of);
      const name = document ? `Счёт ${document.number}` : paper.form;
      return done({ path: `/home/user/Documents/${name}.pdf`, bytes: 48_213, doubts: [] });
    },
    documentsOffered: async source =>
      done(
        {
          invoice: ['invoice' as const, 'invoice_with_vat' as const],
          order: ['upd_transfer' as const, 'torg12' as const, 'order_form' as const],
          draft: ['draft_form' as const],
          check: ['check_sheet' as const],
          claim: ['claim_act' as const, 'torg2' as const],
          entity: ['price_list' as const],
          act: ['act' as const],
        }[source],
      ),
    documentsPayment: async id => {
      const document = program.documents.find(one => one.id === id);
      if (!document) return failed('not_found', 'no such document');
      if (document.is_preliminary || document.is_cancelled) return done(null);
      return done({
        code: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M4 4h1v1h-1z"/></svg>',
        has_line_ends: document.currency === 'UAH',
        why_no_code: '',
        payee: 'ООО «Торговый дом „Метиз“»',
        bank: 'ПАО СБЕРБАНК',
        bic: '044525225',
        account: '40702810938000012345',
        sum_minor: document.total_minor ?? 0,
        currency: document.currency,
        purpose: `Оплата по счету № ${document.number}`,
        doubts: [],
      });
    },
    documentsClientBank: async request =>
      done({
        path: '/home/user/Documents/Платежи для банка.txt',
        bytes: 2_048,
        payments: request.documents.length,
        replaced: '',
        is_account_sound: true,
      }),
  } satisfies Partial<Api>;
}
