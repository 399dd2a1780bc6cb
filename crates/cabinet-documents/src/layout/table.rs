//! A ruled table over any number of pages: its head, merged cells and all, repeated on each, totals where asked for.

use std::ops::Range;

use crate::layout::wrap::{hyphenated, wrap};
use crate::layout::{Align, Flow, Milli, Style, pt};

const PADDING_X: Milli = 2_500;
const PADDING_Y: Milli = 1_800;
const THIN: Milli = 500;
const THICK: Milli = 1_500;

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub width: Milli,
    pub align: Align,
    /// The rule at its right is heavy.
    pub is_heavy: bool,
}

impl Column {
    pub(crate) const fn new(width: Milli, align: Align) -> Self {
        Self {
            width,
            align,
            is_heavy: false,
        }
    }

    /// The width of a column whose widest text is this wide.
    pub(crate) const fn holding(text_width: Milli) -> Milli {
        text_width + 2 * PADDING_X
    }
}

/// A cell of the head, over some columns and rows of it.
#[derive(Debug, Clone)]
pub(crate) struct HeadCell {
    pub text: String,
    pub columns: Range<usize>,
    pub rows: Range<usize>,
}

/// The head of plain titles, one for each column.
pub(crate) fn titles<T: Into<String>>(titles: impl IntoIterator<Item = T>) -> Vec<HeadCell> {
    let cell = |(at, title): (usize, T)| HeadCell {
        text: title.into(),
        columns: at..at + 1,
        rows: 0..1,
    };
    titles.into_iter().enumerate().map(cell).collect()
}

/// The raw texts of a row, one for each column; a row of a single text is a heading over all of them.
pub(crate) type Row = Vec<String>;

/// A row of sums: words over the first columns, without a frame, then a cell for each other column.
#[derive(Debug, Clone)]
pub(crate) struct Total {
    pub label: String,
    pub label_columns: usize,
    pub cells: Vec<String>,
}

/// The totals of a table.
pub(crate) struct Totals<'a> {
    /// Under the rows of each page; `None` where the form has totals only at the end.
    pub of_page: Option<&'a dyn Fn(Range<usize>) -> Total>,
    /// Under the last row.
    pub at_end: Vec<Total>,
}

impl Totals<'_> {
    /// A table without any.
    pub(crate) const NONE: Totals<'static> = Totals {
        of_page: None,
        at_end: Vec::new(),
    };
}

/// A table; its width is the sum of its columns.
pub(crate) struct Table {
    pub columns: Vec<Column>,
    pub head: Vec<HeadCell>,
    pub style: Style,
    pub head_style: Style,
}

/// A row broken into lines.
struct BrokenRow {
    cells: Vec<Vec<String>>,
    line_count: usize,
}

/// A head broken into lines, with the height of each of its rows.
struct BrokenHead {
    cells: Vec<Vec<String>>,
    heights: Vec<Milli>,
}

/// Where a table stands while it is set.
struct Setting<'a> {
    head: BrokenHead,
    totals: Totals<'a>,
    /// Height kept free under the rows of each page for its total.
    reserve: Milli,
    /// Where the rows begin on this page; `None` while no head is set on it.
    top: Option<Milli>,
    /// The first row of this page.
    first: usize,
}

impl Table {
    /// The paddings beside and above a text, and the thickness of a rule.
    pub(crate) const MEASURES: ((Milli, Milli), Milli) = ((PADDING_X, PADDING_Y), THIN);

    /// Sets the rows into the flow. The last one is kept on one page with the totals and `tail` more height, which the
    /// caller fills.
    pub(crate) fn place(
        &self,
        flow: &mut Flow<'_>,
        rows: impl ExactSizeIterator<Item = Row>,
        tail: Milli,
        totals: Totals<'_>,
    ) {
        let count = rows.len();
        let last = count.saturating_sub(1);
        // The total of everything is the widest of its kind.
        let reserve = totals
            .of_page
            .map_or(0, |of_page| self.total_height(flow, &of_page(0..count)));
        let ends: Milli = totals.at_end.iter().map(|total| self.total_height(flow, total)).sum();
        let mut setting = Setting {
            head: self.broken_head(flow),
            totals,
            reserve,
            top: None,
            first: 0,
        };
        for (at, row) in rows.enumerate() {
            let row = self.broken(flow, &row);
            let is_heading = row.cells.len() < self.columns.len();
            let mut wanted = self.height(&row) + setting.reserve;
            if is_heading {
                // A heading is not left alone at the foot of a page.
                wanted += lines_high(2, self.style) + 2 * PADDING_Y;
            }
            if at == last {
                wanted += tail + ends;
            }
            if setting.top.is_none() {
                wanted += setting.head.height();
            }
            if !self.fits(flow, wanted, &setting) {
                self.close(flow, &mut setting, at);
                flow.turn();
            }
            if setting.top.is_none() {
                setting.first = at;
                self.open(flow, &mut setting);
            }
            if is_heading {
                self.set_heading(flow, &row, &mut setting);
            } else {
                self.set_row(flow, &row, &mut setting, at);
            }
        }
        if count == 0 {
            self.open(flow, &mut setting);
        }
        self.close(flow, &mut setting, count);
        for total in std::mem::take(&mut setting.totals.at_end) {
            self.set_total(flow, &total);
        }
    }

