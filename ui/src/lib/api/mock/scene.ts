// Scenes of the mocked program for `npm run dev`: `?stage=first_run`, `?scene=busy`, `?offline`, `?lang=uk`, `?theme=dark`.

import type { ProfileState } from '$lib/bindings';
import type { Api } from '../api';
import { mockApi } from './api';
import { someDirectories } from './delivery';
import { orderLine, orderView } from './desk';
import { someOwed } from './money';
import { someDifferences } from './settlement';
import { MockProgram } from './program';

const STAGES: readonly ProfileState['stage'][] = ['first_run', 'locked', 'key_missing', 'ready'];

export function devApi(search: string): Api {
  const wanted = new URLSearchParams(search);
  const program = new MockProgram({
    stage: STAGES.find(stage => stage === wanted.get('stage')) ?? 'ready',
    hasKeyring: !wanted.has('nokeyring'),
    copies: Number(wanted.get('copies') ?? '4'),
    delayMs: Number(wanted.get('delay') ?? '20'),
    language: wanted.get('lang') ?? '',
  });
  program.settings.theme = wanted.get('theme') ?? '';
  if (wanted.get('scene') !== 'empty') furnish(program);
  if (wanted.has('offline')) program.goOffline(true);
  Object.assign(globalThis, { mockProgram: program });
  return mockApi(program);
}

/** Drafts, orders and documents as on an ordinary afternoon. */
export function furnish(program: MockProgram): void {
  program.directories = someDirectories(2000);
  program.owed.documents = someOwed();
  program.settlement.view = someDifferences();
  const [first, second] = [program.newDraft('e1', 'Ремонт'), program.newDraft('e1', 'Склад, декабрь')];
  const buyable = program.goods.filter(good => good.priceMicro !== null && (good.stockMilli ?? 0) > 200_000);
  for (const [place, good] of buyable.slice(2, 32).entries()) {
    if (place % 2 === 0) program.setLine(first, good.item, good.packMilli ?? 10_000);
    if (place % 5 === 0) program.setLine(second, good.item, 40_000);
  }
  program.drafts.reverse();
  const [dearer, short, cheaper, gone] = first.lines.slice(3, 7);
  if (dearer?.seenMicro) program.atSupplier.set(dearer.item, { priceMicro: dearer.seenMicro + 82_500 });
  if (short) program.atSupplier.set(short.item, { stockMilli: 45_000 });
  if (cheaper?.seenMicro) program.atSupplier.set(cheaper.item, { priceMicro: cheaper.seenMicro - 210_000 });
  if (gone) program.atSupplier.set(gone.item, { stockMilli: 0 });

  const hour = 3_600_000;
  const lines = buyable.slice(40, 52).map(good => orderLine(good, good.packMilli ?? 5000, good.priceMicro ?? 0));
  const states = ['reserved', 'shipped', 'held', 'needs_user', 'cancelled'] as const;
  for (const [place, state] of states.entries()) {
    const at = program.now() - (place * 26 + 3) * hour;
    const isWaiting = state === 'needs_user';
    const order = orderView(
      {
        id: program.newId('order'),
        number: isWaiting ? '' : `Д-${1041 - place}`,
        onec_number: isWaiting || state === 'held' ? '' : `УТ-000${2210 - place}`,
        entity: 'e1',
        entity_name: program.entityName('e1'),
        draft_name: ['Ремонт', 'Склад, ноябрь', 'Срочно', 'Анкеры', 'Шины'][place] ?? '',
        state,
        why: isWaiting ? 'changed' : null,
        at_ms: at,
        is_changed_by_supplier: state === 'reserved',
      },
      lines.slice(0, 12 - place * 2).map(line => ({ ...line })),
      [
        { state: 'queued', at_ms: at, who: 'Ирина Петренко' },
        { state: 'sent', at_ms: at + 2000, who: 'Ирина Петренко' },
        ...(isWaiting ? [] : [{ state: 'held', at_ms: at + 3000, who: 'Метиз-Трейд' }]),
        ...(state === 'reserved' || state === 'shipped'
          ? [
              { state: 'taken', at_ms: at + hour, who: '1С:Управление торговлей' },
              { state: 'reserved', at_ms: at + 2 * hour, who: '1С:Управление торговлей' },
            ]
          : []),
        ...(state === 'shipped' ? [{ state, at_ms: at + 20 * hour, who: '1С:Управление торговлей' }] : []),
      ],
    );
    const [changedLine] = order.lines;
    if (state === 'reserved' && changedLine) changedLine.quantity_milli = changedLine.placed_quantity_milli - 20_000;
    if (state === 'shipped') Object.assign(order, { shipment_number: 'РТУ-0451', shipment_date: '2026-11-20' });
    if (isWaiting) program.pending.set(order.summary.id, program.check(first, order.summary.id));
    else order.documents = [program.addInvoice(order, state === 'held')];
    program.orders.push(order);
  }
  const [back] = lines;
  if (back) {
    program.returns.push({
      entity: 'e1',
      item: back.item,
      article: back.article,
      name: back.name,
      unit: back.unit,
      month: new Date(program.now()).toISOString().slice(0, 'YYYY-MM'.length),
      milli: 1000,
      minor: 12_345,
    });
  }
}
