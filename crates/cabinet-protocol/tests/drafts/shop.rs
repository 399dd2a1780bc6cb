//! A random shop, random rules and random drafts from a number: the same number gives the same ones.

use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LineService, ServiceAsks, ServicePer};
use cabinet_pricing::book::RuleBook;
use cabinet_pricing::draft::{self, Priced};
use cabinet_pricing::facts::{Document, Facts, Line};
use cabinet_pricing::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Rule, Service};
use cabinet_pricing::vat::Country;
use cabinet_protocol::pricing::RuleRow;
use cabinet_protocol::rows::{ItemRow, PriceRow};
use prost::Message;
use time::macros::date;

/// Numbers that look random.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(u64::try_from(to - from).unwrap())).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A line of a draft.
pub struct Wanted {
    /// Place of the item in the shop.
    pub item: usize,
    /// In thousandths.
    pub milli: i64,
    pub services: Vec<LineService>,
}

/// An item as one side knows it.
pub struct Known {
    pub item: ItemId,
    groups: Vec<String>,
    price: Option<(UnitPrice, Currency)>,
    vat: Option<VatRate>,
    is_whole: bool,
    weight_g: Option<u64>,
    volume_cm3: Option<u64>,
    unit_mm: Option<i64>,
}

/// What a supplier has: goods, and the rules for one buyer.
pub struct Shop {
    pub items: Vec<Known>,
    pub book: RuleBook,
}

/// A day in the year of the new main rate.
pub const DOCUMENT: Document = Document {
    date: date!(2026 - 03 - 10),
    has_prices: true,
    vat_on_top: false,
    country: Country::Russia,
};

impl Shop {
    /// Goods and rules as the gateway has them.
    pub fn random(dice: &mut Dice, items: usize, rules: usize) -> Self {
        let items: Vec<Known> = (0..items).map(|n| item(dice, n)).collect();
        let rules: Vec<Rule> = (0..rules).map(|n| rule(dice, n, &items)).collect();
        Self {
            items,
            book: RuleBook::new(rules, Country::Russia),
        }
    }

    /// The same after its way to a device: every row encoded, and decoded in another order.
    pub fn on_a_device(&self) -> Self {
        let mut bodies: Vec<Vec<u8>> = self
            .book
            .rules()
            .map(|rule| RuleRow::of(rule).encode_to_vec())
            .collect();
        bodies.reverse();
        let rules = bodies.iter().map(|body| {
            let row = RuleRow::decode(body.as_slice()).unwrap();
            row.read().unwrap().unwrap()
        });
        Self {
            items: self.items.iter().map(travelled).collect(),
            book: RuleBook::new(rules, Country::Russia),
        }
    }

    /// Prices lines.
    pub fn price(&self, wanted: &[Wanted]) -> Priced<'_> {
        let lines: Vec<Line<'_>> = wanted
            .iter()
            .map(|wanted| {
                let known = &self.items[wanted.item];
                Line {
                    facts: Facts {
                        item: &known.item,
                        groups: &known.groups,
                        list: known.price,
                        vat: known.vat,
                        is_on_sale: true,
                        is_whole: known.is_whole,
                        weight_g: known.weight_g,
                        volume_cm3: known.volume_cm3,
                        unit_mm: known.unit_mm,
                    },
                    quantity: Quantity::from_milli(wanted.milli),
                    services: &wanted.services,
                }
            })
            .collect();
        draft::price(&self.book, &DOCUMENT, &lines)
    }

    /// Lines of a draft, each item at most once; sensible quantities and others.
    pub fn draft(&self, dice: &mut Dice, lines: usize) -> Vec<Wanted> {
        let step = 1 + usize::try_from(dice.below(7)).unwrap();
        let wanted = (0..self.items.len()).step_by(step).take(lines);
        wanted
            .map(|n| {
                let milli = match dice.below(20) {
                    0 => dice.between(-5_000, 1),
                    1 => dice.between(1, 3_000),
                    2 => dice.between(1, 2_000_000_000_000),
                    _ => dice.between(1, 2_000) * 1_000,
                };
                Wanted {
                    item: n,
                    milli,
                    services: services(dice),
                }
            })
            .collect()
    }
}

fn travelled(known: &Known) -> Known {
    let row = ItemRow {
        item: known.item.to_string(),
        vat: known.vat.map(VatRate::code).unwrap_or_default(),
        weight_g: known.weight_g.unwrap_or(0),
        volume_cm3: known.volume_cm3.unwrap_or(0),
        ..ItemRow::default()
    };
    let row = ItemRow::decode(row.encode_to_vec().as_slice()).unwrap();
    let price = known.price.map(|(price, currency)| {
        let row = PriceRow {
            item: known.item.to_string(),
            price_micro: price.micro(),
            currency: currency.code().to_owned(),
        };
        let row = PriceRow::decode(row.encode_to_vec().as_slice()).unwrap();
        (
            UnitPrice::from_micro(row.price_micro),
            Currency::from_code(&row.currency).unwrap(),
        )
    });
    Known {
        item: ItemId::new(row.item),
        groups: known.groups.clone(),
        price,
        vat: VatRate::parse(&row.vat),
        is_whole: known.is_whole,
        weight_g: (row.weight_g > 0).then_some(row.weight_g),
        volume_cm3: (row.volume_cm3 > 0).then_some(row.volume_cm3),
        unit_mm: known.unit_mm,
    }
}

