//! What one legal entity bought, added up by months, goods or people, out of the lines of its own orders.
//!
//! As everywhere, cancelled orders, dropped lines and orders without sums are not purchases; how many of the first two there
//! are is told. Days are those of this computer. Goods that went back are not here (`returned_goods`).

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use crate::text;
use cabinet_domain::order::OrderState;
use cabinet_domain::unit_word::unit_key;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, Row, named_params};
use std::collections::HashMap;

/// What purchases are added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportBy {
    /// Months.
    Month,
    /// Goods, each in its unit.
    Goods,
    /// The people who placed the orders.
    Person,
    /// All together: of a legal entity.
    Nothing,
}

/// Which purchases are added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportQuery {
    /// From this day on, ISO.
    pub from: Option<String>,
    /// Up to this day, ISO.
    pub to: Option<String>,
    /// Only goods with these words in their article or name; beginnings suffice.
    pub goods: String,
    /// Only of this person; empty for orders of which nobody knows who placed them, `None` for all.
    pub person: Option<String>,
}

/// Purchases that were added up. Of two currencies there are two rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// `YYYY-MM`, an item's id, a person's name, or empty.
    pub key: String,
    /// Of goods, as the newest order has it; else empty.
    pub article: String,
    /// As above.
    pub name: String,
    /// Unit of the quantity; empty but for goods.
    pub unit: String,
    /// ISO 4217.
    pub currency: String,
    /// How many orders.
    pub orders: u32,
    /// How much of the goods, in thousandths; `None` but for goods.
    pub quantity_milli: Option<i64>,
    /// Sum of the lines, VAT included.
    pub total_minor: i64,
}

/// Purchases of a time, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurchaseSums {
    /// The rows, in no order.
    pub rows: Vec<ReportRow>,
    /// All of each currency, with an empty key, in no order.
    pub totals: Vec<ReportRow>,
    /// Cancelled orders that would be in it.
    pub cancelled_orders: u32,
    /// Lines that the supplier dropped out of orders that are in it.
    pub dropped_lines: u32,
}

/// Why purchases cannot be added up.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The file failed.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// Added up, the sums or the quantities do not fit.
    #[error("what was bought is too much to be added up")]
    TooMuch,
}

impl From<StoreError> for ReportError {
    fn from(error: StoreError) -> Self {
        Self::Mirror(error.into())
    }
}

impl From<rusqlite::Error> for ReportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Mirror(error.into())
    }
}

/// Orders with their lines, the lines of an order one after the other; an order without lines has one row of nulls.
const ORDERS: &str = "
    SELECT o.id, o.currency, o.placed_by, o.state = :cancelled AS is_cancelled,
           strftime('%Y-%m', o.placed_at_ms / 1000, 'unixepoch', 'localtime') AS month,
           l.item, l.article, l.name, l.unit, l.quantity_milli, l.sum_minor
    FROM placed_order o
    LEFT JOIN order_line l ON l.order_id = o.id
    WHERE o.currency <> ''
      AND (:person IS NULL OR o.placed_by = :person)
      AND (:from IS NULL OR date(o.placed_at_ms / 1000, 'unixepoch', 'localtime') >= :from)
      AND (:to IS NULL OR date(o.placed_at_ms / 1000, 'unixepoch', 'localtime') <= :to)
    ORDER BY o.placed_at_ms, o.id, l.ordinal";

impl EntityMirror {
    /// Purchases of a time added up. An order counts once in each row that has a line of it.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn purchase_report(&self, by: ReportBy, query: &ReportQuery) -> Result<PurchaseSums, ReportError> {
        self.db().read(|conn| report(conn, by, query))
    }
}

/// What a row is told apart by: key, unit of goods however it is written, currency.
type Group = (String, String, String);

/// A row that grows, and the last order that was counted in it.
struct Growing {
    row: ReportRow,
    last_order: String,
}

/// Rows that grow.
type Groups = HashMap<Group, Growing>;

