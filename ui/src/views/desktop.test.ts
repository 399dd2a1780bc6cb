// The program beside others on the desktop: zoom, tray and autostart, over the mocked program.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

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
    program.desktop = { has_tray: false, starts_with_system: false, autostart_problem: '' };
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
