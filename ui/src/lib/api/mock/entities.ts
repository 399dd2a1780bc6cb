// The legal entities of the mock program: two that order, one that only keeps a store.

import type { EntityView } from '$lib/bindings';

export const ENTITIES: readonly EntityView[] = [
  ['e1', 'ООО «Ромашка»', 'ИНН 7707083893', 'Опт 3', true, true],
  ['e2', 'ТОВ «Будсервіс Плюс»', 'ЄДРПОУ 32855961', 'Опт 1', true, true],
  ['e3', 'ИП Кузнецова А. В. (склад)', 'ИНН 500100732259', '', false, false],
].map(([id, name, tax, priceType, mayOrder, seesPrices]) => ({
  id: String(id),
  name: String(name),
  tax_id: String(tax),
  role: 'buyer',
  price_type: String(priceType) === '' ? null : `id of ${String(priceType)}`,
  price_type_name: String(priceType),
  may_draft: mayOrder === true,
  may_order: mayOrder === true,
  sees_prices: seesPrices === true,
  prices: seesPrices === true ? ('shown' as const) : ('role' as const),
  sees_documents: true,
  sees_claims: true,
  stock: 'exact',
  contract: null,
  sees_people: id === 'e1',
}));
