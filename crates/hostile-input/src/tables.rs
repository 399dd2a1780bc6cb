//! Lists and tables that people bring: order lists, and the operator's tables of goods and of delivery.

use crate::scratch;
use cabinet_domain::written::Written;
use cabinet_intake::table::NoCatalogue;
use supplier_gateway::hostile;

/// An order list as it is pasted: text, whatever it holds.
pub(crate) fn order_list(data: &[u8]) {
    order_file(String::from_utf8_lossy(data).as_bytes());
}

/// An order out of a file of any kind: every row is in exactly one list.
pub(crate) fn order_file(data: &[u8]) {
    let Ok(order) = cabinet_intake::read_order(data, &NoCatalogue, &|_| None) else {
        return;
    };
    let rows = &order.rows;
    let lines = rows.lines.iter().map(|line| (line.at, line.at.row));
    let unread = rows.unreadable.iter().map(|row| (row.at, row.at.row));
    let skipped = rows.skipped.iter().map(|rows| (rows.at, rows.last_row));
    let mut places: Vec<_> = lines.chain(unread).chain(skipped).collect();
    places.sort_unstable();
    for pair in places.windows(2) {
        let [(at, last), (next, _)] = pair else { continue };
        assert!(at.sheet != next.sheet || *last < next.row, "a row stands in two lists");
    }
    for line in &rows.lines {
        let is_named = line.article.is_some() || line.barcode.is_some() || line.name.is_some();
        assert!(is_named, "a line that names nothing");
        if let Some(Written::Exact(quantity)) = &line.quantity {
            assert!(quantity.milli() > 0, "a line that orders nothing");
        }
    }
}

/// A table that an operator keeps: the first byte says which ending the name of the file has.
pub(crate) fn table(data: &[u8]) {
    let Some((kind, rest)) = scratch::split(data) else {
        return;
    };
    let ending = match kind % 4 {
        0 => "csv",
        1 => "xlsx",
        2 => "json",
        _ => "txt",
    };
    if let Ok(table) = hostile::table(ending, rest) {
        assert!(!table.rows.is_empty(), "no rows are an error");
        for row in &table.rows {
            for (column, cell) in &row.cells {
                assert!(table.columns.contains(column), "a cell of no column");
                assert!(!cell.is_empty(), "an empty cell is left out");
            }
        }
    }
}
