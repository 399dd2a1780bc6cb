//! Finding papers by their words: orders, invoices, documents of the supplier with the text of their PDF, claims. Offline.

mod due;
mod papers;

pub(crate) use due::index_all;
pub use papers::papers;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// An order.
    Order,
    /// An invoice that is printed here.
    Invoice,
    /// A document of the supplier.
    Document,
    /// A claim.
    Claim,
}

/// What is looked for.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FindQuery {
    /// As typed; words in any order, beginnings suffice.
    pub text: String,
    /// Of which legal entity; `None` for all.
    pub entity: Option<String>,
    /// Only these kinds; empty for all.
    pub kinds: Vec<FoundKind>,
    /// From this day on, ISO; papers of no known day are left out then.
    pub from: Option<String>,
    /// Up to this day, ISO.
    pub to: Option<String>,
    /// So many rows at most.
    pub limit: u32,
}

/// What was found.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct FoundPapers {
    /// The papers whose number was typed, then the newest.
    pub rows: Vec<FoundPaper>,
    /// How many there are in all.
    pub total: u32,
    /// The text that they were found by, where that is not the one that was typed.
    pub read_as: Option<String>,
    /// Papers that are here and not found yet, because the index is still made.
    pub due: u32,
}

/// A paper that was found.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FoundPaper {
    /// What it is.
    pub kind: FoundKind,
    /// Its id: what opens it.
    pub id: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code` of a document of the supplier, else empty.
    pub document_kind: String,
    /// Its number; may be empty.
    pub number: String,
    /// ISO; empty when not known.
    pub date: String,
    /// Legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Id of its order; empty when it is of none.
    pub order: String,
    /// Its number is what was typed.
    pub is_number: bool,
    /// `cabinet_domain::supplier_document::FileText::code` of its file; empty where nobody read it.
    pub file_text: String,
    /// Why it was found; empty when the words stand in its number or its name alone.
    pub fragment: Vec<FragmentView>,
    /// The fragment comes out of a file and may tell sums: it is not shown while prices are hidden.
    pub may_tell_sums: bool,
}

/// A part of a fragment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FragmentView {
    /// As it stands in the paper.
    pub text: String,
    /// It was looked for.
    pub is_match: bool,
}
