// Delivery in the mocked program: directories that a test fills, and the calls on them.

import type { AddressView, BranchView, CarrierView, ChosenView, DeliveryView, WayView } from '$lib/bindings';
import { done, failed, type Api } from '../api';
import type { MockProgram } from './program';

export interface MockDirectories {
  ways: WayView[];
  carriers: CarrierView[];
  addresses: AddressView[];
  branches: BranchView[];
}

/** A small supplier: two ways of his own and a carrier with `branches` branches. */
export function someDirectories(branches: number): MockDirectories {
  const way = (id: string, name: string, kind: string, note = ''): WayView => ({
    id,
    name,
    kind,
    carrier: kind === 'carrier' ? 'np' : null,
    note,
    earliest: '2026-12-01',
    days: 127,
  });
  return {
    ways: [
      way('self', 'Самовывоз', 'pickup', 'до 16:00'),
      way('own', 'Доставка по городу', 'transport'),
      way('np', 'Новая почта', 'carrier'),
    ],
    carriers: [{ id: 'np', name: 'Новая почта', branches }],
    addresses: [
      { id: 'a1', name: 'Склад', address: 'Тула, ул. Мира, 1', note: '' },
      { id: 'a2', name: '', address: 'Тула, ул. Ленина, 2', note: 'въезд со двора' },
    ],
    branches: Array.from({ length: branches }, (_, place) => {
      const number = String(place + 1);
      const city = ['Киев', 'Львов', 'Одесса', 'Полтава'][place % 4] ?? '';
      return { id: `b${number}`, carrier: 'np', city, number, address: '', note: '', words: `${city}, № ${number}` };
    }),
  };
}

export function openDelivery(program: MockProgram): DeliveryView {
  return {
    has_directories: program.directories.ways.length > 0,
    way: null,
    kind: '',
    carrier: null,
    branch: null,
    address: null,
    date: null,
    own_number: '',
    ship_together: '',
    problems: [],
  };
}

/** What the supplier has withdrawn since it was chosen. */
export function problemsOf(program: MockProgram, delivery: DeliveryView): DeliveryView['problems'] {
  const { ways, branches } = program.directories;
  const isGone = (chosen: ChosenView | null, known: readonly { id: string }[]) =>
    chosen !== null && !known.some(one => one.id === chosen.id);
  const problem = (code: string) => [{ problem: code, earliest: null }];
  if (isGone(delivery.way, ways)) return problem('way_gone');
  if (isGone(delivery.branch, branches)) return problem('branch_gone');
  return delivery.kind === 'carrier' && !delivery.branch && !delivery.address ? problem('branch_missing') : [];
}

export function deliveryCalls(program: MockProgram) {
  return {
    deliveryOptions: async () => {
      const { ways, carriers, addresses } = program.directories;
      return done({ ways, carriers, addresses, marks: [] });
    },
    deliveryBranches: async (carrier, text, offset, limit) => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = program.directories.branches.filter(
        branch =>
          branch.carrier === carrier &&
          words.every(word => [branch.city.toLowerCase(), branch.number].some(own => own.startsWith(word))),
      );
      return done({ total: found.length, offset, rows: found.slice(offset, offset + limit) });
    },
    draftsSetDelivery: async request => {
      const draft = program.draft(request.draft);
      if (!draft) return failed('not_found', 'no such draft');
      const { ways, carriers, addresses, branches } = program.directories;
      const way = ways.find(one => one.id === request.way);
      const chosen = (id: string | null, known: readonly { id: string }[], words: (at: number) => string) => {
        const at = known.findIndex(one => one.id === id);
        return id === null || at === -1 ? null : { id, words: words(at) };
      };
      draft.delivery = {
        ...openDelivery(program),
        way: way ? { id: way.id, words: way.name } : null,
        kind: way?.kind ?? '',
        carrier: chosen(way?.carrier ?? request.carrier, carriers, at => carriers[at]?.name ?? ''),
        branch: chosen(request.branch, branches, at => branches[at]?.words ?? ''),
        address: chosen(request.address, addresses, at => addresses[at]?.address ?? ''),
        date: request.date,
        own_number: request.own_number,
        ship_together: request.ship_together,
      };
      return done({ ...draft.delivery, problems: problemsOf(program, draft.delivery) });
    },
    draftsSetLineComment: async (id, item, comment) => {
      const line = program.draft(id)?.lines.find(one => one.item === item);
      if (!line) return failed('not_found', 'no such line');
      line.comment = comment.trim();
      return done(null);
    },
  } satisfies Partial<Api>;
}
