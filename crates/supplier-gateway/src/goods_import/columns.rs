//! Which column of a table is which, by its head line in Russian, Ukrainian or English.

use super::table::{Line, Table};
use super::{GoodsImportError, Kind};

/// Places of the columns that a table has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    item: Option<usize>,
    article: Option<usize>,
    other: Option<usize>,
    quantity: Option<usize>,
    date: Option<usize>,
    note: Option<usize>,
    file: Option<usize>,
    title: Option<usize>,
    kind: Option<usize>,
    until: Option<usize>,
}

pub(super) fn find(table: &Table, kind: Kind) -> Result<Columns, GoodsImportError> {
    let place = |names: &[&str]| {
        table.head.iter().position(|head| {
            let head = head.trim().to_lowercase();
            names.contains(&head.as_str())
        })
    };
    let columns = Columns {
        item: place(&["ид", "ід", "id", "item"]),
        article: place(&["артикул", "article", "sku"]),
        other: place(&["аналог", "артикул аналога", "analogue", "analog"]),
        quantity: place(&["количество", "кількість", "кол-во", "quantity", "qty"]),
        date: place(&["дата", "ожидается", "очікується", "date", "expected"]),
        note: place(&["примечание", "примітка", "note"]),
        file: place(&["файл", "file"]),
        title: place(&["название", "назва", "title"]),
        kind: place(&["вид", "kind"]),
        until: place(&["действует до", "чинний до", "valid until", "valid_until"]),
    };
    let missing = |name, all| Err(GoodsImportError::NoColumn(name, all));
    let all = match kind {
        Kind::Analogues => "артикул, аналог",
        Kind::Arrivals => "артикул, количество, дата, примечание",
        Kind::Files => "артикул, файл, название, вид, действует до",
        Kind::Pictures => "артикул, файл",
    };
    if columns.item.is_none() && columns.article.is_none() {
        return missing("артикул", all);
    }
    match kind {
        Kind::Analogues if columns.other.is_none() => missing("аналог", all),
        Kind::Arrivals if columns.quantity.is_none() => missing("количество", all),
        Kind::Arrivals if columns.date.is_none() => missing("дата", all),
        Kind::Files | Kind::Pictures if columns.file.is_none() => missing("файл", all),
        Kind::Analogues | Kind::Arrivals | Kind::Files | Kind::Pictures => Ok(columns),
    }
}

/// A cell of a line; empty where the table has no such column or the line is short.
macro_rules! cells {
    ($($name:ident),*) => {
        impl Columns {
            $(pub(super) fn $name<'l>(&self, line: &'l Line) -> &'l str {
                cell(self.$name, line)
            })*
        }
    };
}

cells!(item, article, other, quantity, date, note, file, title, kind, until);

fn cell(place: Option<usize>, line: &Line) -> &str {
    place
        .and_then(|place| line.cells.get(place))
        .map(|cell| cell.trim())
        .unwrap_or_default()
}
