//! Lists and tables that people bring: order lists, tables of goods, directories of delivery.

use crate::scratch;
use supplier_gateway::delivery::table;
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
        assert!(
            line.quantity.is_none_or(|quantity| quantity.milli() > 0),
            "a line that orders nothing"
        );
    }
}

/// A table of goods: CSV or XLSX, told by its bytes.
pub(crate) fn goods(data: &[u8]) {
    if let Ok((_, lines)) = hostile::goods_table(data) {
        assert!(lines <= 200_000, "more rows than are taken");
    }
}

/// A directory of delivery: the first byte says which ending the name of the file has.
pub(crate) fn delivery(data: &[u8]) {
    let Some((kind, rest)) = scratch::split(data) else {
        return;
    };
    let name = match kind % 6 {
        0 => "t.csv",
        1 => "t.xlsx",
        2 => "t.json",
        3 => "t.xls",
        4 => "t.ods",
        _ => "t.txt",
    };
    if let Ok(rows) = table::read(&scratch::file(name, rest)) {
        assert!(!rows.is_empty(), "no rows are an error");
    }
}
