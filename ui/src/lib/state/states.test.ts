import { describe, expect, it, vi } from 'vitest';
import type { CatalogueQuery } from '$lib/bindings';
import { done, failed, type Api, type Result } from '$lib/api/api';
import { mockApi } from '$lib/api/mock/api';
import { MockProgram } from '$lib/api/mock/program';
import { furnish } from '$lib/api/mock/scene';
import { Action } from './action.svelte';
import { analogueOf, CheckState } from './check.svelte';
import { DraftsState } from './drafts.svelte';
import { GridLayout } from './gridLayout.svelte';
import { Memory } from './memory';
import { OrdersState } from './orders.svelte';
import { RowWindows, WINDOW_ROWS } from './rows.svelte';
import { Session } from './session.svelte';
import { SettingsState } from './settings.svelte';
import { sorted } from './sorting';
import { SyncState } from './sync.svelte';
import { Workplace } from './workplace.svelte';

const QUERY: CatalogueQuery = {
  entity: 'e1',
  text: '',
  group: null,
  in_stock_only: false,
  as_typed: false,
  properties: [],
  sort: 'natural',
  descending: false,
  draft: null,
};

function program(): { program: MockProgram; api: Api } {
  const made = new MockProgram({ copies: 1 });
  return { program: made, api: mockApi(made) };
}

const memory = (api: Api) => new Memory(api);
const draftsOf = (api: Api) => new DraftsState(api, memory(api), number => `Черновик ${number}`);

/** An api whose pages are answered when the test says so. */
function pagesByHand(api: Api) {
  const waiting: { text: string; offset: number; answer: () => Promise<void> }[] = [];
  const cataloguePage: Api['cataloguePage'] = (query, offset, limit) =>
    new Promise(resolve => {
      const answer = async () => resolve(await api.cataloguePage(query, offset, limit));
      waiting.push({ text: query.text, offset, answer });
    });
  return { api: { cataloguePage, catalogueCount: api.catalogueCount }, waiting };
}

describe('settings', () => {
  it('keep both of two choices made in one breath', async () => {
    const { api } = program();
    const settings = new SettingsState(api);
    await settings.load();
    const [language, theme] = [settings.change({ language: 'uk' }), settings.change({ theme: 'dark' })];
    await Promise.all([language, theme]);
    const kept = await api.settingsGet();
    expect(kept.ok && kept.value).toMatchObject({ language: 'uk', theme: 'dark' });
    expect(settings.current).toMatchObject({ language: 'uk', theme: 'dark' });
  });

  it('go on after a change that failed, and say that it failed', async () => {
    const { api } = program();
    let isFull = true;
    const settingsSet: Api['settingsSet'] = choices =>
      isFull ? Promise.resolve(failed('disk_full', 'no room')) : api.settingsSet(choices);
    const settings = new SettingsState({ ...api, settingsSet });
    await settings.change({ language: 'uk' });
    expect(settings.saving.failure?.code).toBe('disk_full');
    isFull = false;
    await settings.change({ theme: 'dark' });
    expect(settings.current).toMatchObject({ language: '', theme: 'dark' });
  });
});

