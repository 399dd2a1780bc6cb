// Own codes over the mocked program: learned where a row of a list is settled, known in the next list, looked at and removed.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

function paste(text: string) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { types: ['text/plain'], getData: () => text } });
  document.body.dispatchEvent(event);
}

describe('own codes', () => {
  it('are learned where a row that was not recognised gets its goods, and known in the next list', async () => {
    const program = open({}, true);
    const good = program.goods[3];
    if (!good) throw new Error('the mock has goods');
    await table(TESTID.catalogueTable);
    paste('Наш болт;5');
    await fireEvent.click(await find(TESTID.pasteFind));
    const search = await find(TESTID.goodsPickerText);
    await fireEvent.input(search, { target: { value: good.article } });
    const row = await find(TESTID.goodsPickerRow);
    expect(row.dataset['article']).toBe(good.article);
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(program.codes.map(code => [code.code, code.item])).toEqual([['Наш болт', good.item]]));
    await waitFor(() => expect(document.body.textContent).toContain(`Запомнили: «Наш болт» это ${good.article}`));

    paste('Наш болт;2');
    await waitFor(() => expect(screen.getByTestId(TESTID.pasteMatched).dataset['count']).toBe('1'));
    expect(screen.getByTestId(TESTID.pasteReport).textContent).toContain('1 по своему коду');

    await key(document.body, '0', { altKey: true, code: 'Digit0' });
    const grid = await table(TESTID.codesTable);
    expect(grid.textContent).toContain('Наш болт');
    await key(grid, 'Delete');
    await waitFor(() => expect(program.codes).toEqual([]));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('больше ничего не значит'));
    await key(document.body, 'z', { ctrlKey: true, code: 'KeyZ' });
    await waitFor(() => expect(program.codes).toHaveLength(1));
  });

  it('come out of a table, and each row that is not taken is told', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    program.codesToImport = {
      learned: 2,
      known: 1,
      not_found: [{ sheet: '', row: 7, code: '1003', article: 'НЕТ-1' }],
      several: [],
      unusable: [{ sheet: 'Склад', row: 9, code: '', article: 'Б-1' }],
      sent: { outcome: 'done' },
    };
    await key(document.body, '0', { altKey: true, code: 'Digit0' });
    await fireEvent.click(await find(TESTID.codesImport));
    const report = await find(TESTID.codesImported);
    expect(report.dataset['learned']).toBe('2');
    expect(report.textContent).toContain('Запомнено 2 кода, уже известен 1');
    expect(report.textContent).toContain('НЕТ-1');
    expect(report.textContent).toContain('Склад');
  });
});
