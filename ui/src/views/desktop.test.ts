// The program beside others on the desktop: what they get from its tables, zoom, tray and autostart, over the mocked program.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { arrive } from '$lib/api/mock/notices';
import type { MockProgram } from '$lib/api/mock/program';
import { find, key, open, subscribe, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('other programs', () => {
  const copied = async (program: MockProgram, rows: number) => {
    await waitFor(() => expect(program.clipboard?.text.split('\n').length).toBe(rows));
    return program.clipboard as NonNullable<typeof program.clipboard>;
  };

  it('get the rows that are taken, and one column of them, in every layout', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    const keys = [...grid.querySelectorAll<HTMLElement>('[role=row][data-key]')].map(row => row.dataset['key']);
    const articles = keys.slice(0, 3).map(item => program.byId.get(item ?? '')?.article);
    expect(new Set(articles).size).toBe(3);
    await fireEvent.keyDown(grid, { key: 'ArrowDown', code: 'ArrowDown', shiftKey: true });
    await fireEvent.keyDown(grid, { key: 'ArrowDown', code: 'ArrowDown', shiftKey: true });
    expect(grid.querySelectorAll('[aria-selected=true]')).toHaveLength(3);
    await fireEvent.keyDown(grid, { key: 'с', code: 'KeyC', ctrlKey: true });
    const { text, html } = await copied(program, 3);
    expect(text.split('\n').map(line => line.split('\t')[0])).toEqual(articles);
    expect(text.split('\n')[0]?.split('\t')).toHaveLength(6);
    for (const article of articles) expect(html).toContain(`>${article}</td>`);
    await waitFor(() => expect(screen.getByTestId(TESTID.said).textContent).toContain('3'));
    await fireEvent.keyDown(grid, { key: 'С', code: 'KeyC', ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(program.clipboard?.text).toBe(articles.join('\n')));
    await fireEvent.keyDown(grid, { key: 'ArrowUp', code: 'ArrowUp' });
    expect(grid.querySelectorAll('[aria-selected=true]')).toHaveLength(1);
  });

  it('are told nothing when the clipboard fails, and the person is told why', async () => {
    const program = open();
    program.failures.set('desktopCopy', failed('internal', 'the clipboard: occupied'));
    await key(await table(TESTID.catalogueTable), 'c', { code: 'KeyC', ctrlKey: true });
    expect((await find(TESTID.failure)).textContent).toContain('occupied');
  });

  it('keep what they have when the rows cannot be had', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    program.failures.set('cataloguePage', failed('disk_full', 'no space'));
    await key(grid, 'c', { code: 'KeyC', ctrlKey: true });
    await find(TESTID.failure);
    expect(program.clipboard).toBeNull();
  });

  it('get a text that is selected instead, until a row is taken', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    getSelection()?.selectAllChildren(await find(TESTID.cardName));
    const event = { key: 'c', code: 'KeyC', ctrlKey: true };
    expect(await fireEvent.keyDown(grid, event)).toBe(true);
    await key(grid, 'ArrowDown');
    expect(await fireEvent.keyDown(grid, event)).toBe(false);
    await copied(program, 1);
  });

  it('get what is waited for, and no button', async () => {
    const program = open();
    const item = await subscribe('25');
    await waitFor(() => expect(program.subscriptions).toHaveLength(1));
    await key(document.body, '7', { code: 'Digit7', altKey: true });
    await fireEvent.click(await find(`${TESTID.noticesTab}-subscriptions`));
    await key(await table(TESTID.subscriptionsTable), 'c', { code: 'KeyC', ctrlKey: true });
    const article = program.byId.get(item)?.article ?? '';
    const waited = (await copied(program, 1)).text.split('\t');
    expect([waited[0], waited[2]]).toEqual([article, '25']);
    expect(waited).toHaveLength(8);

    program.clipboard = null;
    arrive(program, item, 30_000);
    await fireEvent.click(await find(`${TESTID.noticesTab}-notices`));
    await key(await table(TESTID.noticesTable), 'c', { code: 'KeyC', ctrlKey: true });
    const told = (await copied(program, 1)).text.split('\t');
    expect(told).toHaveLength(4);
    expect(told[2]).toMatch(/есть 30.шт/);
  });
});

describe('the window on the desktop', () => {
  it('is zoomed by keys, one step for each, between its limits', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    for (let step = 0; step < 14; step += 1) void key(grid, '+', { code: 'Equal', ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(program.settings.zoom_percent).toBe(200));
    await key(grid, '0', { code: 'Digit0', ctrlKey: true });
    await waitFor(() => expect(program.settings.zoom_percent).toBe(100));
    for (let step = 0; step < 4; step += 1) void key(grid, '-', { code: 'Minus', ctrlKey: true });
    await waitFor(() => expect(program.settings.zoom_percent).toBe(80));
  });

  it('stays in the tray only where there is one, and shows what the system says of starting with it', async () => {
    const program = open();
    program.desktop = { has_tray: false, starts_with_system: false, autostart_problem: null };
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find(`${TESTID.nav}-settings`));
    const autostart = await find(TESTID.settingsAutostart);
    await waitFor(() => expect(autostart).toHaveProperty('disabled', false));
    expect(await find(TESTID.settingsTray)).toHaveProperty('disabled', true);
    await fireEvent.click(autostart);
    await waitFor(() => expect(program.desktop.starts_with_system).toBe(true));
    program.failures.set('desktopAutostart', failed('internal', 'starting with the system: read-only'));
    await fireEvent.click(autostart);
    await find(TESTID.failure);
    expect(autostart).toHaveProperty('checked', true);
  });
});
