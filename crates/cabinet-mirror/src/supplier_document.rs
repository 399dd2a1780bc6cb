//! Documents of the supplier for one legal entity: bills, shipments, УПД, payments, scans.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::OrderId;
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use prost::Message;
use rusqlite::{OptionalExtension, named_params};

const LIST: &str = "
    SELECT body
    FROM supplier_document
    ORDER BY date DESC, id";

const OF_ORDER: &str = "
    SELECT body
    FROM supplier_document
    WHERE order_id = :order_id
      AND order_id <> ''
    ORDER BY date, id";

const ONE: &str = "
    SELECT body
    FROM supplier_document
    WHERE id = :id";

impl EntityMirror {
    /// Documents of the supplier, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn supplier_documents(&self) -> Result<Vec<SupplierDocumentRow>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let bodies = list
                .query_map([], |row| row.get::<_, Vec<u8>>("body"))?
                .collect::<Result<Vec<_>, _>>()?;
            decoded(&bodies)
        })
    }

    /// Documents of one order, the oldest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn supplier_documents_of_order(&self, order: &OrderId) -> Result<Vec<SupplierDocumentRow>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(OF_ORDER)?;
            let bodies = list
                .query_map(named_params! { ":order_id": order.as_str() }, |row| {
                    row.get::<_, Vec<u8>>("body")
                })?
                .collect::<Result<Vec<_>, _>>()?;
            decoded(&bodies)
        })
    }

    /// One document; `None` when it is not here.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn supplier_document(&self, id: &str) -> Result<Option<SupplierDocumentRow>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(ONE)?;
            let body: Option<Vec<u8>> = one
                .query_row(named_params! { ":id": id }, |row| row.get("body"))
                .optional()?;
            Ok(body
                .map(|bytes| SupplierDocumentRow::decode(bytes.as_slice()))
                .transpose()?)
        })
    }
}

fn decoded(bodies: &[Vec<u8>]) -> Result<Vec<SupplierDocumentRow>, MirrorError> {
    Ok(bodies
        .iter()
        .map(|body| SupplierDocumentRow::decode(body.as_slice()))
        .collect::<Result<_, _>>()?)
}
