// What is decided before an order is sent, over the mocked program, by keyboard as a person does it.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '$lib/api/api';
import type { MockProgram } from '$lib/api/mock/program';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

/** A draft of three lines, of which the supplier has one dearer and one short. */
async function withDraft() {
  const program = open();
  const draft = program.newDraft('e1', 'Ремонт');
  const goods = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 100_000).slice(0, 3);
  for (const good of goods) program.setLine(draft, good.item, 50_000);
  const [dearer, short, same] = goods.map(good => good.item) as [string, string, string];
  program.changed({ drafts: true });
  await table(TESTID.catalogueTable);
  await waitFor(async () => expect((await find(TESTID.draftStripName)).textContent).toContain('Ремонт'));
  await key(document.body, 'd', { code: 'KeyD', ctrlKey: true });
  await table(TESTID.draftTable);
  return { program, draft, dearer, short, same };
}

function change(program: MockProgram, dearer: string, short: string) {
  const price = program.byId.get(dearer)?.priceMicro ?? 0;
  program.atSupplier.set(dearer, { priceMicro: price + Math.ceil(price / 100) });
  program.atSupplier.set(short, { stockMilli: 10_000 });
}

const check = () => key(document.body, 'Enter', { ctrlKey: true });
const rowOf = async (item: string) =>
  (await screen.findAllByTestId(TESTID.checkRow)).find(one => one.dataset['item'] === item);
const decided = async (item: string) => (await rowOf(item))?.dataset['decision'];

