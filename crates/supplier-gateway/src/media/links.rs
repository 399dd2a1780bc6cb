//! Which goods name which file, so that a file that comes later still finds them.

use crate::storage::{StorageError, Tx, Value, query_one};

const DELETE_USES: &str = "DELETE FROM goods_file_use
WHERE owner = $1";
const INSERT_USE: &str = "INSERT INTO goods_file_use (name, owner, base)
VALUES ($1, $2, $3)
ON CONFLICT (name, owner) DO NOTHING";
const MARK_USERS: &str = "INSERT INTO unpublished (base, what)
SELECT base, CAST($2 AS BIGINT)
FROM (SELECT base FROM goods_file_use WHERE name = $1
      UNION
      SELECT base FROM goods_attachment WHERE name = $1) AS users
WHERE 1 = 1
ON CONFLICT (base) DO UPDATE
SET what = unpublished.what | excluded.what";

const SELECT_NAMES: &str = "SELECT DISTINCT name
FROM goods_file_use
ORDER BY name";
const COUNT_MISSING: &str = "SELECT count(DISTINCT n.name) AS missing
FROM goods_file_use n
LEFT JOIN goods_file f ON f.name = n.name
WHERE f.name IS NULL";

/// Who names files.
#[derive(Debug, Clone, Copy)]
pub enum Use<'a> {
    /// A product of the catalogue.
    Product(&'a str),
    /// An offer.
    Offer(&'a str),
}

/// Notes the files that a product or an offer names now; `is_new` when it never named any.
///
/// # Errors
/// Any [`StorageError`].
pub fn note_uses<'n>(
    tx: &mut dyn Tx,
    who: Use<'_>,
    base: &str,
    written: impl Iterator<Item = &'n str>,
    is_new: bool,
) -> Result<(), StorageError> {
    let owner = match who {
        Use::Product(id) => format!("p:{id}"),
        Use::Offer(id) => format!("o:{id}"),
    };
    if !is_new {
        tx.execute(DELETE_USES, &[Value::from(owner.as_str())])?;
    }
    for name in written.filter_map(super::names::of_1c) {
        tx.execute(
            INSERT_USE,
            &[Value::Text(name), Value::from(owner.as_str()), Value::from(base)],
        )?;
    }
    Ok(())
}

/// Gives every name that 1C's goods have for a file.
///
/// # Errors
/// Any [`StorageError`].
pub fn each_named(tx: &mut dyn Tx, each: &mut dyn FnMut(String)) -> Result<(), StorageError> {
    tx.query(SELECT_NAMES, &[], &mut |row| {
        each(row.text("name")?);
        Ok(())
    })
}

/// How many files goods name that never came.
///
/// # Errors
/// Any [`StorageError`].
pub fn count_missing(tx: &mut dyn Tx) -> Result<u64, StorageError> {
    let missing = query_one(tx, COUNT_MISSING, &[], |row| row.int("missing"))?;
    Ok(missing.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}

/// Marks the products that name a file as not published.
pub(super) fn mark_users(tx: &mut dyn Tx, name: &str, what: i64) -> Result<(), StorageError> {
    tx.execute(MARK_USERS, &[Value::from(name), Value::Int(what)]).map(drop)
}