describe('windows of rows', () => {
  it('ask for what is looked at and no more', async () => {
    const { program: supplier, api } = program();
    const rows = new RowWindows(api);
    await rows.open(QUERY);
    expect(rows.total).toBe(supplier.goods.length);
    expect(rows.row(0)?.item).toBe('item-0');
    expect(rows.row(WINDOW_ROWS)).toBeUndefined();
    rows.look(0, 20);
    rows.look(5, 30);
    await vi.waitFor(() => expect(supplier.calls.length).toBe(1));
    rows.look(WINDOW_ROWS - 10, WINDOW_ROWS + 20);
    await vi.waitFor(() => expect(rows.row(WINDOW_ROWS)?.item).toBe(`item-${WINDOW_ROWS}`));
    expect(supplier.calls.map(call => call.args[1])).toEqual([0, WINDOW_ROWS]);
  });

  it('of a search are shown before they are all counted', async () => {
    const { program: supplier, api } = program();
    const byHand = pagesByHand(api);
    const counts: (() => void)[] = [];
    const catalogueCount: Api['catalogueCount'] = query =>
      new Promise(resolve => counts.push(() => resolve(api.catalogueCount(query))));
    const rows = new RowWindows({ ...byHand.api, catalogueCount });
    const query = { ...QUERY, text: 'болт' };
    const opened = rows.open(query);
    await byHand.waiting[0]?.answer();
    await opened;
    expect(rows.row(0)).toBeDefined();
    expect([rows.total, rows.isCounted]).toEqual([WINDOW_ROWS + 1, false]);
    counts[0]?.();
    await vi.waitFor(() => expect(rows.isCounted).toBe(true));
    expect(rows.total).toBe(supplier.select(query).length);
  });

  it('are counted again when another window stopped the count, and never for an older search', async () => {
    const { program: supplier, api } = program();
    const stopped = vi.fn<Api['catalogueCount']>();
    stopped.mockResolvedValueOnce(done(null)).mockImplementation(api.catalogueCount);
    const rows = new RowWindows({ cataloguePage: api.cataloguePage, catalogueCount: stopped });
    const query = { ...QUERY, text: 'болт' };
    await rows.open(query);
    await vi.waitFor(() => expect(rows.total).toBe(supplier.select(query).length));
    expect(stopped).toHaveBeenCalledTimes(2);
    stopped.mockImplementation(async () => {
      await rows.open(QUERY);
      return done(7);
    });
    await rows.open(query);
    await vi.waitFor(() => expect(rows.shown).toEqual(QUERY));
    expect(rows.total).toBe(supplier.goods.length);
  });

  it('are taken in any number, also where nobody looked, and not at all when some of them cannot be had', async () => {
    const { program: supplier, api } = program();
    const rows = new RowWindows(api);
    await rows.open(QUERY);
    const last = supplier.goods.length - 3;
    expect(last).toBeGreaterThan(600);
    supplier.calls.length = 0;
    const taken = await rows.between(7, last);
    expect(taken?.map(row => row.item)).toEqual(supplier.goods.slice(7, last + 1).map(good => good.item));
    for (const call of supplier.calls) expect(call.args[2]).toBeLessThanOrEqual(500);
    supplier.failures.set('cataloguePage', failed('disk_full', 'no space'));
    expect(await rows.between(0, 1)).toBeNull();
    expect(rows.failure?.code).toBe('disk_full');
  });

  it('a reload on the heels of a new query does not bring back the old one', async () => {
    const { api } = program();
    const byHand = pagesByHand(api);
    const rows = new RowWindows(byHand.api);
    const first = rows.open({ ...QUERY, draft: null });
    await byHand.waiting[0]?.answer();
    await first;
    const opened = rows.open({ ...QUERY, draft: 'd1' });
    const reloaded = rows.reload();
    await byHand.waiting[2]?.answer();
    await byHand.waiting[1]?.answer();
    expect(await opened).toBe(false);
    expect(await reloaded).toBe(true);
    expect(rows.shown?.draft).toBe('d1');
  });

  it('drop an answer that a later keystroke overtook', async () => {
    const { api } = program();
    const byHand = pagesByHand(api);
    const rows = new RowWindows(byHand.api);
    const first = rows.open({ ...QUERY, text: 'гайка' });
    const second = rows.open({ ...QUERY, text: 'шайба' });
    await byHand.waiting[1]?.answer();
    expect(await second).toBe(true);
    await byHand.waiting[0]?.answer();
    expect(await first).toBe(false);
    expect(rows.shown?.text).toBe('шайба');
    expect(rows.row(0)?.name).toContain('Шайба');
  });

  it('keep the earlier rows until the new ones are there', async () => {
    const { api } = program();
    const byHand = pagesByHand(api);
    const rows = new RowWindows(byHand.api);
    const first = rows.open({ ...QUERY, text: 'гайка' });
    await byHand.waiting[0]?.answer();
    await first;
    const second = rows.open({ ...QUERY, text: 'шайба' });
    expect(rows.row(0)?.name).toContain('Гайка');
    await byHand.waiting[1]?.answer();
    await second;
    expect(rows.row(0)?.name).toContain('Шайба');
  });

  it('reload every window in sight at once, without a blank row', async () => {
    const { api } = program();
    const rows = new RowWindows(api);
    await rows.open(QUERY);
    rows.look(WINDOW_ROWS - 10, WINDOW_ROWS + 20);
    await vi.waitFor(() => expect(rows.row(WINDOW_ROWS + 10)).toBeDefined());
    const reloading = rows.reload();
    expect(rows.row(WINDOW_ROWS - 5)).toBeDefined();
    expect(rows.row(WINDOW_ROWS + 10)).toBeDefined();
    await reloading;
    expect(rows.row(WINDOW_ROWS - 5)).toBeDefined();
    expect(rows.row(WINDOW_ROWS + 10)).toBeDefined();
  });

  it('say why they could not come, and keep what is shown', async () => {
    const { program: supplier, api } = program();
    const rows = new RowWindows(api);
    await rows.open(QUERY);
    supplier.failures.set('cataloguePage', failed('internal', 'disk I/O error'));
    expect(await rows.open({ ...QUERY, text: 'гайка' })).toBe(false);
    expect(rows.failure?.code).toBe('internal');
    expect(rows.row(0)?.item).toBe('item-0');
  });
});

