// The first hour over the mocked program: the sample, help, the tour, why there is no connection.

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failed } from '$lib/api/api';
import { find, key, open } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('the second door', () => {
  it('leads into the sample and begins the page anew', async () => {
    const program = open({ stage: 'first_run' });
    program.startAnew = vi.fn();
    await fireEvent.click(await find(TESTID.sampleEnter));
    await waitFor(() => expect(program.startAnew).toHaveBeenCalledOnce());
    expect(program.profile).toMatchObject({ stage: 'ready', is_sample: true });
  });

  it('says why it does not open, and the code can still be typed', async () => {
    const program = open({ stage: 'first_run' });
    program.failures.set('sampleEnter', failed('disk_full', 'no space'));
    await fireEvent.click(await find(TESTID.sampleEnter));
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
    expect(await find(TESTID.enrolUrl)).toBeTruthy();
  });

  it('is marked on every screen, and says why nothing is sent', async () => {
    const program = open({}, true);
    program.showSample(true);
    program.failures.set('ordersCheck', failed('sample', 'this is the built-in sample'));
    expect((await find(TESTID.sampleBar)).textContent).toContain('Образец');
    await fireEvent.click(await find(TESTID.checkButton));
    const failure = await find(TESTID.failure);
    expect(failure.dataset['code']).toBe('sample');
    expect(failure.textContent).toContain('никуда не отправляется');
    expect(screen.getByTestId(TESTID.sampleBar)).toBeTruthy();
  });
});

describe('help', () => {
  it.each([
    [TESTID.nav + '-drafts', 'drafts', 'Черновики'],
    [TESTID.nav + '-orders', 'orders', 'Заказы'],
    [TESTID.nav + '-documents', 'documents', 'Документы'],
    [TESTID.syncState, 'sync', 'Обмен с поставщиком'],
    [TESTID.bell, 'notices', 'Уведомления и подписки'],
    [TESTID.nav + '-settings', 'settings', 'Настройки'],
    [TESTID.nav + '-catalogue', 'catalogue', 'Каталог'],
  ])('of the screen that is open comes by F1: %s', async (way, topic, title) => {
    open({}, true);
    await fireEvent.click(await find(way));
    const button = screen.getByTestId(TESTID.helpOpen);
    button.focus();
    await key(button, 'F1');
    const panel = await find(TESTID.helpPanel);
    expect(panel.dataset['topic']).toBe(topic);
    expect(panel.querySelector('h2')?.textContent).toBe(title);
    await waitFor(() => expect(document.activeElement).toBe(panel));
    await key(panel, 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.helpPanel)).toBeNull());
    expect(document.activeElement).not.toBe(document.body);
  });

  it.each([
    ['first_run', TESTID.enrolUrl],
    ['locked', TESTID.unlockPassphrase],
    ['key_missing', TESTID.keyMissing],
  ] as const)('comes before the desk too: %s', async (stage, there) => {
    open({ stage });
    await key(await find(there), 'F1');
    const panel = await find(TESTID.helpPanel);
    expect(panel.dataset['topic']).toBe(stage);
    expect(screen.queryByTestId(TESTID.helpTour)).toBeNull();
  });

  it('speaks the language of the window, and leads to all keys', async () => {
    open({ language: 'uk' }, true);
    await key(await find(TESTID.frame), 'F1');
    expect((await find(TESTID.helpPanel)).textContent).toContain('Товари постачальника');
    await fireEvent.click(await find(TESTID.helpKeys));
    await find(TESTID.keysSheet);
    expect(screen.queryByTestId(TESTID.helpPanel)).toBeNull();
  });
});

describe('the walk', () => {
  it('comes once, goes by keyboard, and comes again from the help', async () => {
    const program = open({}, true);
    program.memory.delete('tour');
    const card = await find(TESTID.tour);
    const next = await find(TESTID.tourNext);
    await waitFor(() => expect(document.activeElement).toBe(next));
    const seen = [card.dataset['step']];
    for (let step = 1; step < 5; step += 1) {
      await fireEvent.click(next);
      seen.push(card.dataset['step']);
    }
    expect(seen).toEqual(['search', 'table', 'draft', 'sync', 'help']);
    await fireEvent.click(next);
    expect(screen.queryByTestId(TESTID.tour)).toBeNull();
    await waitFor(() => expect(program.memory.get('tour')).toBe('true'));

    await key(await find(TESTID.frame), 'F1');
    await fireEvent.click(await find(TESTID.helpTour));
    const again = await find(TESTID.tour);
    await key(again, 'ArrowRight');
    expect(again.dataset['step']).toBe('table');
    await key(again, 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.tour)).toBeNull());
  });

  it('does not come to whoever has seen it', async () => {
    open({}, true);
    await waitFor(async () => expect((await find(TESTID.frame)).dataset['tour']).toBe('none'));
    expect(screen.queryByTestId(TESTID.tour)).toBeNull();
  });
});

