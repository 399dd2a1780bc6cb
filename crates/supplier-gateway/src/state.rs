//! What every part of a running gateway shares.

use crate::access::queue_key::QueueSecret;
use crate::claims::uploads::Uploads;
use crate::feeds::cursor::CursorSecret;
use crate::feeds::{Makers, Sizes, Workshop, make_missing_hashes};
use crate::live::Hub;
use crate::orders::probes::Probes;
use crate::settings::{Settings, SettingsError};
use crate::storage::sqlite::SqliteDatabase;
use crate::storage::{Database, StorageError, is_disk_full};
use cabinet_domain::ids::PriceTypeId;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The name of the database in a data directory.
pub const DATABASE: &str = "gateway.db";

/// The database, the settings and the clock of one data directory. Shared behind an `Arc`.
pub struct GatewayState {
    /// The database of the directory.
    pub db: Arc<dyn Database>,
    /// The directory itself: `gateway.db`, `gateway.toml`, `serve.lock`, `segments/`, `media/`, `exchange/`, `claims/`,
    /// `tls/`.
    pub data_dir: PathBuf,
    /// `gateway.toml` as read at the start.
    pub settings: Settings,
    /// Signs the cursors of devices.
    pub cursor_secret: CursorSecret,
    /// Makes the keys by which devices seal their queues.
    pub queue_secret: QueueSecret,
    /// How feeds are cut into what travels.
    pub feed_sizes: Sizes,
    /// Who makes which snapshot.
    pub snapshot_makers: Makers,
    /// Milliseconds since 1970, UTC.
    pub clock: fn() -> i64,
    /// The devices that listen for hints.
    pub live: Arc<Hub>,
    /// What was asked about stock that is not shown.
    pub probes: Arc<Probes>,
    /// Files of claims.
    pub uploads: Uploads,
    /// The first price type when rules of prices were published last; `None` before that.
    pub told_price_type: Mutex<Option<PriceTypeId>>,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory cannot be made or read.
    #[error("the data directory «{}» cannot be used: {source}; check that it exists and belongs to this user", path.display())]
    Directory {
        /// Which directory.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The settings cannot be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There is no gateway in the directory.
    #[error("there is no gateway in «{}»: check --data; a new one is made by `serve`, `node add`, `entity add` or `import`", path.display())]
    NoGateway {
        /// Which directory.
        path: PathBuf,
    },
    /// There is no room where the directory lies.
    #[error(
        "the disk with «{}» is full, or a quota stops it: free space and start again; nothing is lost and nothing is damaged", path.display()
    )]
    DiskFull {
        /// The directory or the file that could not grow.
        path: PathBuf,
        /// What the system or the database said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database cannot be opened.
    #[error("the database «{}» cannot be opened: {source}; nothing was changed. A damaged file is to be replaced from a backup", path.display())]
    Database {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: StorageError,
    },
}

impl OpenError {
    fn directory(path: PathBuf, source: std::io::Error) -> Self {
        if is_disk_full(&source) {
            Self::DiskFull {
                path,
                source: Box::new(source),
            }
        } else {
            Self::Directory { path, source }
        }
    }

    fn settings(error: SettingsError) -> Self {
        match error {
            SettingsError::File { path, source } if is_disk_full(&source) => Self::directory(path, source),
            error => Self::Settings(error),
        }
    }

    fn database(path: PathBuf, source: StorageError) -> Self {
        match source {
            StorageError::DiskFull(source) => Self::DiskFull { path, source },
            source => Self::Database { path, source },
        }
    }
}

impl GatewayState {
    /// Opens a data directory, making what is missing.
    ///
    /// # Errors
    /// [`OpenError`], by the part that cannot be used.
    pub fn open(data_dir: &Path, clock: fn() -> i64) -> Result<Self, OpenError> {
        for directory in [
            data_dir.to_owned(),
            data_dir.join("segments"),
            data_dir.join("media"),
            data_dir.join("exchange"),
        ] {
            std::fs::create_dir_all(&directory).map_err(|source| OpenError::directory(directory, source))?;
        }
        let settings = Settings::load_or_create(&data_dir.join("gateway.toml")).map_err(OpenError::settings)?;
        let path = data_dir.join(DATABASE);
        let db: Arc<dyn Database> =
            Arc::new(SqliteDatabase::open(&path).map_err(|source| OpenError::database(path.clone(), source))?);
        let cursor_secret =
            CursorSecret::load_or_create(db.as_ref()).map_err(|source| OpenError::database(path.clone(), source))?;
        let queue_secret =
            QueueSecret::load_or_create(db.as_ref()).map_err(|source| OpenError::database(path.clone(), source))?;
        make_missing_hashes(db.as_ref()).map_err(|source| OpenError::database(path, source))?;
        Ok(Self {
            db,
            data_dir: data_dir.to_owned(),
            settings,
            cursor_secret,
            queue_secret,
            feed_sizes: Sizes::default(),
            snapshot_makers: Makers::default(),
            clock,
            live: Arc::default(),
            probes: Arc::default(),
            uploads: Uploads::new(data_dir),
            told_price_type: Mutex::default(),
        })
    }

    /// Where the snapshots of feeds are made.
    #[must_use]
    pub fn snapshots(&self) -> Workshop<'_> {
        Workshop {
            db: self.db.as_ref(),
            data_dir: &self.data_dir,
            sizes: self.feed_sizes,
            makers: &self.snapshot_makers,
        }
    }

    /// The time now, milliseconds since 1970, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }
}