describe('drafts', () => {
  it('the first quantity makes a draft, and the next ones go into the same', async () => {
    const { program: supplier, api } = program();
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    const saved = await Promise.all([
      drafts.setQuantity('item-0', 5000),
      drafts.setQuantity('item-1', 7000),
      drafts.setQuantity('item-0', 6000),
    ]);
    expect(saved).toEqual([true, true, true]);
    expect(supplier.drafts).toHaveLength(1);
    expect(supplier.drafts[0]?.lines.map(line => line.quantityMilli)).toEqual([6000, 7000]);
    expect(drafts.current?.lines).toBe(2);
    expect(drafts.current?.name).toBe('Черновик 1');
  });

  it('a draft that was sent takes no more quantities: the next one makes a new draft', async () => {
    const { program: supplier, api } = program();
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    await drafts.setQuantity('item-0', 5000);
    supplier.drafts.length = 0;
    await drafts.refresh();
    expect(drafts.currentId).toBe('');
    expect(await drafts.setQuantity('item-1', 1000)).toBe(true);
    expect(drafts.current?.lines).toBe(1);
  });

  it('a quantity that could not be saved is not shown as if it were', async () => {
    const { program: supplier, api } = program();
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    supplier.failures.set('draftsSetQuantity', failed('disk_full', 'no space left'));
    const saving = drafts.setQuantity('item-0', 5000);
    expect(drafts.typed.get('item-0')).toBe(5000);
    expect(await saving).toBe(false);
    expect(drafts.typed.has('item-0')).toBe(false);
    expect(drafts.saving.failure?.code).toBe('disk_full');
  });

  it('a draft in the trash can be taken out again', async () => {
    const { api } = program();
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    const draft = await drafts.create('Ремонт');
    expect(draft).not.toBeNull();
    if (!draft) return;
    await drafts.moveToTrash(draft);
    expect(drafts.list).toEqual([]);
    expect(drafts.currentId).toBe('');
    await drafts.restore(draft);
    expect(drafts.list.map(one => one.name)).toEqual(['Ремонт']);
    expect(drafts.currentId).toBe(draft.id);
  });

  it('a pasted list comes back in three piles', async () => {
    const { api } = program();
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    const report = await drafts.addLines('DIN933-8х16-ZN;200\nDIN933-8x16-ZN;200\nDIN933-8x20;5\nNOPE;1');
    expect(report?.matched.map(line => line.row)).toEqual([2]);
    expect(report?.choose.map(line => line.row)).toEqual([3]);
    expect(report?.not_found.map(line => line.row)).toEqual([1, 4]);
    expect(drafts.current?.lines).toBe(1);
  });

  it('each legal entity comes back to its own last draft', async () => {
    vi.useFakeTimers();
    const { program: supplier, api } = program();
    furnish(supplier);
    const drafts = draftsOf(api);
    await drafts.follow('e1');
    const other = drafts.list[1]?.id ?? '';
    drafts.use(other);
    await vi.advanceTimersByTimeAsync(1000);
    await drafts.follow('e2');
    expect(drafts.currentId).toBe('');
    await drafts.follow('e1');
    expect(drafts.currentId).toBe(other);
    vi.useRealTimers();
  });
});

