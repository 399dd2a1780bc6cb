// Delivery over the mocked program, by keyboard as a person uses it.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { someDirectories } from '$lib/api/mock/delivery';
import type { MockProgram } from '$lib/api/mock/program';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

/** A draft with two lines, open on screen. */
async function withDraft(branches: number | null) {
  const program = open();
  if (branches !== null) program.directories = someDirectories(branches);
  const draft = program.newDraft('e1', 'Ремонт');
  const goods = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 100_000);
  for (const good of goods.slice(0, 2)) program.setLine(draft, good.item, 5000);
  program.changed({ drafts: true });
  await table(TESTID.catalogueTable);
  await waitFor(async () => expect((await find(TESTID.draftStripName)).textContent).toContain('Ремонт'));
  await key(document.body, 'd', { code: 'KeyD', ctrlKey: true });
  await table(TESTID.draftTable);
  return { program, draft };
}

async function pick(list: string, value: string) {
  const radio = (await find(list)).querySelector<HTMLInputElement>(`input[value="${value}"]`);
  await fireEvent.click(radio as HTMLElement);
}

const lastCall = (program: MockProgram, name: string) =>
  program.calls.filter(call => call.name === name).at(-1)?.args[0];

describe('the choice of a delivery', () => {
  it('is not asked for where the supplier has no directories', async () => {
    await withDraft(null);
    expect(screen.queryByTestId(TESTID.deliveryRow)).toBeNull();
  });

  it('offers what the way needs, finds a branch among thousands, and shows it in the draft', async () => {
    const { program, draft } = await withDraft(4000);
    await key(await find(TESTID.draftTable), 'F6');
    await find(TESTID.deliveryPanel);
    expect(screen.queryByTestId(TESTID.deliveryAddress)).toBeNull();
    await pick(TESTID.deliveryWay, 'own');
    await find(TESTID.deliveryAddress);
    expect(screen.queryByTestId(TESTID.deliveryBranch)).toBeNull();
    await pick(TESTID.deliveryWay, 'np');
    const search = await find(TESTID.branchSearch);
    await waitFor(async () => expect((await find(TESTID.branchCount)).dataset['count']).toBe('4000'));
    await fireEvent.input(search, { target: { value: 'полтава 399' } });
    await waitFor(async () => expect((await find(TESTID.branchCount)).dataset['count']).toBe('2'));
    await key(search, 'ArrowDown');
    await key(search, 'Enter');
    await waitFor(async () => expect((await find(TESTID.deliveryBranch)).dataset['value']).not.toBe(''));
    await fireEvent.input(await find(TESTID.deliveryOwnNumber), { target: { value: '45/2' } });
    await fireEvent.input(await find(TESTID.deliveryTogether), { target: { value: 'Машина 3' } });
    await fireEvent.submit(await find(TESTID.deliveryPanel));
    await waitFor(() => expect(screen.queryByTestId(TESTID.deliveryPanel)).toBeNull());
    const told = { way: 'np', carrier: 'np', own_number: '45/2', ship_together: 'Машина 3' };
    expect(lastCall(program, 'draftsSetDelivery')).toMatchObject(told);
    expect(draft.delivery.branch?.words).toContain('Полтава');
    await waitFor(async () => expect((await find(TESTID.deliveryRow)).textContent).toContain('Полтава'));
    expect((await find(TESTID.deliveryRow)).textContent).toContain('Машина 3');
  });

  it('shows why it could not be kept', async () => {
    const { program } = await withDraft(4);
    await key(await find(TESTID.draftTable), 'F6');
    await find(TESTID.deliveryPanel);
    program.failures.set('draftsSetDelivery', failed('disk_full', 'full'));
    await fireEvent.submit(await find(TESTID.deliveryPanel));
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
    await key(await find(TESTID.deliveryOwnNumber), 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.deliveryPanel)).toBeNull());
  });
});

describe('a delivery that is gone', () => {
  it('is named by the check, keeps the order from being sent, and can be left open', async () => {
    const { program, draft } = await withDraft(8);
    draft.delivery = {
      ...draft.delivery,
      has_directories: true,
      kind: 'carrier',
      way: { id: 'np', words: 'Новая почта' },
      carrier: { id: 'np', words: 'Новая почта' },
      branch: { id: 'gone', words: 'Киев, № 77' },
    };
    await key(document.body, 'Enter', { ctrlKey: true });
    const problem = await find(TESTID.checkUndeliverable);
    expect(problem.textContent).toContain('отделения больше нет');
    expect((await find(TESTID.checkSend)).hasAttribute('disabled')).toBe(true);
    await key(document.body, 'Enter', { ctrlKey: true });
    expect(program.calls.some(call => call.name === 'ordersPlace')).toBe(false);
    await key(document.body, 'F9');
    await find(TESTID.checkClean);
    expect(draft.delivery.way).toBeNull();
    await fireEvent.click(await find(TESTID.checkSend));
    await waitFor(() => expect(program.calls.some(call => call.name === 'ordersPlace')).toBe(true));
  });
});

describe('a comment on a line', () => {
  it('is written by key and marks the line', async () => {
    const { draft } = await withDraft(null);
    const grid = await find(TESTID.draftTable);
    await key(grid, 'F7');
    const field = await find(TESTID.commentText);
    await fireEvent.input(field, { target: { value: 'без коробки' } });
    await fireEvent.submit(await find(TESTID.commentPanel));
    await waitFor(() => expect(draft.lines.some(line => line.comment === 'без коробки')).toBe(true));
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('без коробки'));
  });
});