describe('an empty list', () => {
  it.each([
    ['drafts', TESTID.nav + '-drafts', []],
    ['the trash', TESTID.nav + '-drafts', [TESTID.draftsTrash]],
    ['orders', TESTID.nav + '-orders', []],
    ['documents', TESTID.nav + '-documents', []],
    ['notices', TESTID.bell, []],
    ['subscriptions', TESTID.bell, [TESTID.noticesTab + '-subscriptions']],
    ['what is loaded', TESTID.syncState, []],
  ])('says what would be there and how to begin: %s', async (_, way, more) => {
    for (const language of ['ru', 'uk', 'en']) {
      const program = open({ language });
      program.sync = { ...program.sync, feeds: [] };
      await fireEvent.click(await find(way));
      for (const step of more) await fireEvent.click(await find(step));
      const empty = await find(TESTID.empty);
      expect(empty.querySelector('p')?.textContent?.length).toBeGreaterThan(20);
      expect(empty.querySelector('button')?.textContent?.trim()).toBeTruthy();
      cleanup();
    }
  });

  it.each([
    ['no goods at all', ''],
    ['nothing found', 'нетакоготовара'],
  ])('of the catalogue too: %s', async (_, text) => {
    const program = open();
    if (text === '') program.goods.length = 0;
    await fireEvent.input(await find(TESTID.search), { target: { value: text || 'x' } });
    if (text === '') await fireEvent.input(await find(TESTID.search), { target: { value: '' } });
    const empty = await find(TESTID.empty);
    expect(empty.querySelector('button')).toBeTruthy();
  });
});

describe('why there is no connection', () => {
  it('is told step by step on the exchange page, and copied as text', async () => {
    const program = open({}, true);
    program.goOffline(true);
    await fireEvent.click(await find(TESTID.syncState));
    await fireEvent.click(await find(TESTID.connectionCheck));
    await find(TESTID.connectionSum);
    const steps = screen.getAllByTestId(TESTID.connectionStep);
    expect(steps.map(step => step.dataset['state'])).toEqual([
      ...['good', 'good', 'good', 'failed'],
      ...['skipped', 'skipped', 'skipped', 'skipped', 'skipped'],
    ]);
    expect(steps[3]?.dataset['cause']).toBe('refused');
    expect(steps[3]?.textContent).toContain('соединение отклоняет');
    await fireEvent.click(screen.getByTestId(TESTID.connectionCopy));
    await waitFor(() => expect(program.clipboard?.text).toContain('Соединение: ошибка'));
    expect(program.clipboard?.text.split('\n')).toHaveLength(10);
  });

  it('is told before enrolment too, for what is typed', async () => {
    const program = open({ stage: 'first_run' });
    program.goOffline(true);
    expect(screen.queryByTestId(TESTID.connectionCheck)).toBeNull();
    await fireEvent.input(await find(TESTID.enrolUrl), { target: { value: 'https://orders.example.com' } });
    await fireEvent.input(await find(TESTID.enrolCode), { target: { value: '7K2M-7K2M' } });
    await fireEvent.click(await find(TESTID.enrolSubmit));
    await fireEvent.click(await find(TESTID.connectionCheck));
    await find(TESTID.connectionSum);
    const call = program.calls.find(one => one.name === 'networkCheck');
    expect(call?.args[0]).toEqual({ url: 'https://orders.example.com', code: '7K2M-7K2M' });
  });

  it('a failure of the check is shown', async () => {
    const program = open({}, true);
    program.failures.set('networkCheck', failed('internal', 'broken'));
    await fireEvent.click(await find(TESTID.syncState));
    await fireEvent.click(await find(TESTID.connectionCheck));
    expect((await find(TESTID.failure)).textContent).toContain('broken');
  });
});

