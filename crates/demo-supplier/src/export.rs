//! A full export: `import0_<n>.xml` and `offers0_<n>.xml`, portion by portion.
//!
//! As УТ 11 does, portion 1 alone carries the classifier and `СодержитТолькоИзменения="false"`,
//! and there is no mark at the end.

use crate::classifier::Classification;
use crate::plan::{GenerateError, PORTION_PRODUCTS, Plan};
use crate::showcase;
use crate::supply::{Supply, supply};
use commerceml::writer::catalogue::{CatalogueWriter, Classifier, ExportHeader};
use commerceml::writer::offers::{OfferLists, OffersWriter};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind};
use std::path::Path;

/// What a correct importer counts after the whole export: live objects only, deleted ones excluded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Groups.
    pub groups: u64,
    /// Properties.
    pub properties: u64,
    /// Distinct products by id up to `#`.
    pub products: u64,
    /// Offers with `#`.
    pub variants: u64,
    /// Price types.
    pub price_types: u64,
    /// Pairs of offer and price type.
    pub prices: u64,
    /// Warehouses.
    pub warehouses: u64,
    /// Pairs of offer and warehouse.
    pub stock_rows: u64,
    /// Portions, each of two files.
    pub portions: u64,
}

/// The header of every file of the supplier; the dates are fixed so that the bytes are.
pub(crate) fn header(catalogue_id: &str, only_changes: bool) -> ExportHeader<'_> {
    ExportHeader {
        made_at: "2025-03-03T08:00:00",
        catalogue_id,
        catalogue_name: "Основной каталог товаров",
        owner_id: "0f8b4d52-6a1c-4e0e-9a57-3f1c2d7be901",
        owner_name: "ООО \"Метизная торговая компания\"",
        only_changes,
    }
}

/// Ид of the supplier's catalogue.
pub(crate) fn catalogue_id(plan: &Plan) -> String {
    crate::digits::id(plan.seed, "catalogue", 0)
}

/// Writes the export of the plan into the folder `out`, which is made if it is not there.
///
/// Files of the same names are replaced, and portions of an earlier, longer export are removed.
///
/// # Errors
/// [`GenerateError::ProductsOutOfRange`] before anything is written; [`GenerateError::Write`].
pub fn generate(plan: &Plan, out: &Path) -> Result<Summary, GenerateError> {
    write_export(plan, out, false)
}

/// As [`generate`], with pictures, certificates, analogues and gloves by size and colour, and `arrivals.csv` beside it.
///
/// # Errors
/// As [`generate`].
pub fn generate_dressed(plan: &Plan, out: &Path) -> Result<Summary, GenerateError> {
    let summary = write_export(plan, out, true)?;
    showcase::write_files(plan, &Classification::new(plan), out)?;
    Ok(summary)
}

fn write_export(plan: &Plan, out: &Path, is_dressed: bool) -> Result<Summary, GenerateError> {
    plan.check()?;
    fs::create_dir_all(out).map_err(|source| failed(out, source))?;
    let lists = Classification::new(plan);
    let catalogue_id = catalogue_id(plan);
    let mut summary = Summary {
        groups: count(&lists.groups),
        properties: count(&lists.properties),
        price_types: count(&lists.price_types),
        warehouses: count(&lists.warehouses),
        portions: plan.written().div_ceil(PORTION_PRODUCTS),
        ..Summary::default()
    };
    for portion in 1..=summary.portions {
        let from = (portion - 1) * PORTION_PRODUCTS;
        let numbers = from..plan.written().min(from + PORTION_PRODUCTS);
        let of_plan = |number| {
            let mut supply = supply(plan, &lists, number);
            if is_dressed {
                showcase::dress(plan, number, &mut supply.product);
            }
            supply
        };
        let shown = (is_dressed && portion == 1).then(|| showcase::gloves(plan, &lists));
        let supplies = || numbers.clone().map(of_plan).chain(shown.clone());
        let header = header(&catalogue_id, portion > 1);
        let import = out.join(format!("import0_{portion}.xml"));
        write_goods(&import, &header, &lists, supplies()).map_err(|source| failed(&import, source))?;
        let offers = out.join(format!("offers0_{portion}.xml"));
        write_offers(&offers, &header, &lists, supplies(), &mut summary).map_err(|source| failed(&offers, source))?;
    }
    remove_portions_after(summary.portions, out)?;
    Ok(summary)
}

fn write_goods(
    path: &Path,
    header: &ExportHeader<'_>,
    lists: &Classification,
    supplies: impl Iterator<Item = Supply>,
) -> io::Result<()> {
    let classifier = (!header.only_changes).then_some(Classifier {
        groups: &lists.groups,
        properties: &lists.properties,
    });
    let mut writer = CatalogueWriter::begin(BufWriter::new(File::create(path)?), header, classifier)?;
    for supply in supplies {
        writer.product(&supply.product)?;
    }
    writer.finish().map(drop)
}

fn write_offers(
    path: &Path,
    header: &ExportHeader<'_>,
    lists: &Classification,
    supplies: impl Iterator<Item = Supply>,
    summary: &mut Summary,
) -> io::Result<()> {
    let lists = OfferLists {
        classifier: (!header.only_changes).then_some(&[]),
        price_types: &lists.price_types,
        warehouses: &lists.warehouses,
    };
    let mut writer = OffersWriter::begin(BufWriter::new(File::create(path)?), header, &lists)?;
    for supply in supplies {
        summary.products += u64::from(!supply.product.is_deleted);
        for offer in &supply.offers {
            writer.offer(offer)?;
            if !offer.is_deleted {
                summary.variants += u64::from(offer.id.contains('#'));
                summary.prices += offer.prices.as_deref().map_or(0, count);
                summary.stock_rows += offer.stock.as_deref().map_or(0, count);
            }
        }
    }
    writer.finish().map(drop)
}

/// 1C empties the folder before an export; here only the files that would be taken for further portions go.
fn remove_portions_after(last: u64, out: &Path) -> Result<(), GenerateError> {
    for portion in last + 1.. {
        let mut is_gone = true;
        for kind in ["import", "offers"] {
            let path = out.join(format!("{kind}0_{portion}.xml"));
            match fs::remove_file(&path) {
                Ok(()) => is_gone = false,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(failed(&path, error)),
            }
        }
        if is_gone {
            break;
        }
    }
    Ok(())
}

pub(crate) fn failed(path: &Path, source: io::Error) -> GenerateError {
    GenerateError::Write {
        path: path.to_owned(),
        source,
    }
}

fn count<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
