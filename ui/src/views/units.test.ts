// Quantities in units and lists that are kept, over the mocked program.

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { render } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../App.svelte';
import { mockApi } from '$lib/api/mock/api';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('a quantity with a unit', () => {
  it('is put into the draft in pieces, and one that the goods do not have is refused in words', async () => {
    const program = open({}, true);
    const good = program.goods[0];
    if (typeof good?.packMilli !== 'number') throw new Error('the first goods of the mock have a pack');
    const grid = await table(TESTID.catalogueTable);
    await key(grid, '2');
    const field = await find(TESTID.quantityInput);
    await fireEvent.input(field, { target: { value: '2 кг' } });
    await key(field, 'Enter');
    const fault = await find(TESTID.quantityFault);
    expect(fault.textContent).toContain('«кг»');
    expect(fault.textContent).toContain('уп');
    expect(field.getAttribute('aria-invalid')).toBe('true');

    await fireEvent.input(field, { target: { value: '2 уп' } });
    await key(field, 'Enter');
    await waitFor(() => expect(screen.queryByTestId(TESTID.quantityInput)).toBeNull());
    const draft = program.drafts.find(one => one.lines.some(line => line.item === good.item));
    expect(draft?.lines.find(line => line.item === good.item)?.quantityMilli).toBe(2 * good.packMilli);
    expect(document.activeElement).toBe(grid);

    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    const lines = await table(TESTID.draftTable);
    const at = draft?.lines.findIndex(line => line.item === good.item) ?? -1;
    await key(lines, 'Home', { ctrlKey: true });
    for (let step = 0; step < at; step += 1) await key(lines, 'ArrowDown');
    await key(lines, '3');
    const cell = await find(TESTID.quantityInput);
    await fireEvent.input(cell, { target: { value: '3 уп' } });
    await key(cell, 'Enter');
    await waitFor(() => expect(row(lines, at)?.textContent).toContain('3\u202fуп ='));
  });
});

describe('a pasted list', () => {
  it('can be opened again after the program was ended, without the rows that were settled', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    await find(TESTID.draftCopy);
    const text = 'нет-1;5\nнет-2;7';
    await fireEvent.paste(document.body, { clipboardData: { getData: () => text, types: ['text/plain'] } });
    expect((await find(TESTID.pasteNotFound)).dataset['count']).toBe('2');
    const draft = program.drafts.find(one => program.kept.has(one.id));
    program.kept.get(draft?.id ?? '')?.done.add('/1');

    cleanup();
    render(App, { props: { api: mockApi(program) } });
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    expect((await find(TESTID.keptList)).textContent).toContain('не закрыт');
    await fireEvent.click(await find(TESTID.keptListOpen));
    expect((await find(TESTID.pasteNotFound)).dataset['count']).toBe('1');

    await fireEvent.click(await screen.findByLabelText('Закрыть отчёт'));
    await waitFor(() => expect(screen.queryByTestId(TESTID.pasteReport)).toBeNull());
    expect(screen.queryByTestId(TESTID.keptList)).toBeNull();
    expect(program.kept.size).toBe(0);
  });
});
