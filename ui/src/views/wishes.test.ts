// Articles that the supplier does not have, over the mocked program: from a pasted list, from a search, and in their list.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

function paste(text: string) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { types: ['text/plain'], getData: () => text } });
  document.body.dispatchEvent(event);
}

describe('an article that the supplier does not have', () => {
  it('is wished for from the report of a pasted list, one by one or all at once', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    program.newDraft('e1', 'Весна');
    paste('НЕТ-1;5\nНЕТ-2;7\nНЕТ-3');
    const report = await find(TESTID.pasteReport);
    const first = report.querySelector(`[data-testid=${TESTID.wishAdd}][data-article="НЕТ-1"]`);
    await fireEvent.click(first as HTMLElement);
    await waitFor(() => expect(program.wishes).toMatchObject([{ article: 'НЕТ-1', quantity_milli: 5000 }]));
    await waitFor(() => expect(report.textContent).toContain('сообщим'));
    await fireEvent.click(await find(TESTID.wishAll));
    await waitFor(() => expect(program.wishes.map(one => one.article)).toEqual(['НЕТ-3', 'НЕТ-2', 'НЕТ-1']));
    await waitFor(() => expect(report.querySelector(`[data-testid=${TESTID.wishAdd}]`)).toBeNull());
  });

  it('is wished for where a search finds nothing, waits for a connection, and is taken off its list by a key', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    program.goOffline(true);
    await fireEvent.input(await find(TESTID.search), { target: { value: 'НЕТ-9' } });
    await fireEvent.click(await find(TESTID.emptyOther));
    await waitFor(() => expect(program.wishes).toMatchObject([{ article: 'НЕТ-9', quantity_milli: null }]));
    expect((await find(TESTID.said)).textContent).toContain('Нет связи');
    await key(document.body, '7', { code: 'Digit7', altKey: true });
    await fireEvent.click(await find(`${TESTID.noticesTab}-wishes`));
    const list = await table(TESTID.wishesTable);
    expect(list.textContent).toContain('ждёт связи');
    await key(list, 'Delete');
    await waitFor(() => expect(program.wishes).toHaveLength(0));
  });
});
