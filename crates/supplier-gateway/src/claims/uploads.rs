//! Files on their way: bytes in `claims/<entity>` of the data directory, what is known of them in the database.
//!
//! The length of `<blake3>.part` is how far an upload is: bytes are only ever added at its end, so whatever is there
//! after a cut is a beginning of the file. A whole file was hashed and looked at, synced, and then renamed.

use crate::claims::settings::ClaimSettings;
use crate::storage::{Database, StorageError, Tx, query_all, query_one, read, write};
use cabinet_domain::attachment::{FileKind, kind_of};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::claims::{NAME_LIMIT, UploadRequest, UploadStanding, is_hash};
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Files that no message names are kept this long: a device may be offline between the last piece and the message.
const UNUSED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// How much of a file is looked at to tell its kind.
const HEAD_BYTES: u64 = 4096;

/// The folder of claims' files. One process serves (`serve.lock`), so a lock in memory keeps writers apart.
pub struct Uploads {
    directory: PathBuf,
    turn: Mutex<()>,
}

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file could not be written or read.
    #[error("a file of a claim could not be written or read")]
    File(#[from] io::Error),
    /// Not a hash, no bytes, or a piece beyond the end.
    #[error("the upload is not described as it should be")]
    Malformed,
    /// The file, or all unused files together, are larger than the gateway takes.
    #[error("the file is larger than the gateway takes")]
    TooLarge,
    /// Nothing was begun under this hash.
    #[error("there is no such upload")]
    Unknown,
    /// It arrived whole and is of a kind that is not taken; it was thrown away.
    #[error("files of this kind are not taken")]
    NotTaken,
}

const SELECT_UPLOAD: &str = "
    SELECT bytes, name, whole_at_ms
    FROM upload
    WHERE entity = $1
      AND blake3 = $2";

