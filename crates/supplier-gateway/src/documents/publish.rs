//! Rows of documents in `doc:<entity>`, and of those that hand goods over in `doc:<entity>:unpriced`.

use crate::documents::DocumentsError;
use crate::documents::facts::Line;
use crate::documents::stored::{self, StoredDocument, StoredFile};
use crate::documents::told;
use crate::feeds::{self, RowChange};
use crate::orders::ensure_unpriced;
use crate::storage::Tx;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::DocumentRow;
use cabinet_protocol::supplier_documents::{
    DocumentDoubtRow, SupplierDocumentLineRow, SupplierDocumentRow, SupplierFileRow,
};
use prost::Message as _;

/// Brings the feeds to what the document says now, and tells people of one that came; `before` is who saw it until now.
pub(super) fn publish(
    tx: &mut dyn Tx,
    document: &StoredDocument,
    before: Option<&EntityId>,
    now_ms: i64,
) -> Result<(), DocumentsError> {
    publish_rows(tx, document, before, now_ms)?;
    told::follow(tx, document, before, now_ms)
}

fn publish_rows(
    tx: &mut dyn Tx,
    document: &StoredDocument,
    before: Option<&EntityId>,
    now_ms: i64,
) -> Result<(), DocumentsError> {
    if let Some(before) = before.filter(|before| document.entity.as_ref() != Some(*before)) {
        put(tx, before, &document.id, None, None, now_ms)?;
    }
    let Some(entity) = &document.entity else {
        return Ok(());
    };
    if document.is_withdrawn {
        return put(tx, entity, &document.id, None, None, now_ms);
    }
    let mut whole = row(document);
    if let Some(file) = &mut whole.file {
        (file.text, file.text_state) = stored::text(tx, &document.id)?;
    }
    let unpriced = document.facts.kind.hands_goods_over().then(|| without_sums(&whole));
    put(tx, entity, &document.id, Some(whole), unpriced, now_ms)
}

fn put(
    tx: &mut dyn Tx,
    entity: &EntityId,
    id: &str,
    whole: Option<SupplierDocumentRow>,
    unpriced: Option<SupplierDocumentRow>,
    now_ms: i64,
) -> Result<(), DocumentsError> {
    let name = entity.as_str().to_owned();
    for (feed, row) in [
        (FeedName::Documents(name.clone()), whole),
        (FeedName::UnpricedDocuments(name), unpriced),
    ] {
        let body = row.map(|row| {
            DocumentRow {
                supplier_document: Some(row),
                ..DocumentRow::default()
            }
            .encode_to_vec()
        });
        match (&feed, &body) {
            (_, None) if !feeds::exists(tx, &feed)? => continue,
            // Orders of before belong into it too.
            (FeedName::UnpricedDocuments(_), Some(_)) => ensure_unpriced(tx, entity, now_ms)?,
            _ => {}
        }
        let key = format!("d:{id}");
        feeds::publish(tx, &feed, &[RowChange { key, body }], now_ms)?;
    }
    Ok(())
}

fn row(document: &StoredDocument) -> SupplierDocumentRow {
    let facts = &document.facts;
    SupplierDocumentRow {
        id: document.id.clone(),
        kind: facts.kind.code().to_owned(),
        number: facts.number.clone(),
        date: facts.date.clone(),
        correction: facts.correction.clone(),
        order: document.order.as_ref().map(ToString::to_string).unwrap_or_default(),
        currency: facts.currency.clone(),
        total_minor: facts.total_minor,
        vat_minor: facts.vat_minor,
        came_at_ms: document.came_at_ms,
        file: document.file.as_ref().map(file),
        lines: facts.lines.iter().map(line).collect(),
        doubts: facts
            .doubts
            .iter()
            .map(|doubt| DocumentDoubtRow {
                code: doubt.code.clone(),
                line: doubt.line,
                stated: doubt.stated.clone(),
                computed: doubt.computed.clone(),
            })
            .collect(),
        counted_by: document.counted_by.clone(),
        due_date: facts.due_date.clone(),
    }
}

fn file(file: &StoredFile) -> SupplierFileRow {
    let ending = format!(".{}", file.extension);
    let title = file
        .name
        .to_lowercase()
        .strip_suffix(&ending)
        .map_or(file.name.as_str(), |rest| {
            file.name.get(..rest.len()).unwrap_or(&file.name)
        });
    SupplierFileRow {
        blake3: file.blake3.clone(),
        title: title.to_owned(),
        extension: file.extension.clone(),
        bytes: file.bytes,
        text: String::new(),
        text_state: String::new(),
    }
}

fn line(line: &Line) -> SupplierDocumentLineRow {
    SupplierDocumentLineRow {
        item: line.item.clone(),
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        quantity_milli: line.quantity_milli,
        sum_minor: line.sum_minor,
    }
}

/// A document as a storekeeper has it. Written field by field, so that a new sum has to be decided here.
fn without_sums(whole: &SupplierDocumentRow) -> SupplierDocumentRow {
    SupplierDocumentRow {
        id: whole.id.clone(),
        kind: whole.kind.clone(),
        number: whole.number.clone(),
        date: whole.date.clone(),
        correction: whole.correction.clone(),
        order: whole.order.clone(),
        currency: String::new(),
        total_minor: None,
        vat_minor: None,
        came_at_ms: whole.came_at_ms,
        file: None,
        lines: whole
            .lines
            .iter()
            .map(|line| SupplierDocumentLineRow {
                item: line.item.clone(),
                article: line.article.clone(),
                name: line.name.clone(),
                unit: line.unit.clone(),
                quantity_milli: line.quantity_milli,
                sum_minor: None,
            })
            .collect(),
        doubts: Vec::new(),
        counted_by: whole.counted_by.clone(),
        due_date: String::new(),
    }
}
