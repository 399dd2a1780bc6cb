//! Opening `entity-<id>.db`: the documents of one legal entity, under a key of its own.

use crate::feed_file::{FeedFile, Holds, Versions};
use crate::mirror::FEEDS;
use cabinet_domain::ids::EntityId;
use cabinet_sqlite::{Database, Durability, FileSpec, Integrity, Key, Migration, OpenError, StoreError};
use std::path::Path;

const MIGRATIONS: &[Migration] = &[
    FEEDS,
    Migration {
        name: "V2__documents",
        sql: include_str!("../../../migrations/entity/0002_documents.sql"),
    },
    Migration {
        name: "V3__claims",
        sql: include_str!("../../../migrations/entity/0003_claims.sql"),
    },
    Migration {
        name: "V4__delivery",
        sql: include_str!("../../../migrations/entity/0004_delivery.sql"),
    },
    Migration {
        name: "V5__purchases",
        sql: include_str!("../../../migrations/entity/0005_purchases.sql"),
    },
    Migration {
        name: "V20__row_hashes",
        sql: include_str!("../../../migrations/entity/0020_row_hashes.sql"),
    },
    Migration {
        name: "V37__line_parts",
        sql: include_str!("../../../migrations/entity/0037_line_parts.sql"),
    },
    Migration {
        name: "V38__on_order",
        sql: include_str!("../../../migrations/entity/0038_on_order.sql"),
    },
    Migration {
        name: "V43__supplier_documents",
        sql: include_str!("../../../migrations/entity/0043_supplier_documents.sql"),
    },
    Migration {
        name: "V46__load_hashes",
        sql: include_str!("../../../migrations/entity/0046_load_hashes.sql"),
    },
    Migration {
        name: "V47__services",
        sql: include_str!("../../../migrations/entity/0047_services.sql"),
    },
    Migration {
        name: "V49__ship_together",
        sql: include_str!("../../../migrations/entity/0049_ship_together.sql"),
    },
    Migration {
        name: "V50__books",
        sql: include_str!("../../../migrations/entity/0050_books.sql"),
    },
    Migration {
        name: "V60__find",
        sql: include_str!("../../../migrations/entity/0060_find.sql"),
    },
    Migration {
        name: "V61__acts",
        sql: include_str!("../../../migrations/entity/0061_acts.sql"),
    },
];

/// Name of an entity's file in a profile. Ids of the gateway are UUIDs; anything else is spelt in hex.
#[must_use]
pub fn file_name(entity: &EntityId) -> String {
    let id = entity.as_str();
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        format!("entity-{id}.db")
    } else {
        let hex: String = id.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("entity-x{hex}.db")
    }
}

/// The open documents of one legal entity.
pub struct EntityMirror {
    file: FeedFile,
}

impl EntityMirror {
    /// Opens the file, or makes it when it is absent.
    ///
    /// # Errors
    /// Any [`OpenError`], to be treated as with [`crate::Mirror::open`].
    pub fn open(path: &Path, key: &Key, entity: &EntityId) -> Result<Self, OpenError> {
        let db = Database::open(&FileSpec {
            path,
            key,
            migrations: MIGRATIONS,
            durability: Durability::SoundFile,
            cache_kib: 4096,
            readers: 1,
        })?;
        let holds = Holds::DocumentsOf(entity.clone());
        Ok(Self {
            file: FeedFile {
                db,
                holds,
                versions: Versions::default(),
            },
        })
    }

    /// The feed of the file, for cabinet-sync.
    #[must_use]
    pub const fn feeds(&self) -> &FeedFile {
        &self.file
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_cannot_leave_the_folder() {
        assert_eq!(file_name(&"0b3c-E1".into()), "entity-0b3c-E1.db");
        assert_eq!(file_name(&"../x".into()), "entity-x2e2e2f78.db");
        assert_eq!(file_name(&"".into()), "entity-x.db");
    }
}
