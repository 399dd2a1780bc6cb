// Services on lines over the mocked program, by keyboard as a person uses them.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

/** A draft with two lines of five units each, open on screen. */
async function withDraft() {
  const program = open();
  const draft = program.newDraft('e1', 'Трубы');
  const goods = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 100_000);
  for (const good of goods.slice(0, 2)) program.setLine(draft, good.item, 5000);
  program.changed({ drafts: true });
  await table(TESTID.catalogueTable);
  await waitFor(async () => expect((await find(TESTID.draftStripName)).textContent).toContain('Трубы'));
  await key(document.body, 'd', { code: 'KeyD', ctrlKey: true });
  return { program, draft, grid: await table(TESTID.draftTable) };
}

async function ask(grid: HTMLElement) {
  await key(grid, 's', { code: 'KeyS', ctrlKey: true, shiftKey: true });
  return find(TESTID.servicePanel);
}

async function say(pieces: string, length: string) {
  await fireEvent.input(await find(TESTID.servicePieces), { target: { value: pieces } });
  await fireEvent.input(await find(TESTID.serviceLength), { target: { value: length } });
  await fireEvent.submit(await find(TESTID.servicePanel));
}

describe('services', () => {
  it('stand below their goods, are taken back, and are told when the goods are not enough', async () => {
    const { draft, grid } = await withDraft();
    await ask(grid);
    await say('3', '1000');
    await waitFor(() => expect(row(grid, 1)?.textContent).toContain('Резка, 3 × 1'));
    expect(row(grid, 1)?.textContent).toContain('150,00');
    expect(row(grid, 2)?.textContent).not.toContain('Резка');
    expect(draft.lines[0]?.services).toEqual([{ name: 'Резка', pieces: 3, length_mm: 1000 }]);

    await ask(grid);
    await say('6', '1000');
    expect((await find(TESTID.serviceTrouble)).textContent).toContain('хватит на 5');
    await fireEvent.click(await find(TESTID.lineOffer));
    await waitFor(() => expect(draft.lines[0]?.quantityMilli).toBe(6000));

    await key(document.body, 'z', { code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(draft.lines[0]?.services?.[0]?.pieces).toBe(3));
  });

  it('cannot be taken back once their order is sent', async () => {
    const { program, grid } = await withDraft();
    await ask(grid);
    await say('3', '1000');
    await find(TESTID.saidUndo);
    await fireEvent.click(await find(TESTID.checkButton));
    await fireEvent.click(await find(TESTID.checkSend));
    expect((await find(TESTID.outcome)).dataset['outcome']).toBe('placed');
    expect(screen.queryByTestId(TESTID.saidUndo)).toBeNull();
    const asked = program.calls.filter(call => call.name === 'draftsSetServices').length;
    await key(document.body, 'z', { code: 'KeyZ', ctrlKey: true });
    expect(program.calls.filter(call => call.name === 'draftsSetServices')).toHaveLength(asked);
  });

  it('without their numbers are not taken, and a failure is told', async () => {
    const { program, grid } = await withDraft();
    await ask(grid);
    await say('0', '1000');
    expect(program.calls.some(call => call.name === 'draftsSetServices')).toBe(false);
    program.failures.set('draftsSetServices', failed('disk_full', 'no room'));
    await say('2', '1000');
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
    await key(await find(TESTID.servicePanel), 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.servicePanel)).toBeNull());
  });

  it('are taken off a line', async () => {
    const { draft, grid } = await withDraft();
    await ask(grid);
    await say('3', '1000');
    await waitFor(() => expect(draft.lines[0]?.services?.length).toBe(1));
    await ask(grid);
    await fireEvent.click(await find(TESTID.serviceRemove));
    await fireEvent.submit(await find(TESTID.servicePanel));
    await waitFor(() => expect(draft.lines[0]?.services).toEqual([]));
  });
});
