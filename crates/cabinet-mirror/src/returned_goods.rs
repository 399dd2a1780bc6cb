//! Goods that went back, as the supplier's documents of return tell it: of one legal entity, in a time.
//!
//! A document without a date counts on the day when it came. Whether two of them tell one return is not decided here.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use crate::purchase_report::{ReportQuery, Wanted};
use cabinet_domain::order::OrderState;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::supplier_documents::{SupplierDocumentHead, SupplierDocumentLineRow, SupplierDocumentRow};
use prost::Message;
use rusqlite::{Connection, named_params};

/// A document of return.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnedGoods {
    /// What it says of itself.
    pub head: SupplierDocumentHead,
    /// Its day, ISO, or the day when it came.
    pub day: String,
    /// Who placed the order that it is of; empty when that is not known.
    pub person: String,
    /// The order that it is of was cancelled, and is no purchase.
    pub is_of_cancelled: bool,
    /// How many lines it has in all.
    pub line_count: usize,
    /// Those of its lines whose goods are wanted.
    pub lines: Vec<SupplierDocumentLineRow>,
}

/// The empty date of 1C is before it; a document of that day has no date.
const FIRST_DAY: &str = "2000-01-01";

const DOCUMENTS: &str = "
    SELECT d.body, coalesce(o.placed_by, '') AS person, coalesce(o.state = :cancelled, 0) AS is_of_cancelled
    FROM supplier_document d
    LEFT JOIN placed_order o ON o.id = d.order_id
    WHERE (:person IS NULL OR coalesce(o.placed_by, '') = :person)
      AND (d.date < :first
           OR ((:from IS NULL OR d.date >= :from) AND (:to IS NULL OR d.date <= :to)))
    ORDER BY d.id";

const DAY: &str = "
    SELECT date(:at_ms / 1000, 'unixepoch', 'localtime') AS day";

impl EntityMirror {
    /// Documents of return of a time, in the order of their ids; those of a person are those of his orders.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn returned_goods(&self, query: &ReportQuery) -> Result<Vec<ReturnedGoods>, MirrorError> {
        self.db().read(|conn| returned(conn, query))
    }
}

fn returned(conn: &Connection, query: &ReportQuery) -> Result<Vec<ReturnedGoods>, MirrorError> {
    let wanted = Wanted::of(&query.goods);
    let mut documents = conn.prepare_cached(DOCUMENTS)?;
    let mut day_of = conn.prepare_cached(DAY)?;
    let mut rows = documents.query(named_params! {
        ":cancelled": OrderState::Cancelled.code(),
        ":person": query.person,
        ":first": FIRST_DAY,
        ":from": query.from,
        ":to": query.to,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref("body")?.as_blob().map_err(rusqlite::Error::from)?;
        let head = SupplierDocumentHead::decode(body)?;
        if DocumentKind::from_code(&head.kind) != Some(DocumentKind::Return) {
            continue;
        }
        let day = if head.date.as_str() < FIRST_DAY {
            let day: Option<String> =
                day_of.query_row(named_params! { ":at_ms": head.came_at_ms }, |row| row.get("day"))?;
            let day = day.unwrap_or_default();
            let is_before = query.from.as_ref().is_some_and(|from| day < *from);
            let is_after = query.to.as_ref().is_some_and(|to| day > *to);
            if is_before || is_after {
                continue;
            }
            day
        } else {
            head.date.clone()
        };
        let mut lines = SupplierDocumentRow::decode(body)?.lines;
        let line_count = lines.len();
        lines.retain(|line| wanted.has(&line.article, &line.name));
        found.push(ReturnedGoods {
            head,
            day,
            person: row.get("person")?,
            is_of_cancelled: row.get("is_of_cancelled")?,
            line_count,
            lines,
        });
    }
    Ok(found)
}
