//! Which column is what: by its title, by its looks, and by whether the catalogue knows what stands in it.
//!
//! A column is taken only when it is clearly ahead of the others. Where two could be the quantity none is, and both are
//! told with how likely they are.

use crate::file::sheet::{Row, Sheet, Value};
use crate::table::find::Found;
use crate::table::header::title;
use crate::table::layout::Layout;
use crate::table::roles::{Role, Title};
use crate::table::shapes::{self, Shape};
use crate::table::{Candidate, Catalogue};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are looked at.
const SAMPLE: usize = 500;
/// Texts of a column that the catalogue is asked for.
const ASKED: usize = 200;
/// By how much a title must be clearer than another, in percent.
const CLEARER: u8 = 10;
/// From here on a candidate is taken, in percent.
const TAKEN: u8 = 50;
/// What may be it, and is not taken, in percent.
pub(crate) const DOUBTFUL: u8 = 40;
/// Rows from which on a pattern is no accident.
const FEW: usize = 3;

/// What is known of a column.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub title: Option<Title>,
    pub has_title: bool,
    filled: usize,
    amounts: usize,
    counts: usize,
    cents: usize,
    broken_cents: usize,
    money: usize,
    measured: usize,
    units: usize,
    barcodes: usize,
    codes: usize,
    words: usize,
    no_goods: usize,
    /// Formulas without a result.
    errors: usize,
    /// Texts without a blank in them.
    single: usize,
    /// Texts, as long as they are few enough to be kept.
    texts: Vec<String>,
    /// Percent of the asked texts that the catalogue knows.
    hits: Option<usize>,
}

impl Column {
    fn share(&self, count: usize) -> usize {
        count.saturating_mul(100).checked_div(self.filled).unwrap_or_default()
    }

    fn strength(&self, role: Role) -> Option<u8> {
        match self.title {
            Some(Title::Role(own, strength)) if own == role => Some(strength),
            _ => None,
        }
    }

    /// Whether its title leaves room for an article in it.
    fn may_be_article(&self) -> bool {
        match self.title {
            None | Some(Title::Place | Title::Other) => true,
            Some(Title::Role(role, _)) => matches!(role, Role::Article | Role::Barcode | Role::Name),
            Some(Title::Ordinal) => false,
        }
    }

    fn is_untold(&self) -> bool {
        self.title.is_none()
    }

    fn is_amount(&self) -> bool {
        self.filled > 0 && self.share(self.amounts) >= 60
    }

    /// Prices: signs of money, or two decimals that are not always zeros.
    fn is_price(&self) -> bool {
        self.share(self.money) >= 50 || (self.share(self.cents) >= 60 && self.share(self.broken_cents) >= 30)
    }

    fn is_distinct(&self) -> bool {
        let distinct: BTreeSet<&String> = self.texts.iter().collect();
        distinct.len().saturating_mul(100) >= self.texts.len().saturating_mul(95)
    }

    /// 1, 2, 3: the number of the line.
    fn is_sequence(&self) -> bool {
        let numbers: Vec<u64> = self
            .texts
            .iter()
            .filter_map(|text| text.trim_end_matches(['.', ')']).parse().ok())
            .collect();
        let steps = numbers
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if *b == a.saturating_add(1)))
            .count();
        let is_run = steps.saturating_mul(100) >= numbers.len().saturating_sub(1).saturating_mul(90);
        numbers.first() == Some(&1)
            && numbers.len().saturating_mul(100) >= self.texts.len().saturating_mul(90)
            && is_run
    }

    /// Numbers that nobody counts with: all different and of at least four digits.
    fn is_numbered(&self) -> bool {
        let is_long = |text: &String| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        self.filled > 0 && self.is_distinct() && self.texts.iter().all(is_long)
    }

    fn code_share(&self) -> usize {
        self.share(self.codes.saturating_add(self.barcodes))
    }
}

