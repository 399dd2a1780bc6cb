//! The rows of a file as lines to order, rows left out, and rows that somebody must look at.

use crate::amount::{Amount, is_unit};
use crate::file::sheet::{Book, Look, Row, Sheet, Value};
use crate::table::header::{is_about, is_total, unit_of};
use crate::table::layout::{Layout, Mark};
use crate::table::roles::Role;
use crate::table::{Table, copies, line, shapes};
use crate::{Skipped, Unreadable};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::unit_word::may_be_same;
use cabinet_domain::written::{self, Written};

/// More of anything is no quantity: it is a telephone, a tax number or a barcode in the wrong column.
const MOST_MILLI: i64 = 9_999_999_999;

/// What was read. Every row of the file is in exactly one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Lines to order, in the order of the file.
    pub lines: Vec<Line>,
    /// Rows that hold no line.
    pub skipped: Vec<SkippedRows>,
    /// Rows that somebody must look at.
    pub unreadable: Vec<UnreadRow>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The place of its sheet in the file, from 0.
    pub sheet: usize,
    /// Its number, from 1, as a spreadsheet or an editor counts it.
    pub row: u32,
}

/// A line to order; at least one of article, barcode and name is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub at: At,
    /// The article as written.
    pub article: Option<String>,
    /// The barcode as written.
    pub barcode: Option<String>,
    /// The name as written.
    pub name: Option<String>,
    /// How much; above zero. `None` when the row says nothing of it, or when nobody can tell which column says it.
    pub quantity: Option<Written>,
    /// The unit as written.
    pub unit: Option<String>,
    /// The price as written, without a sign of money. It is the buyer's belief and orders nothing.
    pub price: Option<String>,
    /// Whether the row is hidden or struck out in the file, or its sheet is hidden.
    pub is_hidden: bool,
}

/// Rows one after the other that hold no line for the same reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkippedRows {
    /// The first of them.
    pub at: At,
    /// The number of the last.
    pub last_row: u32,
    /// Why.
    pub why: Skipped,
}

/// A row that somebody must look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadRow {
    /// Where it stands.
    pub at: At,
    /// What is wrong with it.
    pub why: Unreadable,
    /// Whether the row is hidden in the file, or its sheet is.
    pub is_hidden: bool,
}

/// Reads the rows of all tables, as their layouts say.
#[must_use]
pub fn read_rows(book: &Book, tables: &[Table]) -> Rows {
    let mut rows = Rows::default();
    let has_amounts = tables.iter().any(|table| table.layout.quantity.is_some());
    for (at, sheet) in book.sheets.iter().enumerate() {
        if sheet.is_text {
            line::read(at, sheet, &mut rows);
            continue;
        }
        for table in tables.iter().filter(|table| table.sheet == at) {
            let reader = Reader::new(sheet, table);
            // A price list beside an order is no part of it, as long as nobody takes one of its columns for quantities.
            let is_beside = has_amounts && table.layout.quantity.is_none() && !table.doubts().contains(&Role::Quantity);
            reader.read(is_beside, &mut rows);
        }
    }
    copies::set_aside(&mut rows);
    rows
}

impl Rows {
    /// Adds rows that hold no line to those before them.
    pub(crate) fn skip(&mut self, at: At, last_row: u32, why: Skipped) {
        match self.skipped.last_mut() {
            Some(last)
                if last.at.sheet == at.sheet && last.why == why && last.last_row.checked_add(1) == Some(at.row) =>
            {
                last.last_row = last_row;
            }
            _ => self.skipped.push(SkippedRows { at, last_row, why }),
        }
    }
}

/// What a row is.
enum Outcome {
    Line(Line),
    /// Goods without an amount: forgotten, or not ordered.
    Unordered(Line, Option<Unreadable>),
    Skip(Skipped),
    Unread(Unreadable),
}

