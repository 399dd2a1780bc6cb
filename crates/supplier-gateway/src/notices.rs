//! What people are told: one row in the feed of each person, written in the transaction of what happened.
//!
//! In: facts of imports and of returned orders. Out: rows of `me:<person>`. Invariants: who has no right to what a
//! notice says neither gets it nor keeps it; a notice is written once, by the change that it tells of.

use crate::access::{AccessError, people, secrets};
use crate::feeds::{self, RowChange};
use crate::orders::stored::StoredOrder;
use crate::storage::{StorageError, Tx, query_all, query_one};
use cabinet_domain::access::{Role, right_to_be_told};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_domain::notice::NoticeKind;
use cabinet_domain::order::OrderState;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::personal::{NoticeRow, PersonalRow};
use prost::Message;

/// Notices are kept this long; the archive of what happened are the documents themselves.
const KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;

const INSERT: &str = "
    INSERT INTO notice (id, person, entity, kind, at_ms)
    VALUES ($1, $2, $3, $4, $5)";

const SELECT_OLD: &str = "
    SELECT id, person, kind
    FROM notice
    WHERE at_ms < $1
    ORDER BY person";

const SELECT_OF_PERSON: &str = "
    SELECT id, person, kind
    FROM notice
    WHERE person = $1
      AND entity = $2";

const SELECT_OF_NEWS: &str = "
    SELECT notice.id, notice.person, notice.kind
    FROM notice
    JOIN news_notice ON news_notice.notice = notice.id
    WHERE news_notice.news = $1
    ORDER BY notice.person";

const SELECT_OF_DOCUMENT: &str = "
    SELECT notice.id, notice.person, notice.kind
    FROM notice
    JOIN document_notice ON document_notice.notice = notice.id
    WHERE document_notice.document = $1
    ORDER BY notice.person";

const DELETE: &str = "
    DELETE FROM notice
    WHERE id = $1";

const SELECT_PLACER: &str = "
    SELECT person
    FROM orders
    WHERE id = $1";

/// The feed of a person.
#[must_use]
pub fn feed_of(person: &PersonId) -> FeedName {
    FeedName::Personal(person.as_str().to_owned())
}

/// Tells a person something, if the person may be told; `notice` has everything but its id and its kind.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn tell(
    tx: &mut dyn Tx,
    person: &PersonId,
    kind: NoticeKind,
    notice: NoticeRow,
) -> Result<bool, AccessError> {
    Ok(tell_by_id(tx, person, kind, notice)?.is_some())
}

/// As [`tell`]; returns the id of the notice, or `None` when the person may not be told.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn tell_by_id(
    tx: &mut dyn Tx,
    person: &PersonId,
    kind: NoticeKind,
    notice: NoticeRow,
) -> Result<Option<String>, AccessError> {
    let entity = EntityId::from(notice.entity.as_str());
    if !people::may(tx, person, &entity, right_to_be_told(kind))? {
        return Ok(None);
    }
    let id = secrets::random_id()?;
    let at_ms = notice.at_ms;
    let params = [
        id.as_str().into(),
        person.as_str().into(),
        entity.as_str().into(),
        kind.code().into(),
        at_ms.into(),
    ];
    tx.execute(INSERT, &params)?;
    let row = NoticeRow {
        id: id.clone(),
        kind: kind.code().to_owned(),
        ..notice
    };
    let change = RowChange {
        key: PersonalRow::notice_key(&id),
        body: Some(
            PersonalRow {
                notice: Some(row),
                ..PersonalRow::default()
            }
            .encode_to_vec(),
        ),
    };
    feeds::publish(tx, &feed_of(person), &[change], at_ms)?;
    Ok(Some(id))
}

/// Takes back the notices that tell of a piece of news.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn forget_news(tx: &mut dyn Tx, news: &str, now_ms: i64) -> Result<(), StorageError> {
    let gone = query_all(tx, SELECT_OF_NEWS, &[news.into()], read)?;
    forget(tx, &gone, now_ms)
}

/// Takes back the notices that tell of a document of the supplier.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn forget_document(tx: &mut dyn Tx, document: &str, now_ms: i64) -> Result<(), StorageError> {
    let gone = query_all(tx, SELECT_OF_DOCUMENT, &[document.into()], read)?;
    forget(tx, &gone, now_ms)
}

