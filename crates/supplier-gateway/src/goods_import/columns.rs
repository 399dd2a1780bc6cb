//! Which column of a table is which, by its heading in Russian, Ukrainian or English.

use super::{GoodsImportError, Kind};
use crate::table::Table;

/// The names of a column, in small letters.
pub(super) type Names = &'static [&'static str];

pub(super) const ITEM: Names = &["ид", "ід", "id", "item"];
pub(super) const ARTICLE: Names = &["артикул", "article", "sku"];
pub(super) const OTHER: Names = &["аналог", "артикул аналога", "analogue", "analog"];
pub(super) const QUANTITY: Names = &["количество", "кількість", "кол-во", "quantity", "qty"];
pub(super) const DATE: Names = &["дата", "ожидается", "очікується", "date", "expected"];
pub(super) const NOTE: Names = &["примечание", "примітка", "note"];
pub(super) const FILE: Names = &["файл", "file"];
pub(super) const TITLE: Names = &["название", "назва", "title"];
pub(super) const KIND: Names = &["вид", "kind"];
pub(super) const UNTIL: Names = &["действует до", "чинний до", "valid until", "valid_until"];

pub(super) const WEIGHT: Names = &["вес", "вес, кг", "вага", "вага, кг", "weight", "weight kg", "weight_kg"];
pub(super) const VOLUME: Names = &[
    "объем",
    "объем, м3",
    "об'єм",
    "об’єм",
    "об'єм, м3",
    "volume",
    "volume m3",
    "volume_m3",
];

/// Whether the table has what its kind cannot do without.
pub(super) fn check(table: &Table, kind: Kind) -> Result<(), GoodsImportError> {
    let (needed, all): (&[(Names, &str)], _) = match kind {
        Kind::Analogues => (&[(OTHER, "аналог (analogue)")], "артикул, аналог (article, analogue)"),
        Kind::Arrivals => (
            &[(QUANTITY, "количество (quantity)"), (DATE, "дата (date)")],
            "артикул, количество, дата, примечание (article, quantity, date, note)",
        ),
        Kind::Files => (
            &[(FILE, "файл (file)")],
            "артикул, файл, название, вид, действует до (article, file, title, kind, valid until)",
        ),
        Kind::Measures if table.has(VOLUME) => (&[], ""),
        Kind::Measures => (
            &[(WEIGHT, "вес (weight)")],
            "артикул, вес, объем (article, weight in kg, volume in m3)",
        ),
        Kind::Pictures => (&[(FILE, "файл (file)")], "артикул, файл (article, file)"),
    };
    if !table.has(ARTICLE) && !table.has(ITEM) {
        return Err(GoodsImportError::NoColumn("артикул (article)", all));
    }
    match needed.iter().find(|(names, _)| !table.has(names)) {
        Some((_, name)) => Err(GoodsImportError::NoColumn(name, all)),
        None => Ok(()),
    }
}
