//! Work that cannot be sent any more because the right to send it is gone: shown, saved to a file, and only then discarded.

mod discard;
mod export;
mod list;

pub use discard::discard;
pub use export::export;
pub use list::list;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is left of the work for one legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UnsentWork {
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Why it cannot be sent.
    pub reason: UnsentReason,
    /// Drafts with lines, the last changed first.
    pub drafts: Vec<UnsentDraft>,
}

/// Why work cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnsentReason {
    /// The supplier has shut this device out.
    ShutOut,
    /// The person does not act for the legal entity any more.
    EntityLost,
    /// The person's role in the legal entity does not allow ordering any more.
    RoleLost,
}

/// A draft that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UnsentDraft {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Comment for the supplier; may be empty.
    pub comment: String,
    /// Lines, without prices.
    pub lines: Vec<UnsentLine>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UnsentLine {
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// It was sent and no answer came: the supplier may have the order.
    pub may_be_placed: bool,
}
