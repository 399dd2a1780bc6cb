//! One product of the supplier with its offers: units and packs, tax, prices, stock, variants, deletion.

use crate::assortment::{self, Item, UnitOfSale};
use crate::classifier::{COUNTRIES, Classification, PRICE_TYPES, kind_of_goods};
use crate::digits::{Chance, decimal, ean_13, id, roubles};
use crate::plan::Plan;
use commerceml::model::{Characteristic, Offer, Price, Product, Stock, Unit, UnitConversion};

/// Products of a hundred that have variants.
const WITH_VARIANTS_PERCENT: u64 = 5;

/// Offers of a hundred that have no price of the last type.
const WITHOUT_LAST_PRICE_PERCENT: u64 = 3;

/// A product and what is offered of it: one offer, or one of each variant.
#[derive(Debug, Clone)]
pub(crate) struct Supply {
    /// As in the catalogue.
    pub(crate) product: Product,
    /// As in the package of offers.
    pub(crate) offers: Vec<Offer>,
}

/// Product `number` of the plan.
pub(crate) fn supply(plan: &Plan, lists: &Classification, number: u64) -> Supply {
    let item = assortment::item(plan.seed, number);
    let mut chance = Chance::about(plan.seed, "product", number);
    let has_variants = chance.percent(WITH_VARIANTS_PERCENT);
    let is_deleted = plan.is_deleted(number);
    let product = product(plan, lists, number, &item, is_deleted, &mut chance);
    let variants: &[&str] = if has_variants {
        some_of(item.axis.values, &mut chance)
    } else {
        &[""]
    };
    let offers = (0..).zip(variants).map(|(ordinal, value)| {
        let base = offer_base(plan, &product, &item, number, ordinal, value);
        if is_deleted {
            return Offer { is_deleted, ..base };
        }
        let mut chance = Chance::about(plan.seed, "offer", number * 16 + ordinal);
        let stock = stock(lists, &item, &mut chance);
        let total: u64 = stock.iter().map(|(_, milli)| milli).sum();
        Offer {
            prices: Some(prices(lists, &item, &mut chance)),
            stock: Some(stock.into_iter().map(|(row, _)| row).collect()),
            total_quantity: Some(decimal(total)),
            ..base
        }
    });
    Supply {
        offers: offers.collect(),
        product,
    }
}

fn product(
    plan: &Plan,
    lists: &Classification,
    number: u64,
    item: &Item,
    is_deleted: bool,
    chance: &mut Chance,
) -> Product {
    let country = match chance.below(10) {
        0 => String::new(),
        draw => lists.stored_value("country", country(item, draw)),
    };
    let known = item
        .properties
        .iter()
        .map(|(key, value)| (lists.property_id(key), lists.stored_value(key, value)));
    let tax = match chance.below(100) {
        0..3 => "10",
        3..5 => "Без НДС",
        _ => "20",
    };
    let requisites = [
        ("ВидНоменклатуры", kind_of_goods(item.group)),
        ("ТипНоменклатуры", "Товар"),
        ("Полное наименование", &item.full_name),
        ("Код", &format!("00-{:08}", number + 1)),
    ];
    Product {
        id: id(plan.seed, "product", number),
        barcodes: if chance.percent(10) {
            Vec::new()
        } else {
            vec![ean_13(item.barcode_prefix, number * 16)]
        },
        article: item.article.clone(),
        name: item.name.clone(),
        unit: Some(unit(item)),
        groups: vec![lists.group_id(item.group)],
        maker: item.maker.to_owned(),
        taxes: vec![("НДС".to_owned(), tax.to_owned())],
        description: if chance.percent(30) {
            description(item)
        } else {
            String::new()
        },
        properties: known.chain([(lists.property_id("country"), country)]).collect(),
        requisites: requisites
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        is_deleted,
        ..Product::default()
    }
}

fn description(item: &Item) -> String {
    match item.barcode_prefix {
        482 => format!(
            "{}. Виробник: {}. Сертифікат якості, є у наявності.",
            item.full_name, item.maker
        ),
        _ => format!(
            "{}. Производитель: {}. Поставка со склада, сертификат.",
            item.full_name, item.maker
        ),
    }
}

fn country(item: &Item, draw: u64) -> &'static str {
    let at = if item.barcode_prefix == 482 {
        1
    } else {
        usize::try_from(draw % 6).unwrap_or_default()
    };
    COUNTRIES.get(at).copied().unwrap_or_default()
}

