//! Own codes: what the people of a legal entity call goods. Learned where a row of a list is settled by hand, known in the next
//! list and in the search, shared with colleagues of the legal entity through the gateway.
//!
//! Invariants: of several words on a code the latest counts, and the others are kept and shown; a word stands on the desk before
//! it is sent; what a word means is looked up among the goods that the person sees, so a code of goods that are no more means
//! nothing and is not lost.

mod add;
pub(crate) mod book;
mod export;
mod import;
mod list;
mod remove;
mod teach;

pub use add::add;
pub use export::export;
pub use import::{import, import_file};
pub use list::list;
pub use remove::remove;

use crate::small_command::Subscribed;
use cabinet_domain::ids::EntityId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// An own code in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodeView {
    /// For which legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// As it was written.
    pub code: String,
    /// Which item it means.
    pub item: String,
    /// The article, today's where the goods are there.
    pub article: String,
    /// The name; empty where the goods are no more, or not seen.
    pub name: String,
    /// Who said it.
    pub person_name: String,
    /// The user said it.
    pub is_own: bool,
    /// When, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub said_at_ms: i64,
    /// The goods are not among those that the person sees: the code finds nothing.
    pub is_gone: bool,
    /// What colleagues said of it before and what does not count now: articles with names of persons, the latest first.
    pub earlier: Vec<EarlierWord>,
}

/// A word on a code that a later one has taken the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EarlierWord {
    /// Which item; `None`: nothing.
    pub item: Option<String>,
    /// Its article when it was said.
    pub article: String,
    /// Who said it.
    pub person_name: String,
    /// When, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub said_at_ms: i64,
}

/// What a code is to mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodeRequest {
    /// For which legal entity.
    pub entity: String,
    /// As the person writes it: an article of his own, a barcode, a name.
    pub code: String,
    /// Item id.
    pub item: String,
}

/// What came of a file of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodesImported {
    /// Codes that are known now and were not, or meant something else.
    pub learned: u32,
    /// Codes that meant the same before.
    pub known: u32,
    /// Rows whose article the supplier does not have.
    pub not_found: Vec<CodeRowView>,
    /// Rows whose article several items have.
    pub several: Vec<CodeRowView>,
    /// Rows without a code, without an article, with a code that is too long, or with one that another row gives other goods.
    pub unusable: Vec<CodeRowView>,
    /// Whether the supplier has them all; `None` when nothing was to be sent.
    pub sent: Option<Subscribed>,
}

/// A row of a file of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodeRowView {
    /// The sheet; empty where there is only one.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The code as it stands there; may be empty.
    pub code: String,
    /// The article as it stands there; may be empty.
    pub article: String,
}

/// Commands about the codes of an entity keep their order.
fn chain(entity: &EntityId) -> String {
    format!("codes:{entity}")
}
