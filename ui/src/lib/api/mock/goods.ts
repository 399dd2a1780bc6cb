// A believable assortment for tests and `npm run dev`: fasteners, tools, tyres; the same at every start.

import type { GroupView } from '$lib/bindings';

export interface Good {
  item: string;
  product: string;
  article: string;
  name: string;
  variant: string;
  group: string;
  unit: string;
  packMilli: number | null;
  priceMicro: number | null;
  stockMilli: number | null;
  weightG: number;
}

interface Family {
  group: string;
  code: string;
  title: string;
  sizes: readonly string[];
  kinds: readonly (readonly [code: string, title: string])[];
  unit: string;
  packs: readonly (number | null)[];
  basePriceMicro: number;
}

const GROUPS: readonly (readonly [id: string, name: string, parent: string | null])[] = [
  ['m', 'Метизы', null],
  ['m-b', 'Болты', 'm'],
  ['m-g', 'Гайки', 'm'],
  ['m-s', 'Шайбы', 'm'],
  ['m-sam', 'Саморезы', 'm'],
  ['m-an', 'Анкеры', 'm'],
  ['i', 'Инструмент', null],
  ['i-sv', 'Свёрла', 'i'],
  ['i-d', 'Диски отрезные', 'i'],
  ['i-k', 'Ключи и головки', 'i'],
  ['t', 'Шины', null],
  ['t-l', 'Легковые летние', 't'],
  ['t-z', 'Легковые зимние', 't'],
];

const COATS = [
  ['ZN', 'оцинк.'],
  ['A2', 'нерж. А2'],
  ['109', '10.9'],
] as const;

const FAMILIES: readonly Family[] = [
  {
    group: 'm-b',
    code: 'DIN933',
    title: 'Болт М{size} DIN 933',
    sizes: [5, 6, 8, 10, 12, 14, 16, 20].flatMap(d => [12, 16, 20, 25, 30, 35, 40, 50, 60, 80].map(l => `${d}х${l}`)),
    kinds: COATS,
    unit: 'шт',
    packs: [200_000, 100_000, 50_000],
    basePriceMicro: 3_184_000,
  },
  {
    group: 'm-b',
    code: 'DIN931',
    title: 'Болт М{size} DIN 931 неполная резьба',
    sizes: [6, 8, 10, 12, 16].flatMap(d => [40, 50, 60, 70, 80, 90, 100, 120].map(l => `${d}х${l}`)),
    kinds: COATS,
    unit: 'шт',
    packs: [100_000, 50_000, 25_000],
    basePriceMicro: 8_133_000,
  },
  {
    group: 'm-b',
    code: 'DIN603',
    title: 'Болт мебельный М{size} DIN 603',
    sizes: [5, 6, 8, 10].flatMap(d => [20, 30, 40, 50, 60, 80, 100].map(l => `${d}х${l}`)),
    kinds: [['ZN', 'оцинк.']],
    unit: 'шт',
    packs: [100_000],
    basePriceMicro: 6_015_000,
  },
  {
    group: 'm-g',
    code: 'DIN934',
    title: 'Гайка М{size} DIN 934',
    sizes: ['3', '4', '5', '6', '8', '10', '12', '14', '16', '18', '20', '24'],
    kinds: COATS,
    unit: 'шт',
    packs: [500_000, 200_000],
    basePriceMicro: 1_120_000,
  },
  {
    group: 'm-g',
    code: 'DIN985',
    title: 'Гайка М{size} DIN 985 самоконтрящаяся',
    sizes: ['3', '4', '5', '6', '8', '10', '12', '16'],
    kinds: COATS,
    unit: 'шт',
    packs: [200_000],
    basePriceMicro: 1_840_000,
  },
  {
    group: 'm-s',
    code: 'DIN125',
    title: 'Шайба М{size} DIN 125 плоская',
    sizes: ['3', '4', '5', '6', '8', '10', '12', '16', '20', '24'],
    kinds: COATS,
    unit: 'шт',
    packs: [1_000_000],
    basePriceMicro: 412_500,
  },
  {
    group: 'm-sam',
    code: 'SGD',
    title: 'Саморез по дереву {size} мм',
    sizes: ['3,5', '3,9', '4,2', '4,8'].flatMap(d => [16, 25, 32, 41, 51, 64, 76, 95, 127].map(l => `${d}х${l}`)),
    kinds: [
      ['BL', 'чёрный'],
      ['ZN', 'оцинк.'],
      ['YZ', 'жёлтый'],
    ],
    unit: 'кг',
    packs: [5_000, 20_000, null],
    basePriceMicro: 164_900_000,
  },
  {
    group: 'm-an',
    code: 'ANK',
    title: 'Анкер-болт с гайкой {size}',
    sizes: [6, 8, 10, 12, 16, 20].flatMap(d => [40, 65, 80, 97, 125, 150].map(l => `${d}х${l}`)),
    kinds: [['', 'оцинк.']],
    unit: 'шт',
    packs: [50_000, 25_000],
    basePriceMicro: 14_700_000,
  },
  {
    group: 'i-sv',
    code: 'HSS-G',
    title: 'Сверло по металлу {size} мм HSS-G',
    sizes: Array.from({ length: 60 }, (_, n) => `${Math.trunc((n + 10) / 10)},${(n + 10) % 10}`),
    kinds: [
      ['', 'DIN 338'],
      ['L', 'длинное DIN 340'],
      ['CO', 'кобальт 5 %'],
    ],
    unit: 'шт',
    packs: [10_000, null],
    basePriceMicro: 41_300_000,
  },
  {
    group: 'i-d',
    code: 'DISK',
    title: 'Диск отрезной {size} мм',
    sizes: ['115х1,0', '125х1,0', '125х1,2', '125х1,6', '150х2,0', '180х1,6', '230х2,0', '230х2,5'],
    kinds: [
      ['M', 'по металлу'],
      ['I', 'по нержавейке'],
      ['K', 'по камню'],
    ],
    unit: 'шт',
    packs: [25_000, 50_000],
    basePriceMicro: 29_500_000,
  },
  {
    group: 'i-k',
    code: 'KL',
    title: 'Ключ комбинированный {size} мм CrV',
    sizes: Array.from({ length: 27 }, (_, n) => String(n + 6)),
    kinds: [
      ['', 'холодный штамп'],
      ['TR', 'трещоточный'],
    ],
    unit: 'шт',
    packs: [null],
    basePriceMicro: 218_000_000,
  },
  {
    group: 't-l',
    code: 'SUM',
    title: 'Шина {size} летняя',
    sizes: ['175/70 R13', '185/60 R14', '185/65 R15', '195/65 R15', '205/55 R16', '215/60 R17', '225/45 R18'],
    kinds: ['Dorado 2', 'Вектор', 'Nordline Eco', 'Траса Sport', 'Ламель X'].map((name, n) => [`S${n}`, name] as const),
    unit: 'шт',
    packs: [4_000, null],
    basePriceMicro: 3_940_000_000,
  },
  {
    group: 't-z',
    code: 'WIN',
    title: 'Шина {size} зимняя шип.',
    sizes: ['175/70 R13', '185/60 R14', '185/65 R15', '195/65 R15', '205/55 R16', '215/60 R17', '225/45 R18'],
    kinds: ['Nordline Ice', 'Полюс 5', 'Завірюха 3', 'Ламель Ice'].map((name, n) => [`W${n}`, name] as const),
    unit: 'шт',
    packs: [4_000, null],
    basePriceMicro: 4_860_000_000,
  },
];