/// Looks at the columns of a table.
pub(crate) fn look(sheet: &Sheet, table: &Found, catalogue: &dyn Catalogue) -> BTreeMap<u32, Column> {
    let mut columns: BTreeMap<u32, Column> = BTreeMap::new();
    for (column, text) in &table.titles {
        let known = columns.entry(*column).or_default();
        known.title = title(text);
        known.has_title = true;
    }
    let rows = sheet.between(table.first_line, table.last_row).iter();
    let rows = rows.filter(|row| !table.headers.contains(&row.number));
    let is_wide = rows.clone().take(SAMPLE).any(|row| row.cells.len() > 1);
    let lines = rows.filter(|row| !is_wide || (row.cells.len() > 1 && !is_summary(row)));
    for row in lines.take(SAMPLE) {
        for cell in &row.cells {
            let column = columns.entry(cell.column).or_default();
            let text = cell.value.text();
            let shape = shapes::of(&cell.value);
            if matches!(cell.value, Value::Error(_)) {
                column.errors = column.errors.saturating_add(1);
            }
            column.filled = column.filled.saturating_add(1);
            let counters: &mut [&mut usize] = match shape {
                Shape::Count => &mut [&mut column.amounts, &mut column.counts],
                Shape::Cents if text.ends_with("00") => &mut [&mut column.amounts, &mut column.cents],
                Shape::Cents => &mut [&mut column.amounts, &mut column.cents, &mut column.broken_cents],
                Shape::Decimal => &mut [&mut column.amounts],
                Shape::Measured => &mut [&mut column.amounts, &mut column.measured],
                Shape::Money => &mut [&mut column.money],
                Shape::Unit => &mut [&mut column.units],
                Shape::Barcode => &mut [&mut column.barcodes],
                Shape::Code => &mut [&mut column.codes],
                Shape::Words => &mut [&mut column.words],
                Shape::NoGoods => &mut [&mut column.no_goods],
                Shape::Signs => &mut [],
            };
            for counter in counters {
                **counter = counter.saturating_add(1);
            }
            if !text.contains([' ', '\u{a0}']) {
                column.single = column.single.saturating_add(1);
            }
            column.texts.push(text.to_owned());
        }
    }
    for column in columns.values_mut() {
        let asked: BTreeSet<&str> = column.texts.iter().map(String::as_str).collect();
        let asked: Vec<&str> = asked.into_iter().take(ASKED).collect();
        if !asked.is_empty() {
            let known = catalogue.known(&asked);
            column.hits = known.map(|known| known.saturating_mul(100).checked_div(asked.len()).unwrap_or_default());
        }
    }
    columns
}

fn is_summary(row: &Row) -> bool {
    row.cells
        .iter()
        .take(3)
        .any(|cell| crate::table::header::is_total(cell.value.text()))
}

/// The roles of the columns, and who else could have had them.
pub(crate) fn assign(columns: &BTreeMap<u32, Column>) -> (Layout, Vec<Candidate>) {
    let mut seats = Seats {
        columns,
        layout: Layout::default(),
        candidates: Vec::new(),
        has_titles: columns.values().any(|column| column.title.is_some()),
    };
    seats.barcode();
    seats.article();
    seats.name();
    seats.unit();
    seats.titled(Role::Sum);
    seats.titled(Role::Price);
    seats.quantity();
    seats.price();
    seats.last_article();
    seats.candidates.sort_by_key(|candidate| {
        (
            candidate.role,
            std::cmp::Reverse(candidate.confidence),
            candidate.column,
        )
    });
    seats
        .candidates
        .dedup_by_key(|candidate| (candidate.role, candidate.column));
    (seats.layout, seats.candidates)
}

struct Seats<'a> {
    columns: &'a BTreeMap<u32, Column>,
    layout: Layout,
    candidates: Vec<Candidate>,
    has_titles: bool,
}

