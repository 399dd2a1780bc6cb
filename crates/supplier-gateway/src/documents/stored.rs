//! Documents as they stand in the database.

use crate::access::entities::TaxCodes;
use crate::documents::DocumentsError;
use crate::documents::facts::{Facts, Line};
use crate::documents::matching::Trouble;
use crate::storage::{Row, StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::ids::{EntityId, OrderId};
use cabinet_domain::supplier_document::{DocumentKind, FileText};

/// A document, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    /// UUID of the gateway.
    pub id: String,
    /// What is known of it; `order` in it is unused here.
    pub facts: Facts,
    /// Who sees it; `None` when nobody does.
    pub entity: Option<EntityId>,
    /// Of which order.
    pub order: Option<OrderId>,
    /// The operator attached it.
    pub is_by_hand: bool,
    /// Why nobody sees it.
    pub trouble: Option<Trouble>,
    /// The document that is counted in its place; empty for itself.
    pub counted_by: String,
    /// Deleted in 1C.
    pub is_withdrawn: bool,
    /// Node of the exchange, `folder` or `console`.
    pub origin: String,
    /// UTC, ms since 1970.
    pub came_at_ms: i64,
    /// Its bytes.
    pub file: Option<StoredFile>,
}

/// The bytes of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// BLAKE3, hex.
    pub blake3: String,
    /// As it came, without folders.
    pub name: String,
    /// Without the dot.
    pub extension: String,
    /// Length.
    pub bytes: u64,
}

/// So long after it came the order of a document is looked for: 1C numbers an order within days, or never.
const LOOKED_FOR_MS: i64 = 30 * 24 * 60 * 60 * 1000;

const SELECT_ORDERS_BY_ONEC: &str = "
    SELECT id
    FROM orders
    WHERE onec_number = $1
      AND onec_number <> ''";

const SELECT: &str = "
    SELECT d.id, d.kind, d.number, d.document_date, d.correction, d.seller, d.buyer_name, d.buyer_inn, d.buyer_kpp,
           d.buyer_edrpou, d.currency, d.total_minor, d.vat_minor, d.entity, d.order_id, d.is_by_hand, d.trouble,
           d.counted_by, d.onec_id, d.is_withdrawn, d.origin, d.hints, d.doubts, d.came_at_ms, d.due_date,
           f.blake3, f.name AS file_name, f.extension, f.bytes
    FROM supplier_document d
    LEFT JOIN supplier_document_file f ON f.document = d.id
    WHERE d.id = $1";

const SELECT_IDS: &str = "
    SELECT id
    FROM supplier_document
    ORDER BY came_at_ms, document_date, number, id";

const SELECT_OF_ENTITY: &str = "
    SELECT id
    FROM supplier_document
    WHERE entity = $1
      AND is_withdrawn = 0
    ORDER BY id";

const SELECT_UNMATCHED: &str = "
    SELECT id
    FROM supplier_document
    WHERE entity IS NULL
      AND is_withdrawn = 0
    ORDER BY came_at_ms, document_date, number, id";

const SELECT_WITHOUT_ORDER: &str = "
    SELECT id
    FROM supplier_document
    WHERE order_id IS NULL
      AND is_by_hand = 0
      AND is_withdrawn = 0
      AND trouble <> 'order_of_another'
      AND (entity IS NULL OR (hints <> '[]' AND came_at_ms >= $1))
    ORDER BY came_at_ms, document_date, number, id";

const SELECT_OF_ORDER: &str = "
    SELECT id
    FROM supplier_document
    WHERE order_id = $1
    ORDER BY came_at_ms, document_date, number, id";

const SELECT_BY_ONEC: &str = "
    SELECT id
    FROM supplier_document
    WHERE onec_id = $1";

const SELECT_BY_NUMBER: &str = "
    SELECT id
    FROM supplier_document
    WHERE number = $1
      AND document_date = $2
      AND kind = $3
      AND correction = $4
      AND is_withdrawn = 0
    ORDER BY came_at_ms, document_date, number, id";

const SELECT_BY_HASH: &str = "
    SELECT d.id
    FROM supplier_document_file f
    JOIN supplier_document d ON d.id = f.document
    WHERE f.blake3 = $1
      AND d.is_withdrawn = 0";

