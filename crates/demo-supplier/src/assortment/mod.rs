//! What the supplier sells: product `i` of the plan as a description in the words of its trade.
//!
//! Eight families share the numbers in a fixed pattern of fifty, so even a small supplier has some of most.
//! Inside a family the number makes independent choices (standard, size, coating, brand), so no two
//! products are alike; past the last combination a series letter is added.

mod fasteners;
mod screws;
mod tools;
mod tyres;
mod ukrainian;

use crate::digits::{Choices, shuffled};

pub(crate) use fasteners::{CLASSES, COATINGS, THREADS, standards};
pub(crate) use tools::MATERIALS;
pub(crate) use tyres::SEASONS;

/// A product before its prices and stock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item {
    /// As on a price list.
    pub(crate) name: String,
    /// Longer, for documents.
    pub(crate) full_name: String,
    /// Unique in the supplier.
    pub(crate) article: String,
    /// Key of its group (`classifier::GROUPS`).
    pub(crate) group: &'static str,
    /// Base unit.
    pub(crate) unit: UnitOfSale,
    /// Packs: how many base units one holds.
    pub(crate) packs: Vec<u64>,
    /// Maker or brand.
    pub(crate) maker: &'static str,
    /// Key of a property (`classifier::PROPERTIES`) and its value.
    pub(crate) properties: Vec<(&'static str, String)>,
    /// Retail price of one base unit, in kopecks.
    pub(crate) price_kopecks: u64,
    /// What its variants differ in, when it has variants.
    pub(crate) axis: Axis,
    /// First three digits of its barcodes.
    pub(crate) barcode_prefix: u64,
}

/// Base units of the supplier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum UnitOfSale {
    /// шт, 796.
    #[default]
    Piece,
    /// упак, 778.
    Pack,
    /// кг, 166.
    Kilogram,
    /// м, 006.
    Metre,
}

/// What variants of a product differ in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Axis {
    /// Наименование of the characteristic.
    pub(crate) name: &'static str,
    /// Its values.
    pub(crate) values: &'static [&'static str],
}

/// A family: how many of fifty products are of it, how many combinations it has, and its describer.
struct Family {
    share: u64,
    combinations: u64,
    describe: fn(Choices) -> Item,
}

/// Products after which the pattern of families repeats.
const PATTERN: u64 = 50;

const FAMILIES: [Family; 8] = [
    Family {
        share: 31,
        combinations: fasteners::BOLT_COMBINATIONS,
        describe: fasteners::bolt,
    },
    Family {
        share: 2,
        combinations: fasteners::NUT_COMBINATIONS,
        describe: fasteners::nut,
    },
    Family {
        share: 5,
        combinations: screws::COMBINATIONS,
        describe: screws::screw,
    },
    Family {
        share: 3,
        combinations: tools::DRILL_COMBINATIONS,
        describe: tools::drill,
    },
    Family {
        share: 1,
        combinations: tools::WRENCH_COMBINATIONS,
        describe: tools::wrench,
    },
    Family {
        share: 1,
        combinations: tools::DISC_COMBINATIONS,
        describe: tools::disc,
    },
    Family {
        share: 5,
        combinations: tyres::COMBINATIONS,
        describe: tyres::tyre,
    },
    Family {
        share: 2,
        combinations: ukrainian::COMBINATIONS,
        describe: ukrainian::item,
    },
];

/// Product `number` of a supplier with this seed.
pub(crate) fn item(seed: u64, number: u64) -> Item {
    // Seven and fifty have no common divisor: every slot of the pattern is met once.
    let mut slot = number.wrapping_mul(7) % PATTERN;
    for family in &FAMILIES {
        if slot < family.share {
            let rank = number / PATTERN * family.share + slot;
            let (series, combination) = (rank / family.combinations, rank % family.combinations);
            let item = (family.describe)(Choices::of(shuffled(combination, family.combinations, seed)));
            return in_series(item, series);
        }
        slot -= family.share;
    }
    Item::default()
}

/// The second and later rounds of the same combinations are other series of the same goods.
fn in_series(mut item: Item, series: u64) -> Item {
    if series > 0 {
        item.name = format!("{}, серия {}", item.name, series + 1);
        item.full_name = format!("{}, серия {}", item.full_name, series + 1);
        item.article = format!("{}-S{}", item.article, series + 1);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, PATTERN, item};
    use std::collections::BTreeSet;

    #[test]
    fn the_shares_of_the_families_fill_the_pattern() {
        assert_eq!(FAMILIES.iter().map(|family| family.share).sum::<u64>(), PATTERN);
    }

    #[test]
    fn articles_and_names_of_two_hundred_thousand_products_are_all_different() {
        let items: Vec<_> = (0..200_000).map(|number| item(3, number)).collect();
        let articles: BTreeSet<&str> = items.iter().map(|item| item.article.as_str()).collect();
        assert_eq!(articles.len(), items.len());
        let names: BTreeSet<(&str, &str)> = items.iter().map(|item| (item.name.as_str(), item.maker)).collect();
        assert_eq!(names.len(), items.len());
        assert!(
            items
                .iter()
                .all(|item| item.price_kopecks > 0 && item.name.chars().count() <= 250)
        );
    }
}
