//! `media.db`: pictures and files that were fetched, by their hash; what was not used for the longest time makes room.
//!
//! Encrypted like every local file. It may be deleted at any moment: what is missing is fetched again.

use cabinet_sqlite::{Database, Durability, FileSpec, Key, Migration, OpenError, StoreError};
use rusqlite::{Connection, OptionalExtension, named_params};
use std::collections::BTreeSet;
use std::path::Path;

/// Name of the file in a profile.
pub const FILE_NAME: &str = "media.db";

/// The most bytes of pictures and files that are kept, together.
pub const MOST_BYTES: u64 = 512 * 1024 * 1024;

const MIGRATIONS: &[Migration] = &[Migration {
    name: "V1__cache",
    sql: include_str!("../../../migrations/media/0001_cache.sql"),
}];

const CACHE_KIB: u32 = 4 * 1024;

const FIND: &str = "
    SELECT bytes
    FROM blob
    WHERE blake3 = :blake3";

const HAS: &str = "
    SELECT count(*) AS found
    FROM blob
    WHERE blake3 = :blake3";

const TOUCH: &str = "
    UPDATE blob
    SET used = (SELECT coalesce(max(used), 0) + 1 FROM blob)
    WHERE blake3 = :blake3";

const PUT: &str = "
    INSERT INTO blob (blake3, bytes, size, used)
    VALUES (:blake3, :bytes, :size, (SELECT coalesce(max(used), 0) + 1 FROM blob))
    ON CONFLICT (blake3) DO NOTHING";

const TOTAL: &str = "
    SELECT coalesce(sum(size), 0) AS total
    FROM blob";

const OLDEST: &str = "
    SELECT blake3, size
    FROM blob
    ORDER BY used";

const HASHES: &str = "
    SELECT blake3
    FROM blob";

const DELETE: &str = "
    DELETE FROM blob
    WHERE blake3 = :blake3";

/// What was fetched.
pub struct MediaCache {
    db: Database,
    most_bytes: u64,
}

impl MediaCache {
    /// Opens the file, or makes it when it is absent. It keeps at most `most_bytes` ([`MOST_BYTES`] outside of tests).
    ///
    /// # Errors
    /// Any [`OpenError`], to be met as with [`crate::Mirror::open`].
    pub fn open(path: &Path, key: &Key, most_bytes: u64) -> Result<Self, OpenError> {
        let db = Database::open(&FileSpec {
            path,
            key,
            migrations: MIGRATIONS,
            durability: Durability::SoundFile,
            cache_kib: CACHE_KIB,
            readers: 1,
        })?;
        Ok(Self { db, most_bytes })
    }

    /// Whether the bytes of a hash are here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has(&self, blake3: &str) -> Result<bool, StoreError> {
        self.db.read(|conn| {
            let found: i64 = conn
                .prepare_cached(HAS)?
                .query_row(named_params! { ":blake3": blake3 }, |row| row.get("found"))?;
            Ok(found > 0)
        })
    }

    /// The bytes of a hash, which are then the most recently used; `None` when they are not here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn get(&self, blake3: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.db.write(|tx| {
            let found: Option<Vec<u8>> = tx
                .prepare_cached(FIND)?
                .query_row(named_params! { ":blake3": blake3 }, |row| row.get("bytes"))
                .optional()?;
            if found.is_some() {
                tx.prepare_cached(TOUCH)?.execute(named_params! { ":blake3": blake3 })?;
            }
            Ok(found)
        })
    }

    /// Keeps bytes whose hash was checked. What is larger than the whole cache is not kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put(&self, blake3: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size == 0 || size > self.most_bytes {
            return Ok(());
        }
        let stored = i64::try_from(size).unwrap_or(i64::MAX);
        self.db.write(|tx| {
            make_room(tx, self.most_bytes.saturating_sub(size))?;
            tx.prepare_cached(PUT)?
                .execute(named_params! { ":blake3": blake3, ":bytes": bytes, ":size": stored })?;
            Ok(())
        })
    }

    /// Forgets everything that is not among `wanted`; returns how much went.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_only(&self, wanted: &BTreeSet<String>) -> Result<usize, StoreError> {
        let here: Vec<String> = self.db.read(|conn| {
            let mut hashes = conn.prepare_cached(HASHES)?;
            let rows = hashes.query_map([], |row| row.get("blake3"))?;
            Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
        })?;
        let gone: Vec<String> = here.into_iter().filter(|hash| !wanted.contains(hash)).collect();
        if gone.is_empty() {
            return Ok(0);
        }
        self.db.write::<_, StoreError>(|tx| {
            let mut delete = tx.prepare_cached(DELETE)?;
            for hash in &gone {
                delete.execute(named_params! { ":blake3": hash })?;
            }
            Ok(())
        })?;
        Ok(gone.len())
    }

    /// How many bytes are kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn size(&self) -> Result<u64, StoreError> {
        self.db.read(|conn| total(conn))
    }
}

fn total(conn: &Connection) -> Result<u64, StoreError> {
    let total: i64 = conn.prepare_cached(TOTAL)?.query_row([], |row| row.get("total"))?;
    Ok(u64::try_from(total).unwrap_or(0))
}

/// Lets go what was not used for the longest time until at most `most` bytes are left.
fn make_room(conn: &Connection, most: u64) -> Result<(), StoreError> {
    let mut left = total(conn)?;
    if left <= most {
        return Ok(());
    }
    let oldest: Vec<(String, i64)> = conn
        .prepare_cached(OLDEST)?
        .query_map([], |row| Ok((row.get("blake3")?, row.get("size")?)))?
        .collect::<Result<_, _>>()?;
    let mut delete = conn.prepare_cached(DELETE)?;
    for (hash, size) in oldest {
        if left <= most {
            break;
        }
        delete.execute(named_params! { ":blake3": hash })?;
        left = left.saturating_sub(size.unsigned_abs());
    }
    Ok(())
}