describe('changed lines', () => {
  it('are replaced by the next analogue at each press, and wait by another key', async () => {
    const { program, dearer, short } = await withDraft();
    change(program, dearer, short);
    await check();
    const grid = await find(TESTID.checkTable);
    const before = (await find(TESTID.checkChosen)).textContent;
    await key(grid, '5');
    await waitFor(async () => expect(await decided(dearer)).toBe('analogue'));
    const offered = await screen.findAllByTestId(TESTID.checkAnalogue);
    expect(offered.filter(one => one.getAttribute('aria-pressed') === 'true')).toHaveLength(1);
    for (let press = 0; press < offered.length; press += 1) await key(grid, '5');
    await waitFor(async () => expect(await decided(dearer)).toBe(''));
    await key(grid, 'ArrowDown');
    await key(grid, '6');
    await waitFor(async () => expect(await decided(short)).toBe('backorder'));
    await waitFor(async () => expect((await find(TESTID.checkChosen)).textContent).not.toBe(before));
  });

  it('come from another warehouse, from one of them, or on the day when they come, each by a key', async () => {
    const { program, dearer, short } = await withDraft();
    change(program, dearer, short);
    const place = (warehouse: string, name: string, asked: number, free: number) => ({
      warehouse,
      name,
      asked_milli: asked,
      free_milli: free,
    });
    const places = [
      place('w1', 'Основной', 50_000, 10_000),
      place('w2', 'Север', 0, 50_000),
      place('w3', 'Юг', 0, 20_000),
    ];
    program.atSupplier.set(short, { stockMilli: 10_000, places });
    await check();
    const grid = await find(TESTID.checkTable);
    await key(grid, 'ArrowDown');
    expect((await rowOf(short))?.textContent).toContain('Основной 10 / 50');
    expect(await screen.findAllByTestId(TESTID.checkPlace)).toHaveLength(2);
    const told = () => program.calls.filter(call => call.name === 'ordersWeigh').at(-1)?.args[1];
    await key(grid, '8');
    await waitFor(async () => expect(await decided(short)).toBe('otherWarehouse'));
    expect(told()).toEqual([{ item: short, decision: { other_warehouse: { warehouse: null } } }]);
    await key(grid, '8');
    await waitFor(() => expect(told()).toEqual([{ item: short, decision: { other_warehouse: { warehouse: 'w2' } } }]));
    await key(grid, '8');
    await key(grid, '8');
    await waitFor(async () => expect(await decided(short)).toBe(''));
    await key(grid, '9');
    await waitFor(() => expect(told()).toEqual([{ item: short, decision: { later: { date: '2026-12-14' } } }]));
    expect(await decided(short)).toBe('later');
    // The rule is for all lines, and one that no other warehouse can serve is left to the user.
    await key(grid, '9');
    await fireEvent.click(await find(TESTID.ruleWarehouse));
    await key(document.body, 'F2');
    await waitFor(async () => expect(await decided(short)).toBe('otherWarehouse'));
    expect(await decided(dearer)).toBe('');
  });

  it('are decided by the rules at one key, and a percent that is none is said', async () => {
    const { program, dearer, short } = await withDraft();
    change(program, dearer, short);
    await check();
    await fireEvent.click(await find(TESTID.ruleRise));
    const field = await find(TESTID.ruleRiseInput);
    await fireEvent.change(field, { target: { value: 'две' } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.change(field, { target: { value: '2,5' } });
    await key(document.body, 'F2');
    await waitFor(async () => expect(await decided(dearer)).toBe('accept'));
    expect(await decided(short)).toBe('');
    const told = program.calls.find(call => call.name === 'ordersDecide')?.args[1];
    expect(told).toMatchObject({ rise_bp: 250, least_bp: null, takes_analogue: false });
    expect((await find(TESTID.rulesApplied)).textContent).toContain('1');
  });

  it('say so when they cannot be decided', async () => {
    const { program, dearer, short } = await withDraft();
    change(program, dearer, short);
    await check();
    program.failures.set('ordersDecide', failed('not_found', 'gone'));
    await fireEvent.click(await find(TESTID.ruleAnalogue));
    await key(document.body, 'F2');
    expect((await find(TESTID.failure)).dataset['code']).toBe('not_found');
  });

  it('take their rules along into the queue without a connection', async () => {
    const { program } = await withDraft();
    program.goOffline(true);
    await check();
    await find(TESTID.checkOffline);
    await fireEvent.click(await find(TESTID.ruleLeast));
    await fireEvent.click(await find(TESTID.ruleRest));
    await check();
    await find(TESTID.outcome);
    const told = program.calls.find(call => call.name === 'ordersPlace')?.args[0];
    expect(told).toMatchObject({ check: null, rules: { least_bp: 8000, sends_rest: true } });
  });
});

describe('goods that are ordered already', () => {
  function ordered(program: MockProgram, item: string) {
    const good = program.byId.get(item);
    program.repeated = [
      {
        order: 'o1',
        number: 'Д-77',
        at_ms: program.now(),
        who: 'Олена Коваль',
        is_own: false,
        lines: [
          {
            item,
            article: good?.article ?? '',
            name: good?.name ?? '',
            unit: 'шт',
            ordered_milli: 7000,
            asked_milli: 50_000,
          },
        ],
      },
    ];
  }

  it('are named before anything can be sent, taken out by a key, and put back', async () => {
    const { program, draft, same } = await withDraft();
    ordered(program, same);
    await check();
    const guard = await find(TESTID.guard);
    expect(guard.textContent).toContain('Олена Коваль');
    expect(guard.textContent).toContain('Д-77');
    await check();
    expect(screen.queryByTestId(TESTID.checkSend)).toBeNull();
    expect(program.calls.some(call => call.name === 'ordersPlace')).toBe(false);
    await key(document.body, 'Delete');
    await waitFor(() => expect(draft.lines.some(line => line.item === same)).toBe(false));
    await find(TESTID.checkClean);
    await key(document.body, 'z', { code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(draft.lines.find(line => line.item === same)?.quantityMilli).toBe(50_000));
  });

  it('are ordered all the same when the user says so', async () => {
    const { program, same } = await withDraft();
    ordered(program, same);
    await check();
    await fireEvent.click(await find(TESTID.guardGoOn));
    await find(TESTID.checkClean);
    await check();
    await waitFor(() => expect(program.calls.some(call => call.name === 'ordersPlace')).toBe(true));
  });
});

describe('lines that were taken out of a draft', () => {
  it('are looked at by a key and put back', async () => {
    const { program, draft, same } = await withDraft();
    const good = program.byId.get(same);
    const line = { item: same, article: good?.article ?? '', name: good?.name ?? '', unit: 'шт' };
    program.setLine(draft, same, 0);
    program.removed.set(draft.id, [{ ...line, quantity_milli: 3000, labels: [], removed_at_ms: program.now() }]);
    await key(await find(TESTID.draftTable), 'F9');
    expect(await screen.findAllByTestId(TESTID.removedLine)).toHaveLength(1);
    await fireEvent.click(await find(TESTID.removedAll));
    await waitFor(() => expect(draft.lines.find(one => one.item === same)?.quantityMilli).toBe(3000));
    await waitFor(() => expect(screen.queryByTestId(TESTID.removedLines)).toBeNull());
  });
});
