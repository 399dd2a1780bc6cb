//! Opening mirror.db, and its search index.

use crate::feed_file::{FeedFile, Holds, Versions};
use crate::listing::ListingCache;
use crate::properties::PropertiesCache;
use crate::rules::RulesCache;
use crate::search_index;
use crate::table::Table;
use crate::terms_cache::TermsCache;
use crate::vocabulary::{VocabularyCache, Words};
use cabinet_sqlite::{Database, Durability, FileSpec, Integrity, Key, Migration, OpenError, StoreError};
use rusqlite::Connection;
use std::path::Path;

/// Name of the file in a profile.
pub const FILE_NAME: &str = "mirror.db";

/// The feeds' tables, the same in both kinds of files.
pub(crate) const FEEDS: Migration = Migration {
    name: "V1__feeds",
    sql: include_str!("../../../migrations/mirror/0001_feeds.sql"),
};

const MIGRATIONS: &[Migration] = &[
    FEEDS,
    Migration {
        name: "V2__goods",
        sql: include_str!("../../../migrations/mirror/0002_goods.sql"),
    },
    Migration {
        name: "V3__personal",
        sql: include_str!("../../../migrations/mirror/0003_personal.sql"),
    },
    Migration {
        name: "V4__media",
        sql: include_str!("../../../migrations/mirror/0004_media.sql"),
    },
    Migration {
        name: "V5__delivery",
        sql: include_str!("../../../migrations/mirror/0005_delivery.sql"),
    },
    Migration {
        name: "V6__rights",
        sql: include_str!("../../../migrations/mirror/0006_rights.sql"),
    },
    Migration {
        name: "V7__price_history",
        sql: include_str!("../../../migrations/mirror/0007_price_history.sql"),
    },
    Migration {
        name: "V8__wishes",
        sql: include_str!("../../../migrations/mirror/0008_wishes.sql"),
    },
    Migration {
        name: "V9__news",
        sql: include_str!("../../../migrations/mirror/0009_news.sql"),
    },
    Migration {
        name: "V10__rules",
        sql: include_str!("../../../migrations/mirror/0010_rules.sql"),
    },
    Migration {
        name: "V20__row_hashes",
        sql: include_str!("../../../migrations/mirror/0020_row_hashes.sql"),
    },
    Migration {
        name: "V35__own_codes",
        sql: include_str!("../../../migrations/mirror/0035_own_codes.sql"),
    },
    Migration {
        name: "V36__turns",
        sql: include_str!("../../../migrations/mirror/0036_turns.sql"),
    },
    Migration {
        name: "V46__load_hashes",
        sql: include_str!("../../../migrations/mirror/0046_load_hashes.sql"),
    },
    Migration {
        name: "V62__shared_templates",
        sql: include_str!("../../../migrations/mirror/0062_shared_templates.sql"),
    },
];

/// Page cache of the file, all connections together.
const CACHE_KIB: u32 = 48 * 1024;

/// The open mirror of goods, prices and stock.
pub struct Mirror {
    file: FeedFile,
    pub(crate) listings: ListingCache,
    pub(crate) vocabulary: VocabularyCache,
    pub(crate) properties: PropertiesCache,
    pub(crate) rules: RulesCache,
    pub(crate) terms: TermsCache,
}

/// Why a question to a mirror was not answered.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// A stored message cannot be read: the file is of another build or damaged. Delete and rebuild it.
    #[error("a stored row cannot be read")]
    Unreadable(#[from] prost::DecodeError),
    /// A stored word that this build does not know.
    #[error("«{0}» stands in the mirror where another word is expected")]
    UnknownWord(String),
    /// The file failed, or the question was cancelled.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for MirrorError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Mirror {
    /// Opens the file, or makes it when it is absent.
    ///
    /// # Errors
    /// Any [`OpenError`]. With [`OpenError::WrongKeyOrDamaged`], [`OpenError::Diverged`] or [`OpenError::Newer`] the
    /// caller deletes the file ([`delete`]) and loads everything anew.
    pub fn open(path: &Path, key: &Key) -> Result<Self, OpenError> {
        let db = Database::open(&FileSpec {
            path,
            key,
            migrations: MIGRATIONS,
            durability: Durability::SoundFile,
            cache_kib: CACHE_KIB,
            readers: 2,
        })?;
        let file = FeedFile {
            db,
            holds: Holds::Goods,
            versions: Versions::default(),
        };
        Ok(Self {
            file,
            listings: ListingCache::default(),
            vocabulary: VocabularyCache::default(),
            properties: PropertiesCache::default(),
            rules: RulesCache::default(),
            terms: TermsCache::default(),
        })
    }

    /// The feeds of the file, for cabinet-sync.
    #[must_use]
    pub const fn feeds(&self) -> &FeedFile {
        &self.file
    }

    /// Whether words can be searched; articles can as soon as the catalogue is published.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has_search(&self) -> Result<bool, StoreError> {
        self.db().read(|conn| Ok(search_index::state(conn)?.has_words))
    }

    /// Builds the full text after the first load. Does nothing when it is built, or while the catalogue is loading.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn build_search(&self) -> Result<(), StoreError> {
        self.db().write::<_, StoreError>(|tx| {
            let state = search_index::state(tx)?;
            if state.has_articles && !state.has_words {
                search_index::build_words(tx)
            } else {
                Ok(())
            }
        })?;
        self.file.versions.bump(Table::Catalogue);
        Ok(())
    }

    /// Reads what a search needs once it finds nothing, so that the first such search need not wait for it, and the
    /// properties again where goods were filtered by them before. Does nothing while that is held already or words cannot
    /// be searched yet.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn warm_search(&self) -> Result<(), MirrorError> {
        let version = self.feeds().versions.now().goods;
        self.db().read(|conn| {
            if search_index::state(conn)?.has_words {
                self.words(conn, version).get()?;
            }
            if self.properties.is_used() {
                self.properties.get(conn, version)?;
            }
            Ok(())
        })
    }

    /// The different words of the goods; `version` is that of the goods from before `conn` read anything.
    pub(crate) const fn words<'a>(&'a self, conn: &'a Connection, version: u64) -> Words<'a> {
        Words {
            cache: &self.vocabulary,
            conn,
            version,
        }
    }

    /// Reads the whole file and reports what is wrong with it.
    ///
    /// # Errors
    /// [`StoreError`]; damage is a finding.
    pub fn check(&self) -> Result<Integrity, StoreError> {
        self.db().check()
    }

    pub(crate) const fn db(&self) -> &Database {
        &self.file.db
    }
}

/// Deletes a disposable file with its log. The file must not be open.
///
/// # Errors
/// What the file system says; absence is not an error.
pub fn delete(path: &Path) -> std::io::Result<()> {
    for tail in ["-wal", "-shm", ""] {
        let mut name = path.as_os_str().to_owned();
        name.push(tail);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