struct Reader<'a> {
    sheet: &'a Sheet,
    table: &'a Table,
    layout: &'a Layout,
    /// The unit that the title of the quantity names.
    unit: Option<&'a str>,
    /// How many cells the rows of goods have.
    usual: usize,
    /// Cells of article, barcode and name that go over several rows: column, first and last row.
    down: Vec<(u32, u32, u32)>,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a Sheet, table: &'a Table) -> Self {
        let layout = &table.layout;
        let title = layout.quantity.and_then(|column| table.found.titles.get(&column));
        let mut widths: Vec<usize> = sheet
            .between(table.found.first_line, table.last_row)
            .iter()
            .take(500)
            .map(|row| row.cells.len())
            .collect();
        widths.sort_unstable();
        let goods = [layout.article, layout.barcode, layout.name];
        let mut down: Vec<(u32, u32, u32)> = sheet
            .merged
            .iter()
            .filter(|merged| merged.bottom > merged.top && goods.contains(&Some(merged.left)))
            .filter(|merged| (table.first_row..=table.last_row).contains(&merged.top))
            .map(|merged| (merged.left, merged.top, merged.bottom))
            .collect();
        down.sort_unstable();
        Self {
            sheet,
            table,
            layout,
            unit: title.and_then(|title| unit_of(title)),
            usual: widths.get(widths.len() / 2).copied().unwrap_or_default(),
            down,
        }
    }

    fn read(&self, is_beside: bool, rows: &mut Rows) {
        let mut next = self.table.first_row;
        let mut outcomes: Vec<(At, bool, Outcome)> = Vec::new();
        let mut unordered = 0_usize;
        let mut ordered = 0_usize;
        for row in self.sheet.between(self.table.first_row, self.table.last_row) {
            let at = self.at(row.number);
            if row.number > next {
                let blank = Outcome::Skip(Skipped::Blank);
                outcomes.push((self.at(next), false, blank));
            }
            next = row.number.saturating_add(1);
            let outcome = self.outcome(row);
            match &outcome {
                Outcome::Line(_) => ordered = ordered.saturating_add(1),
                Outcome::Unordered(..) => unordered = unordered.saturating_add(1),
                Outcome::Skip(_) | Outcome::Unread(_) => {}
            }
            outcomes.push((at, row.is_hidden || self.sheet.is_hidden, outcome));
        }
        // A form has all goods, and amounts beside a few: what has none is not ordered. Elsewhere one was forgotten.
        let is_form = ordered > 0 && unordered >= ordered;
        let mut starts = outcomes
            .iter()
            .map(|(at, _, _)| at.row)
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter();
        for (at, is_hidden, outcome) in outcomes {
            let last = match (&outcome, starts.next()) {
                (Outcome::Skip(Skipped::Blank), Some(start)) => start.saturating_sub(1),
                _ => at.row,
            };
            match outcome {
                Outcome::Skip(why) => rows.skip(at, last, why),
                Outcome::Line(_) | Outcome::Unordered(..) if is_beside => rows.skip(at, at.row, Skipped::NotOrdered),
                Outcome::Unordered(..) if is_form => rows.skip(at, at.row, Skipped::NotOrdered),
                Outcome::Line(line) | Outcome::Unordered(line, None) => rows.lines.push(line),
                Outcome::Unordered(_, Some(why)) | Outcome::Unread(why) => {
                    rows.unreadable.push(UnreadRow { at, why, is_hidden });
                }
            }
        }
        if next <= self.table.last_row {
            rows.skip(self.at(next), self.table.last_row, Skipped::Blank);
        }
    }

    fn at(&self, row: u32) -> At {
        At {
            sheet: self.table.sheet,
            row,
        }
    }

    fn outcome(&self, row: &Row) -> Outcome {
        if self.table.found.headers.contains(&row.number) {
            return Outcome::Skip(Skipped::Header);
        }
        if row.number < self.table.found.first_line {
            return Outcome::Skip(Skipped::Title);
        }
        if !row
            .cells
            .iter()
            .any(|cell| cell.value.text().chars().any(char::is_alphanumeric))
        {
            return Outcome::Skip(Skipped::Blank);
        }
        match self.goods(row) {
            Ok(goods) => self.of_goods(row, goods),
            Err(why) => Outcome::Unread(why),
        }
    }

    /// The cell of a role, or the one above that goes down to this row.
    fn cell(&self, row: &'a Row, role: Role) -> Option<&'a Value> {
        let column = self.layout.column(role)?;
        if let Some(value) = row.at(column) {
            return Some(value);
        }
        let at = self
            .down
            .partition_point(|(left, top, _)| (*left, *top) <= (column, row.number));
        let (left, top, bottom) = self.down.get(at.checked_sub(1)?)?;
        let is_over = *left == column && *top < row.number && row.number <= *bottom;
        if is_over {
            self.sheet.row(*top)?.at(column)
        } else {
            None
        }
    }

    fn goods(&self, row: &'a Row) -> Result<Goods<'a>, Unreadable> {
        let name = self.cell(row, Role::Name).map(Value::text);
        let article = code(self.cell(row, Role::Article));
        let barcode = code(self.cell(row, Role::Barcode));
        match (article, barcode) {
            // What the other one says is enough.
            (Err(_), Ok(barcode @ Some(_))) => Ok(Goods {
                article: None,
                barcode,
                name,
            }),
            (Ok(article @ Some(_)), Err(_)) => Ok(Goods {
                article,
                barcode: None,
                name,
            }),
            (Err(why), _) | (_, Err(why)) => Err(why),
            (Ok(article), Ok(barcode)) => Ok(Goods { article, barcode, name }),
        }
    }

    fn of_goods(&self, row: &'a Row, goods: Goods<'a>) -> Outcome {
        let amount = self.layout.quantity.and_then(|column| row.at(column));
        let first = row.cells.first().map(|cell| cell.value.text()).unwrap_or_default();
        // A total stands where no article does.
        let label = row
            .cells
            .iter()
            .take(4)
            .map(|cell| cell.value.text())
            .find(|text| is_total(text));
        if let Some(label) = label
            && goods.article.is_none_or(|article| article == label)
            && goods.barcode.is_none()
        {
            return Outcome::Skip(Skipped::Total);
        }
        let is_apart = amount.is_none() || (row.cells.len() <= 2 && self.usual != 1);
        if is_about(first)
            && is_apart
            && goods.barcode.is_none()
            && goods.article.is_none_or(|article| article == first)
        {
            return Outcome::Skip(Skipped::Note);
        }
        if goods.article.is_none() && goods.barcode.is_none() && goods.name.is_none() {
            return match amount {
                Some(_) => Outcome::Unread(Unreadable::NoArticle),
                None if self
                    .layout
                    .article
                    .or(self.layout.barcode)
                    .or(self.layout.name)
                    .is_none() =>
                {
                    Outcome::Unread(Unreadable::NoArticle)
                }
                None => Outcome::Skip(Skipped::Note),
            };
        }
        if amount.is_none() && self.is_group(row, goods) {
            return Outcome::Skip(Skipped::Group);
        }
        let line = Line {
            at: self.at(row.number),
            article: goods.article.map(str::to_owned),
            barcode: goods.barcode.map(str::to_owned),
            name: goods.name.map(str::to_owned),
            quantity: None,
            unit: self.unit_cell(row).map(str::to_owned),
            price: self
                .layout
                .price
                .and_then(|column| row.at(column))
                .map(|value| shapes::without_money(value.text()).to_owned()),
            is_hidden: row.is_hidden || self.sheet.is_hidden,
        };
        if self.layout.quantity.is_none() {
            return Outcome::Line(line);
        }
        match amount {
            None => Outcome::Unordered(line, None),
            Some(value) if !value.text().chars().any(char::is_alphanumeric) => Outcome::Unordered(line, None),
            Some(value) => match self.amount(row, value) {
                Ok((quantity, unit)) => Outcome::Line(Line {
                    quantity: Some(quantity),
                    unit: unit.or(line.unit),
                    ..line
                }),
                Err(Unreadable::NotPositive) if !is_negative(value) => {
                    Outcome::Unordered(line, Some(Unreadable::NotPositive))
                }
                Err(why) => Outcome::Unread(why),
            },
        }
    }

    /// A row with one text and no amount among fuller ones is the title of a group.
    fn is_group(&self, row: &Row, goods: Goods<'_>) -> bool {
        if self.layout.quantity.is_none() && self.usual <= 1 {
            return false;
        }
        let is_code = goods
            .article
            .is_some_and(|article| shapes::of_text(article) != shapes::Shape::Words);
        match (goods.article, goods.barcode) {
            (None, None) => row.cells.len() == 1 || self.layout.article.or(self.layout.barcode).is_some(),
            (Some(article), None) => {
                let is_words = !is_code || is_numbered_title(article);
                is_words && row.cells.len() == 1 && self.usual > 1
            }
            _ => false,
        }
    }

    /// The unit of the row: of its own column, or of the title.
    fn unit_cell(&self, row: &'a Row) -> Option<&'a str> {
        let cell = self.layout.unit.and_then(|column| row.at(column)).map(Value::text);
        cell.or(self.unit)
    }

    fn amount(&self, row: &'a Row, value: &Value) -> Result<(Written, Option<String>), Unreadable> {
        let (quantity, unit) = match value {
            Value::Date(_) => return Err(Unreadable::DateForQuantity),
            Value::Error(_) => return Err(Unreadable::FormulaError),
            Value::Flag(_) => return Err(Unreadable::NotANumber),
            Value::Number { exact, look } => number(exact, look.as_deref())?,
            Value::Text(text) if shapes::is_date(text) => return Err(Unreadable::DateForQuantity),
            Value::Text(text) => {
                let amount = Amount::read(text)?;
                (amount.quantity, amount.unit)
            }
        };
        let quantity = self.decide(row, quantity);
        let most = match &quantity {
            Written::Exact(quantity) => quantity.milli(),
            Written::Doubtful(readings) => readings.first().map_or(0, |reading| reading.milli()),
        };
        if most > MOST_MILLI {
            return Err(Unreadable::TooLarge);
        }
        // «5 уп» in a row whose unit is «шт», or under «Кол-во, шт»: nobody knows which of them is meant.
        let column = self.layout.unit.and_then(|column| row.at(column)).map(Value::text);
        let said = [unit.as_deref(), column, self.unit];
        let differ = |one: &&str| said.iter().flatten().any(|other| !may_be_same(one, other));
        if said.iter().flatten().any(differ) {
            return Err(Unreadable::TwoUnits);
        }
        Ok((quantity, unit))
    }

    /// A doubt that the table itself takes away: its sign has been settled, or only one reading makes the sum of the line.
    fn decide(&self, row: &Row, quantity: Written) -> Written {
        let Written::Doubtful(readings) = &quantity else {
            return quantity;
        };
        if let ([thousands, decimals], Some(mark)) = (readings.as_slice(), self.layout.mark) {
            return Written::Exact(match mark {
                Mark::Thousands => *thousands,
                Mark::Decimals => *decimals,
            });
        }
        let money = |column: Option<u32>| micro(row.at(column?)?);
        if let (Some(price), Some(sum)) = (money(self.layout.price), money(self.layout.sum))
            && price > 0
            && sum > 0
        {
            let fits = |reading: &&Quantity| {
                let product = i128::from(reading.milli()).saturating_mul(price) / 1000;
                product.abs_diff(sum).saturating_mul(100) <= sum.unsigned_abs()
            };
            let mut fitting = readings.iter().filter(fits);
            if let (Some(only), None) = (fitting.next(), fitting.next()) {
                return Written::Exact(*only);
            }
        }
        quantity
    }
}

/// What a row says of its goods.
#[derive(Clone, Copy)]
struct Goods<'a> {
    article: Option<&'a str>,
    barcode: Option<&'a str>,
    name: Option<&'a str>,
}

/// The article or the barcode in a cell.
fn code(value: Option<&Value>) -> Result<Option<&str>, Unreadable> {
    match value {
        None => Ok(None),
        Some(Value::Date(_)) => Err(Unreadable::DateForArticle),
        Some(Value::Error(_)) => Err(Unreadable::FormulaError),
        Some(value) if shapes::is_rounded(value.text()) => Err(Unreadable::DigitsLost),
        Some(value) => Ok(Some(value.text()).filter(|text| text.chars().any(char::is_alphanumeric))),
    }
}

/// «2.1 Болты и гайки»: a group whose number makes it look like an article.
fn is_numbered_title(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_number = first.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number && words.next().is_some_and(|word| word.chars().all(char::is_alphabetic))
}

fn is_negative(value: &Value) -> bool {
    value.text().trim_start().starts_with(['-', '\u{2212}'])
}

/// A number of a workbook: exact, unless its format shows another one.
fn number(exact: &str, look: Option<&Look>) -> Result<(Written, Option<String>), Unreadable> {
    if exact.starts_with('-') {
        return Err(Unreadable::NotPositive);
    }
    let part = exact.split_once('.').map_or("", |(_, part)| part);
    if part.len() > 3 {
        return Err(Unreadable::TooFine);
    }
    let quantity = Quantity::parse(exact).map_err(|_| Unreadable::TooLarge)?;
    if quantity == Quantity::ZERO {
        return Err(Unreadable::NotPositive);
    }
    let Some(look) = look else {
        return Ok((Written::Exact(quantity), None));
    };
    let unit = Some(look.suffix.clone()).filter(|suffix| !suffix.is_empty());
    if unit.as_deref().is_some_and(|unit| !is_unit(unit)) {
        return Err(Unreadable::NotANumber);
    }
    match Quantity::parse(&look.shown) {
        // 2.5 that is shown as 3: one person reads it, the other counts with it.
        Ok(shown) if shown != quantity => {
            let (larger, smaller) = if shown > quantity {
                (shown, quantity)
            } else {
                (quantity, shown)
            };
            Ok((Written::Doubtful(vec![larger, smaller]), unit))
        }
        Ok(_) => Ok((Written::Exact(quantity), unit)),
        Err(_) => Err(Unreadable::NotANumber),
    }
}

/// Money in millionths, for comparing; `None` where it can be read in two ways.
fn micro(value: &Value) -> Option<i128> {
    let text = match value {
        Value::Number { exact, .. } => exact.clone(),
        value => {
            let plain = shapes::without_money(value.text());
            let is_clear = matches!(
                written::read(plain),
                Ok(Written::Exact(_)) | Err(written::WrittenError::TooFine)
            );
            let blanks = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
            is_clear.then(|| plain.replace(blanks, "").replace(',', "."))?
        }
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    format!("{whole}{part}").parse().ok()
}
