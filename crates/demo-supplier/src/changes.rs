//! A light update: new prices for some offers of a supplier that was generated before.
//!
//! An offer in it carries all of its prices, because 1C writes them together; those not chosen stay as they were.

use crate::classifier::Classification;
use crate::digits::{Chance, roubles, shuffled};
use crate::export::{catalogue_id, failed, header};
use crate::plan::{GenerateError, Plan};
use crate::supply::supply;
use commerceml::model::{Offer, Price};
use commerceml::writer::offers::OfferChangesWriter;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

/// What the update holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ChangesSummary {
    /// Offers in the file.
    pub offers: u64,
    /// Prices that differ from those of the export.
    pub prices: u64,
}

/// Writes `offers0_1.xml` with `prices` changed prices of the plan's supplier into the folder `out`.
///
/// Another `round` chooses other offers; every changed price is dearer than in the export by 1 to 10 per cent.
///
/// # Errors
/// [`GenerateError::ProductsOutOfRange`], and [`GenerateError::ChangesOutOfRange`] when the supplier has
/// fewer prices (no file is left then); [`GenerateError::Write`].
pub fn write_changes(plan: &Plan, prices: u64, round: u64, out: &Path) -> Result<ChangesSummary, GenerateError> {
    plan.check()?;
    fs::create_dir_all(out).map_err(|source| failed(out, source))?;
    let path = out.join("offers0_1.xml");
    let partial = out.join("offers0_1.xml.part");
    let summary = write_file(&partial, plan, prices, round).map_err(|source| failed(&partial, source))?;
    if prices == 0 || summary.prices < prices {
        fs::remove_file(&partial).map_err(|source| failed(&partial, source))?;
        let available = if prices == 0 {
            available_prices(plan)
        } else {
            summary.prices
        };
        return Err(GenerateError::ChangesOutOfRange {
            asked: prices,
            available,
        });
    }
    fs::rename(&partial, &path).map_err(|source| failed(&path, source))?;
    Ok(summary)
}

fn write_file(path: &Path, plan: &Plan, wanted: u64, round: u64) -> io::Result<ChangesSummary> {
    let catalogue_id = catalogue_id(plan);
    let lists = Classification::new(plan);
    let mut writer = OfferChangesWriter::begin(BufWriter::new(File::create(path)?), &header(&catalogue_id, true))?;
    let mut summary = ChangesSummary::default();
    for rank in 0..plan.products {
        if summary.prices >= wanted {
            break;
        }
        let number = shuffled(rank, plan.products, round);
        for offer in supply(plan, &lists, number).offers {
            let mut chance = Chance::about(plan.seed ^ round.rotate_left(32), "change", number);
            let (offer, changed) = repriced(offer, wanted - summary.prices, &mut chance);
            if changed > 0 {
                writer.offer(&offer)?;
                summary.offers += 1;
                summary.prices += changed;
            }
        }
    }
    writer.finish()?;
    Ok(summary)
}

/// The offer with at most `most` of its prices raised, and how many were; stock is left out: no news.
fn repriced(offer: Offer, most: u64, chance: &mut Chance) -> (Offer, u64) {
    let mut prices = offer.prices.unwrap_or_default();
    let mut changed = 0;
    for price in &mut prices {
        if changed < most && raise(price, 1 + chance.below(9)) {
            changed += 1;
        }
    }
    (
        Offer {
            id: offer.id,
            prices: Some(prices),
            ..Offer::default()
        },
        changed,
    )
}

/// Raises a price by some per cent and a kopeck; false when it has no readable amount.
fn raise(price: &mut Price, percent: u64) -> bool {
    let digits: String = price.amount.chars().filter(char::is_ascii_digit).collect();
    let Ok(kopecks) = digits.parse::<u64>() else {
        return false;
    };
    price.amount = roubles(kopecks + kopecks * percent / 100 + 1);
    true
}

fn available_prices(plan: &Plan) -> u64 {
    let lists = Classification::new(plan);
    let offers = (0..plan.products).flat_map(|number| supply(plan, &lists, number).offers);
    offers
        .map(|offer| u64::try_from(offer.prices.map_or(0, |prices| prices.len())).unwrap_or_default())
        .sum()
}
