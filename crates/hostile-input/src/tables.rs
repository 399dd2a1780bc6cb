//! Lists and tables that people bring: order lists, and the operator's tables of goods and of delivery.

use crate::scratch;
use cabinet_domain::written::Written;
use supplier_gateway::hostile;

/// An order list as it is pasted.
pub(crate) fn order_list(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = cabinet_intake::read_lines(&text);
    let mut rows: Vec<u32> = read
        .lines
        .iter()
        .map(|line| line.row)
        .chain(read.skipped.iter().map(|row| row.row))
        .chain(read.unreadable.iter().map(|row| row.row))
        .collect();
    rows.sort_unstable();
    for (row, expected) in rows.iter().zip(1_u32..) {
        assert_eq!(*row, expected, "a row is lost, or stands in two lists");
    }
    for line in &read.lines {
        assert!(!line.article.is_empty(), "a line without an article");
        let readings = match &line.quantity {
            None => &[][..],
            Some(Written::Exact(quantity)) => std::slice::from_ref(quantity),
            Some(Written::Doubtful(readings)) => readings,
        };
        for reading in readings {
            assert!(reading.milli() > 0, "a line that orders nothing");
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
