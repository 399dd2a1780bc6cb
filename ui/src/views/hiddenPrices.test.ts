// Hidden prices over the mocked program: by key, on every screen, in what is copied, and shown again by a code.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hidePrices } from '$lib/i18n/text.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());
afterEach(() => hidePrices(false));

const VIEWS = ['catalogue', 'drafts', 'orders', 'documents', 'money', 'claims', 'notices', 'settings'] as const;

describe('hidden prices', () => {
  it('are gone from every screen, and come back by the same key', async () => {
    open({}, true);
    const grid = await table(TESTID.catalogueTable);
    const shown = row(grid, 0)?.textContent ?? '';
    await key(document.body, 'F8');
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('•••'));
    for (const view of VIEWS) {
      await fireEvent.click(await find(view === 'notices' ? TESTID.bell : `${TESTID.nav}-${view}`));
      expect(document.body.textContent).not.toMatch(/\d[\s\u2009\u202f]?[₽₴]/u);
    }
    await fireEvent.click(await find(`${TESTID.nav}-catalogue`));
    await key(document.body, 'F8');
    const again = await table(TESTID.catalogueTable);
    await waitFor(() => expect(row(again, 0)?.textContent).toBe(shown));
  });

  it('are not copied', async () => {
    const program = open({}, true);
    const grid = await table(TESTID.catalogueTable);
    const copy = async () => {
      const before = program.clipboard;
      await key(grid, 'c', { code: 'KeyC', ctrlKey: true });
      await waitFor(() => expect(program.clipboard).not.toBe(before));
      return program.clipboard;
    };
    await fireEvent.click(row(grid, 1) as HTMLElement);
    const figures = (html = '') => html.match(/x:num/g)?.length ?? 0;
    const shown = figures((await copy())?.html);
    await key(document.body, 'F8');
    await waitFor(() => expect(row(grid, 1)?.textContent).toContain('•••'));
    const hidden = await copy();
    expect(figures(hidden?.html)).toBeLessThan(shown);
    expect(hidden?.text).not.toContain('•');
  });

  it('cover documents', async () => {
    open({}, true);
    await table(TESTID.catalogueTable);
    await key(document.body, 'F8');
    await fireEvent.click(await find(`${TESTID.nav}-documents`));
    expect((await find(TESTID.sheetHidden)).textContent).toContain('F8');
    expect(screen.queryByTestId(TESTID.previewImage)).toBeNull();
  });

  it('take the code where one was chosen', async () => {
    const program = open({}, true);
    program.pin = '2468';
    const grid = await table(TESTID.catalogueTable);
    await key(document.body, 'F8');
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('•••'));
    await key(document.body, 'F8');
    const field = await find(TESTID.pinField);
    await fireEvent.input(field, { target: { value: '1111' } });
    await fireEvent.click(await find(TESTID.pinGo));
    await waitFor(() => expect(screen.getByTestId(TESTID.pinPanel).textContent).toContain('Это другой код'));
    expect(program.settings.hides_prices).toBe(true);
    await fireEvent.input(field, { target: { value: '2468' } });
    await fireEvent.click(await find(TESTID.pinGo));
    await waitFor(() => expect(row(grid, 0)?.textContent).not.toContain('•••'));
    await waitFor(() => expect(screen.queryByTestId(TESTID.pinPanel)).toBeNull());
  });
});
