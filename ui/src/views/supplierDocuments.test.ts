// Documents of the supplier over the mocked program: in the list beside printed ones, opened, saved, and under their order.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SupplierDocumentView } from '$lib/bindings';
import type { MockProgram } from '$lib/api/mock/program';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

const UPD: SupplierDocumentView = {
  id: 'upd-1',
  kind: 'upd',
  number: 'Б-17',
  date: '2999-02-03',
  correction: '',
  entity: 'e1',
  order: '',
  order_number: '',
  total_minor: 90_000,
  vat_minor: 15_000,
  currency: 'RUB',
  came_at_ms: 0,
  file: { name: 'УПД Б-17.pdf', bytes: 48_000, can_open: true, is_here: false, text: 'scan' },
  is_counted_elsewhere: false,
  lines: [{ item: 'a', article: 'Б-1', name: 'Болт', unit: 'шт', quantity_milli: 3_000, sum_minor: 30_000 }],
  doubts: [{ code: 'total', line: 0, stated: '90000', computed: '30000' }],
};

async function documentsOf(change: (program: MockProgram) => void = () => undefined) {
  const program = open({}, true);
  program.supplierDocuments.push(structuredClone(UPD));
  change(program);
  await fireEvent.click(await find(`${TESTID.nav}-documents`));
  return { program, grid: await table(TESTID.documentsTable) };
}

describe('documents of the supplier', () => {
  it('stand in the list with what does not add up, and say what they hold', async () => {
    const { grid } = await documentsOf();
    await waitFor(() => expect(row(grid, 0)?.textContent).toContain('УПД № Б-17'));
    expect(row(grid, 0)?.textContent).toContain('проверьте');
    const pane = await find(TESTID.supplierPane);
    expect(pane.textContent).toContain('Болт');
    const doubts = (await find(TESTID.supplierDoubts)).textContent ?? '';
    expect(doubts).toMatch(/900,00/u);
    expect(doubts).toMatch(/300,00/u);
  });

  it('are opened by Enter, saved by Ctrl+S, and open without a connection once fetched', async () => {
    const { program, grid } = await documentsOf();
    await find(TESTID.supplierPane);
    program.isOffline = true;
    await key(grid, 'Enter');
    await waitFor(() => expect(document.body.textContent).toMatch(/нет связи|Нет связи/u));
    program.isOffline = false;
    await key(grid, 'Enter');
    expect((await find(TESTID.supplierDone)).textContent).toContain('Открыт');
    program.isOffline = true;
    await key(document.body, 's', { code: 'KeyS', ctrlKey: true });
    await waitFor(async () => expect((await find(TESTID.supplierDone)).textContent).toContain('УПД Б-17.pdf'));
  });

  it('without a file have nothing to open', async () => {
    await documentsOf(program => {
      for (const document of program.supplierDocuments) document.file = null;
    });
    expect((await find(TESTID.supplierPane)).textContent).toContain('Файла нет');
  });
});

describe('an order', () => {
  it('shows how far each line is, and its shipments beneath', async () => {
    const program = open({}, true);
    const order = program.orders.find(one => one.summary.state === 'held') ?? program.orders[0];
    if (!order) throw new Error('the scene has orders');
    const [line] = order.lines;
    if (!line) throw new Error('the order has lines');
    line.fulfilment = { held_milli: 0, reserved_milli: 2_000, shipped_milli: 5_000, remaining_milli: 2_000 };
    order.shipments = [
      {
        id: 'upd-1',
        kind: 'upd',
        number: 'Б-17',
        date: '2026-02-03',
        lines: [
          { item: line.item, article: line.article, name: '', unit: 'шт', quantity_milli: 5_000, sum_minor: null },
        ],
      },
    ];
    program.orders = [order];
    await fireEvent.click(await find(`${TESTID.nav}-orders`));
    await key(await table(TESTID.ordersTable), 'Enter');
    const lines = await table(TESTID.orderLines);
    for (const words of ['В резерве', 'Отгружено', 'Осталось']) expect(lines.textContent).toContain(words);
    const shipments = await find(TESTID.orderShipments);
    expect(shipments.textContent).toContain('УПД № Б-17');
    expect(shipments.textContent).toContain(line.article);
  });
});
