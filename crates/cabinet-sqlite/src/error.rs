//! What can go wrong with a file, told apart by what the caller can do about it.

use std::path::PathBuf;

/// Why a file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key does not fit, or the file is damaged; SQLCipher cannot tell which. A mirror is deleted and rebuilt,
    /// a desk is set aside and the user is told.
    #[error("{path} does not open with its key: the key is not its own or the file is damaged")]
    WrongKeyOrDamaged {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A newer build wrote the file. It was left as it is; the user installs the newer program, or goes back to a copy.
    #[error(
        "{} was written by a newer version of the program: its tables are at change {version}, this program knows {known}; \
         nothing was changed; install the newer version{}", path.display(), words_of_copy(path, copy.as_deref())
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// The newest change of its tables.
        version: i64,
        /// The newest change that this build knows.
        known: i64,
        /// A copy from before the change that this build can open, when one was kept.
        copy: Option<PathBuf>,
    },
    /// The copy that is kept before tables change could not be made; the file was not changed.
    #[error("{} was not brought up to date, because no copy of it could be kept: {source}; free some space and start again", path.display())]
    Copy {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// An applied migration differs from this build's text: a file of an unreleased build.
    #[error("{path} was made by a different build: its change {version} is not the one known here")]
    Diverged {
        /// Which file.
        path: PathBuf,
        /// The migration that differs.
        version: i64,
    },
    /// The disk is full; nothing was lost.
    #[error("the disk is full: {path} could not be opened")]
    DiskFull {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Another process holds the file.
    #[error("{path} is in use by another program")]
    Locked {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The path is not a file that may be read and written.
    #[error("{path} cannot be opened as a file: {source}")]
    NotAFile {
        /// Which path.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file system does not support the journal that the app relies on (some network folders).
    #[error("{path} lies where a write-ahead log is not possible (the journal became «{mode}»)")]
    NoWriteAheadLog {
        /// Which file.
        path: PathBuf,
        /// The journal mode that SQLite chose.
        mode: String,
    },
    /// A migration of this build is wrong.
    #[error("a change of the tables in {path} failed")]
    Migration {
        /// Which file.
        path: PathBuf,
        /// What refinery said.
        #[source]
        source: refinery::Error,
    },
    /// The disk could not be read or written; nothing was lost.
    #[error(
        "{path} could not be opened, because the disk could not be read or written: see whether it is full, write-protected or failing, and try again"
    )]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Anything else that SQLite reports.
    #[error("{path} could not be opened")]
    Sqlite {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
}

/// Why a read or a write failed. The transaction was rolled back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full; the change was not made.
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
    /// Another process holds the file.
    #[error("the file is in use by another program")]
    Locked(#[source] rusqlite::Error),
    /// A page does not match its checksum, or the structure is broken.
    #[error("the file is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// [`crate::Cancel`] stopped the query.
    #[error("the query was cancelled")]
    Cancelled,
    /// The disk could not be read or written.
    #[error("the disk could not be read or written")]
    Disk(#[source] rusqlite::Error),
    /// A statement failed: a fault of the program.
    #[error("a statement failed")]
    Statement(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // A full disk also shows as a log index that cannot grow, which SQLite reports as a failed read or write.
        let no_room_for_log = source
            .sqlite_error()
            .is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        match source.sqlite_error_code() {
            Some(Code::DiskFull) => Self::DiskFull(source),
            Some(Code::SystemIoFailure) if no_room_for_log => Self::DiskFull(source),
            Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => Self::Locked(source),
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => Self::Damaged(source),
            Some(Code::OperationInterrupted) => Self::Cancelled,
            Some(Code::SystemIoFailure | Code::CannotOpen | Code::ReadOnly | Code::PermissionDenied) => {
                Self::Disk(source)
            }
            _ => Self::Statement(source),
        }
    }
}

impl OpenError {
    pub(crate) fn from_sqlite(path: &std::path::Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match StoreError::from(source) {
            StoreError::DiskFull(source) => Self::DiskFull { path, source },
            StoreError::Locked(source) => Self::Locked { path, source },
            StoreError::Damaged(source) => Self::WrongKeyOrDamaged { path, source },
            StoreError::Cancelled => Self::Sqlite {
                path,
                source: rusqlite::Error::ExecuteReturnedResults,
            },
            StoreError::Disk(source) => Self::Disk { path, source },
            StoreError::Statement(source) => Self::Sqlite { path, source },
        }
    }
}

/// Where the copy lies and how to go on with it.
fn words_of_copy(path: &std::path::Path, copy: Option<&std::path::Path>) -> String {
    match copy {
        Some(copy) => format!(
            ", or go on with the copy from before the update: move {} away and rename {} to it; what was changed since is not in the copy",
            path.display(),
            copy.display()
        ),
        None => String::new(),
    }
}
