//! What legal entities owe by the supplier's books, document by document.
//!
//! In: the file of `balance documents`, `balance settled`. Out: rows `m:` and `b:` of `doc:<entity>`, which only devices get whose role sees prices
//! and documents. Invariant: the documents of an entity are replaced as a whole, so that one which is paid and gone goes.

use crate::feeds::{self, RowChange};
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::books::{BooksRow, OwedRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::DocumentRow;
use prost::Message as _;
use std::collections::BTreeMap;

const PUT_BOOKS: &str = "
    INSERT INTO books (entity, as_of_ms)
    VALUES ($1, $2)
    ON CONFLICT (entity) DO UPDATE SET as_of_ms = excluded.as_of_ms";

const SELECT_BOOKS: &str = "
    SELECT books.entity, books.as_of_ms, count(owed_document.id) AS documents
    FROM books
    LEFT JOIN owed_document ON owed_document.entity = books.entity
    GROUP BY books.entity
    ORDER BY books.entity";

const SELECT_AS_OF: &str = "
    SELECT as_of_ms
    FROM books
    WHERE entity = $1";

const SELECT_DOCUMENTS: &str = "
    SELECT id, contract, kind, number, document_date, due_date, currency, total_minor, paid_minor
    FROM owed_document
    WHERE entity = $1
    ORDER BY id";

const PUT_DOCUMENT: &str = "
    INSERT INTO owed_document
        (entity, id, contract, kind, number, document_date, due_date, currency, total_minor, paid_minor)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (entity, id) DO UPDATE SET
        contract = excluded.contract,
        kind = excluded.kind,
        number = excluded.number,
        document_date = excluded.document_date,
        due_date = excluded.due_date,
        currency = excluded.currency,
        total_minor = excluded.total_minor,
        paid_minor = excluded.paid_minor";

const REMOVE_DOCUMENT: &str = "DELETE FROM owed_document WHERE entity = $1 AND id = $2";

/// Which entity has its books told, as of when, and how many documents stand in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// Whose.
    pub entity: EntityId,
    /// UTC, ms since 1970.
    pub as_of_ms: i64,
    /// How many.
    pub documents: i64,
}

/// The id of a document: of what names it, so that an import changes the rows that changed and no others.
#[must_use]
pub fn id_of(row: &OwedRow) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [&row.contract, &row.kind, &row.number, &row.date, &row.currency] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

/// Replaces the documents of an entity and tells devices of it; with none, that it owes nothing.
///
/// # Errors
/// [`StorageError`]; an entity that does not exist breaks a rule of the database.
pub fn replace(
    tx: &mut dyn Tx,
    entity: &EntityId,
    documents: &BTreeMap<String, OwedRow>,
    now_ms: i64,
) -> Result<(), StorageError> {
    tx.execute(PUT_BOOKS, &[entity.as_str().into(), now_ms.into()])?;
    let mut changes = vec![RowChange {
        key: "b:".to_owned(),
        body: Some(
            DocumentRow {
                books: Some(BooksRow { as_of_ms: now_ms }),
                ..DocumentRow::default()
            }
            .encode_to_vec(),
        ),
    }];
    let before = query_all(tx, SELECT_DOCUMENTS, &[entity.as_str().into()], read)?;
    for old in before.iter().filter(|old| !documents.contains_key(&old.id)) {
        tx.execute(REMOVE_DOCUMENT, &[entity.as_str().into(), old.id.as_str().into()])?;
        changes.push(RowChange {
            key: format!("m:{}", old.id),
            body: None,
        });
    }
    let before: BTreeMap<&str, &OwedRow> = before.iter().map(|old| (old.id.as_str(), old)).collect();
    for row in documents.values() {
        if before.get(row.id.as_str()) == Some(&row) {
            continue;
        }
        put(tx, entity, row)?;
        changes.push(RowChange {
            key: format!("m:{}", row.id),
            body: Some(
                DocumentRow {
                    owed: Some(row.clone()),
                    ..DocumentRow::default()
                }
                .encode_to_vec(),
            ),
        });
    }
    let feed = FeedName::Documents(entity.as_str().to_owned());
    feeds::publish(tx, &feed, &changes, now_ms).map(drop)
}

/// The documents of an entity, and as of when they were told; `None` where they never were.
///
/// # Errors
/// [`StorageError`].
pub fn of_entity(tx: &mut dyn Tx, entity: &EntityId) -> Result<Option<(i64, Vec<OwedRow>)>, StorageError> {
    let params = [entity.as_str().into()];
    let Some(as_of_ms) = query_one(tx, SELECT_AS_OF, &params, |row| row.int("as_of_ms"))? else {
        return Ok(None);
    };
    Ok(Some((as_of_ms, query_all(tx, SELECT_DOCUMENTS, &params, read)?)))
}

/// Whose books were told.
///
/// # Errors
/// [`StorageError`].
pub fn told(tx: &mut dyn Tx) -> Result<Vec<Books>, StorageError> {
    query_all(tx, SELECT_BOOKS, &[], |row| {
        Ok(Books {
            entity: EntityId::new(row.text("entity")?),
            as_of_ms: row.int("as_of_ms")?,
            documents: row.int("documents")?,
        })
    })
}

fn put(tx: &mut dyn Tx, entity: &EntityId, row: &OwedRow) -> Result<(), StorageError> {
    let params = [
        entity.as_str().into(),
        row.id.as_str().into(),
        row.contract.as_str().into(),
        row.kind.as_str().into(),
        row.number.as_str().into(),
        row.date.as_str().into(),
        row.due_date.as_str().into(),
        row.currency.as_str().into(),
        row.total_minor.into(),
        row.paid_minor.into(),
    ];
    tx.execute(PUT_DOCUMENT, &params).map(drop)
}

fn read(row: &dyn Row) -> Result<OwedRow, StorageError> {
    Ok(OwedRow {
        id: row.text("id")?,
        contract: row.text("contract")?,
        kind: row.text("kind")?,
        number: row.text("number")?,
        date: row.text("document_date")?,
        due_date: row.text("due_date")?,
        currency: row.text("currency")?,
        total_minor: row.int("total_minor")?,
        paid_minor: row.int("paid_minor")?,
    })
}