impl Seats<'_> {
    fn is_free(&self, column: u32) -> bool {
        !Role::ALL.iter().any(|role| self.layout.column(*role) == Some(column))
    }

    /// Columns without a role that no title says anything of.
    fn untold(&self) -> impl Iterator<Item = (u32, &Column)> {
        let free = self
            .columns
            .iter()
            .filter(|(at, column)| column.is_untold() && self.is_free(**at));
        free.map(|(at, column)| (*at, column))
    }

    /// Takes the candidate that is clearly ahead, and tells all of them.
    fn settle(&mut self, role: Role, mut found: Vec<(u8, u32)>) {
        found.sort_by_key(|(confidence, column)| (std::cmp::Reverse(*confidence), *column));
        let best = match *found.as_slice() {
            [] => None,
            [(best, column)] => Some((best, column)),
            [(best, column), (second, _), ..] => (best >= second.saturating_add(CLEARER)).then_some((best, column)),
        };
        if let Some((_, column)) = best.filter(|(confidence, _)| *confidence >= TAKEN) {
            self.layout.set(role, Some(column));
        }
        let is_taken = self.layout.column(role).is_some();
        self.candidates
            .extend(found.into_iter().map(|(confidence, column)| Candidate {
                role,
                column,
                confidence: if is_taken { confidence } else { confidence.min(DOUBTFUL) },
            }));
    }

    /// The columns with a title of the role; empty ones only when all are empty.
    fn by_title(&self, role: Role) -> Vec<(u8, u32)> {
        let titled: Vec<(u8, u32, bool)> = self
            .columns
            .iter()
            .filter_map(|(at, column)| Some((column.strength(role)?, *at, column.filled > 0)))
            .collect();
        let has_filled = titled.iter().any(|(_, _, is_filled)| *is_filled);
        let kept = titled.into_iter().filter(|(_, _, is_filled)| *is_filled || !has_filled);
        kept.map(|(strength, at, _)| (strength, at)).collect()
    }

    fn titled(&mut self, role: Role) {
        let found = self.by_title(role);
        self.settle(role, found);
    }

    fn barcode(&mut self) {
        let mut found = self.by_title(Role::Barcode);
        if found.is_empty() {
            found = self
                .untold()
                .filter(|(_, column)| column.share(column.barcodes) >= 80)
                .map(|(at, _)| (85, at))
                .collect();
        }
        self.settle(Role::Barcode, found);
    }

    fn article(&mut self) {
        // What the catalogue knows is an article, whatever stands over it; unless it is the barcode.
        let mut known: Vec<(usize, u32)> = self
            .columns
            .iter()
            .filter(|(at, _)| self.is_free(**at))
            .filter(|(_, column)| column.may_be_article())
            .filter_map(|(at, column)| {
                // Amounts may be articles of something by accident.
                let least = if column.is_amount() { 60 } else { 20 };
                Some((column.hits.filter(|hits| *hits >= least)?, *at))
            })
            .collect();
        known.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        let clear = match *known.as_slice() {
            [(_, column)] => Some(column),
            [(hits, column), (second, _), ..] if hits >= second.saturating_mul(2) => Some(column),
            _ => None,
        };
        if let Some(column) = clear {
            let titled: Vec<(u8, u32)> = self
                .by_title(Role::Article)
                .into_iter()
                .filter(|(_, at)| *at != column)
                .collect();
            let others = titled.into_iter().map(|(strength, at)| (strength.min(DOUBTFUL), at));
            let found: Vec<(u8, u32)> = std::iter::once((98, column)).chain(others).collect();
            return self.settle(Role::Article, found);
        }
        let titled = self.by_title(Role::Article);
        if !titled.is_empty() {
            return self.settle(Role::Article, titled);
        }
        let codes: Vec<(u8, u32)> = self
            .untold()
            .filter(|(_, column)| column.code_share() >= 50 && column.share(column.no_goods) < 30)
            .map(|(at, column)| {
                let distinct = if column.is_distinct() { 15 } else { 0 };
                let clean = if column.code_share() >= 80 { 10 } else { 0 };
                let pure = if column.share(column.codes) >= 50 { 5 } else { 0 };
                // A code has no blanks; «Болт М8 цинк» is a short name.
                let single = if column.share(column.single) >= 80 { 15 } else { 0 };
                (
                    [distinct, clean, pure, single]
                        .into_iter()
                        .fold(50_u8, u8::saturating_add),
                    at,
                )
            })
            .collect();
        if !codes.is_empty() {
            return self.settle(Role::Article, codes);
        }
        // Numbers only: those that are all different and long name goods, where another column can be the quantity.
        let numbered: Vec<(u8, u32)> = self
            .untold()
            .filter(|(_, column)| column.is_amount() && column.is_numbered())
            .map(|(at, _)| (60, at))
            .collect();
        let has_other = self.untold().filter(|(_, column)| column.is_amount()).count() > numbered.len();
        let has_words = self.untold().any(|(_, column)| column.share(column.words) >= 50);
        if !has_words && (has_other || self.columns.len() == 1) {
            self.settle(Role::Article, numbered);
        }
    }

    fn name(&mut self) {
        let mut found = self.by_title(Role::Name);
        if found.is_empty() {
            found = self
                .untold()
                .filter(|(_, column)| {
                    let is_blanked = column.share(column.single) < 50;
                    column.share(column.words) >= 50 || (is_blanked && column.code_share() >= 50)
                })
                .map(|(at, column)| {
                    let letters: usize = column.texts.iter().map(|text| text.chars().count()).sum();
                    // The longest words are the name; remarks and brands are shorter.
                    let length = letters.checked_div(column.texts.len()).unwrap_or_default().min(30);
                    (u8::try_from(length).unwrap_or_default().saturating_add(50), at)
                })
                .collect();
            let most = found.iter().map(|(confidence, _)| *confidence).max();
            if let Some(most) = most {
                // Of several the one that is longer by anything: a name orders nothing.
                for (confidence, _) in &mut found {
                    if *confidence < most {
                        *confidence = DOUBTFUL;
                    }
                }
            }
        }
        self.settle(Role::Name, found);
    }

    fn unit(&mut self) {
        let mut found = self.by_title(Role::Unit);
        found.retain(|(_, at)| self.columns.get(at).is_some_and(|column| !column.is_amount()));
        if found.is_empty() {
            found = self
                .columns
                .iter()
                // «Количество» may stand over two cells, the number and its unit.
                .filter(|(_, column)| column.is_untold() || column.strength(Role::Quantity).is_some())
                .filter(|(at, column)| self.is_free(**at) && column.share(column.units) >= 60)
                .map(|(at, _)| (85, *at))
                .collect();
        }
        self.settle(Role::Unit, found);
    }

    fn quantity(&mut self) {
        let mut titled = self.by_title(Role::Quantity);
        titled.retain(|(_, at)| self.is_free(*at));
        self.drop_twins(&mut titled);
        // A formula without a result is told of its row; another column is no better for it.
        let is_fit = |at: &u32| {
            self.columns.get(at).is_some_and(|column| {
                column.filled == 0 || column.share(column.amounts.saturating_add(column.errors)) >= 30
            })
        };
        // A title over prices or words has slipped.
        let (fit, unfit): (Vec<_>, Vec<_>) = titled.into_iter().partition(|(_, at)| is_fit(at));
        if !fit.is_empty() || !unfit.is_empty() {
            let unfit = unfit.into_iter().map(|(_, at)| (DOUBTFUL, at));
            return self.settle(Role::Quantity, fit.into_iter().chain(unfit).collect());
        }
        let ordinal = self.ordinal();
        let numbers: Vec<(u32, &Column)> = self
            .untold()
            .filter(|(at, column)| Some(*at) != ordinal && column.is_amount())
            .collect();
        let measured: Vec<u32> = numbers
            .iter()
            .filter(|(_, column)| column.share(column.measured) >= 50)
            .map(|(at, _)| *at)
            .collect();
        // What stands under a title that nobody knows may be a stock or a price as well: it is asked about.
        let sure = |at: u32, confidence: u8| match self.columns.get(&at) {
            Some(column) if column.has_title => (DOUBTFUL, at),
            _ => (confidence, at),
        };
        if let [only] = *measured.as_slice() {
            let others = numbers
                .iter()
                .filter(|(at, _)| *at != only)
                .map(|(at, _)| (DOUBTFUL, *at));
            let found: Vec<(u8, u32)> = std::iter::once(sure(only, 90)).chain(others).collect();
            return self.settle(Role::Quantity, found);
        }
        if numbers.is_empty() {
            let places = self.places();
            return self.settle(Role::Quantity, places);
        }
        let (prices, plain): (Vec<_>, Vec<_>) = numbers.iter().partition(|(_, column)| column.is_price());
        let is_many = |column: &Column| column.filled >= FEW;
        let found = match plain.as_slice() {
            [(at, column)]
                if column.is_sequence() && is_many(column) && !self.has_titles && prices.is_empty() && *at == 0 =>
            {
                vec![(DOUBTFUL, *at)]
            }
            [(at, _)] => vec![sure(*at, 75)],
            [] => match prices.as_slice() {
                [(at, column)] if !is_many(column) && self.layout.price.is_none() => vec![sure(*at, 60)],
                several => several.iter().map(|(at, _)| (DOUBTFUL, *at)).collect(),
            },
            several => several.iter().map(|(at, _)| (DOUBTFUL, *at)).collect(),
        };
        self.settle(Role::Quantity, found);
    }

    /// Numbers under a place where nothing else can be the quantity: a stock, or an order for each place; the user knows.
    fn places(&self) -> Vec<(u8, u32)> {
        self.columns
            .iter()
            .filter(|(at, column)| column.title == Some(Title::Place) && column.is_amount() && self.is_free(**at))
            .map(|(at, _)| (DOUBTFUL, *at))
            .collect()
    }

    /// Of columns that say the same in every row the first is enough.
    fn drop_twins(&self, found: &mut Vec<(u8, u32)>) {
        let texts = |at: u32| self.columns.get(&at).map(|column| &column.texts);
        let all = found.clone();
        found.retain(|(_, at)| !all.iter().any(|(_, other)| other < at && texts(*other) == texts(*at)));
    }

    /// The column that numbers the lines: titled, or the leftmost one with 1, 2, 3.
    fn ordinal(&self) -> Option<u32> {
        let titled = self
            .columns
            .iter()
            .find(|(_, column)| column.title == Some(Title::Ordinal));
        let counts = |at: &u32| self.untold().any(|(other, column)| other > *at && column.is_amount());
        titled.map(|(at, _)| *at).or_else(|| {
            let (at, column) = self.columns.first_key_value()?;
            let is_sure = column.filled >= FEW || counts(at);
            (column.is_untold() && self.is_free(*at) && column.is_sequence() && is_sure).then_some(*at)
        })
    }

    /// The price by its looks, where no title says it.
    fn price(&mut self) {
        if self.layout.price.is_some() {
            return;
        }
        let found: Vec<(u8, u32)> = self
            .untold()
            .filter(|(_, column)| column.is_price())
            .map(|(at, column)| (if column.share(column.money) >= 50 { 80 } else { 60 }, at))
            .collect();
        self.settle(Role::Price, found);
    }

    /// A list whose only texts are the articles, however they look: «Болт оцинкованный;5», or a title «Товар» over codes.
    fn last_article(&mut self) {
        let has_candidate = self.candidates.iter().any(|candidate| candidate.role == Role::Article);
        let Some(name) = self
            .layout
            .name
            .filter(|_| !has_candidate && self.layout.article.is_none())
        else {
            return;
        };
        let Some(column) = self.columns.get(&name) else { return };
        let is_code = column.code_share() >= 50;
        let is_short = column.texts.iter().all(|text| text.split_whitespace().count() <= 2);
        if is_code || (!self.has_titles && is_short) {
            self.settle(Role::Article, vec![(if is_code { 70 } else { TAKEN }, name)]);
        }
    }
}
