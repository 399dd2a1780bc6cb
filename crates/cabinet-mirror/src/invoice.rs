//! Invoices of one legal entity, complete enough to be printed offline.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::{DocumentId, OrderId};
use cabinet_protocol::rows::InvoiceRow;
use prost::Message;
use rusqlite::{OptionalExtension, Row, named_params};

/// An invoice in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceSummary {
    /// Which invoice.
    pub id: DocumentId,
    /// The order it is for.
    pub order: OrderId,
    /// The number to print.
    pub number: String,
    /// 1C's number is not known yet.
    pub is_preliminary: bool,
    /// ISO.
    pub date: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT.
    pub total_minor: i64,
    /// VAT in the sum.
    pub vat_minor: i64,
}

const LIST: &str = "
    SELECT id, order_id, number, is_preliminary, date, currency, total_minor, vat_minor
    FROM invoice
    ORDER BY date DESC, number DESC, id";

const OF_ORDER: &str = "
    SELECT id, order_id, number, is_preliminary, date, currency, total_minor, vat_minor
    FROM invoice
    WHERE order_id = :order_id
    ORDER BY date DESC, number DESC, id";

const BODY: &str = "
    SELECT body
    FROM invoice
    WHERE id = :id";

impl EntityMirror {
    /// Invoices, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn invoices(&self) -> Result<Vec<InvoiceSummary>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let rows = list.query_map([], summary)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Invoices of one order, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn invoices_of_order(&self, order: &OrderId) -> Result<Vec<InvoiceSummary>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(OF_ORDER)?;
            let rows = list.query_map(named_params! { ":order_id": order.as_str() }, summary)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One invoice with everything that is printed; `None` when it is not here.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn invoice(&self, id: &DocumentId) -> Result<Option<InvoiceRow>, MirrorError> {
        self.db().read(|conn| {
            let mut body = conn.prepare_cached(BODY)?;
            let found: Option<Vec<u8>> = body
                .query_row(named_params! { ":id": id.as_str() }, |row| row.get("body"))
                .optional()?;
            Ok(found.map(|bytes| InvoiceRow::decode(bytes.as_slice())).transpose()?)
        })
    }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<InvoiceSummary> {
    Ok(InvoiceSummary {
        id: DocumentId::new(row.get::<_, String>("id")?),
        order: OrderId::new(row.get::<_, String>("order_id")?),
        number: row.get("number")?,
        is_preliminary: row.get("is_preliminary")?,
        date: row.get("date")?,
        currency: row.get("currency")?,
        total_minor: row.get("total_minor")?,
        vat_minor: row.get("vat_minor")?,
    })
}
