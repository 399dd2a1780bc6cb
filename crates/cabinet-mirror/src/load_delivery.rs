//! Rows of `delivery`, `branches` and `addr:<entity>`.

use crate::feed_error::{LoadError, RowFault};
use crate::table::RawRow;
use crate::text;
use cabinet_domain::delivery::{WayKind, Weekdays};
use cabinet_protocol::delivery::{AddressRow, BranchRow, CarrierRow, DeliveryRow, WayRow};
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

const PUT_BRANCH: &str = "
    INSERT INTO carrier_branch (carrier, id, city, number, address, note, words, number_words, sorted_by)
    VALUES (:carrier, :id, :city, :number, :address, :note, :words, :number_words, :sorted_by)";

const PUT_ADDRESS: &str = "
    INSERT INTO delivery_address (feed_id, entity, id, ordinal, name, address, note)
    VALUES (:feed_id, :entity, :id, :ordinal, :name, :address, :note)";

const REMOVE_WAY: &str = "DELETE FROM delivery_way WHERE id = :id";
const REMOVE_CARRIER: &str = "DELETE FROM carrier WHERE id = :id";
const REMOVE_BRANCH: &str = "DELETE FROM carrier_branch WHERE carrier = :carrier AND id = :id";
const REMOVE_ADDRESS: &str = "DELETE FROM delivery_address WHERE feed_id = :feed_id AND id = :id";

const REMOVE_UNSTAGED_WAYS: &str = "
    DELETE FROM delivery_way
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'w:' || delivery_way.id)";

const REMOVE_UNSTAGED_CARRIERS: &str = "
    DELETE FROM carrier
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'c:' || carrier.id)";

const REMOVE_UNSTAGED_BRANCHES: &str = "
    DELETE FROM carrier_branch
    WHERE NOT EXISTS (
        SELECT 1
        FROM staged_row
        WHERE feed_id = :feed_id
          AND key = carrier_branch.carrier || '/' || carrier_branch.id)";

const REMOVE_UNSTAGED_ADDRESSES: &str = "
    DELETE FROM delivery_address
    WHERE feed_id = :feed_id
      AND NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = delivery_address.id)";

const PURGE_DIRECTORY: &str = "
    DELETE FROM delivery_way;
    DELETE FROM carrier;";
const PURGE_BRANCHES: &str = "DELETE FROM carrier_branch";
const PURGE_ADDRESSES: &str = "DELETE FROM delivery_address WHERE feed_id = :feed_id";

/// Ways and carriers.
pub(crate) mod directory {
    use super::*;

    pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
        put_each(
            conn,
            rows,
            read,
            |row| remove(conn, row.key),
            |_, row| {
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
}

/// Branches of carriers.
pub(crate) mod branches {
    use super::*;

    pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
        put_each(
            conn,
            rows,
            read,
            |row| remove(conn, row.key),
            |_, row| put_branch(conn, row),
        )
    }

    fn read(raw: &RawRow<'_>) -> Result<BranchRow, LoadError> {
        let row = BranchRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
        if raw.key == BranchRow::key(&row.carrier, &row.id) {
            Ok(row)
        } else {
            Err(LoadError::row(raw.key, RowFault::WrongKey))
        }
    }

    pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
        // Ids of carriers hold no slash; those of branches may.
        let Some((carrier, id)) = key.split_once('/') else {
            return Ok(false);
        };
        let removed = conn
            .prepare_cached(REMOVE_BRANCH)?
            .execute(named_params! { ":carrier": carrier, ":id": id })?;
        Ok(removed > 0)
    }

    pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
        conn.prepare_cached(REMOVE_UNSTAGED_BRANCHES)?
            .execute(named_params! { ":feed_id": feed_id })?;
        Ok(())
    }

    pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
        conn.execute_batch(PURGE_BRANCHES)?;
        Ok(())
    }
}

/// Addresses of legal entities, one feed each.
pub(crate) mod addresses {
    use super::*;

    pub(crate) fn put(conn: &Connection, feed_id: i64, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
        put_each(
            conn,
            rows,
            read,
            |row| remove(conn, feed_id, row.key),
            |_, row| put_address(conn, feed_id, row),
        )
    }

    fn read(raw: &RawRow<'_>) -> Result<AddressRow, LoadError> {
        let row = AddressRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
        if raw.key == row.id {
            Ok(row)
        } else {
            Err(LoadError::row(raw.key, RowFault::WrongKey))
        }
    }

    pub(crate) fn remove(conn: &Connection, feed_id: i64, key: &str) -> Result<bool, StoreError> {
        let removed = conn
            .prepare_cached(REMOVE_ADDRESS)?
            .execute(named_params! { ":feed_id": feed_id, ":id": key })?;
        Ok(removed > 0)
    }

    pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
        conn.prepare_cached(REMOVE_UNSTAGED_ADDRESSES)?
            .execute(named_params! { ":feed_id": feed_id })?;
        Ok(())
    }

    pub(crate) fn purge(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
        conn.prepare_cached(PURGE_ADDRESSES)?
            .execute(named_params! { ":feed_id": feed_id })?;
        Ok(())
    }
}

/// Reads all rows before the first is put, and counts keys that were not there.
fn put_each<T>(
    conn: &Connection,
    rows: &[RawRow<'_>],
    read: impl Fn(&RawRow<'_>) -> Result<T, LoadError>,
    remove: impl Fn(&RawRow<'_>) -> Result<bool, StoreError>,
    put: impl Fn(&Connection, &T) -> Result<(), StoreError>,
) -> Result<u64, LoadError> {
    let all = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut added = 0_u64;
    for (raw, row) in rows.iter().zip(&all) {
        let was_there = remove(raw)?;
        added = added.saturating_add((!was_there).into());
        put(conn, row)?;
    }
    Ok(added)
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

fn put_branch(conn: &Connection, row: &BranchRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_BRANCH)?.execute(named_params! {
        ":carrier": row.carrier,
        ":id": row.id,
        ":city": row.city,
        ":number": row.number,
        ":address": row.address,
        ":note": row.note,
        ":words": words(row),
        ":number_words": text::words(&row.number),
        ":sorted_by": sorted_by(&row.city, &row.number),
    })?;
    Ok(())
}

fn put_address(conn: &Connection, feed_id: i64, row: &AddressRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_ADDRESS)?.execute(named_params! {
        ":feed_id": feed_id,
        ":entity": row.entity,
        ":id": row.id,
        ":ordinal": row.ordinal,
        ":name": row.name,
        ":address": row.address,
        ":note": row.note,
    })?;
    Ok(())
}

fn words(row: &BranchRow) -> String {
    let all = [&row.city, &row.number, &row.address, &row.note];
    let folded: Vec<String> = all.into_iter().map(|part| text::words(part)).collect();
    folded.join(" ")
}

/// Within a city 9 comes before 12.
fn sorted_by(city: &str, number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!("{}\u{1}{digits:0>12}\u{1}{number}", text::sort_key(city))
}

#[cfg(test)]
mod tests {
    use super::sorted_by;

    #[test]
    fn branches_are_in_the_order_of_cities_and_numbers() {
        let mut branches = [
            ("Киев", "12"),
            ("киев", "9"),
            ("Ёлкино", "3"),
            ("Киев", ""),
            ("Елец", "100"),
        ];
        branches.sort_by_key(|(city, number)| sorted_by(city, number));
        assert_eq!(
            branches,
            [
                ("Елец", "100"),
                ("Ёлкино", "3"),
                ("Киев", ""),
                ("киев", "9"),
                ("Киев", "12")
            ]
        );
    }
}
