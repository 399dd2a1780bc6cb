// Subscriptions and notices over the mocked program, by keyboard as a person uses them.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { arrive } from '$lib/api/mock/notices';
import type { NoticeView } from '$lib/bindings';
import { find, key, open, subscribe, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('subscribing', () => {
  it('asks from how much on, refuses nothing, and waits for a connection where there is none', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    program.goOffline(true);
    await subscribe('0');
    expect((await find(TESTID.subscribeThreshold)).getAttribute('aria-invalid')).toBe('true');
    expect(program.subscriptions).toHaveLength(0);
    await key(await find(TESTID.subscribeThreshold), 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.subscribePanel)).toBeNull());

    const item = await subscribe('25');
    await waitFor(() => expect(program.subscriptions[0]).toMatchObject({ item, threshold_milli: 25_000 }));
    expect((await find(TESTID.said)).textContent).toContain('Нет связи');
    await key(document.body, '7', { code: 'Digit7', altKey: true });
    await fireEvent.click(await find(`${TESTID.noticesTab}-subscriptions`));
    const list = await table(TESTID.subscriptionsTable);
    expect(list.textContent).toContain('ждёт связи');
    await key(list, 'Delete');
    await waitFor(() => expect(program.subscriptions).toHaveLength(0));
  });
});

describe('a notice', () => {
  it('rings the bell, fills the draft with what was waited for, and is read then', async () => {
    const program = open();
    const draft = program.newDraft('e1', 'Ремонт');
    const item = await subscribe('25');
    await waitFor(() => expect(program.subscriptions).toHaveLength(1));
    arrive(program, item, 24_000);
    expect((await find(TESTID.bell)).dataset['unread']).toBe('0');
    arrive(program, item, 30_000);
    await waitFor(async () => expect((await find(TESTID.bell)).dataset['unread']).toBe('1'));
    await fireEvent.click(await find(TESTID.bell));
    const list = await table(TESTID.noticesTable);
    expect(list.textContent).toMatch(/есть 30.шт, вы ждали 25.шт/);
    await key(list, '+');
    await waitFor(() => expect(draft.lines).toMatchObject([{ item, quantityMilli: 25_000 }]));
    await waitFor(async () => expect((await find(TESTID.bell)).dataset['unread']).toBe('0'));
    await key(list, 'Delete');
    await waitFor(() => expect(program.notices).toHaveLength(0));
  });
});

/** A notice of nothing in particular. */
function notice(part: Partial<NoticeView>): NoticeView {
  return {
    id: 'n1',
    entity: 'e1',
    entity_name: 'ООО «Ромашка»',
    kind: 'waybill',
    at_ms: 0,
    item: '',
    article: '',
    name: '',
    unit: '',
    quantity_milli: null,
    wanted_milli: null,
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
    can_add: false,
    is_added: false,
    ...part,
  };
}

describe('papers and acts', () => {
  it('are named in the list, and a click on their toast opens them and reads the notice', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    program.notices = [
      notice({ document: 'd7', document_number: 'УТ-7', document_kind: 'upd' }),
      notice({ id: 'n2', kind: 'document', document: 'd8', document_kind: 'other', name: 'договор.pdf' }),
      notice({ id: 'n3', kind: 'act', act: 'a1', act_from: '2026-01-01', act_to: '2026-03-31' }),
    ];
    program.changed({ notices: true });
    await fireEvent.click(await find(TESTID.bell));
    const list = await table(TESTID.noticesTable);
    await waitFor(() => expect(list.textContent).toContain('Новый документ: УПД № УТ-7'));
    expect(list.textContent).toContain('Новый документ: договор.pdf');
    expect(list.textContent).toContain('Ответ об акте сверки за 01.01.2026 – 31.03.2026');

    program.clickToast({ place: 'documents', notice: 'n1' });
    await waitFor(() => expect(program.notices.find(one => one.id === 'n1')?.is_read).toBe(true));
    await table(TESTID.documentsTable);
    program.clickToast({ place: 'acts', notice: null });
    await find(TESTID.actAsk);
    program.clickToast({ place: 'money', notice: null });
    await waitFor(() => expect(screen.queryByTestId(TESTID.actAsk)).toBeNull());
    program.clickToast({ place: 'claims', notice: 'gone' });
    await waitFor(() => expect(screen.getByTestId(`${TESTID.nav}-claims`).getAttribute('aria-current')).toBe('page'));
    program.clickToast({ place: 'notices', notice: null });
    await find(TESTID.noticesTable);
  });
});

describe('the settings', () => {
  it('switch kinds one by one, keep quiet hours, and say where nothing shows toasts', async () => {
    const program = open();
    program.toasts = { state: 'none' };
    await table(TESTID.catalogueTable);
    await key(document.body, '5', { code: 'Digit5', altKey: true });
    const box = await find(TESTID.settingsNotifications);
    await waitFor(() => expect(box.dataset['desktop']).toBe('none'));
    await fireEvent.click(box.querySelector('[data-kind=orders]') as HTMLElement);
    await waitFor(() => expect(program.settings.notifications).toMatchObject({ orders: false, invoices: true }));
    const boxes = box.querySelectorAll<HTMLInputElement>('input[type=checkbox]');
    await fireEvent.click(boxes[boxes.length - 1] as HTMLElement);
    await waitFor(() => expect(program.settings.notifications.quiet_from_min).toBe(1260));
    await waitFor(() => expect(box.querySelector('input[type=time]')).not.toBeNull());
    const from = box.querySelector<HTMLInputElement>('input[type=time]');
    await fireEvent.change(from as HTMLElement, { target: { value: '22:30' } });
    await waitFor(() => expect(program.settings.notifications.quiet_from_min).toBe(1350));
  });
});
