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
                            counted.factor = std::mem::take(&mut text);
                        }
                        (Some("Товар"), "Единица", _) => counted.unit = std::mem::take(&mut text),
                        (Some("Товар"), "БазоваяЕдиница", _) => {
                            counted.base_unit = std::mem::take(&mut text);
                        }
                        (Some("Товар"), _, Some((column, _))) => {
                            filler.put(number, column, value(name, std::mem::take(&mut text)), budget)?;
                        }
                        (Some("Документ" | "Товары"), "Товар", _) => {
                            let (quantity, unit) = counted.told();
                            for (column, value) in [(QUANTITY, quantity), (UNIT, unit)] {
                                if let Some(value) = value {
                                    filler.put(number, column, value, budget)?;
                                }
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

/// The place of the unit among the columns.
const UNIT: u32 = 4;

/// The quantity of a line, its unit, and how many base units that holds.
#[derive(Default)]
struct Counted {
    quantity: String,
    unit: String,
    base_unit: String,
    factor: String,
}

impl Counted {
    /// Quantity and unit of the line. Two packs of two hundred are four hundred pieces; what cannot be multiplied exactly stands
    /// as it is written, in the unit that it is written in.
    fn told(&self) -> (Option<Value>, Option<Value>) {
        let (quantity, factor) = (self.quantity.trim(), self.factor.trim());
        let filled = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        let number = |text: &str| (!text.is_empty()).then(|| number::value(text, None));
        if factor.is_empty() {
            return (number(quantity), filled(&self.base_unit).map(Value::Text));
        }
        match product(quantity, factor) {
            Some(product) => (number(&product), filled(&self.base_unit).map(Value::Text)),
            None => {
                let unit = filled(&self.unit).or_else(|| filled(&self.base_unit));
                (number(quantity), unit.map(Value::Text))
            }
        }
    }
}

/// The exact product of two decimal numbers with at most three decimals; `None` where it has more, or one is no such number.
fn product(one: &str, other: &str) -> Option<String> {
    let read = |text: &str| -> Option<(i128, u32)> {
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let part = part.trim_end_matches('0');
        let digits: i128 = format!("{whole}{part}").parse().ok()?;
        Some((digits, u32::try_from(part.len()).ok()?))
    };
    let ((one, one_scale), (other, other_scale)) = (read(one)?, read(other)?);
    let mut digits = one.checked_mul(other)?;
    let mut scale = one_scale.checked_add(other_scale)?;
    while scale > 3 {
        if digits.rem_euclid(10) != 0 {
            return None;
        }
        digits = digits.div_euclid(10);
        scale = scale.checked_sub(1)?;
    }
    let milli = digits.checked_mul(10_i128.checked_pow(3_u32.checked_sub(scale)?)?)?;
    let milli = i64::try_from(milli).ok().filter(|milli| *milli > 0)?;
    Some(Quantity::from_milli(milli).to_decimal())
}

/// The format says that a point is a decimal mark: `5.000` is five there, and nothing else.
fn value(element: &str, text: String) -> Value {
    match element {
        "Количество" | "ЦенаЗаЕдиницу" | "Сумма" => number::value(text.trim(), None),
        _ => Value::Text(text),
    }
}