const SELECT_LINES: &str = "
    SELECT item, article, name, unit, quantity_milli, sum_minor
    FROM supplier_document_line
    WHERE document = $1
    ORDER BY ordinal";

const PUT: &str = "
    INSERT INTO supplier_document
        (id, kind, number, document_date, correction, seller, buyer_name, buyer_inn, buyer_kpp, buyer_edrpou, currency,
         total_minor, vat_minor, entity, order_id, is_by_hand, trouble, counted_by, onec_id, is_withdrawn, origin, hints,
         doubts, came_at_ms, due_date)
    VALUES
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
         $25)
    ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, number = excluded.number, document_date = excluded.document_date,
        correction = excluded.correction, seller = excluded.seller, buyer_name = excluded.buyer_name,
        buyer_inn = excluded.buyer_inn, buyer_kpp = excluded.buyer_kpp, buyer_edrpou = excluded.buyer_edrpou,
        currency = excluded.currency, total_minor = excluded.total_minor, vat_minor = excluded.vat_minor,
        entity = excluded.entity, order_id = excluded.order_id, is_by_hand = excluded.is_by_hand,
        trouble = excluded.trouble, counted_by = excluded.counted_by, is_withdrawn = excluded.is_withdrawn,
        hints = excluded.hints, doubts = excluded.doubts, due_date = excluded.due_date";

const DELETE_LINES: &str = "
    DELETE FROM supplier_document_line
    WHERE document = $1";

const INSERT_LINE: &str = "
    INSERT INTO supplier_document_line (document, ordinal, item, article, name, unit, quantity_milli, sum_minor)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const PUT_FILE: &str = "
    INSERT INTO supplier_document_file (document, blake3, name, extension, bytes)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (document) DO UPDATE SET
        blake3 = excluded.blake3, name = excluded.name, extension = excluded.extension, bytes = excluded.bytes,
        text = '', text_state = ''";

const SELECT_WITHOUT_TEXT: &str = "
    SELECT f.document, f.blake3
    FROM supplier_document_file f
    JOIN supplier_document d ON d.id = f.document
    WHERE f.extension = 'pdf'
      AND f.text_state = ''
      AND d.is_withdrawn = 0
    ORDER BY d.came_at_ms, d.id";

const SELECT_TEXT: &str = "
    SELECT text, text_state
    FROM supplier_document_file
    WHERE document = $1";

const PUT_TEXT: &str = "
    UPDATE supplier_document_file
    SET text = $2, text_state = $3
    WHERE document = $1";

/// One document; `None` when there is none.
///
/// # Errors
/// [`DocumentsError`].
pub fn load(tx: &mut dyn Tx, id: &str) -> Result<Option<StoredDocument>, DocumentsError> {
    let found = query_one(tx, SELECT, &[id.into()], |row| read(row))?;
    let Some((mut document, kind, trouble, hints, doubts)) = found else {
        return Ok(None);
    };
    let unreadable = || DocumentsError::Unreadable(id.to_owned());
    document.facts.kind = DocumentKind::from_code(&kind).ok_or_else(unreadable)?;
    document.trouble = match trouble.as_str() {
        "" => None,
        code => Some(Trouble::from_code(code).ok_or_else(unreadable)?),
    };
    document.facts.hints = serde_json::from_str(&hints).map_err(|_| unreadable())?;
    document.facts.doubts = serde_json::from_str(&doubts).map_err(|_| unreadable())?;
    document.facts.lines = query_all(tx, SELECT_LINES, &[id.into()], |row| {
        Ok(Line {
            item: row.text("item")?,
            article: row.text("article")?,
            name: row.text("name")?,
            unit: row.text("unit")?,
            quantity_milli: row.int("quantity_milli")?,
            sum_minor: row.opt_int("sum_minor")?,
        })
    })?;
    Ok(Some(document))
}

/// Every document, the earliest first.
///
/// # Errors
/// [`DocumentsError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<StoredDocument>, DocumentsError> {
    let ids = ids(tx, SELECT_IDS, &[])?;
    all(tx, &ids)
}

/// Those that a legal entity sees, in the order of ids.
pub(crate) fn of_entity(tx: &mut dyn Tx, entity: &EntityId) -> Result<Vec<StoredDocument>, DocumentsError> {
    let ids = ids(tx, SELECT_OF_ENTITY, &[entity.as_str().into()])?;
    all(tx, &ids)
}