/// Between two and all of the values, from the first.
fn some_of<'v>(values: &'v [&'v str], chance: &mut Chance) -> &'v [&'v str] {
    let more = u64::try_from(values.len()).unwrap_or_default().saturating_sub(1);
    let count = usize::try_from(2 + chance.below(more)).unwrap_or_default();
    values.get(..count).unwrap_or(values)
}

/// The offer without prices and stock; an empty value is an offer of the product itself.
fn offer_base(plan: &Plan, product: &Product, item: &Item, number: u64, ordinal: u64, value: &str) -> Offer {
    let plain = Offer {
        id: product.id.clone(),
        article: product.article.clone(),
        name: product.name.clone(),
        unit: product.unit.clone(),
        ..Offer::default()
    };
    if value.is_empty() {
        return plain;
    }
    let variant = number * 16 + ordinal + 1;
    Offer {
        id: format!("{}#{}", plain.id, id(plan.seed, "characteristic", variant)),
        name: format!("{} ({value})", plain.name),
        barcodes: vec![ean_13(item.barcode_prefix, variant)],
        characteristics: vec![Characteristic {
            id: String::new(),
            name: item.axis.name.to_owned(),
            value: value.to_owned(),
        }],
        ..plain
    }
}

fn unit(item: &Item) -> Unit {
    let (code, name, full_name, international) = match item.unit {
        UnitOfSale::Piece => ("796", "шт", "Штука", "PCE"),
        UnitOfSale::Pack => ("778", "упак", "Упаковка", "NMP"),
        UnitOfSale::Kilogram => ("166", "кг", "Килограмм", "KGM"),
        UnitOfSale::Metre => ("006", "м", "Метр", "MTR"),
    };
    // A pack of packs is a box, and so is the bigger one of two.
    let pack_code = |place: usize| match (item.unit, place) {
        (UnitOfSale::Pack, _) | (_, 1..) => "812",
        (_, 0) => "778",
    };
    let conversion = |unit: &str, factor: u64| UnitConversion {
        unit: unit.to_owned(),
        factor: factor.to_string(),
    };
    let packs = item
        .packs
        .iter()
        .enumerate()
        .map(|(place, count)| conversion(pack_code(place), *count));
    Unit {
        id: String::new(),
        code: code.to_owned(),
        name: name.to_owned(),
        full_name: full_name.to_owned(),
        international: international.to_owned(),
        conversions: [conversion(code, 1)].into_iter().chain(packs).collect(),
    }
}

/// Prices of an offer, dearest first; a few offers are not sold at the last price.
fn prices(lists: &Classification, item: &Item, chance: &mut Chance) -> Vec<Price> {
    let retail_kopecks = item.price_kopecks * (97 + chance.below(9)) / 100;
    let without_last = chance.percent(WITHOUT_LAST_PRICE_PERCENT);
    let count = PRICE_TYPES.len() - usize::from(without_last);
    let shares = PRICE_TYPES.iter().map(|(_, share)| share);
    let typed = lists.price_types.iter().zip(shares).take(count);
    typed
        .map(|(price_type, share)| Price {
            price_type: price_type.id.clone(),
            amount: roubles((retail_kopecks * share / 100).max(1)),
            currency: "RUB".to_owned(),
            unit: unit(item).international,
            factor: "1".to_owned(),
            min_quantity: String::new(),
        })
        .collect()
}

/// Stock by warehouse with its quantity in thousandths; some warehouses are empty, some do not know the goods.
fn stock(lists: &Classification, item: &Item, chance: &mut Chance) -> Vec<(Stock, u64)> {
    let mut rows = Vec::new();
    for warehouse in &lists.warehouses {
        let quantity_milli = match chance.below(100) {
            0..8 => continue,
            8..23 => 0,
            _ => quantity_milli(item, chance),
        };
        rows.push((
            Stock {
                warehouse: warehouse.id.clone(),
                quantity: decimal(quantity_milli),
            },
            quantity_milli,
        ));
    }
    rows
}

/// Cheap goods lie in thousands, dear ones by the dozen; weight and length are not whole.
fn quantity_milli(item: &Item, chance: &mut Chance) -> u64 {
    let most = match item.price_kopecks {
        0..500 => 40_000,
        500..5_000 => 8_000,
        5_000..50_000 => 600,
        _ => 48,
    };
    let whole = 1 + chance.below(most);
    match item.unit {
        UnitOfSale::Piece | UnitOfSale::Pack => whole * 1_000,
        UnitOfSale::Kilogram | UnitOfSale::Metre => whole * 1_000 + chance.below(8) * 125,
    }
}
