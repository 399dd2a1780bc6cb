//! What one legal entity owes by the supplier's books: its documents, and their sums by contract, currency and due date. Where there
//! are no books: what orders and documents of the supplier say of money.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_protocol::supplier_documents::SupplierDocumentHead;
use prost::Message as _;
use rusqlite::{OptionalExtension, Row, named_params};

/// A document of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedDocument {
    /// Id of the gateway.
    pub id: String,
    /// Number of the contract; empty when not said.
    pub contract: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`, or one of a newer gateway.
    pub kind: String,
    /// As the supplier wrote it.
    pub number: String,
    /// ISO; empty when not said.
    pub date: String,
    /// ISO; empty when not said.
    pub due_date: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT; below zero for an advance or goods given back.
    pub total_minor: i64,
    /// Paid of it.
    pub paid_minor: i64,
}

/// Documents of one contract, currency and due date, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedSum {
    /// Number of the contract; empty when not said.
    pub contract: String,
    /// ISO 4217.
    pub currency: String,
    /// ISO; empty when not said.
    pub due_date: String,
    /// How many documents.
    pub documents: u32,
    /// Their sums.
    pub total_minor: i64,
    /// What was paid of them.
    pub paid_minor: i64,
    /// What is owed of those of which something is owed.
    pub debts_minor: i64,
    /// What the others are below zero: advances, paid too much.
    pub advances_minor: i64,
}

/// What 1C said of the money of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderMoney {
    /// Id of the gateway.
    pub id: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT, as 1C has it now.
    pub total_minor: i64,
    /// Whether it was cancelled: nothing of it will be handed over.
    pub is_cancelled: bool,
    /// Number of its payment, the last of several; empty until nothing of it is left to pay.
    pub payment_number: String,
    /// ISO; empty as above, and when not said.
    pub payment_date: String,
    /// Number of the shipment; empty until everything is shipped, and always where 1C cancelled it.
    pub shipment_number: String,
    /// ISO; empty as above.
    pub shipment_date: String,
    /// When it is to be paid, ISO; empty when not said.
    pub due_date: String,
    /// When it came to the state that it is in, UTC, ms since 1970.
    pub changed_at_ms: i64,
}

const AS_OF: &str = "SELECT as_of_ms FROM books";

// In the order of the table: nothing is sorted.
const SUMS: &str = "
    SELECT contract, currency, due_date, count(*) AS documents, sum(total_minor) AS total_minor,
           sum(paid_minor) AS paid_minor, sum(max(total_minor - paid_minor, 0)) AS debts_minor,
           sum(min(total_minor - paid_minor, 0)) AS advances_minor
    FROM owed_document
    GROUP BY contract, currency, due_date";

const OF_CONTRACT: &str = "
    SELECT id, contract, kind, number, date, due_date, currency, total_minor, paid_minor
    FROM owed_document
    WHERE contract = :contract
      AND currency = :currency
    ORDER BY due_date, id";

const UNTIL: &str = "
    SELECT id, contract, kind, number, date, due_date, currency, total_minor, paid_minor
    FROM owed_document
    WHERE due_date <> ''
      AND due_date <= :until
      AND total_minor > paid_minor
    ORDER BY due_date, id";

// A currency stands in orders with sums only.
const ORDERS: &str = "
    SELECT id, currency, total_minor, state = 'cancelled' AS is_cancelled, payment_number, payment_date,
           CASE WHEN state = 'cancelled' THEN '' ELSE shipment_number END AS shipment_number, shipment_date, due_date,
           coalesce(
               (SELECT max(at_ms) FROM order_history WHERE order_history.order_id = placed_order.id),
               placed_at_ms
           ) AS changed_at_ms
    FROM placed_order
    WHERE currency <> ''";

const PAPERS: &str = "
    SELECT body
    FROM supplier_document";

impl EntityMirror {
    /// What 1C said of the money of orders.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn money_of_orders(&self) -> Result<Vec<OrderMoney>, MirrorError> {
        self.db().read(|conn| {
            let mut orders = conn.prepare_cached(ORDERS)?;
            let rows = orders.query_map([], |row| {
                Ok(OrderMoney {
                    id: row.get("id")?,
                    currency: row.get("currency")?,
                    total_minor: row.get("total_minor")?,
                    is_cancelled: row.get("is_cancelled")?,
                    payment_number: row.get("payment_number")?,
                    payment_date: row.get("payment_date")?,
                    shipment_number: row.get("shipment_number")?,
                    shipment_date: row.get("shipment_date")?,
                    due_date: row.get("due_date")?,
                    changed_at_ms: row.get("changed_at_ms")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What the supplier's documents say of money.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn document_heads(&self) -> Result<Vec<SupplierDocumentHead>, MirrorError> {
        self.db().read(|conn| {
            let mut papers = conn.prepare_cached(PAPERS)?;
            let mut rows = papers.query([])?;
            let mut heads = Vec::new();
            while let Some(row) = rows.next()? {
                let body = row.get_ref("body")?.as_blob().map_err(rusqlite::Error::from)?;
                heads.push(SupplierDocumentHead::decode(body)?);
            }
            Ok(heads)
        })
    }

    /// When the books were as they are here, UTC, ms since 1970; `None` when they were never told.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn books_as_of_ms(&self) -> Result<Option<i64>, MirrorError> {
        self.db().read(|conn| {
            let mut as_of = conn.prepare_cached(AS_OF)?;
            Ok(as_of.query_row([], |row| row.get("as_of_ms")).optional()?)
        })
    }

    /// What is owed, added up by contract, currency and due date, in that order.
    ///
    /// # Errors
    /// [`MirrorError`], also for sums beyond 64 bits.
    pub fn owed_sums(&self) -> Result<Vec<OwedSum>, MirrorError> {
        self.db().read(|conn| {
            let mut sums = conn.prepare_cached(SUMS)?;
            let rows = sums.query_map([], |row| {
                Ok(OwedSum {
                    contract: row.get("contract")?,
                    currency: row.get("currency")?,
                    due_date: row.get("due_date")?,
                    documents: row.get("documents")?,
                    total_minor: row.get("total_minor")?,
                    paid_minor: row.get("paid_minor")?,
                    debts_minor: row.get("debts_minor")?,
                    advances_minor: row.get("advances_minor")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Documents of a contract in one currency, those that are due first in front, those without a date before them.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn owed_documents(&self, contract: &str, currency: &str) -> Result<Vec<OwedDocument>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(OF_CONTRACT)?;
            let rows = list.query_map(named_params! { ":contract": contract, ":currency": currency }, document)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Documents of all contracts of which something is owed and that are to be paid by a day, those that are due first in front.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn owed_until(&self, day: &str) -> Result<Vec<OwedDocument>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(UNTIL)?;
            let rows = list.query_map(named_params! { ":until": day }, document)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn document(row: &Row<'_>) -> rusqlite::Result<OwedDocument> {
    Ok(OwedDocument {
        id: row.get("id")?,
        contract: row.get("contract")?,
        kind: row.get("kind")?,
        number: row.get("number")?,
        date: row.get("date")?,
        due_date: row.get("due_date")?,
        currency: row.get("currency")?,
        total_minor: row.get("total_minor")?,
        paid_minor: row.get("paid_minor")?,
    })
}
