//! Opening the desk, and setting a damaged one aside.

use cabinet_sqlite::{Database, Durability, FileSpec, Integrity, Key, Migration, OpenError, StoreError};
use std::path::{Path, PathBuf};

/// Name of the file in a profile.
pub const FILE_NAME: &str = "desk.db";

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "V1__first",
        sql: include_str!("../../../migrations/desk/0001_first.sql"),
    },
    Migration {
        name: "V2__notices",
        sql: include_str!("../../../migrations/desk/0002_notices.sql"),
    },
    Migration {
        name: "V3__claims",
        sql: include_str!("../../../migrations/desk/0003_claims.sql"),
    },
    Migration {
        name: "V4__delivery",
        sql: include_str!("../../../migrations/desk/0004_delivery.sql"),
    },
    Migration {
        name: "V5__rights",
        sql: include_str!("../../../migrations/desk/0005_rights.sql"),
    },
    Migration {
        name: "V6__news",
        sql: include_str!("../../../migrations/desk/0006_news.sql"),
    },
    Migration {
        name: "V7__conflicts",
        sql: include_str!("../../../migrations/desk/0007_conflicts.sql"),
    },
    Migration {
        name: "V8__removed_lines",
        sql: include_str!("../../../migrations/desk/0008_removed_lines.sql"),
    },
    Migration {
        name: "V10__own_codes",
        sql: include_str!("../../../migrations/desk/0010_own_codes.sql"),
    },
    Migration {
        name: "V11__limits",
        sql: include_str!("../../../migrations/desk/0011_limits.sql"),
    },
    Migration {
        name: "V12__line_marks",
        sql: include_str!("../../../migrations/desk/0012_line_marks.sql"),
    },
    Migration {
        name: "V13__templates",
        sql: include_str!("../../../migrations/desk/0013_templates.sql"),
    },
    Migration {
        name: "V15__line_units",
        sql: include_str!("../../../migrations/desk/0015_line_units.sql"),
    },
    Migration {
        name: "V16__kept_lists",
        sql: include_str!("../../../migrations/desk/0016_kept_lists.sql"),
    },
    Migration {
        name: "V20__ship_together",
        sql: include_str!("../../../migrations/desk/0020_ship_together.sql"),
    },
    Migration {
        name: "V23__print_choices",
        sql: include_str!("../../../migrations/desk/0023_print_choices.sql"),
    },
    Migration {
        name: "V70__price_lists",
        sql: include_str!("../../../migrations/desk/0070_price_lists.sql"),
    },
    Migration {
        name: "V71__price_list_files",
        sql: include_str!("../../../migrations/desk/0071_price_list_files.sql"),
    },
    Migration {
        name: "V72__reminders",
        sql: include_str!("../../../migrations/desk/0072_reminders.sql"),
    },
    Migration {
        name: "V73__awaited_rest",
        sql: include_str!("../../../migrations/desk/0073_awaited_rest.sql"),
    },
    Migration {
        name: "V74__shared_templates",
        sql: include_str!("../../../migrations/desk/0074_shared_templates.sql"),
    },
];

/// The open desk.
pub struct Desk {
    pub(crate) db: Database,
}

/// Why something on the desk failed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such draft of this entity.
    #[error("there is no such draft")]
    NoSuchDraft,
    /// The draft has no such line.
    #[error("the draft has no such line")]
    NoSuchLine,
    /// The draft is in the trash: it must be restored first.
    #[error("the draft is in the trash")]
    InTrash,
    /// The line belongs to an order that is on its way; it is free again when the gateway refuses the order.
    #[error("the line belongs to an order that is being placed")]
    LineInFlight,
    /// There is no such claim that is not filed yet.
    #[error("there is no such claim")]
    NoSuchClaim,
    /// The claim is on its way; it comes back if the gateway refuses it.
    #[error("the claim is on its way to the supplier")]
    ClaimInFlight,
    /// There is no such template.
    #[error("there is no such template")]
    NoSuchTemplate,
    /// There is no such price list.
    #[error("there is no such price list")]
    NoSuchPriceList,
    /// A quantity that is not above zero.
    #[error("the quantity must be above zero")]
    NotAQuantity,
    /// Parts that do not add up to their line, or words beyond their limits.
    #[error("the parts are not the line")]
    NotTheLine,
    /// The desk belongs to the built-in sample: nothing of it may be sent, so nothing is queued.
    #[error("this is a sample: nothing of it is sent, and nothing was queued")]
    Sample,
    /// A stored word that this build does not know.
    #[error("«{0}» stands in the desk where another word is expected")]
    UnknownWord(String),
    /// The file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for DeskError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Desk {
    /// Opens the file, or makes it when it is absent. What was being sent when the program ended is unknown from
    /// here on and due at `now_ms` (device clock).
    ///
    /// # Errors
    /// [`DeskOpenError`]; the file is left as it was.
    pub fn open(path: &Path, key: &Key, now_ms: i64) -> Result<Self, DeskOpenError> {
        let db = Database::open(&FileSpec {
            path,
            key,
            migrations: MIGRATIONS,
            durability: Durability::EveryWrite,
            cache_kib: 4096,
            readers: 1,
        })?;
        let desk = Self { db };
        desk.recover_commands(now_ms)?;
        desk.sweep_claims(now_ms)?;
        Ok(desk)
    }

    /// Reads the whole file and reports what is wrong with it.
    ///
    /// # Errors
    /// [`StoreError`]; damage is a finding.
    pub fn check(&self) -> Result<Integrity, StoreError> {
        self.db.check()
    }
}

/// Why the desk could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskOpenError {
    /// The file did not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It opened and then failed.
    #[error("the desk could not be made ready")]
    Store(#[from] StoreError),
}

/// Moves a damaged desk out of the way and keeps it: `desk.db` becomes `desk.set-aside-1.db`, or the next free
/// number, together with its log. Returns the new path. The caller tells the user.
///
/// # Errors
/// What the file system says; then nothing was moved, or the log only.
pub fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut number = 1_u32;
    let kept = loop {
        let kept = path.with_file_name(format!("{stem}.set-aside-{number}.db"));
        if !kept.try_exists()? {
            break kept;
        }
        number = number.saturating_add(1);
    };
    // The log first: a desk without its log would look sound and lack the last changes.
    for tail in ["-wal", "-shm"] {
        let with_tail = |base: &Path| {
            let mut name = base.as_os_str().to_owned();
            name.push(tail);
            PathBuf::from(name)
        };
        if with_tail(path).try_exists()? {
            std::fs::rename(with_tail(path), with_tail(&kept))?;
        }
    }
    std::fs::rename(path, &kept)?;
    Ok(kept)
}
