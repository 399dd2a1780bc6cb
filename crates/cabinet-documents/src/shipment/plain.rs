//! The table of a form as plain data: what another maker of PDF needs to print the same, to be compared with ours.

use crate::layout::{Align, PageFrame, Row, Table};

/// A table without what stands above and below it. All lengths are thousandths of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainTable {
    /// Width and height of the page.
    pub page: (i64, i64),
    /// Left, right, top and bottom margin.
    pub margins: (i64, i64, i64, i64),
    /// Size of the letters of rows.
    pub size: i64,
    /// Size of the letters of the head.
    pub head_size: i64,
    /// From one baseline to the next, in hundredths of the size.
    pub line_height_percent: i64,
    /// Between a rule and the text beside it, and between a rule and the text below it.
    pub padding: (i64, i64),
    /// Thickness of a rule.
    pub rule: i64,
    /// The columns.
    pub columns: Vec<PlainColumn>,
    /// The rows, each with a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a [`PlainTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainColumn {
    /// What stands over it, of a head of several rows the lowest; without places to divide words.
    pub title: String,
    /// Its width, padding included.
    pub width: i64,
    /// Where its texts stand.
    pub side: Side,
}

/// Where a text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At its left.
    Left,
    /// In its middle.
    Centre,
    /// At its right.
    Right,
}

impl PlainTable {
    /// The table of a form on its page; `title_rows` are the rows of its head that hold words.
    pub(super) fn of(table: &Table, frame: &PageFrame, title_rows: usize, rows: Vec<Row>) -> Self {
        let columns = table.columns.iter().enumerate().map(|(at, column)| {
            let titles = table.head.iter().filter(|cell| cell.columns.contains(&at));
            let lowest = titles
                .filter(|cell| cell.rows.start < title_rows)
                .max_by_key(|cell| cell.rows.start);
            PlainColumn {
                title: lowest.map(|cell| cell.text.replace('\u{ad}', "")).unwrap_or_default(),
                width: column.width,
                side: match column.align {
                    Align::Left => Side::Left,
                    Align::Centre => Side::Centre,
                    Align::Right => Side::Right,
                },
            }
        });
        let (padding, rule) = Table::MEASURES;
        Self {
            page: (frame.width, frame.height),
            margins: (frame.left, frame.right, frame.top, frame.bottom),
            size: table.style.size,
            head_size: table.head_style.size,
            line_height_percent: table.style.line_height() * 100 / table.style.size,
            padding,
            rule,
            columns: columns.collect(),
            rows,
        }
    }
}
