//! Rows of `delivery`: ways and carriers.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::put_each;
use crate::table::RawRow;
use cabinet_domain::delivery::{WayKind, Weekdays};
use cabinet_protocol::delivery::{CarrierRow, DeliveryRow, WayRow};
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_WAY: &str = "
    INSERT INTO delivery_way
        (id, ordinal, name, kind, carrier, min_working_days, days, note, utc_offset_minutes)
    VALUES (:id, :ordinal, :name, :kind, :carrier, :min_working_days, :days, :note, :utc_offset_minutes)";

const PUT_CARRIER: &str = "
    INSERT INTO carrier (id, ordinal, name)
    VALUES (:id, :ordinal, :name)";

const REMOVE_WAY: &str = "DELETE FROM delivery_way WHERE id = :id";

const REMOVE_CARRIER: &str = "DELETE FROM carrier WHERE id = :id";

const REMOVE_UNSTAGED_WAYS: &str = "
    DELETE FROM delivery_way
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'w:' || delivery_way.id)";

const REMOVE_UNSTAGED_CARRIERS: &str = "
    DELETE FROM carrier
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'c:' || carrier.id)";

const PURGE_DIRECTORY: &str = "
    DELETE FROM delivery_way;
    DELETE FROM carrier;";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, row.key),
        |row| {
            if let Some(way) = &row.way {
                put_way(conn, way)?;
            } else if let Some(carrier) = &row.carrier {
                put_carrier(conn, carrier)?;
            }
            Ok(())
        },
    )
}

/// A row of a kind that this build does not know is neither: it is skipped, not refused.
fn read(raw: &RawRow<'_>) -> Result<DeliveryRow, LoadError> {
    let row = DeliveryRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    let belongs = match (&row.way, &row.carrier) {
        (Some(way), _) => raw.key.strip_prefix("w:") == Some(&way.id),
        (None, Some(carrier)) => raw.key.strip_prefix("c:") == Some(&carrier.id),
        (None, None) => true,
    };
    if !belongs {
        return Err(LoadError::row(raw.key, RowFault::WrongKey));
    }
    if let Some(way) = &row.way {
        let out_of_range = |field| LoadError::row(raw.key, RowFault::OutOfRange { field });
        // Refused here, so that no list of ways meets a word that it cannot show.
        WayKind::from_code(&way.kind).ok_or_else(|| out_of_range("kind"))?;
        let days = u8::try_from(way.days).ok().and_then(Weekdays::from_bits);
        days.ok_or_else(|| out_of_range("days"))?;
        u16::try_from(way.min_working_days).map_err(|_| out_of_range("min_working_days"))?;
    }
    Ok(row)
}

pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let (sql, id) = match key.split_once(':') {
        Some(("w", id)) => (REMOVE_WAY, id),
        Some(("c", id)) => (REMOVE_CARRIER, id),
        _ => return Ok(false),
    };
    Ok(conn.prepare_cached(sql)?.execute(named_params! { ":id": id })? > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    for sql in [REMOVE_UNSTAGED_WAYS, REMOVE_UNSTAGED_CARRIERS] {
        conn.prepare_cached(sql)?
            .execute(named_params! { ":feed_id": feed_id })?;
    }
    Ok(())
}

pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(PURGE_DIRECTORY)?;
    Ok(())
}

fn put_way(conn: &Connection, row: &WayRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_WAY)?.execute(named_params! {
        ":id": row.id,
        ":ordinal": row.ordinal,
        ":name": row.name,
        ":kind": row.kind,
        ":carrier": row.carrier,
        ":min_working_days": row.min_working_days,
        ":days": row.days,
        ":note": row.note,
        ":utc_offset_minutes": row.utc_offset_minutes,
    })?;
    Ok(())
}

fn put_carrier(conn: &Connection, row: &CarrierRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_CARRIER)?
        .execute(named_params! { ":id": row.id, ":ordinal": row.ordinal, ":name": row.name })?;
    Ok(())
}
