//! Full exports: when one begins, which goods it has seen, and which goods it passed by.
//!
//! 1C never says that a full export has ended, so nothing is hidden on its evidence: goods that were passed by are
//! marked stale once a later full export has begun, or after a day without catalogue files.

use super::unpublished::ITEMS;
use crate::storage::{StorageError, Tx, Value, query_all, query_one};

/// After this long without a file, a full export is over.
const QUIET_MS: i64 = 24 * 60 * 60 * 1000;
/// 1C repeats a failed first portion within this time; that is the same export once more.
const RETRY_MS: i64 = 10 * 60 * 1000;

const SELECT: &str = "SELECT number, session, opening_file, file_count, last_file_at_ms
FROM export_generation
WHERE scope = $1";
const UPSERT: &str =
    "INSERT INTO export_generation (scope, number, session, opening_file, file_count, last_file_at_ms, is_settled)
VALUES ($1, $2, $3, $4, $5, $6, 0)
ON CONFLICT (scope) DO UPDATE
SET number = excluded.number, session = excluded.session, opening_file = excluded.opening_file,
    file_count = excluded.file_count, last_file_at_ms = excluded.last_file_at_ms, is_settled = 0";
const SELECT_QUIET: &str = "SELECT scope, number
FROM export_generation
WHERE is_settled = 0 AND last_file_at_ms <= $1";
const SETTLE: &str = "UPDATE export_generation
SET is_settled = 1
WHERE scope = $1";
const MARK_STALE: &str = "INSERT INTO unpublished (base, what)
SELECT DISTINCT base, CAST($3 AS BIGINT)
FROM product
WHERE scope = $1 AND generation < $2 AND is_stale = 0 AND is_deleted = 0
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";
const SET_STALE: &str = "UPDATE product
SET is_stale = 1
WHERE scope = $1 AND generation < $2 AND is_stale = 0";

/// Where a catalogue file comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    /// The node, or the console.
    pub node: &'a str,
    /// The session of 1C, or of the console command.
    pub session: &'a str,
    /// Bare name of the file.
    pub file: &'a str,
    /// A person chose the file: never a repetition by 1C.
    pub is_by_hand: bool,
}

/// The stamp that goods of a file get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Node and index of the catalogue.
    pub scope: String,
    /// Running number; 0 before any full export.
    pub number: i64,
}

/// Begins a catalogue section: a full export opens a generation, once per session; anything else joins the last one.
pub(crate) fn begin(tx: &mut dyn Tx, origin: Origin<'_>, is_full: bool, now_ms: i64) -> Result<Stamp, StorageError> {
    let scope = format!("{}/{}", origin.node, catalogue_index(origin.file));
    let known = query_one(tx, SELECT, &[Value::from(scope.as_str())], |row| {
        Ok((
            row.int("number")?,
            row.text("session")?,
            row.text("opening_file")?,
            row.int("file_count")?,
            row.int("last_file_at_ms")?,
        ))
    })?;
    let write = |tx: &mut dyn Tx, number: i64, session: &str, file: &str, count: i64| {
        let values = [
            Value::from(scope.as_str()),
            Value::Int(number),
            Value::from(session),
            Value::from(file),
            Value::Int(count),
            Value::Int(now_ms),
        ];
        tx.execute(UPSERT, &values)
    };
    let number = match known {
        None if is_full => {
            write(tx, 1, origin.session, origin.file, 1)?;
            1
        }
        None => 0,
        Some((number, session, file, count, last_ms)) => {
            let is_repeated =
                !origin.is_by_hand && file == origin.file && count <= 1 && now_ms.saturating_sub(last_ms) < RETRY_MS;
            if is_full && session != origin.session && !is_repeated {
                let next = number.saturating_add(1);
                write(tx, next, origin.session, origin.file, 1)?;
                // What the generation before did not see has now been passed by.
                make_stale(tx, &scope, number)?;
                next
            } else {
                let session = if is_repeated { origin.session } else { &session };
                let count = if is_repeated { count } else { count.saturating_add(1) };
                write(tx, number, session, &file, count)?;
                number
            }
        }
    };
    Ok(Stamp { scope, number })
}

/// Closes full exports that have been quiet for a day; true when goods may have become stale.
pub(crate) fn settle_quiet(tx: &mut dyn Tx, now_ms: i64) -> Result<bool, StorageError> {
    let quiet = query_all(
        tx,
        SELECT_QUIET,
        &[Value::Int(now_ms.saturating_sub(QUIET_MS))],
        |row| Ok((row.text("scope")?, row.int("number")?)),
    )?;
    for (scope, number) in &quiet {
        make_stale(tx, scope, *number)?;
        tx.execute(SETTLE, &[Value::from(scope.as_str())])?;
    }
    Ok(!quiet.is_empty())
}

fn make_stale(tx: &mut dyn Tx, scope: &str, below: i64) -> Result<(), StorageError> {
    tx.execute(MARK_STALE, &[Value::from(scope), Value::Int(below), Value::Int(ITEMS)])?;
    tx.execute(SET_STALE, &[Value::from(scope), Value::Int(below)])?;
    Ok(())
}

/// `k` of `import<k>_<n>.xml`: each catalogue of a node is exported on its own.
fn catalogue_index(file: &str) -> &str {
    let stem = file
        .rsplit('/')
        .next()
        .unwrap_or(file)
        .trim_start_matches(|c: char| !c.is_ascii_digit());
    match stem.split_once('_') {
        Some((index, _)) if index.len() <= 3 && index.chars().all(|c| c.is_ascii_digit()) => index,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_a_catalogue_is_read_from_the_name_of_family_a() {
        for (file, index) in [
            ("import0_1.xml", "0"),
            ("import12_3.xml", "12"),
            ("import.xml", ""),
            ("import___29d3f7f0-36dd-4eea-a06c-4c325bed4285.xml", ""),
            ("goods1.xml", ""),
        ] {
            assert_eq!(catalogue_index(file), index, "{file}");
        }
    }
}