/** A number from `seed` below `below`: mixed, and the same every time. */
function chance(seed: number, below: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
}

function stockOf(seed: number): number | null {
  const kind = chance(seed, 20);
  if (kind === 0) return null;
  if (kind <= 3) return 0;
  if (kind <= 7) return (1 + chance(seed + 7, 60)) * 1000;
  return (10 + chance(seed + 7, 1300)) * 10_000;
}

/** About a thousand products in `copies` brands. */
export function makeGoods(copies = 4): Good[] {
  const goods: Good[] = [];
  for (let copy = 0; copy < copies; copy += 1) {
    for (const family of FAMILIES) {
      for (const [place, size] of family.sizes.entries()) {
        for (const [kind, [code, title]] of family.kinds.entries()) {
          const seed = goods.length;
          const dearer = BigInt(family.basePriceMicro) * BigInt(1000 + place * 41 + kind * 630 + copy * 137);
          const brand = ['', ' Тула', ' PRO', ' Ukr'][copy] ?? ` ${copy}`;
          const sizeCode = size.replaceAll('х', 'x').replaceAll(' ', '');
          goods.push({
            item: `item-${seed}`,
            product: `${family.code}-${kind}-${copy}-${size.split('х')[0] ?? size}`,
            article: [family.code, sizeCode, code, copy === 0 ? '' : `B${copy}`].filter(part => part !== '').join('-'),
            name: `${family.title.replace('{size}', size)} ${title}${brand}`,
            variant: size,
            group: family.group,
            unit: family.unit,
            packMilli: family.packs[place % family.packs.length] ?? null,
            priceMicro: chance(seed + 3, 60) === 0 ? null : Number((dearer / 100_000n) * 100n),
            stockMilli: stockOf(seed),
            weightG: 3 + place * 4,
          });
        }
      }
    }
  }
  return goods;
}

export function groupViews(goods: readonly Good[]): GroupView[] {
  return GROUPS.map(([id, name, parent]) => ({
    id,
    name,
    parent,
    depth: parent === null ? 0 : 1,
    items: goods.filter(good => isInGroup(good, id)).length,
  }));
}

export function isInGroup(good: Good, group: string): boolean {
  return good.group === group || GROUPS.some(([id, , parent]) => id === good.group && parent === group);
}

export function groupPath(good: Good): string[] {
  const own = GROUPS.find(([id]) => id === good.group);
  const above = GROUPS.find(([id]) => id === own?.[2]);
  return [above?.[1], own?.[1]].filter(name => name !== undefined);
}
