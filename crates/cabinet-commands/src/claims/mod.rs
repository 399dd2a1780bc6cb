//! Claims: written and sent offline too, with files that wait for the network; read with everything that was said.

mod attach;
mod begin;
mod describe;
mod discard;
mod file;
mod find;
mod list;
mod outbox;
mod say;
mod send;
mod show;
mod view;

pub(crate) use attach::picture_why;
pub use attach::{PastedPicture, attach, attach_pasted, detach};
pub use begin::begin;
pub use describe::describe;
pub use discard::discard;
pub use file::{save, thumb};
pub use list::list;
pub(crate) use list::waiting;
pub use outbox::{retry, withdraw};
pub use say::say;
pub use send::send;
pub use show::show;
pub(crate) use view::whole;

use crate::orders::{StateView, Why};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A claim in the list: of the gateway, of the outbox, or still with the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClaimSummary {
    /// Id, the same before and after it is filed.
    pub id: String,
    /// Number; empty until the supplier has it.
    pub number: String,
    /// Legal entity.
    pub entity: String,
    /// Name of the entity.
    pub entity_name: String,
    /// Order id.
    pub order: String,
    /// Its number.
    pub order_number: String,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// How much of the line, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// `ClaimKind::code`.
    pub kind: String,
    /// `ClaimRemedy::code`.
    pub remedy: String,
    /// `ClaimState::code`; before that `draft`, `queued`, `sent`, `parked`, or `rejected` for one that came back.
    pub state: String,
    /// Why it waits or was refused; `None` when it does neither.
    pub why: Option<Why>,
    /// When it was filed or begun, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Who filed it; empty until it is filed.
    pub filed_by: String,
    /// When the supplier owes an answer, UTC, ms since 1970; `None` while he owes none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub answer_by_ms: Option<i64>,
    /// That time is over.
    pub is_overdue: bool,
    /// Files that wait for the network, in the claim or in messages to it.
    pub files_waiting: u32,
    /// All files of what waits.
    pub files_queued: u32,
    /// Messages, without those that wait.
    pub messages: u32,
}

/// A whole claim.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ClaimView {
    /// Its summary.
    pub summary: ClaimSummary,
    /// Its own text, while it is not filed.
    pub text: String,
    /// Quantity of the order's line, in thousandths; `None` once it is filed.
    #[specta(type = Option<specta_typescript::Number>)]
    pub of_line_milli: Option<i64>,
    /// Files that lie ready: of the claim while it is not filed, of the next message afterwards.
    pub files: Vec<ClaimFileView>,
    /// What was said, with what waits at the end.
    pub messages: Vec<ClaimMessageView>,
    /// States with time and person.
    pub history: Vec<StateView>,
    /// It can be changed and sent.
    pub is_editable: bool,
    /// Something can be said in it.
    pub can_say: bool,
    /// The command that waits; `None` when none does.
    pub command: Option<String>,
    /// Numbers of other claims on the same line of the order.
    pub others: Vec<String>,
    /// What the gateway takes.
    pub limits: ClaimLimitsView,
}

/// What the gateway takes with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClaimLimitsView {
    /// Files.
    pub max_files: u32,
    /// Bytes of one file.
    #[specta(type = specta_typescript::Number)]
    pub max_file_bytes: u64,
    /// Days until an answer is owed.
    pub answer_days: u32,
    /// Characters of a text.
    pub max_text: u32,
}

/// A message of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClaimMessageView {
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Person, or the supplier.
    pub who: String,
    /// The supplier wrote it.
    pub is_supplier: bool,
    /// Plain text.
    pub text: String,
    /// Its files.
    pub files: Vec<ClaimFileView>,
    /// Empty when the supplier has it, else `queued`, `sent`, `parked` or `rejected`.
    pub state: String,
    /// Why it waits or was refused.
    pub why: Option<Why>,
    /// The command that brings it; `None` when the supplier has it.
    pub command: Option<String>,
}

/// A file of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClaimFileView {
    /// Its hash, by which it is asked for.
    pub blake3: String,
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Length as it travels.
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
    /// There is a small picture of it.
    pub is_picture: bool,
    /// The supplier has it.
    pub is_uploaded: bool,
}

/// What the user says of a claim that is not filed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ClaimWordsRequest {
    /// Which claim.
    pub claim: String,
    /// `ClaimKind::code`.
    pub kind: String,
    /// `ClaimRemedy::code`.
    pub remedy: String,
    /// How much of the line, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// What happened.
    pub text: String,
}

/// What came of attaching files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AttachReport {
    /// Files that are attached now.
    pub attached: u32,
    /// Files that are not.
    pub refused: Vec<RefusedFile>,
}

/// A file that was not attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefusedFile {
    /// Its name.
    pub name: String,
    /// Why, for a front-end's own words.
    pub reason: RefusedWhy,
    /// Why and what to do, in English.
    pub message: String,
}

/// Why a file was not attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefusedWhy {
    /// It cannot be read from the disk.
    Unreadable,
    /// There is nothing in it.
    Empty,
    /// A HEIC photo: its place could not be removed.
    Heic,
    /// A raw photo or TIFF: likewise.
    RawPhoto,
    /// A film.
    Video,
    /// A picture of a kind that is not taken.
    OtherPicture,
    /// A file of a kind that is not taken.
    Kind,
    /// A photo whose end is missing.
    CutOff,
    /// A picture with more pixels than are taken.
    TooManyPixels,
    /// A picture that cannot be read.
    Damaged,
    /// Larger than the supplier takes.
    TooLarge,
    /// The message has as many files as the supplier takes.
    TooMany,
    /// As many files wait on this device as it keeps.
    NoRoom,
}

/// What came of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ClaimSent {
    /// The supplier has it.
    Done,
    /// It goes by itself, files first.
    Queued {
        /// Files that are not there yet.
        files_waiting: u32,
    },
    /// It was refused; words and files are kept.
    Rejected {
        /// Why.
        reason: Why,
    },
}
