//! Files of claims and of messages in them: durable when attached, uploaded before their command, then let go.
//!
//! The same bytes in one parcel are one file. Bodies are dropped once the gateway has the message; small pictures stay.

use crate::desk::{Desk, DeskError};
use crate::outbox::OutboxCommand;
use cabinet_domain::ids::{ClaimId, CommandKey};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::fmt;

/// What a file is attached to while it is with the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parcel {
    /// A claim that is not filed yet.
    Claim(ClaimId),
    /// The next message of a claim.
    Reply(ClaimId),
}

impl fmt::Display for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim(id) => write!(f, "claim:{id}"),
            Self::Reply(id) => write!(f, "reply:{id}"),
        }
    }
}

/// A file to be attached, as it will travel.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// BLAKE3 of the body, lower-case hex.
    pub blake3: String,
    /// As shown to people.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Small JPEG; `None` when it is no picture.
    pub thumb: Option<Vec<u8>>,
    /// The bytes.
    pub body: Vec<u8>,
}

/// A file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// In this file.
    pub id: i64,
    /// BLAKE3 of the body, lower-case hex.
    pub blake3: String,
    /// As shown to people.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Length of the body.
    pub bytes: u64,
    /// There is a small picture of it.
    pub is_picture: bool,
    /// The gateway has all of it.
    pub is_uploaded: bool,
}

const INSERT: &str = "
    INSERT INTO attachment (parcel, blake3, name, media_type, bytes, thumb, attached_ms)
    VALUES (:parcel, :blake3, :name, :media_type, :bytes, :thumb, :now_ms)
    ON CONFLICT DO NOTHING";

const INSERT_BODY: &str = "
    INSERT INTO attachment_body (attachment, body)
    VALUES (:attachment, :body)";

const OF_PARCEL: &str = "
    SELECT id, blake3, name, media_type, bytes, thumb IS NOT NULL AS is_picture, is_uploaded
    FROM attachment
    WHERE parcel = :parcel
      AND command IS NULL
    ORDER BY id";

const OF_COMMAND: &str = "
    SELECT id, blake3, name, media_type, bytes, thumb IS NOT NULL AS is_picture, is_uploaded
    FROM attachment
    WHERE command = :key
    ORDER BY id";

const DETACH: &str = "
    DELETE FROM attachment
    WHERE parcel = :parcel
      AND command IS NULL
      AND blake3 = :blake3";

const THUMB: &str = "
    SELECT thumb
    FROM attachment
    WHERE blake3 = :blake3
      AND thumb IS NOT NULL
    LIMIT 1";

const BODY: &str = "
    SELECT b.body
    FROM attachment AS a
    JOIN attachment_body AS b ON b.attachment = a.id
    WHERE a.blake3 = :blake3
    LIMIT 1";

const HELD_BYTES: &str = "
    SELECT coalesce(sum(length(body)), 0) AS bytes
    FROM attachment_body";

const GIVE: &str = "
    UPDATE attachment
    SET command = :key
    WHERE parcel = :parcel
      AND command IS NULL";

const RELEASE: &str = "
    UPDATE attachment
    SET command = NULL
    WHERE command = :key";

const DROP_BODIES: &str = "
    DELETE FROM attachment_body
    WHERE attachment IN (SELECT id FROM attachment WHERE command = :key)";

const DROP_ALL: &str = "
    DELETE FROM attachment
    WHERE command = :key";

const MARK_UPLOADED: &str = "
    UPDATE attachment
    SET is_uploaded = 1
    WHERE id = :id";

const MARK_MISSING: &str = "
    UPDATE attachment
    SET is_uploaded = 0
    WHERE command = :key
      AND blake3 = :blake3";

impl Desk {
    /// Attaches a file; false when the same bytes are attached already. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`DeskError`]; a full disk leaves everything as it was.
    pub fn attach(&self, parcel: &Parcel, file: &NewAttachment, now_ms: i64) -> Result<bool, DeskError> {
        self.db.write(|tx| {
            let is_new = tx.prepare_cached(INSERT)?.execute(named_params! {
                ":parcel": parcel.to_string(),
                ":blake3": file.blake3,
                ":name": file.name,
                ":media_type": file.media_type,
                ":bytes": i64::try_from(file.body.len()).unwrap_or(i64::MAX),
                ":thumb": file.thumb,
                ":now_ms": now_ms,
            })? > 0;
            if is_new {
                let id = tx.last_insert_rowid();
                tx.prepare_cached(INSERT_BODY)?
                    .execute(named_params! { ":attachment": id, ":body": file.body })?;
            }
            Ok(is_new)
        })
    }