fn item(dice: &mut Dice, n: usize) -> Known {
    let price = match dice.below(10) {
        0 => None,
        1 => Some(dice.between(1, 9_999)),
        _ => Some(dice.between(1, 5_000_000) * 10_000),
    };
    let rates = [None, Some(20), Some(22), Some(10), Some(7), Some(5), Some(0)];
    let vat = match rates[usize::try_from(dice.below(7)).unwrap()] {
        None => VatRate::None,
        Some(percent) => VatRate::Percent(percent),
    };
    Known {
        item: ItemId::new(format!("p{}#v{}", n / 3, n % 3)),
        groups: vec![format!("g{}", n % 17), format!("g{}", n % 5), "root".to_owned()],
        price: price.map(|micro| (UnitPrice::from_micro(micro), Currency::RUB)),
        vat: (!dice.chance(5)).then_some(vat),
        is_whole: dice.chance(50),
        weight_g: dice.chance(70).then(|| dice.below(9_000) + 1),
        volume_cm3: dice.chance(50).then(|| dice.below(90_000) + 1),
        unit_mm: dice.chance(30).then_some(1_000),
    }
}

fn rule(dice: &mut Dice, n: usize, items: &[Known]) -> Rule {
    let one = &items[usize::try_from(dice.below(u64::try_from(items.len()).unwrap())).unwrap()].item;
    let goods = match dice.below(20) {
        0 => Goods::All,
        1..=4 => Goods::Group(format!("g{}", dice.below(17))),
        5..=9 => Goods::Product(one.product().as_str().to_owned()),
        _ => Goods::Item(one.clone()),
    };
    let quantity = |dice: &mut Dice| Quantity::from_milli(dice.between(1, 900) * 1_000);
    let when = Condition {
        quantity: dice.chance(60).then(|| quantity(dice)),
        sum: dice.chance(30).then(|| (dice.between(1, 900_000_000), Currency::RUB)),
    };
    let effect = match dice.below(15) {
        0..=1 => Effect::PriceType(change(dice)),
        2..=3 => Effect::Exception {
            change: change(dice),
            is_final: dice.chance(30),
        },
        4..=7 => Effect::Tier {
            from: quantity(dice),
            counted: if dice.chance(50) {
                Counted::Variants
            } else {
                Counted::Line
            },
            change: change(dice),
        },
        8 => Effect::Promotion {
            when,
            change: change(dice),
        },
        9 => Effect::Gift {
            when,
            item: one.clone(),
            quantity: quantity(dice),
            is_repeated: dice.chance(50),
        },
        10 => Effect::Packing {
            minimum: quantity(dice),
            step: Quantity::from_milli(dice.between(0, 24) * 1_000),
            pack: "кор".to_owned(),
        },
        11..=13 => Effect::Service(service(dice)),
        _ => Effect::Rate {
            from: Currency::UAH,
            to: Currency::RUB,
            rate_micro: dice.between(1, 3_000_000),
            on: date!(2026 - 03 - 01),
        },
    };
    let goods = if matches!(effect, Effect::Rate { .. }) {
        Goods::All
    } else {
        goods
    };
    Rule {
        id: format!("r{n}"),
        // A few services under many rules, so that rules for one and the same meet.
        name: match effect {
            Effect::Service(_) => SERVICES[n % SERVICES.len()].to_owned(),
            _ => format!("Правило {n}"),
        },
        closeness: Closeness::ALL[usize::try_from(dice.below(4)).unwrap()],
        goods,
        from: dice.chance(20).then_some(date!(2026 - 02 - 01)),
        until: dice.chance(20).then_some(date!(2026 - 12 - 31)),
        effect,
    }
}

const SERVICES: [&str; 3] = ["Резка", "Гибка", "Упаковка в плёнку"];

fn service(dice: &mut Dice) -> Service {
    let pick = |dice: &mut Dice, many: usize| usize::try_from(dice.below(u64::try_from(many).unwrap())).unwrap();
    Service {
        per: ServicePer::ALL[pick(dice, 4)],
        price: UnitPrice::from_micro(dice.between(0, 900_000) * if dice.chance(80) { 10_000 } else { 1 }),
        currency: if dice.chance(90) { Currency::RUB } else { Currency::UAH },
        minimum_minor: if dice.chance(40) { dice.between(1, 90_000) } else { 0 },
        asks: ServiceAsks::ALL[pick(dice, 3)],
        bar_mm: dice.chance(50).then(|| dice.between(1, 13) * 1_000),
        vat: dice.chance(30).then_some(VatRate::Percent(20)),
        item: None,
    }
}

/// What is wanted done to a line: mostly nothing, else sensible pieces and others.
fn services(dice: &mut Dice) -> Vec<LineService> {
    if !dice.chance(30) {
        return Vec::new();
    }
    let many = 1 + dice.below(3);
    (0..many)
        .map(|n| LineService {
            name: SERVICES[usize::try_from(n).unwrap()].to_owned(),
            pieces: dice.chance(90).then(|| dice.between(1, 400)),
            length_mm: dice.chance(80).then(|| dice.between(1, 7_000)),
            terms: None,
        })
        .collect()
}

fn change(dice: &mut Dice) -> Change {
    let currency = if dice.chance(90) { Currency::RUB } else { Currency::UAH };
    match dice.below(4) {
        0 => Change::Fixed(UnitPrice::from_micro(dice.between(0, 4_000_000) * 10_000), currency),
        1 => Change::Money(UnitPrice::from_micro(dice.between(-30_000_000, 9_000_000)), currency),
        _ => Change::Percent(dice.between(-60_000, 20_000)),
    }
}
