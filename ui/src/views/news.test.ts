// News over the mocked program: counted, read by keyboard, and all marked at once.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewsView } from '$lib/bindings';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

function piece(id: string, title: string): NewsView {
  return {
    id,
    title,
    text: `${title}\nподробно`,
    entity_name: '',
    at_ms: 1_700_000_000_000,
    until: null,
    is_read: false,
  };
}

describe('news', () => {
  it('are read one by one with the arrows, and the section counts what is left', async () => {
    const program = open();
    program.news = [piece('n1', 'Склад закрыт'), piece('n2', 'Новые болты'), piece('n3', 'Акция')];
    await table(TESTID.catalogueTable);
    await key(document.body, '9', { code: 'Digit9', altKey: true });
    await waitFor(() => expect(document.activeElement?.getAttribute('data-id')).toBe('n1'));
    expect((await find('nav-news')).textContent).toContain('3');
    await key(document.activeElement as Element, 'ArrowDown');
    await waitFor(async () => expect((await find(TESTID.newsText)).textContent).toContain('Новые болты\nподробно'));
    await waitFor(() => expect(program.news.map(one => one.is_read)).toEqual([false, true, false]));
    await fireEvent.click(await find(TESTID.newsReadAll));
    await waitFor(() => expect(program.news.every(one => one.is_read)).toBe(true));
    await waitFor(() => expect(screen.queryByTestId(TESTID.newsReadAll)).toBeNull());
  });

  it('say what would be there while there are none', async () => {
    open();
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find('nav-news'));
    expect((await find(TESTID.empty)).textContent).toContain('новости поставщика');
  });
});