describe('the check', () => {
  async function checked() {
    const { program: supplier, api } = program();
    furnish(supplier);
    const check = new CheckState(api);
    const draft = supplier.drafts.find(one => one.name === 'Ремонт');
    await check.begin(draft?.id ?? '', null);
    return { supplier, check, draft };
  }

  it('counts the lines that would go', async () => {
    const { check } = await checked();
    expect(check.changed.map(line => [line.is_dearer, line.is_short, line.is_cheaper, line.is_gone])).toEqual([
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, false],
      [false, false, false, true],
    ]);
    // Eleven did not change, and the cheaper one passes by itself.
    expect(check.linesToSend).toBe(12);
    check.decide(check.changed[0]?.item ?? '', 'accept');
    check.decide(check.changed[1]?.item ?? '', { reduce: { quantity_milli: 20_000 } });
    check.decide(check.changed[3]?.item ?? '', 'remove');
    expect(check.linesToSend).toBe(14);
    check.decide(check.changed[0]?.item ?? '', null);
    expect(check.linesToSend).toBe(13);
  });

  it('sends what was decided, once', async () => {
    const { supplier, check } = await checked();
    check.decide(check.changed[0]?.item ?? '', 'accept');
    await Promise.all([check.send(), check.send()]);
    expect(supplier.calls.filter(call => call.name === 'ordersPlace')).toHaveLength(1);
    expect(check.outcome?.outcome).toBe('placed');
    expect(supplier.orders[0]?.lines).toHaveLength(13);
  });

  it('sends only the unchanged lines when told so', async () => {
    const { supplier, check } = await checked();
    await check.sendUnchanged();
    expect(supplier.orders[0]?.lines).toHaveLength(11);
    expect(check.outcome).toMatchObject({ outcome: 'placed', lines_left: 4 });
  });

  it('shows a change that came meanwhile as a new check, with no decision left over', async () => {
    const { supplier, check, draft } = await checked();
    check.decide(check.changed[0]?.item ?? '', 'accept');
    supplier.atSupplier.set(draft?.lines[0]?.item ?? '', { stockMilli: 0 });
    await check.send();
    expect(check.outcome).toBeNull();
    expect(check.hasChangedAgain).toBe(true);
    expect(check.changed).toHaveLength(5);
    expect(check.decisions.size).toBe(0);
  });

  it('takes being offline as a state, and queues without a check', async () => {
    const { program: supplier, api } = program();
    furnish(supplier);
    supplier.goOffline(true);
    const check = new CheckState(api);
    await check.begin(supplier.drafts[0]?.id ?? '', null);
    expect(check.isOffline).toBe(true);
    expect(check.checking.failure).toBeNull();
    await check.queue();
    expect(check.outcome?.outcome).toBe('queued');
    const told = supplier.calls.find(call => call.name === 'ordersPlace')?.args[0];
    expect(told).toMatchObject({ check: null, decisions: [] });
  });

  it('decides by the rules what they cover, keeps what is decided, and tells what it comes to', async () => {
    const { supplier, check } = await checked();
    const [dearer, short, , gone] = check.changed;
    check.decide(dearer?.item ?? '', 'remove');
    await check.applyRules();
    expect(supplier.calls.some(call => call.name === 'ordersDecide')).toBe(false);
    check.setRules({
      rise_bp: 2_000,
      least_bp: 1,
      takes_other_warehouse: false,
      takes_analogue: true,
      sends_rest: false,
    });
    await check.applyRules();
    expect(check.decisions.get(dearer?.item ?? '')).toBe('remove');
    expect(check.decisions.get(short?.item ?? '')).toBe('accept');
    expect(analogueOf(check.decisions.get(gone?.item ?? ''))).toBe(gone?.analogues.find(one => one.is_enough)?.item);
    expect(check.weighed?.lines_to_send).toBe(check.linesToSend);
    expect(check.weighed?.total_minor).toBeGreaterThan(0);
  });

  it('queues with the rules that are set, and without any when none is', async () => {
    const { program: supplier, api } = program();
    furnish(supplier);
    supplier.goOffline(true);
    const check = new CheckState(api);
    await check.begin(supplier.drafts[0]?.id ?? '', null);
    const rules = {
      rise_bp: 200,
      least_bp: null,
      takes_other_warehouse: false,
      takes_analogue: false,
      sends_rest: true,
    };
    check.setRules(rules);
    await check.queue();
    const told = supplier.calls.find(call => call.name === 'ordersPlace')?.args[0];
    expect(told).toMatchObject({ check: null, rules });
  });

  it('keeps its decisions while a paper of it is looked at, and only then', async () => {
    const { check, draft } = await checked();
    const id = draft?.id ?? '';
    check.decide(check.changed[0]?.item ?? '', 'accept');
    expect(check.comesBack(id, null)).toBe(false);
    check.leaveForPaper();
    expect(check.comesBack('another', null)).toBe(false);
    check.leaveForPaper();
    expect(check.comesBack(id, null)).toBe(true);
    expect(check.decisions.size).toBe(1);
    expect(check.comesBack(id, null)).toBe(false);
  });

  it('keeps the check on screen when placing fails', async () => {
    const { supplier, check } = await checked();
    supplier.failures.set('ordersPlace', failed('disk_full', 'no space left'));
    await check.send();
    expect(check.placing.failure?.code).toBe('disk_full');
    expect(check.outcome).toBeNull();
    expect(check.check).not.toBeNull();
  });
});

