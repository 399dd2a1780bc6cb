//! Rows of `me:<person>`: subscriptions, notices and wishes.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::put_each;
use crate::table::RawRow;
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow, WishRow};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_SUBSCRIPTION: &str = "
    INSERT INTO subscription
        (entity, item, article, name, unit, threshold_milli, watches_price, until, subscribed_at_ms)
    VALUES
        (:entity, :item, :article, :name, :unit, :threshold_milli, :watches_price, :until, :subscribed_at_ms)";

const PUT_NOTICE: &str = "
    INSERT INTO notice (id, entity, at_ms, body)
    VALUES (:id, :entity, :at_ms, :body)";

const PUT_WISH: &str = "
    INSERT INTO wish (entity, norm, article, quantity_milli, note, wished_at_ms)
    VALUES (:entity, :norm, :article, :quantity_milli, :note, :wished_at_ms)";

const REMOVE_WISH: &str = "
    DELETE FROM wish
    WHERE entity = :entity
      AND norm = :norm";

const REMOVE_UNSTAGED_WISHES: &str = "
    DELETE FROM wish
    WHERE NOT EXISTS (
        SELECT 1
        FROM staged_row
        WHERE feed_id = :feed_id
          AND key = 'w:' || wish.entity || '/' || wish.norm)";

const REMOVE_SUBSCRIPTION: &str = "
    DELETE FROM subscription
    WHERE entity = :entity
      AND item = :item";

const REMOVE_NOTICE: &str = "
    DELETE FROM notice
    WHERE id = :id";

const REMOVE_UNSTAGED_SUBSCRIPTIONS: &str = "
    DELETE FROM subscription
    WHERE NOT EXISTS (
        SELECT 1
        FROM staged_row
        WHERE feed_id = :feed_id
          AND key = 's:' || subscription.entity || '/' || subscription.item)";

const REMOVE_UNSTAGED_NOTICES: &str = "
    DELETE FROM notice
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'n:' || notice.id)";

const PURGE: &str = "
    DELETE FROM subscription;
    DELETE FROM notice;
    DELETE FROM wish;";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, row.key),
        |row| {
            if let Some(subscription) = &row.subscription {
                put_subscription(conn, subscription)?;
            } else if let Some(notice) = &row.notice {
                put_notice(conn, notice)?;
            } else if let Some(wish) = &row.wish {
                put_wish(conn, wish)?;
            }
            Ok(())
        },
    )
}

/// A row of a kind that this build does not know is none of them: it is skipped, not refused.
fn read(raw: &RawRow<'_>) -> Result<PersonalRow, LoadError> {
    let row = PersonalRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    let key = match (&row.subscription, &row.notice, &row.wish) {
        (Some(subscription), _, _) => PersonalRow::subscription_key(&subscription.entity, &subscription.item),
        (None, Some(notice), _) => PersonalRow::notice_key(&notice.id),
        (None, None, Some(wish)) => PersonalRow::wish_key(&wish.entity, &wish.norm),
        (None, None, None) => return Ok(row),
    };
    if key == raw.key {
        Ok(row)
    } else {
        Err(LoadError::row(raw.key, RowFault::WrongKey))
    }
}

fn put_subscription(conn: &Connection, row: &SubscriptionRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_SUBSCRIPTION)?.execute(named_params! {
        ":entity": row.entity,
        ":item": row.item,
        ":article": row.article,
        ":name": row.name,
        ":unit": row.unit,
        ":threshold_milli": row.threshold_milli,
        ":watches_price": row.watches_price,
        ":until": row.until,
        ":subscribed_at_ms": row.subscribed_at_ms,
    })?;
    Ok(())
}

fn put_notice(conn: &Connection, row: &NoticeRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_NOTICE)?.execute(named_params! {
        ":id": row.id,
        ":entity": row.entity,
        ":at_ms": row.at_ms,
        ":body": row.encode_to_vec(),
    })?;
    Ok(())
}

fn put_wish(conn: &Connection, row: &WishRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_WISH)?.execute(named_params! {
        ":entity": row.entity,
        ":norm": row.norm,
        ":article": row.article,
        ":quantity_milli": row.quantity_milli,
        ":note": row.note,
        ":wished_at_ms": row.wished_at_ms,
    })?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let removed = match key.split_once(':') {
        Some(("s", rest)) => {
            // Ids of entities are the gateway's and hold no slash; ids of items are 1C's and may.
            let Some((entity, item)) = rest.split_once('/') else {
                return Ok(false);
            };
            conn.prepare_cached(REMOVE_SUBSCRIPTION)?
                .execute(named_params! { ":entity": entity, ":item": item })?
        }
        Some(("w", rest)) => {
            let Some((entity, norm)) = rest.split_once('/') else {
                return Ok(false);
            };
            conn.prepare_cached(REMOVE_WISH)?
                .execute(named_params! { ":entity": entity, ":norm": norm })?
        }
        Some(("n", id)) => conn
            .prepare_cached(REMOVE_NOTICE)?
            .execute(named_params! { ":id": id })?,
        _ => 0,
    };
    Ok(removed > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED_SUBSCRIPTIONS)?
        .execute(named_params! { ":feed_id": feed_id })?;
    conn.prepare_cached(REMOVE_UNSTAGED_NOTICES)?
        .execute(named_params! { ":feed_id": feed_id })?;
    conn.prepare_cached(REMOVE_UNSTAGED_WISHES)?
        .execute(named_params! { ":feed_id": feed_id })?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(PURGE)?;
    Ok(())
}
