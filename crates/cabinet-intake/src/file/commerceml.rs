//! An order of 1C: each Товар of a Документ becomes a row under titles that say what its columns are.

use crate::file::failure::FileError;
use crate::file::markup::{Piece, walk};
use crate::file::number;
use crate::file::sheet::{Budget, Filler, Sheet, Value};

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
    walk(xml, |piece| {
        match piece {
            Piece::Start(tag) => {
                text.clear();
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
                    if let (Some("Товар"), Some((column, _))) = (parent, column) {
                        filler.put(number, column, value(name, std::mem::take(&mut text)), budget)?;
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

/// The format says that a point is a decimal mark: `5.000` is five there, and nothing else.
fn value(element: &str, text: String) -> Value {
    match element {
        "Количество" | "ЦенаЗаЕдиницу" | "Сумма" => number::value(text.trim(), None),
        _ => Value::Text(text),
    }
}
