//! Rows of `branches`: branches and terminals of carriers.

use crate::feed_error::{LoadError, RowFault};
use crate::one_by_one::put_each;
use crate::table::RawRow;
use crate::text;
use cabinet_protocol::delivery::BranchRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_BRANCH: &str = "
    INSERT INTO carrier_branch (carrier, id, city, number, address, note, words, number_words, sorted_by)
    VALUES (:carrier, :id, :city, :number, :address, :note, :words, :number_words, :sorted_by)";

const REMOVE_BRANCH: &str = "DELETE FROM carrier_branch WHERE carrier = :carrier AND id = :id";

const REMOVE_UNSTAGED_BRANCHES: &str = "
    DELETE FROM carrier_branch
    WHERE NOT EXISTS (
        SELECT 1
        FROM staged_row
        WHERE feed_id = :feed_id
          AND key = carrier_branch.carrier || '/' || carrier_branch.id)";

const PURGE_BRANCHES: &str = "DELETE FROM carrier_branch";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(rows, read, |row| remove(conn, row.key), |row| put_branch(conn, row))
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