describe('an action', () => {
  it('says that it lasts only after 300 ms', async () => {
    vi.useFakeTimers();
    const action = new Action();
    let finish: (result: Result<number>) => void = () => {};
    const running = action.run(() => new Promise<Result<number>>(resolve => (finish = resolve)));
    expect([action.isRunning, action.isSlow]).toEqual([true, false]);
    vi.advanceTimersByTime(299);
    expect(action.isSlow).toBe(false);
    vi.advanceTimersByTime(1);
    expect(action.isSlow).toBe(true);
    finish({ ok: true, value: 1 });
    await running;
    expect([action.isRunning, action.isSlow]).toEqual([false, false]);
    vi.useRealTimers();
  });

  it('turns a bug into a failure that can be seen', async () => {
    const action = new Action();
    await action.run(async (): Promise<Result<number>> => {
      throw new Error('broken');
    });
    expect(action.failure).toEqual({ code: 'internal', message: 'broken', reason: null });
  });
});

describe('the session', () => {
  it('opens on the legal entity that was chosen last', async () => {
    const { program: supplier, api } = program();
    supplier.memory.set('entity', '"e2"');
    const session = new Session(api, memory(api));
    await session.open();
    expect(session.entity?.id).toBe('e2');
  });

  it('shows the recovery code until it is written down', async () => {
    const supplier = new MockProgram({ copies: 1, stage: 'first_run' });
    const session = new Session(mockApi(supplier), memory(mockApi(supplier)));
    await session.open();
    expect(await session.enroll({ url: 'http://127.0.0.1', code: 'XXXX', passphrase: null })).toBe(false);
    expect(session.acting.failure?.code).toBe('code_unknown');
    expect(await session.enroll({ url: 'http://127.0.0.1', code: '7k2m', passphrase: null })).toBe(true);
    expect(session.enrolled?.recovery_code).toMatch(/^R4TD/);
    await session.confirmRecovery();
    expect(session.enrolled).toBeNull();
    expect(session.profile?.stage).toBe('ready');
  });
});

