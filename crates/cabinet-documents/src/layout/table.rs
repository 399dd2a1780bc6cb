//! A ruled table over any number of pages, its header repeated on each.

use crate::layout::wrap::wrap;
use crate::layout::{Align, Flow, Milli, Style, pt};

const PADDING_X: Milli = 2_500;
const PADDING_Y: Milli = 1_800;
const THIN: Milli = 500;

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub title: String,
    pub width: Milli,
    pub align: Align,
}

impl Column {
    /// The width of a column whose widest text is this wide.
    pub(crate) const fn holding(text_width: Milli) -> Milli {
        text_width + 2 * PADDING_X
    }
}

/// The raw texts of a row, one for each column.
pub(crate) type Row = Vec<String>;

/// A table; its width is the sum of its columns.
pub(crate) struct Table {
    pub columns: Vec<Column>,
    pub style: Style,
    pub head_style: Style,
}

/// A row broken into lines.
struct BrokenRow {
    cells: Vec<Vec<String>>,
    line_count: usize,
}

impl Table {
    /// Sets the rows into the flow. The last one is kept on one page with `tail` more height, which the caller fills.
    pub(crate) fn place(&self, flow: &mut Flow<'_>, rows: impl ExactSizeIterator<Item = Row>, tail: Milli) {
        let titles: Row = self.columns.iter().map(|column| column.title.clone()).collect();
        let head = self.broken(flow, &titles, self.head_style);
        let last = rows.len().saturating_sub(1);
        let mut top = None;
        for (at, row) in rows.enumerate() {
            let row = self.broken(flow, &row, self.style);
            let height = Self::height(row.line_count, self.style);
            let wanted = if at == last { height + tail } else { height };
            let wanted = if top.is_none() {
                wanted + Self::height(head.line_count, self.head_style)
            } else {
                wanted
            };
            if !self.fits(flow, wanted, &head) {
                self.close(flow, top.take());
                flow.turn();
            }
            if top.is_none() {
                top = Some(self.open(flow, &head));
            }
            self.set_row(flow, &row, &head, &mut top);
        }
        self.close(flow, top);
    }

    /// Whether to go on here: also when the next page would not hold it either.
    fn fits(&self, flow: &Flow<'_>, height: Milli, head: &BrokenRow) -> bool {
        let on_next = flow.frame.body_height() - Self::height(head.line_count, self.head_style);
        height <= flow.room() || flow.is_at_top() || (height > on_next && flow.room() > pt(60))
    }

    fn broken(&self, flow: &mut Flow<'_>, row: &[String], style: Style) -> BrokenRow {
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(row)
            .map(|(column, text)| {
                let text = flow.printable(text);
                wrap(flow.faces, &text, style, column.width - 2 * PADDING_X)
            })
            .collect();
        let line_count = cells.iter().map(Vec::len).max().unwrap_or(0);
        BrokenRow { cells, line_count }
    }

    fn height(line_count: usize, style: Style) -> Milli {
        let lines = i64::try_from(line_count).unwrap_or(i64::from(u16::MAX));
        lines * style.line_height() + 2 * PADDING_Y
    }

    /// Starts the table on this page; the answer is where its frame begins.
    fn open(&self, flow: &mut Flow<'_>, head: &BrokenRow) -> Milli {
        let top = flow.y();
        self.rule(flow);
        flow.skip(PADDING_Y);
        self.set_head(flow, head);
        flow.skip(PADDING_Y);
        self.rule(flow);
        top
    }

    /// Sets the titles, each in the middle of its cell both ways.
    fn set_head(&self, flow: &mut Flow<'_>, head: &BrokenRow) {
        let (faces, y) = (flow.faces, flow.y());
        let line_height = self.head_style.line_height();
        let height = Self::height(head.line_count, self.head_style) - 2 * PADDING_Y;
        let mut x = flow.frame.left;
        for (column, cell) in self.columns.iter().zip(&head.cells) {
            let free = head.line_count.saturating_sub(cell.len());
            let mut top = y + line_height * i64::try_from(free).unwrap_or(0) / 2;
            for text in cell {
                let inner = column.width - 2 * PADDING_X;
                flow.sheet()
                    .text(faces, (x + PADDING_X, top), inner, Align::Centre, self.head_style, text);
                top += line_height;
            }
            x += column.width;
        }
        flow.skip(height);
    }

    /// Sets a row, over as many pages as it takes, and rules it off.
    fn set_row(&self, flow: &mut Flow<'_>, row: &BrokenRow, head: &BrokenRow, top: &mut Option<Milli>) {
        flow.skip(PADDING_Y);
        for line in 0..row.line_count {
            if self.style.line_height() + PADDING_Y > flow.room() {
                self.close(flow, top.take());
                flow.turn();
                *top = Some(self.open(flow, head));
                flow.skip(PADDING_Y);
            }
            self.set_line(flow, row, line);
        }
        flow.skip(PADDING_Y);
        self.rule(flow);
    }

    fn set_line(&self, flow: &mut Flow<'_>, row: &BrokenRow, line: usize) {
        let (faces, y) = (flow.faces, flow.y());
        let mut x = flow.frame.left;
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            if let Some(text) = cell.get(line) {
                let inner = column.width - 2 * PADDING_X;
                flow.sheet()
                    .text(faces, (x + PADDING_X, y), inner, column.align, self.style, text);
            }
            x += column.width;
        }
        flow.skip(self.style.line_height());
    }

    fn rule(&self, flow: &mut Flow<'_>) {
        let (left, y) = (flow.frame.left, flow.y());
        let right = left + self.columns.iter().map(|column| column.width).sum::<Milli>();
        flow.sheet().line((left, y), (right, y), THIN);
    }

    /// Ends the table on this page: the lines between its columns.
    fn close(&self, flow: &mut Flow<'_>, top: Option<Milli>) {
        let Some(top) = top else { return };
        let bottom = flow.y();
        let mut x = flow.frame.left;
        flow.sheet().line((x, top), (x, bottom), THIN);
        for column in &self.columns {
            x += column.width;
            flow.sheet().line((x, top), (x, bottom), THIN);
        }
        // A row that goes on overleaf has no rule of its own here.
        self.rule(flow);
    }
}
