// Labels, splitting, comparing and templates over the mocked program, by keyboard as a person uses them.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

/** A draft with two lines, open on screen. */
async function withDraft() {
  const program = open();
  const draft = program.newDraft('e1', 'Ремонт');
  const goods = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 100_000);
  for (const good of goods.slice(0, 2)) program.setLine(draft, good.item, 5000);
  program.changed({ drafts: true });
  await table(TESTID.catalogueTable);
  await waitFor(async () => expect((await find(TESTID.draftStripName)).textContent).toContain('Ремонт'));
  await key(document.body, 'd', { code: 'KeyD', ctrlKey: true });
  return { program, draft, grid: await table(TESTID.draftTable) };
}

async function mark(grid: HTMLElement, label: string, amount: string) {
  await key(grid, 'F4');
  await fireEvent.input(await find(TESTID.markLabel), { target: { value: label } });
  await fireEvent.input(await find(TESTID.markAmount), { target: { value: amount } });
  await fireEvent.submit(await find(TESTID.markPanel));
  await waitFor(() => expect(screen.queryByTestId(TESTID.markPanel)).toBeNull());
}

describe('lines that are picked', () => {
  it('go to another address by a key, all that are taken and no other', async () => {
    const { program, draft, grid } = await withDraft();
    const third = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 100_000)[2];
    if (!third) throw new Error('the mock has goods');
    program.setLine(draft, third.item, 5000);
    const address = 'a1';
    program.directories = {
      ...program.directories,
      addresses: [{ id: address, name: '', address: 'Тула, ул. Мира, 1', note: '' }],
    };
    program.changed({ drafts: true });
    await waitFor(() => expect(row(grid, 2)).not.toBeNull());
    const items = draft.lines.map(line => line.item);
    await key(grid, 'ArrowDown', { shiftKey: true });
    await key(document.body, 'F9', { ctrlKey: true, shiftKey: true });
    const panel = await find(TESTID.apartPanel);
    expect(panel.textContent).toContain('2');
    // Nothing is chosen yet: nothing goes.
    await fireEvent.submit(panel);
    expect(program.calls.some(call => call.name === 'draftsSetApart')).toBe(false);
    await fireEvent.change(await find(TESTID.apartAddress), { target: { value: address } });
    program.failures.set('draftsSetApart', failed('disk_full', 'no room'));
    await fireEvent.submit(panel);
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
    program.failures.clear();
    await fireEvent.submit(panel);
    await waitFor(() => expect(screen.queryByTestId(TESTID.apartPanel)).toBeNull());
    const told = program.calls.filter(call => call.name === 'draftsSetApart').at(-1)?.args[0];
    expect(told).toEqual({ draft: draft.id, items: items.slice(0, 2), address, entity: null });
    expect(draft.lines.map(line => line.item)).toEqual(items.slice(2));
  });
});

describe('labels', () => {
  it('divide a line into rows, are filtered by, and are taken back', async () => {
    const { draft, grid } = await withDraft();
    await mark(grid, 'Цех 2', '2');
    await waitFor(() => expect(row(grid, 2)?.textContent).toBeTruthy());
    expect(row(grid, 0)?.textContent).toContain('Цех 2');
    expect(draft.lines[0]?.parts?.map(part => part.quantity_milli)).toEqual([2000, 3000]);
    const bar = await find(TESTID.labelBar);
    expect(bar.querySelectorAll('[data-label]').length).toBe(2);
    await key(document.body, 'l', { code: 'KeyL', ctrlKey: true });
    await waitFor(() => expect(row(grid, 1)).toBeNull());
    await key(document.body, 'z', { code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(draft.lines[0]?.parts).toEqual([]));
    await waitFor(() => expect(screen.queryByTestId(TESTID.labelBar)).toBeNull());
  });

  it('of more than there is are not taken, and a failure is told', async () => {
    const { program, grid } = await withDraft();
    await key(grid, 'F4');
    await fireEvent.input(await find(TESTID.markAmount), { target: { value: '6' } });
    await fireEvent.submit(await find(TESTID.markPanel));
    expect(program.calls.some(call => call.name === 'draftsMark')).toBe(false);
    await fireEvent.input(await find(TESTID.markAmount), { target: { value: '5' } });
    program.failures.set('draftsMark', failed('disk_full', 'no room'));
    await fireEvent.submit(await find(TESTID.markPanel));
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
  });

  it('stand beside what is ordered without being there', async () => {
    const { draft, grid } = await withDraft();
    await key(grid, 'O', { code: 'KeyO', ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(draft.lines[0]?.isOnOrder).toBe(true));
    expect((await find(TESTID.lineOnOrder)).textContent).toContain('под заказ');
    await fireEvent.click(await find(TESTID.lineOnOrder));
    await waitFor(() => expect(draft.lines[0]?.isOnOrder).toBe(false));
  });

  it('split a draft', async () => {
    const { program, draft, grid } = await withDraft();
    await mark(grid, 'Цех 2', '5');
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('Цех 2'));
    await key(grid, 'F9', { shiftKey: true });
    await fireEvent.submit(await find(TESTID.splitPanel));
    await waitFor(() => expect(draft.lines.length).toBe(1));
    expect(program.drafts.some(one => one.name === 'Ремонт — Цех 2')).toBe(true);
  });
});

describe('drafts side by side', () => {
  it('show what differs', async () => {
    const { program, draft, grid } = await withDraft();
    const other = program.newDraft('e1', 'Прошлый');
    program.setLine(other, draft.lines[0]?.item ?? '', 7000);
    program.changed({ drafts: true });
    await waitFor(() => expect(program.calls.filter(call => call.name === 'draftsList').length).toBeGreaterThan(1));
    await key(grid, 'F7', { shiftKey: true });
    const select = await find(TESTID.compareOther);
    await waitFor(() => expect(select.textContent).toContain('Прошлый'));
    await fireEvent.change(select, { target: { value: `draft/${other.id}` } });
    await fireEvent.submit(await find(TESTID.comparePanel));
    const differing = await table(TESTID.compareTable);
    expect(row(differing, 0)?.textContent).toContain('количество');
    await waitFor(() => expect(row(differing, 1)?.textContent).toContain('только слева'));
  });
});

describe('templates', () => {
  it('are kept from a draft, changed, and made drafts of', async () => {
    const { program, grid } = await withDraft();
    await key(grid, 'F6', { shiftKey: true });
    await fireEvent.input(await find(TESTID.keepName), { target: { value: 'Понедельник' } });
    await fireEvent.submit(await find(TESTID.keepPanel));
    await waitFor(() => expect(program.templates.length).toBe(1));
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await fireEvent.click(await find(TESTID.templatesOpen));
    const list = await table(TESTID.templatesTable);
    const lines = await table(TESTID.templateLines);
    await key(lines, 'Delete');
    await waitFor(() => expect(program.templates[0]?.lines.length).toBe(1));
    const before = program.drafts.length;
    await key(list, 'Enter');
    await find(TESTID.draftView);
    expect(program.drafts.length).toBe(before + 1);
    expect(program.drafts[0]?.name).toBe('Понедельник');
  });
});