describe('the sync', () => {
  it.each(['busy', 'offline'] as const)('takes %s as a state', async code => {
    const { program: supplier, api } = program();
    supplier.failures.set('syncNow', failed(code, 'x'));
    const sync = new SyncState(api);
    await sync.now();
    expect(sync.running.failure).toBeNull();
    expect(sync.status).not.toBeNull();
  });

  it('shows any other failure', async () => {
    const { program: supplier, api } = program();
    supplier.failures.set('syncNow', failed('signed_out', 'revoked'));
    const sync = new SyncState(api);
    await sync.now();
    expect(sync.running.failure?.code).toBe('signed_out');
  });
});

describe('orders', () => {
  it('an order taken back leaves the list, its lines are in the draft', async () => {
    const { program: supplier, api } = program();
    furnish(supplier);
    supplier.goOffline(true);
    const orders = new OrdersState(api);
    const check = new CheckState(api);
    await check.begin(supplier.drafts[0]?.id ?? '', null);
    await check.queue();
    await orders.follow('e1');
    const [queued] = orders.list;
    expect(queued?.state).toBe('queued');
    expect(await orders.withdraw(queued?.id ?? '')).toBe(true);
    expect(orders.list.some(order => order.state === 'queued')).toBe(false);
    expect(supplier.drafts[0]?.lines.every(line => !line.isInFlight)).toBe(true);
  });
});

describe('what is left for the next start', () => {
  it('is kept once the user is quiet, and the last word counts', async () => {
    vi.useFakeTimers();
    const { program: supplier, api } = program();
    const layout = new GridLayout('catalogue', memory(api));
    for (const width of [100, 120, 140]) layout.resize('name', width);
    layout.sortBy('price');
    await vi.advanceTimersByTimeAsync(1000);
    expect(supplier.calls.filter(call => call.name === 'settingsRemember')).toHaveLength(1);
    const again = new GridLayout('catalogue', memory(api));
    await again.recall();
    expect(again.widths).toEqual({ name: 140 });
    expect(again.sort).toBe('price');
    vi.useRealTimers();
  });

  it('does no harm when it is damaged', async () => {
    const { program: supplier, api } = program();
    supplier.memory.set('table.catalogue', '{"widths":{"name":"wide"},"place":"x"');
    const layout = new GridLayout('catalogue', memory(api));
    await layout.recall();
    expect(layout.widths).toEqual({});
    expect(layout.active).toBe(0);
  });
});

describe('a list', () => {
  it('sorts numbers inside words as people count, and missing values first', () => {
    const rows = [{ name: 'Д-10' }, { name: null }, { name: 'Д-9' }];
    expect(sorted(rows, { name: row => row.name }, 'name', false).map(row => row.name)).toEqual([null, 'Д-9', 'Д-10']);
    expect(sorted(rows, { name: row => row.name }, '', false)).toBe(rows);
  });
});

describe('changes in the data', () => {
  it('refresh only what they concern', async () => {
    const { program: supplier, api } = program();
    const workplace = new Workplace(api, { nameOfNewDraft: String });
    const stop = workplace.start();
    await vi.waitFor(() => expect(workplace.session.profile?.stage).toBe('ready'));
    await workplace.enter();
    supplier.calls.length = 0;
    supplier.changed({ documents: true });
    await vi.waitFor(() => expect(supplier.calls.map(call => call.name)).toEqual(['documentsList']));
    supplier.calls.length = 0;
    supplier.changed({ orders: true });
    await vi.waitFor(() => expect(supplier.calls.map(call => call.name)).toEqual(['ordersList']));
    stop();
  });
});