fn report(conn: &Connection, by: ReportBy, query: &ReportQuery) -> Result<PurchaseSums, ReportError> {
    let wanted = Wanted::of(&query.goods);
    let (mut groups, mut totals) = (Groups::new(), Groups::new());
    let mut sums = PurchaseSums::default();
    let mut orders = conn.prepare_cached(ORDERS)?;
    let mut all = orders.query(named_params! {
        ":cancelled": OrderState::Cancelled.code(),
        ":person": query.person,
        ":from": query.from,
        ":to": query.to,
    })?;
    let mut last_cancelled = String::new();
    while let Some(row) = all.next()? {
        let head = Head::of(row)?;
        let line = Line::of(row)?;
        let is_wanted = match &line {
            Some(line) => wanted.has(&line.article, &line.name),
            None => wanted.is_everything(),
        };
        if !is_wanted {
            continue;
        }
        if head.is_cancelled {
            if last_cancelled != head.id {
                sums.cancelled_orders = sums.cancelled_orders.saturating_add(1);
                last_cancelled = head.id;
            }
            continue;
        }
        let Some(line) = line else { continue };
        if line.quantity_milli == 0 && line.sum_minor == 0 {
            sums.dropped_lines = sums.dropped_lines.saturating_add(1);
            continue;
        }
        add(&mut totals, ReportBy::Nothing, &head, &line)?;
        add(&mut groups, by, &head, &line)?;
    }
    let rows = |groups: Groups| groups.into_values().map(|growing| growing.row).collect();
    sums.rows = rows(groups);
    sums.totals = rows(totals);
    Ok(sums)
}

/// Which goods are wanted: folded words, each the beginning of one of an article or a name.
pub(crate) struct Wanted(String);

impl Wanted {
    pub(crate) fn of(typed: &str) -> Self {
        Self(text::words(typed))
    }

    pub(crate) fn is_everything(&self) -> bool {
        self.words().next().is_none()
    }

    pub(crate) fn has(&self, article: &str, name: &str) -> bool {
        if self.is_everything() {
            return true;
        }
        let words = text::words(&format!("{article} {name}"));
        self.words()
            .all(|wanted| words.split(' ').any(|word| word.starts_with(wanted)))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|word| !word.is_empty())
    }
}

struct Head {
    id: String,
    currency: String,
    person: String,
    is_cancelled: bool,
    month: String,
}

impl Head {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            currency: row.get("currency")?,
            person: row.get("placed_by")?,
            is_cancelled: row.get("is_cancelled")?,
            month: row.get("month")?,
        })
    }
}

struct Line {
    item: String,
    article: String,
    name: String,
    unit: String,
    quantity_milli: i64,
    sum_minor: i64,
}

impl Line {
    /// `None` of an order without lines.
    fn of(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let Some(item) = row.get("item")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            item,
            article: row.get("article")?,
            name: row.get("name")?,
            unit: row.get("unit")?,
            quantity_milli: row.get("quantity_milli")?,
            sum_minor: row.get("sum_minor")?,
        }))
    }
}

fn add(groups: &mut Groups, by: ReportBy, head: &Head, line: &Line) -> Result<(), ReportError> {
    let key = match by {
        ReportBy::Month => head.month.clone(),
        ReportBy::Goods => line.item.clone(),
        ReportBy::Person => head.person.clone(),
        ReportBy::Nothing => String::new(),
    };
    let is_goods = by == ReportBy::Goods;
    let unit = if is_goods { line.unit.clone() } else { String::new() };
    let growing = groups
        .entry((key.clone(), unit_key(&unit), head.currency.clone()))
        .or_insert_with(|| Growing {
            row: ReportRow {
                key,
                article: String::new(),
                name: String::new(),
                unit,
                currency: head.currency.clone(),
                orders: 0,
                quantity_milli: is_goods.then_some(0),
                total_minor: 0,
            },
            last_order: String::new(),
        });
    let row = &mut growing.row;
    row.total_minor = row
        .total_minor
        .checked_add(line.sum_minor)
        .ok_or(ReportError::TooMuch)?;
    if let Some(quantity) = &mut row.quantity_milli {
        *quantity = quantity.checked_add(line.quantity_milli).ok_or(ReportError::TooMuch)?;
        row.article.clone_from(&line.article);
        row.name.clone_from(&line.name);
    }
    if growing.last_order != head.id {
        growing.last_order.clone_from(&head.id);
        row.orders = row.orders.saturating_add(1);
    }
    Ok(())
}