/// Tells of what 1C made of an order: its state to whoever placed it, its invoice also to the accountants.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn of_order(
    tx: &mut dyn Tx,
    before: &StoredOrder,
    after: &StoredOrder,
    now_ms: i64,
) -> Result<(), AccessError> {
    let head = &after.head;
    let placer = query_one(tx, SELECT_PLACER, &[head.id.as_str().into()], |row| {
        Ok(PersonId::new(row.text("person")?))
    })?;
    let notice = NoticeRow {
        entity: head.entity.to_string(),
        at_ms: now_ms,
        order: head.id.to_string(),
        order_number: head.number.to_string(),
        ..NoticeRow::default()
    };
    if let Some(placer) = &placer
        && head.state != before.head.state
        && is_news(head.state)
    {
        let notice = NoticeRow {
            order_state: head.state.code().to_owned(),
            ..notice.clone()
        };
        tell(tx, placer, NoticeKind::OrderState, notice)?;
    }
    let is_cancelled = head.state == OrderState::Cancelled;
    if before.invoice.is_preliminary && !after.invoice.is_preliminary && !is_cancelled {
        let mut told = people::with_role(tx, &head.entity, Role::Accountant)?;
        told.extend(placer.filter(|placer| !told.contains(placer)));
        for person in told {
            let notice = NoticeRow {
                invoice: after.invoice.id.to_string(),
                invoice_number: after.invoice.number.clone(),
                currency: head.total.currency().code().to_owned(),
                total_minor: Some(head.total.minor()),
                ..notice.clone()
            };
            tell(tx, &person, NoticeKind::Invoice, notice)?;
        }
    }
    Ok(())
}

/// States that the buyer waits for; that 1C has fetched the order is shown in the order, nobody is called for it.
const fn is_news(state: OrderState) -> bool {
    match state {
        OrderState::Reserved
        | OrderState::Paid
        | OrderState::Shipped
        | OrderState::Completed
        | OrderState::Cancelled => true,
        OrderState::Queued | OrderState::Sent | OrderState::Held | OrderState::Taken => false,
    }
}

/// Takes back the notices of an entity that the person's new role there, or none, does not allow.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn keep_allowed(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    role: Option<Role>,
    now_ms: i64,
) -> Result<(), StorageError> {
    let of_person = query_all(
        tx,
        SELECT_OF_PERSON,
        &[person.as_str().into(), entity.as_str().into()],
        read,
    )?;
    let is_allowed = |notice: &Known| {
        NoticeKind::from_code(&notice.kind)
            .zip(role)
            .is_some_and(|(kind, role)| role.may(right_to_be_told(kind)))
    };
    let gone: Vec<Known> = of_person.into_iter().filter(|notice| !is_allowed(notice)).collect();
    forget(tx, &gone, now_ms)
}

/// Takes back what was told of goods in an entity: its terms are others now, and what was true of stock, prices and goods
/// by the old ones is not for its people any more.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn forget_goods(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    now_ms: i64,
) -> Result<(), StorageError> {
    let params = [person.as_str().into(), entity.as_str().into()];
    let is_of_goods = |notice: &Known| {
        matches!(
            NoticeKind::from_code(&notice.kind),
            Some(NoticeKind::Arrival | NoticeKind::PriceDrop | NoticeKind::WishFound)
        )
    };
    let gone: Vec<Known> = query_all(tx, SELECT_OF_PERSON, &params, read)?
        .into_iter()
        .filter(is_of_goods)
        .collect();
    forget(tx, &gone, now_ms)
}

/// Forgets notices older than 90 days; returns how many.
///
/// # Errors
/// [`StorageError`].
pub fn prune(tx: &mut dyn Tx, now_ms: i64) -> Result<usize, StorageError> {
    let old = query_all(tx, SELECT_OLD, &[now_ms.saturating_sub(KEPT_MS).into()], read)?;
    forget(tx, &old, now_ms)?;
    Ok(old.len())
}

struct Known {
    id: String,
    person: PersonId,
    kind: String,
}

fn read(row: &dyn crate::storage::Row) -> Result<Known, StorageError> {
    Ok(Known {
        id: row.text("id")?,
        person: PersonId::new(row.text("person")?),
        kind: row.text("kind")?,
    })
}

fn forget(tx: &mut dyn Tx, notices: &[Known], now_ms: i64) -> Result<(), StorageError> {
    for of_one in notices.chunk_by(|a, b| a.person == b.person) {
        let Some(first) = of_one.first() else { continue };
        let mut changes = Vec::with_capacity(of_one.len());
        for notice in of_one {
            tx.execute(DELETE, &[notice.id.as_str().into()])?;
            changes.push(RowChange {
                key: PersonalRow::notice_key(&notice.id),
                body: None,
            });
        }
        feeds::publish_derived(tx, &feed_of(&first.person), &changes, now_ms)?;
    }
    Ok(())
}