/// Those that nobody sees.
pub(crate) fn unmatched(tx: &mut dyn Tx) -> Result<Vec<StoredDocument>, DocumentsError> {
    let ids = ids(tx, SELECT_UNMATCHED, &[])?;
    all(tx, &ids)
}

/// Those that may still find their entity or their order.
pub(super) fn without_order(tx: &mut dyn Tx, now_ms: i64) -> Result<Vec<StoredDocument>, DocumentsError> {
    let since_ms = now_ms.saturating_sub(LOOKED_FOR_MS);
    let ids = ids(tx, SELECT_WITHOUT_ORDER, &[since_ms.into()])?;
    all(tx, &ids)
}

/// Orders that have this number in 1C.
pub(super) fn orders_by_onec_number(tx: &mut dyn Tx, number: &str) -> Result<Vec<OrderId>, DocumentsError> {
    let ids = ids(tx, SELECT_ORDERS_BY_ONEC, &[number.into()])?;
    Ok(ids.into_iter().map(OrderId::new).collect())
}

/// Those of one order.
pub(super) fn of_order(tx: &mut dyn Tx, order: &OrderId) -> Result<Vec<StoredDocument>, DocumentsError> {
    let ids = ids(tx, SELECT_OF_ORDER, &[order.as_str().into()])?;
    all(tx, &ids)
}

/// The one that came from 1C under this Ид.
pub(super) fn by_onec_id(tx: &mut dyn Tx, onec_id: &str) -> Result<Option<StoredDocument>, DocumentsError> {
    let ids = if onec_id.is_empty() {
        Vec::new()
    } else {
        ids(tx, SELECT_BY_ONEC, &[onec_id.into()])?
    };
    Ok(all(tx, &ids)?.into_iter().next())
}

/// Those of the same kind, number, date and edition.
pub(super) fn by_number(tx: &mut dyn Tx, facts: &Facts) -> Result<Vec<StoredDocument>, DocumentsError> {
    if facts.number.is_empty() || facts.date.is_empty() {
        return Ok(Vec::new());
    }
    let params = [
        facts.number.as_str().into(),
        facts.date.as_str().into(),
        facts.kind.code().into(),
        facts.correction.as_str().into(),
    ];
    let ids = ids(tx, SELECT_BY_NUMBER, &params)?;
    all(tx, &ids)
}

/// The one with these bytes.
pub(crate) fn by_hash(tx: &mut dyn Tx, blake3: &str) -> Result<Option<StoredDocument>, DocumentsError> {
    let ids = ids(tx, SELECT_BY_HASH, &[blake3.into()])?;
    Ok(all(tx, &ids)?.into_iter().next())
}

/// Writes a document with its lines; its file is written by [`put_file`].
pub(super) fn put(tx: &mut dyn Tx, document: &StoredDocument) -> Result<(), DocumentsError> {
    let facts = &document.facts;
    let unwritable = |_| DocumentsError::Unreadable(document.id.clone());
    let params = [
        document.id.as_str().into(),
        facts.kind.code().into(),
        facts.number.as_str().into(),
        facts.date.as_str().into(),
        facts.correction.as_str().into(),
        facts.seller.as_str().into(),
        facts.buyer_name.as_str().into(),
        facts.buyer.inn.as_str().into(),
        facts.buyer.kpp.as_str().into(),
        facts.buyer.edrpou.as_str().into(),
        facts.currency.as_str().into(),
        facts.total_minor.into(),
        facts.vat_minor.into(),
        document.entity.as_ref().map(EntityId::as_str).into(),
        document.order.as_ref().map(OrderId::as_str).into(),
        document.is_by_hand.into(),
        document.trouble.map_or("", Trouble::code).into(),
        document.counted_by.as_str().into(),
        facts.onec_id.as_str().into(),
        document.is_withdrawn.into(),
        document.origin.as_str().into(),
        serde_json::to_string(&facts.hints).map_err(unwritable)?.into(),
        serde_json::to_string(&facts.doubts).map_err(unwritable)?.into(),
        document.came_at_ms.into(),
        facts.due_date.as_str().into(),
    ];
    tx.execute(PUT, &params)?;
    tx.execute(DELETE_LINES, &[document.id.as_str().into()])?;
    for (line, ordinal) in facts.lines.iter().zip(1_i64..) {
        let params = [
            document.id.as_str().into(),
            ordinal.into(),
            line.item.as_str().into(),
            line.article.as_str().into(),
            line.name.as_str().into(),
            line.unit.as_str().into(),
            line.quantity_milli.into(),
            line.sum_minor.into(),
        ];
        tx.execute(INSERT_LINE, &params)?;
    }
    Ok(())
}

