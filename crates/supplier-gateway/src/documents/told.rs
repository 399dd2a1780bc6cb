//! Notices of papers: everyone who may see a paper is told once when it reaches the legal entity, and no more once it is gone from there.
//!
//! Not here: payments, which orders tell of. No sum stands in a notice of a paper.

use crate::access::people;
use crate::documents::DocumentsError;
use crate::documents::stored::StoredDocument;
use crate::notices;
use crate::storage::{StorageError, Tx};
use cabinet_domain::delivery::{day_at, read_date};
use cabinet_domain::ids::EntityId;
use cabinet_domain::notice::NoticeKind;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::personal::NoticeRow;
use time::Duration;

/// A paper that is older is history that is being loaded: nobody is called for it.
const NEWS_FOR: Duration = Duration::days(14);

const INSERT: &str = "
    INSERT INTO document_notice (notice, document)
    VALUES ($1, $2)";

/// Tells of a document that came to its legal entity, and takes back what was told of it where it was `before`.
pub(super) fn follow(
    tx: &mut dyn Tx,
    document: &StoredDocument,
    before: Option<&EntityId>,
    now_ms: i64,
) -> Result<(), DocumentsError> {
    let now = document.entity.as_ref().filter(|_| !document.is_withdrawn);
    if now == before {
        return Ok(());
    }
    if before.is_some() {
        forget(tx, &document.id, now_ms)?;
    }
    let (Some(entity), Some(kind)) = (now, told_as(document.facts.kind)) else {
        return Ok(());
    };
    if !is_recent(&document.facts.date, now_ms) {
        return Ok(());
    }
    let notice = NoticeRow {
        entity: entity.to_string(),
        at_ms: now_ms,
        // Storekeepers are told of goods that come, and the name of a file may hold a sum.
        name: document
            .file
            .as_ref()
            .filter(|_| kind == NoticeKind::Document)
            .map(|file| file.name.clone())
            .unwrap_or_default(),
        paper: document.id.clone(),
        paper_kind: document.facts.kind.code().to_owned(),
        paper_number: document.facts.number.clone(),
        ..NoticeRow::default()
    };
    for member in people::of_entity(tx, entity)? {
        if let Some(id) = notices::tell_by_id(tx, &member.id, kind, notice.clone())? {
            tx.execute(INSERT, &[id.into(), document.id.as_str().into()])?;
        }
    }
    Ok(())
}

/// Takes back what was told of a document.
pub(crate) fn forget(tx: &mut dyn Tx, document: &str, now_ms: i64) -> Result<(), StorageError> {
    notices::forget_document(tx, document, now_ms)
}

const fn told_as(kind: DocumentKind) -> Option<NoticeKind> {
    match kind {
        DocumentKind::Payment | DocumentKind::Refund => None,
        DocumentKind::Shipment | DocumentKind::Upd => Some(NoticeKind::Waybill),
        DocumentKind::Bill
        | DocumentKind::TaxInvoice
        | DocumentKind::Return
        | DocumentKind::Reconciliation
        | DocumentKind::Other => Some(NoticeKind::Document),
    }
}

/// One without a date, or with one that cannot be read, came now.
fn is_recent(date: &str, now_ms: i64) -> bool {
    let since = day_at(now_ms, 0).and_then(|today| today.checked_sub(NEWS_FOR));
    match (read_date(date), since) {
        (Some(date), Some(since)) => date >= since,
        _ => true,
    }
}