    fn width(&self) -> Milli {
        self.columns.iter().map(|column| column.width).sum()
    }

    /// Whether to go on here: also when the next page would not hold it either.
    fn fits(&self, flow: &Flow<'_>, height: Milli, setting: &Setting<'_>) -> bool {
        let on_next = flow.frame.body_height() - setting.head.height();
        height <= flow.room() || flow.is_at_top() || (height > on_next && flow.room() > pt(60) + setting.reserve)
    }

    fn broken(&self, flow: &mut Flow<'_>, row: &[String]) -> BrokenRow {
        if let [heading] = row
            && self.columns.len() > 1
        {
            let text = flow.printable(heading);
            let lines = wrap(flow.faces, &text, self.head_style, self.width() - 2 * PADDING_X);
            return BrokenRow {
                line_count: lines.len(),
                cells: vec![lines],
            };
        }
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(row)
            .map(|(column, text)| {
                let text = flow.printable(text);
                wrap(flow.faces, &text, self.style, column.width - 2 * PADDING_X)
            })
            .collect();
        let line_count = cells.iter().map(Vec::len).max().unwrap_or(0);
        BrokenRow { cells, line_count }
    }

    fn height(&self, row: &BrokenRow) -> Milli {
        lines_high(row.line_count, self.style) + 2 * PADDING_Y
    }

    /// From the left of one column to the left of another.
    fn span(&self, columns: &Range<usize>) -> (Milli, Milli) {
        let width = |columns: &[Column]| columns.iter().map(|column| column.width).sum::<Milli>();
        let before = self.columns.get(..columns.start).map_or(0, width);
        (before, self.columns.get(columns.clone()).map_or(0, width))
    }

    fn broken_head(&self, flow: &mut Flow<'_>) -> BrokenHead {
        let cells: Vec<Vec<String>> = self
            .head
            .iter()
            .map(|cell| {
                let (_, width) = self.span(&cell.columns);
                let inner = width - 2 * PADDING_X;
                let text = hyphenated(flow.faces, &cell.text, self.head_style, inner);
                let text = flow.printable(&text);
                wrap(flow.faces, &text, self.head_style, inner)
            })
            .collect();
        let count = self.head.iter().map(|cell| cell.rows.end).max().unwrap_or(0);
        let mut heights: Vec<Milli> = vec![0; count];
        // First what one row alone must hold, then what cells over several still want of their last.
        for single in [true, false] {
            for (cell, lines) in self.head.iter().zip(&cells) {
                if (cell.rows.len() == 1) != single {
                    continue;
                }
                let wanted = lines_high(lines.len(), self.head_style) + 2 * PADDING_Y;
                let Some((last, others)) = heights.get_mut(cell.rows.clone()).and_then(<[_]>::split_last_mut) else {
                    continue;
                };
                *last = (*last).max(wanted - others.iter().sum::<Milli>());
            }
        }
        BrokenHead { cells, heights }
    }

    /// Starts the table on this page.
    fn open(&self, flow: &mut Flow<'_>, setting: &mut Setting<'_>) {
        let faces = flow.faces;
        let (left, top) = (flow.frame.left, flow.y());
        for (cell, lines) in self.head.iter().zip(&setting.head.cells) {
            let (x, width) = self.span(&cell.columns);
            let y = top + setting.head.heights.iter().take(cell.rows.start).sum::<Milli>();
            let height: Milli = setting
                .head
                .heights
                .get(cell.rows.clone())
                .map_or(0, |rows| rows.iter().sum());
            let mut line_y = y + (height - lines_high(lines.len(), self.head_style)) / 2;
            for text in lines {
                let at = (left + x + PADDING_X, line_y);
                let inner = width - 2 * PADDING_X;
                flow.sheet()
                    .text(faces, at, inner, Align::Centre, self.head_style, text);
                line_y += self.head_style.line_height();
            }
            // Top and left; the right and the bottom are those of the neighbours, of the table, and of its first row.
            flow.sheet().line((left + x, y), (left + x + width, y), THIN);
            let ends_heavy = cell
                .columns
                .start
                .checked_sub(1)
                .and_then(|before| self.columns.get(before));
            let thickness = rule_of(ends_heavy);
            flow.sheet().line((left + x, y), (left + x, y + height), thickness);
        }
        let height = setting.head.height();
        let right = left + self.width();
        flow.sheet().line((right, top), (right, top + height), THIN);
        flow.skip(height);
        self.rule(flow);
        setting.top = Some(flow.y());
    }