const UPSERT_UPLOAD: &str = "
    INSERT INTO upload (entity, blake3, bytes, name, begun_at_ms, whole_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (entity, blake3) DO UPDATE SET
        bytes = excluded.bytes, name = excluded.name, begun_at_ms = excluded.begun_at_ms,
        whole_at_ms = excluded.whole_at_ms";

const SELECT_UNUSED_BYTES: &str = "
    SELECT coalesce(sum(u.bytes), 0) AS bytes
    FROM upload u
    WHERE u.entity = $1
      AND u.blake3 <> $2
      AND NOT EXISTS (
          SELECT 1
          FROM claim_file f
          JOIN claim c ON c.id = f.claim
          WHERE f.blake3 = u.blake3
            AND c.entity = u.entity)";

const SELECT_OLD_UNUSED: &str = "
    SELECT u.entity, u.blake3
    FROM upload u
    WHERE u.begun_at_ms < $1
      AND NOT EXISTS (
          SELECT 1
          FROM claim_file f
          JOIN claim c ON c.id = f.claim
          WHERE f.blake3 = u.blake3
            AND c.entity = u.entity)";

const DELETE_UPLOAD: &str = "
    DELETE FROM upload
    WHERE entity = $1
      AND blake3 = $2";

struct Known {
    bytes: u64,
    name: String,
    is_whole: bool,
}

/// Whether a file of this entity is there, whole and of this length.
///
/// # Errors
/// [`StorageError`].
pub(super) fn is_whole(tx: &mut dyn Tx, entity: &EntityId, blake3: &str, bytes: u64) -> Result<bool, StorageError> {
    Ok(known(tx, entity, blake3)?.is_some_and(|known| known.is_whole && known.bytes == bytes))
}

impl Uploads {
    /// The folder of a data directory; made when the first file comes.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self {
            directory: data_dir.join("claims"),
            turn: Mutex::new(()),
        }
    }

    /// Begins an upload, or says how far it is.
    ///
    /// # Errors
    /// [`UploadError`].
    pub fn begin(
        &self,
        db: &dyn Database,
        limits: &ClaimSettings,
        entity: &EntityId,
        wanted: &UploadRequest,
        now_ms: i64,
    ) -> Result<UploadStanding, UploadError> {
        let is_proper = is_hash(&wanted.blake3) && wanted.bytes > 0 && wanted.name.chars().count() <= NAME_LIMIT;
        if !is_proper {
            return Err(UploadError::Malformed);
        }
        if wanted.bytes > limits.max_file_bytes {
            return Err(UploadError::TooLarge);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let part = self.part(entity, &wanted.blake3);
        let whole = self.whole(entity, &wanted.blake3);
        // The file decides: a database from a backup may know of one that is not there.
        let is_there = length(&whole)? == Some(wanted.bytes);
        let received = length(&part)?.unwrap_or(0);
        write(db, |tx| {
            let before = known(tx, entity, &wanted.blake3)?;
            if before.is_some_and(|before| before.bytes == wanted.bytes && before.is_whole == is_there) {
                return Ok::<_, UploadError>(());
            }
            let others = query_one(
                tx,
                SELECT_UNUSED_BYTES,
                &[entity.as_str().into(), wanted.blake3.as_str().into()],
                |row| row.int("bytes"),
            )?;
            let others = u64::try_from(others.unwrap_or(0)).unwrap_or(u64::MAX);
            if others.saturating_add(wanted.bytes) > limits.max_unused_bytes {
                return Err(UploadError::TooLarge);
            }
            let params = [
                entity.as_str().into(),
                wanted.blake3.as_str().into(),
                i64::try_from(wanted.bytes).unwrap_or(i64::MAX).into(),
                wanted.name.as_str().into(),
                now_ms.into(),
                is_there.then_some(now_ms).into(),
            ];
            tx.execute(UPSERT_UPLOAD, &params)?;
            Ok(())
        })?;
        if is_there {
            return Ok(whole_standing(wanted.bytes));
        }
        if received >= wanted.bytes {
            // All bytes came and the program ended before it looked at them.
            return self.finish(db, entity, &wanted.blake3, wanted.bytes, &wanted.name, now_ms);
        }
        Ok(UploadStanding {
            received,
            is_whole: false,
        })
    }

    /// Adds a piece at its place; at another place nothing is added.
    ///
    /// # Errors
    /// [`UploadError`].
    pub fn add(
        &self,
        db: &dyn Database,
        entity: &EntityId,
        blake3: &str,
        offset: u64,
        piece: &[u8],
        now_ms: i64,
    ) -> Result<UploadStanding, UploadError> {
        if !is_hash(blake3) {
            return Err(UploadError::Malformed);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let upload = read(db, |tx| known(tx, entity, blake3))?.ok_or(UploadError::Unknown)?;
        if upload.is_whole {
            return Ok(whole_standing(upload.bytes));
        }
        let part = self.part(entity, blake3);
        let received = length(&part)?.unwrap_or(0);
        if offset != received {
            return Ok(UploadStanding {
                received,
                is_whole: false,
            });
        }
        let after = received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if after > upload.bytes {
            return Err(UploadError::Malformed);
        }
        if let Some(folder) = part.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&part)?;
        file.write_all(piece)?;
        drop(file);
        if after < upload.bytes {
            return Ok(UploadStanding {
                received: after,
                is_whole: false,
            });
        }
        self.finish(db, entity, blake3, upload.bytes, &upload.name, now_ms)
    }

    /// Puts a file of the supplier into the folder of the entity; returns its hash.
    ///
    /// # Errors
    /// [`UploadError`].
    pub fn put(
        &self,
        db: &dyn Database,
        entity: &EntityId,
        name: &str,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(String, FileKind), UploadError> {
        let kind = kind_of(bytes, name).map_err(|_| UploadError::NotTaken)?;
        let blake3 = blake3::hash(bytes).to_hex().to_string();
        let whole = self.whole(entity, &blake3);
        if let Some(folder) = whole.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let beside = whole.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, &whole)?;
        write(db, |tx| set_whole(tx, entity, &blake3, length, name, now_ms))?;
        Ok((blake3, kind))
    }

    /// The bytes of a whole file; `None` when they are not here.
    ///
    /// # Errors
    /// What the file system says.
    pub fn bytes(&self, entity: &EntityId, blake3: &str) -> io::Result<Option<Vec<u8>>> {
        if !is_hash(blake3) {
            return Ok(None);
        }
        match std::fs::read(self.whole(entity, blake3)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes files that no message has named for a week; returns how many.
    ///
    /// # Errors
    /// [`UploadError`].
    pub fn prune(&self, db: &dyn Database, now_ms: i64) -> Result<usize, UploadError> {
        let before = now_ms.saturating_sub(UNUSED_MS);
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = write(db, |tx| {
            let old = query_all(tx, SELECT_OLD_UNUSED, &[before.into()], |row| {
                Ok((EntityId::new(row.text("entity")?), row.text("blake3")?))
            })?;
            for (entity, blake3) in &old {
                tx.execute(DELETE_UPLOAD, &[entity.as_str().into(), blake3.as_str().into()])?;
            }
            Ok::<_, StorageError>(old)
        })?;
        for (entity, blake3) in &gone {
            remove(&self.part(entity, blake3))?;
            remove(&self.whole(entity, blake3))?;
        }
        Ok(gone.len())
    }

    /// All bytes are there: are they what was announced?
    fn finish(
        &self,
        db: &dyn Database,
        entity: &EntityId,
        blake3: &str,
        bytes: u64,
        name: &str,
        now_ms: i64,
    ) -> Result<UploadStanding, UploadError> {
        let part = self.part(entity, blake3);
        let mut file = File::open(&part)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&mut file)?;
        if hasher.finalize().to_hex().as_str() != blake3 {
            remove(&part)?;
            return Ok(UploadStanding {
                received: 0,
                is_whole: false,
            });
        }
        let mut head = Vec::new();
        File::open(&part)?.take(HEAD_BYTES).read_to_end(&mut head)?;
        if kind_of(&head, name).is_err() {
            remove(&part)?;
            write(db, |tx| {
                tx.execute(DELETE_UPLOAD, &[entity.as_str().into(), blake3.into()])
            })?;
            return Err(UploadError::NotTaken);
        }
        OpenOptions::new().append(true).open(&part)?.sync_all()?;
        std::fs::rename(&part, self.whole(entity, blake3))?;
        write(db, |tx| set_whole(tx, entity, blake3, bytes, name, now_ms))?;
        Ok(whole_standing(bytes))
    }

    fn whole(&self, entity: &EntityId, blake3: &str) -> PathBuf {
        // Ids of entities are the gateway's own UUIDs; a hash was looked at.
        self.directory.join(entity.as_str()).join(blake3)
    }

    fn part(&self, entity: &EntityId, blake3: &str) -> PathBuf {
        self.directory.join(entity.as_str()).join(format!("{blake3}.part"))
    }
}

const fn whole_standing(bytes: u64) -> UploadStanding {
    UploadStanding {
        received: bytes,
        is_whole: true,
    }
}

fn known(tx: &mut dyn Tx, entity: &EntityId, blake3: &str) -> Result<Option<Known>, StorageError> {
    query_one(tx, SELECT_UPLOAD, &[entity.as_str().into(), blake3.into()], |row| {
        Ok(Known {
            bytes: u64::try_from(row.int("bytes")?).unwrap_or(0),
            name: row.text("name")?,
            is_whole: row.opt_int("whole_at_ms")?.is_some(),
        })
    })
}

fn set_whole(
    tx: &mut dyn Tx,
    entity: &EntityId,
    blake3: &str,
    bytes: u64,
    name: &str,
    now_ms: i64,
) -> Result<(), StorageError> {
    let params = [
        entity.as_str().into(),
        blake3.into(),
        i64::try_from(bytes).unwrap_or(i64::MAX).into(),
        name.into(),
        now_ms.into(),
        now_ms.into(),
    ];
    tx.execute(UPSERT_UPLOAD, &params).map(|_| ())
}

fn length(path: &Path) -> io::Result<Option<u64>> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