    /// Files that lie ready in a parcel, in the order in which they were attached.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn attachments(&self, parcel: &Parcel) -> Result<Vec<Attachment>, DeskError> {
        self.list_attachments(OF_PARCEL, named_params! { ":parcel": parcel.to_string() })
    }

    /// Files of a command.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn attachments_of_command(&self, key: &CommandKey) -> Result<Vec<Attachment>, DeskError> {
        self.list_attachments(OF_COMMAND, named_params! { ":key": key.as_str() })
    }

    /// Takes a file out of a parcel; false when it is not there.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn detach(&self, parcel: &Parcel, blake3: &str) -> Result<bool, DeskError> {
        self.db.write(|tx| {
            let removed = tx
                .prepare_cached(DETACH)?
                .execute(named_params! { ":parcel": parcel.to_string(), ":blake3": blake3 })?;
            Ok(removed > 0)
        })
    }

    /// The small picture of a file, when it is one of this device's.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn attachment_thumb(&self, blake3: &str) -> Result<Option<Vec<u8>>, DeskError> {
        self.blob(THUMB, blake3, "thumb")
    }

    /// The bytes of a file, while they are on this device.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn attachment_body(&self, blake3: &str) -> Result<Option<Vec<u8>>, DeskError> {
        self.blob(BODY, blake3, "body")
    }

    /// How many bytes of files lie on this device.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn attachment_bytes(&self) -> Result<u64, DeskError> {
        self.db.read(|conn| {
            let bytes: i64 = conn.query_row(HELD_BYTES, [], |row| row.get("bytes"))?;
            Ok(u64::try_from(bytes).unwrap_or(0))
        })
    }

    /// Commands whose time has come and that still wait for files to be uploaded, oldest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn commands_with_uploads(&self, now_ms: i64, limit: u32) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list_with_uploads(now_ms, limit)
    }

    /// The gateway has all of a file.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn mark_uploaded(&self, attachment: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(MARK_UPLOADED)?
                .execute(named_params! { ":id": attachment })?;
            Ok(())
        })
    }

    /// The gateway does not have these files of a command after all.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn mark_missing(&self, key: &CommandKey, hashes: &[String]) -> Result<(), DeskError> {
        self.db.write(|tx| {
            for blake3 in hashes {
                tx.prepare_cached(MARK_MISSING)?
                    .execute(named_params! { ":key": key.as_str(), ":blake3": blake3 })?;
            }
            Ok(())
        })
    }

    /// A message was taken back: its files lie ready again for the next one.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn take_files_back(&self, key: &CommandKey) -> Result<(), DeskError> {
        self.db.write(|tx| release_attachments(tx, key))
    }

    /// A message that was refused is of no interest any more: its files go.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn drop_files(&self, key: &CommandKey) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(DROP_ALL)?
                .execute(named_params! { ":key": key.as_str() })?;
            Ok(())
        })
    }

    fn list_attachments(
        &self,
        sql: &'static str,
        params: &[(&str, &dyn rusqlite::ToSql)],
    ) -> Result<Vec<Attachment>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(sql)?;
            let rows = list.query_map(params, attachment)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn blob(&self, sql: &'static str, blake3: &str, column: &'static str) -> Result<Option<Vec<u8>>, DeskError> {
        self.db.read(|conn| {
            let mut one = conn.prepare_cached(sql)?;
            Ok(one
                .query_row(named_params! { ":blake3": blake3 }, |row| row.get(column))
                .optional()?)
        })
    }
}

/// What lies ready in a parcel goes with a command.
pub(crate) fn give_to_command(conn: &Connection, parcel: &Parcel, key: &CommandKey) -> Result<(), DeskError> {
    conn.prepare_cached(GIVE)?
        .execute(named_params! { ":parcel": parcel.to_string(), ":key": key.as_str() })?;
    Ok(())
}

/// What went with a command comes back into its parcel.
pub(crate) fn release_attachments(conn: &Connection, key: &CommandKey) -> Result<(), DeskError> {
    conn.prepare_cached(RELEASE)?
        .execute(named_params! { ":key": key.as_str() })?;
    Ok(())
}

/// The gateway has the message: the bytes go, small pictures stay.
pub(crate) fn drop_bodies(conn: &Connection, key: &CommandKey) -> Result<(), DeskError> {
    conn.prepare_cached(DROP_BODIES)?
        .execute(named_params! { ":key": key.as_str() })?;
    Ok(())
}

fn attachment(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    let bytes: i64 = row.get("bytes")?;
    Ok(Attachment {
        id: row.get("id")?,
        blake3: row.get("blake3")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        bytes: u64::try_from(bytes).unwrap_or(0),
        is_picture: row.get("is_picture")?,
        is_uploaded: row.get("is_uploaded")?,
    })
}