    /// Sets a row, over as many pages as it takes, and rules it off.
    fn set_row(&self, flow: &mut Flow<'_>, row: &BrokenRow, setting: &mut Setting<'_>, at: usize) {
        flow.skip(PADDING_Y);
        for line in 0..row.line_count {
            if self.style.line_height() + PADDING_Y + setting.reserve > flow.room() {
                self.close(flow, setting, at);
                flow.turn();
                setting.first = at;
                self.open(flow, setting);
                flow.skip(PADDING_Y);
            }
            self.set_line(flow, row, line);
        }
        flow.skip(PADDING_Y);
        self.rule(flow);
    }

    /// Sets a heading: no line between columns runs through it.
    fn set_heading(&self, flow: &mut Flow<'_>, row: &BrokenRow, setting: &mut Setting<'_>) {
        if let Some(top) = setting.top {
            self.rule_columns(flow, top);
        }
        let (faces, left, top) = (flow.faces, flow.frame.left, flow.y());
        let mut y = top + PADDING_Y;
        for text in row.cells.iter().flatten() {
            let inner = self.width() - 2 * PADDING_X;
            flow.sheet()
                .text(faces, (left + PADDING_X, y), inner, Align::Left, self.head_style, text);
            y += self.head_style.line_height();
        }
        let height = lines_high(row.line_count, self.head_style) + 2 * PADDING_Y;
        flow.sheet().frame((left, top), self.width(), height, THIN);
        flow.skip(height);
        setting.top = Some(flow.y());
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
        let right = left + self.width();
        flow.sheet().line((left, y), (right, y), THIN);
    }

    /// The lines between the columns, from `top` to here.
    fn rule_columns(&self, flow: &mut Flow<'_>, top: Milli) {
        let bottom = flow.y();
        let mut x = flow.frame.left;
        flow.sheet().line((x, top), (x, bottom), THIN);
        for column in &self.columns {
            x += column.width;
            flow.sheet().line((x, top), (x, bottom), rule_of(Some(column)));
        }
    }

    /// Ends the table on this page, before the row `next`: the lines between its columns, and the page's total.
    fn close(&self, flow: &mut Flow<'_>, setting: &mut Setting<'_>, next: usize) {
        let Some(top) = setting.top.take() else { return };
        self.rule_columns(flow, top);
        // A row that goes on overleaf has no rule of its own here.
        self.rule(flow);
        // A page that holds only the beginning of one row has nothing to add up.
        if let Some(of_page) = setting.totals.of_page.filter(|_| setting.first < next) {
            self.set_total(flow, &of_page(setting.first..next));
        }
    }

    fn broken_total(&self, flow: &mut Flow<'_>, total: &Total) -> BrokenRow {
        let (_, label_width) = self.span(&(0..total.label_columns));
        let label = flow.printable(&total.label);
        let mut cells = vec![wrap(flow.faces, &label, self.style, label_width - 2 * PADDING_X)];
        for (column, text) in self.columns.iter().skip(total.label_columns).zip(&total.cells) {
            let text = flow.printable(text);
            cells.push(wrap(flow.faces, &text, self.style, column.width - 2 * PADDING_X));
        }
        let line_count = cells.iter().map(Vec::len).max().unwrap_or(0);
        BrokenRow { cells, line_count }
    }

    fn total_height(&self, flow: &mut Flow<'_>, total: &Total) -> Milli {
        let broken = self.broken_total(flow, total);
        self.height(&broken)
    }

    fn set_total(&self, flow: &mut Flow<'_>, total: &Total) {
        let broken = self.broken_total(flow, total);
        let (faces, y, height) = (flow.faces, flow.y(), self.height(&broken));
        let (_, label_width) = self.span(&(0..total.label_columns));
        let left = flow.frame.left;
        let mut cells = broken.cells.iter();
        let mut set = |flow: &mut Flow<'_>, x: Milli, width: Milli, align: Align| {
            let mut top = y + PADDING_Y;
            for text in cells.next().into_iter().flatten() {
                let inner = width - 2 * PADDING_X;
                flow.sheet()
                    .text(faces, (x + PADDING_X, top), inner, align, self.style, text);
                top += self.style.line_height();
            }
        };
        set(flow, left, label_width, Align::Right);
        let mut x = left + label_width;
        flow.sheet().line((x, y), (x, y + height), THIN);
        for column in self.columns.iter().skip(total.label_columns) {
            let align = if column.align == Align::Left {
                Align::Centre
            } else {
                column.align
            };
            set(flow, x, column.width, align);
            x += column.width;
            flow.sheet().line((x, y), (x, y + height), THIN);
        }
        flow.sheet()
            .line((left + label_width, y + height), (x, y + height), THIN);
        flow.skip(height);
    }
}

impl BrokenHead {
    fn height(&self) -> Milli {
        self.heights.iter().sum()
    }
}

const fn rule_of(column: Option<&Column>) -> Milli {
    match column {
        Some(Column { is_heavy: true, .. }) => THICK,
        _ => THIN,
    }
}

fn lines_high(lines: usize, style: Style) -> Milli {
    i64::try_from(lines).unwrap_or(i64::from(u16::MAX)) * style.line_height()
}