/// Gives a document its bytes.
pub(super) fn put_file(tx: &mut dyn Tx, id: &str, file: &StoredFile) -> Result<(), DocumentsError> {
    let params = [
        id.into(),
        file.blake3.as_str().into(),
        file.name.as_str().into(),
        file.extension.as_str().into(),
        i64::try_from(file.bytes).unwrap_or(i64::MAX).into(),
    ];
    tx.execute(PUT_FILE, &params)?;
    Ok(())
}

/// Ids and hashes of those with a PDF whose text was not read yet, the earliest first.
pub(super) fn without_text(tx: &mut dyn Tx) -> Result<Vec<(String, String)>, DocumentsError> {
    Ok(query_all(tx, SELECT_WITHOUT_TEXT, &[], |row| {
        Ok((row.text("document")?, row.text("blake3")?))
    })?)
}

/// The text of a document's file with its state, as `FileText::code`; both empty where it was not read.
pub(super) fn text(tx: &mut dyn Tx, id: &str) -> Result<(String, String), DocumentsError> {
    let found = query_one(tx, SELECT_TEXT, &[id.into()], |row| {
        Ok((row.text("text")?, row.text("text_state")?))
    })?;
    Ok(found.unwrap_or_default())
}

/// Keeps the text of a document's file.
pub(super) fn put_text(tx: &mut dyn Tx, id: &str, state: FileText, text: &str) -> Result<(), DocumentsError> {
    tx.execute(PUT_TEXT, &[id.into(), text.into(), state.code().into()])?;
    Ok(())
}

fn ids(tx: &mut dyn Tx, sql: &'static str, params: &[Value]) -> Result<Vec<String>, StorageError> {
    query_all(tx, sql, params, |row| row.text("id"))
}

fn all(tx: &mut dyn Tx, ids: &[String]) -> Result<Vec<StoredDocument>, DocumentsError> {
    let mut documents = Vec::with_capacity(ids.len());
    for id in ids {
        documents.extend(load(tx, id)?);
    }
    Ok(documents)
}

type RawDocument = (StoredDocument, String, String, String, String);

fn read(row: &dyn Row) -> Result<RawDocument, StorageError> {
    let file = match row.opt_text("blake3")? {
        None => None,
        Some(blake3) => Some(StoredFile {
            blake3,
            name: row.text("file_name")?,
            extension: row.text("extension")?,
            bytes: u64::try_from(row.int("bytes")?).unwrap_or(0),
        }),
    };
    let facts = Facts {
        number: row.text("number")?,
        date: row.text("document_date")?,
        correction: row.text("correction")?,
        seller: row.text("seller")?,
        buyer_name: row.text("buyer_name")?,
        buyer: TaxCodes {
            inn: row.text("buyer_inn")?,
            kpp: row.text("buyer_kpp")?,
            edrpou: row.text("buyer_edrpou")?,
        },
        currency: row.text("currency")?,
        total_minor: row.opt_int("total_minor")?,
        vat_minor: row.opt_int("vat_minor")?,
        due_date: row.text("due_date")?,
        onec_id: row.text("onec_id")?,
        ..Facts::new(DocumentKind::Other)
    };
    let document = StoredDocument {
        id: row.text("id")?,
        facts,
        entity: row.opt_text("entity")?.map(EntityId::new),
        order: row.opt_text("order_id")?.map(OrderId::new),
        is_by_hand: row.int("is_by_hand")? == 1,
        trouble: None,
        counted_by: row.text("counted_by")?,
        is_withdrawn: row.int("is_withdrawn")? == 1,
        origin: row.text("origin")?,
        came_at_ms: row.int("came_at_ms")?,
        file,
    };
    Ok((
        document,
        row.text("kind")?,
        row.text("trouble")?,
        row.text("hints")?,
        row.text("doubts")?,
    ))
}
