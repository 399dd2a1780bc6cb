//! An order of 1C: each Товар of a Документ becomes a row under titles that say what its columns are.

use crate::file::failure::FileError;
use crate::file::markup::{Piece, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Sheet, Value};
use cabinet_domain::quantity::Quantity;

/// The elements of a line, and the titles of their columns.
const COLUMNS: [(&str, &str); 7] = [
    ("Артикул", "Артикул"),
    ("Штрихкод", "Штрихкод"),
    ("Наименование", "Наименование"),
    ("Количество", "Количество"),
    ("БазоваяЕдиница", "Единица"),
    ("ЦенаЗаЕдиницу", "Цена"),
    ("Сумма", "Сумма"),
];

/// Reads the documents, a sheet for each.
pub(crate) fn read(xml: &str, budget: &mut Budget) -> Result<Vec<Sheet>, FileError> {
    let mut sheets = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut filler: Option<Filler> = None;
    let mut number = 0_u32;
    let mut text = String::new();
    let mut counted = Counted::default();
    walk(xml, |piece| {
        match piece {
            Piece::Start(tag) => {
                text.clear();
                if tag.name() == "Товар" {
                    counted = Counted::default();
                }
                path.push(tag.name().to_owned());
                match tag.name() {
                    "Документ" => {
                        let mut titled = Filler::new(String::new());
                        number = 1;
                        for (column, (_, title)) in (0_u32..).zip(COLUMNS) {
                            titled.put(number, column, Value::Text(title.to_owned()), budget)?;
                        }
                        filler = Some(titled);
                    }
                    "Товар" => number = number.saturating_add(1),
                    _ => {}
                }
            }
            Piece::Text(part) => text.push_str(&part),
            Piece::End(name) => {
                path.pop();
                let parent = path.last().map(String::as_str);
                if let Some(filler) = &mut filler {
                    let column = (0_u32..).zip(COLUMNS).find(|(_, (element, _))| *element == name);
                    match (parent, name, column) {
                        (Some("Товар"), "Количество", _) => counted.quantity = std::mem::take(&mut text),
                        (Some("Товар" | "Единица"), "Коэффициент", _) => {
                            counted.factor = std::mem::take(&mut text)
                        }
                        (Some("Товар"), _, Some((column, _))) => {
                            filler.put(number, column, value(name, std::mem::take(&mut text)), budget)?;
                        }
                        (Some("Документ" | "Товары"), "Товар", _) => {
                            if let Some(quantity) = counted.in_base_units() {
                                filler.put(number, QUANTITY, quantity, budget)?;
                            }
                        }
                        _ => {}
                    }
                    if name == "Номер" && parent == Some("Документ") {
                        filler.sheet().name = std::mem::take(&mut text).trim().to_owned();
                    }
                }
                if name == "Документ"
                    && let Some(filler) = filler.take()
                {
                    sheets.push(filler.finish(|_| false));
                }
                text.clear();
            }
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// The place of the quantity among the columns.
const QUANTITY: u32 = 3;

/// The quantity of a line, and how many base units its unit holds.
#[derive(Default)]
struct Counted {
    quantity: String,
    factor: String,
}

impl Counted {
    /// Two packs of two hundred are four hundred pieces; what cannot be multiplied exactly stands as it is written.
    fn in_base_units(&self) -> Option<Value> {
        let (quantity, factor) = (self.quantity.trim(), self.factor.trim());
        if quantity.is_empty() {
            return None;
        }
        let read = |text: &str| Quantity::parse(text).ok();
        let product = match (read(quantity), read(factor)) {
            (Some(count), Some(factor)) if factor.is_positive() => {
                let milli = i128::from(count.milli()).saturating_mul(i128::from(factor.milli()));
                let exact = (milli.rem_euclid(1000) == 0).then(|| i64::try_from(milli.div_euclid(1000)).ok());
                exact.flatten().map(|milli| Quantity::from_milli(milli).to_decimal())
            }
            _ => None,
        };
        Some(number::value(product.as_deref().unwrap_or(quantity), None))
    }
}

/// The format says that a point is a decimal mark: `5.000` is five there, and nothing else.
fn value(element: &str, text: String) -> Value {
    match element {
        "Количество" | "ЦенаЗаЕдиницу" | "Сумма" => number::value(text.trim(), None),
        _ => Value::Text(text),
    }
}