describe('the proxy', () => {
  it('is named with its login, and its password is not shown again', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(TESTID.nav + '-settings'));
    const modes = (await find(TESTID.networkMode)).querySelectorAll('input');
    await fireEvent.click(modes[2] as HTMLInputElement);
    for (const [field, value] of [
      [TESTID.networkAddress, 'proxy.local:3128'],
      [TESTID.networkLogin, 'ivan'],
      [TESTID.networkPassword, 'secret'],
    ] as const) {
      await fireEvent.input(await find(field), { target: { value } });
    }
    await fireEvent.click(screen.getByTestId(TESTID.networkSave));
    await waitFor(() => expect(program.network.address).toBe('proxy.local:3128'));
    expect(program.network).toMatchObject({ mode: 'manual', login: 'ivan', has_password: true });
    const password = (await find(TESTID.networkPassword)) as HTMLInputElement;
    await waitFor(() => expect(password.value).toBe(''));
    await fireEvent.click((await find(TESTID.networkMode)).querySelectorAll('input')[1] as HTMLInputElement);
    await waitFor(() => expect(program.network.mode).toBe('direct'));
  });

  it('says why it was not kept', async () => {
    const program = open({}, true);
    program.failures.set('networkSet', failed('invalid', 'not the address of a proxy'));
    await fireEvent.click(await find(TESTID.nav + '-settings'));
    await fireEvent.click((await find(TESTID.networkMode)).querySelectorAll('input')[1] as HTMLInputElement);
    expect((await find(TESTID.failure)).textContent).toContain('not the address of a proxy');
  });
});

describe('the queue as a file', () => {
  const waiting = {
    key: 'k-1',
    kind: 'place',
    about: 'Заказ на среду',
    entity_name: 'Метиз-Трейд',
    state: 'queued',
    why: 'offline' as const,
    attempts: 2,
    created_at_ms: 1,
    next_try_in_s: 60,
  };

  it('is offered where something waits, and says where it was saved', async () => {
    const program = open({}, true);
    program.queue = [waiting];
    await fireEvent.click(await find(TESTID.syncState));
    await fireEvent.click(await find(TESTID.syncQueueSave));
    expect((await find(TESTID.syncQueueSaved)).textContent).toContain('dealer-cabinet-queue.txt');
    expect(program.calls.filter(one => one.name === 'syncQueueSave')).toHaveLength(1);
  });

  it('fails in sight', async () => {
    const program = open({}, true);
    program.queue = [waiting];
    program.failures.set('syncQueueSave', failed('disk_full', 'no room'));
    await fireEvent.click(await find(TESTID.syncState));
    await fireEvent.click(await find(TESTID.syncQueueSave));
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
  });

  it('is not offered where nothing waits', async () => {
    open({}, true);
    await fireEvent.click(await find(TESTID.syncState));
    await find(TESTID.syncPage);
    expect(screen.queryByTestId(TESTID.syncQueueSave)).toBeNull();
  });
});

describe('what support sees', () => {
  it('is shown before it is saved, with the check of the connection', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(TESTID.syncState));
    await fireEvent.click(await find(TESTID.connectionCheck));
    await find(TESTID.connectionSum);
    await fireEvent.click(await find(TESTID.nav + '-settings'));
    expect(screen.queryByTestId(TESTID.supportSave)).toBeNull();
    await fireEvent.click(await find(TESTID.supportCollect));
    await find(TESTID.supportSave);
    const names = screen.getAllByTestId(TESTID.supportFile).map(file => file.dataset['name']);
    expect(names).toEqual(['about.json', 'connection.json', 'log.txt']);
    await fireEvent.click(screen.getByTestId(TESTID.supportSave));
    expect((await find(TESTID.supportSaved)).textContent).toContain('.zip');
    const saved = program.calls.find(one => one.name === 'supportSave');
    expect(JSON.stringify(saved?.args[0])).toContain('WARN nothing');
  });

  it('can be had while the data stays closed', async () => {
    open({ stage: 'key_missing' });
    await fireEvent.click(await find(TESTID.supportCollect));
    await find(TESTID.supportSave);
  });

  it('fails in sight', async () => {
    const program = open({}, true);
    program.failures.set('supportCollect', failed('internal', 'broken'));
    await fireEvent.click(await find(TESTID.nav + '-settings'));
    await fireEvent.click(await find(TESTID.supportCollect));
    expect((await find(TESTID.failure)).textContent).toContain('broken');
  });
});
