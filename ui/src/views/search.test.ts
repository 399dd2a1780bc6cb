// Search that forgives over the mocked program: what was read, the filter by properties, and a pasted list.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('a search that was read otherwise than typed', () => {
  it('says what is shown, and searches the very text on demand', async () => {
    const program = open();
    program.reading = { kind: 'corrected', text: 'болт' };
    await table(TESTID.catalogueTable);
    await fireEvent.input(await find(TESTID.search), { target: { value: 'болт' } });
    const told = await find(TESTID.searchReading);
    expect(told.textContent).toContain('исправлена опечатка');
    await fireEvent.click(screen.getByTestId(TESTID.searchAsTyped));
    await waitFor(() => expect(screen.queryByTestId(TESTID.searchReading)).toBeNull());
  });
});

describe('properties', () => {
  it('filter the table, count its goods, and can be reset', async () => {
    open();
    await table(TESTID.catalogueTable);
    await key(document.body, 'f', { code: 'KeyF', ctrlKey: true });
    const box = (value: string) =>
      screen.getAllByTestId(TESTID.facetValue).find(one => one.dataset['value'] === value) as HTMLInputElement;
    await screen.findAllByTestId(TESTID.facetValue);
    await fireEvent.click(box('A2'));
    const grid = screen.getByTestId(TESTID.catalogueTable);
    await waitFor(() => expect(row(grid, 0)?.textContent).toMatch(/-A2/));
    await waitFor(() => expect(box('A2').checked).toBe(true));
    expect((await find(TESTID.facetsToggle)).textContent).toContain('1');
    await fireEvent.click(await find(TESTID.facetsClear));
    await waitFor(() => expect(row(grid, 0)?.textContent).toMatch(/-ZN/));
  });
});

describe('a list pasted into the search field', () => {
  it('is looked up entry by entry', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    const article = row(grid, 0)?.textContent?.split(' ')[0] ?? '';
    const known = program.goods.filter(good => good.article === article).length;
    expect(known).toBe(1);
    const clipboardData = { getData: () => `${article}\nнет-такого`, types: ['text/plain'] };
    await fireEvent.paste(await find(TESTID.search), { clipboardData });
    const list = await find(TESTID.pastedList);
    expect(screen.getByTestId(TESTID.pastedFound).dataset['count']).toBe('1');
    expect(list.textContent).toContain('1 не найден');
    await key(screen.getByTestId(TESTID.pastedTable), 'Enter');
    await waitFor(() => expect(screen.queryByTestId(TESTID.pastedList)).toBeNull());
    expect(((await find(TESTID.search)) as HTMLInputElement).value).toBe(article);
  });

  it('is searched as text when it is no list', async () => {
    open();
    await table(TESTID.catalogueTable);
    const clipboardData = { getData: () => 'болт\n', types: ['text/plain'] };
    await fireEvent.paste(await find(TESTID.search), { clipboardData });
    expect(screen.queryByTestId(TESTID.pastedList)).toBeNull();
  });
});
