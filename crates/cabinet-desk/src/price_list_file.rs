//! Files of own price lists that are written anew after a sync: where each is, what was written last, and why it was not since.

use crate::desk::{Desk, DeskError};
use rusqlite::{OptionalExtension, Row, named_params};

/// The file of a price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceListFile {
    /// Which price list.
    pub list: String,
    /// The whole path on this computer.
    pub path: String,
    /// A hash of what was written last; empty when nothing was.
    pub content: String,
    /// When that was, UTC, ms since 1970.
    pub written_ms: Option<i64>,
    /// Why it was not written since; JSON that only the commands read. `None` when it was.
    pub failure: Option<String>,
}

const PUT: &str = "
    INSERT INTO price_list_file (list, path, content)
    VALUES (:list, :path, '')
    ON CONFLICT (list) DO UPDATE
    SET path = excluded.path,
        content = '',
        written_ms = CASE WHEN path = excluded.path THEN written_ms END,
        failure = NULL";

const REMOVE: &str = "
    DELETE FROM price_list_file
    WHERE list = :list";

const ALL: &str = "
    SELECT f.list, f.path, f.content, f.written_ms, f.failure
    FROM price_list_file AS f
    JOIN price_list AS p ON p.id = f.list
    WHERE (p.deleted_ms IS NOT NULL) = :in_trash
    ORDER BY f.list";

const ONE: &str = "
    SELECT list, path, content, written_ms, failure
    FROM price_list_file
    WHERE list = :list";

const WRITTEN: &str = "
    UPDATE price_list_file
    SET content = :content, written_ms = :now_ms, failure = NULL
    WHERE list = :list
      AND path = :path";

const FAILED: &str = "
    UPDATE price_list_file
    SET failure = :failure
    WHERE list = :list
      AND path = :path";

impl Desk {
    /// Has a price list written to a path from now on; `None`: to none. What stands at an earlier path stays there. That it has written
    /// the file stays known where the path is the same.
    ///
    /// # Errors
    /// [`DeskError::NoSuchPriceList`] or [`DeskError::Store`].
    pub fn set_price_list_file(&self, list: &str, path: Option<&str>) -> Result<(), DeskError> {
        self.db.write(|tx| {
            if crate::price_list::find(tx, list)?.is_none() {
                return Err(DeskError::NoSuchPriceList);
            }
            match path {
                Some(path) => tx
                    .prepare_cached(PUT)?
                    .execute(named_params! { ":list": list, ":path": path })?,
                None => tx.prepare_cached(REMOVE)?.execute(named_params! { ":list": list })?,
            };
            Ok(())
        })
    }

    /// The files of all price lists, or of those in the trash.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn price_list_files(&self, in_trash: bool) -> Result<Vec<PriceListFile>, DeskError> {
        self.db.read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map(named_params! { ":in_trash": in_trash }, file)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The file of a price list; `None` when it has none.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn price_list_file(&self, list: &str) -> Result<Option<PriceListFile>, DeskError> {
        self.db.read(|conn| {
            let mut one = conn.prepare_cached(ONE)?;
            Ok(one.query_row(named_params! { ":list": list }, file).optional()?)
        })
    }

    /// The file was written with this content. Nothing is noted where the list has another file by now.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn note_price_list_written(&self, of: &PriceListFile, content: &str, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(WRITTEN)?.execute(named_params! {
                ":list": of.list,
                ":path": of.path,
                ":content": content,
                ":now_ms": now_ms,
            })?;
            Ok(())
        })
    }

    /// The file could not be written; what was written before stands.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn note_price_list_failed(&self, of: &PriceListFile, failure: &str) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(FAILED)?.execute(named_params! {
                ":list": of.list,
                ":path": of.path,
                ":failure": failure,
            })?;
            Ok(())
        })
    }
}

fn file(row: &Row<'_>) -> rusqlite::Result<PriceListFile> {
    Ok(PriceListFile {
        list: row.get("list")?,
        path: row.get("path")?,
        content: row.get("content")?,
        written_ms: row.get("written_ms")?,
        failure: row.get("failure")?,
    })
}
