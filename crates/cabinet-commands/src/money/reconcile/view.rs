//! What a comparison is asked with, and what it shows.

use crate::money::acts::ActRequest;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReconcileRequest {
    /// Which act.
    pub act: ActRequest,
    /// Which of its currencies, ISO 4217; `None`: that of the file, or the only one.
    pub currency: Option<String>,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReconciliationView {
    /// Id of the act.
    pub act: String,
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// First day of the period, ISO.
    pub from: String,
    /// Its last day, ISO.
    pub to: String,
    /// ISO 4217 of every sum.
    pub currency: String,
    /// By the dealer's books.
    pub ours: SideView,
    /// By the supplier's act.
    pub theirs: SideView,
    /// As of when the act is, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub act_as_of_ms: i64,
    /// The supplier's closing balance less the dealer's, where both are known, else that of the turnovers: the sum of the differences.
    #[specta(type = specta_typescript::Number)]
    pub difference_minor: i64,
    /// What differs, in the order of days; the opening balance first.
    pub differences: Vec<DifferenceView>,
    /// Entries that are the same on both sides.
    pub same: u32,
    /// Of them those whose numbers differ: sum and day alone are the same.
    pub same_by_sum: u32,
    /// Entries of the file outside the period: they are in no sum but the opening balance.
    pub outside: u32,
    /// Rows of the file with a sum that could not be read: they are in no sum.
    pub unread: Vec<UnreadRowView>,
    /// Rows of the file that are hidden in it and have sums: they are in no sum here.
    pub hidden_rows: u32,
    /// Other sheets of the file that are books too: nothing of them is here.
    pub other_sheets: Vec<String>,
    /// What to know before relying on it.
    pub doubts: Vec<ReconcileDoubt>,
}

/// Balances and turnovers of a side, as what the dealer owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SideView {
    /// Owed before the period; `None` when the file does not say.
    #[specta(type = Option<specta_typescript::Number>)]
    pub opening_minor: Option<i64>,
    /// Owed more in the period.
    #[specta(type = specta_typescript::Number)]
    pub more_minor: i64,
    /// Owed less.
    #[specta(type = specta_typescript::Number)]
    pub less_minor: i64,
    /// Owed after it; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub closing_minor: Option<i64>,
}

/// What a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The balances before the period.
    Opening,
    /// The dealer has it, the supplier does not.
    MissingTheirs,
    /// The supplier has it, the dealer does not.
    MissingOurs,
    /// Both have it, with other sums.
    SumDiffers,
    /// Both have it, on other days; the sums are the same.
    DateDiffers,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DifferenceView {
    /// What it is.
    pub kind: DifferenceKind,
    /// By the dealer's books.
    pub ours: Option<DifferenceSideView>,
    /// By the supplier's act.
    pub theirs: Option<DifferenceSideView>,
    /// How much more is owed by the supplier's act because of it.
    #[specta(type = specta_typescript::Number)]
    pub difference_minor: i64,
}

/// One side of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DifferenceSideView {
    /// ISO; empty for a balance.
    pub date: String,
    /// Numbers of the document, separated by commas; may be empty.
    pub number: String,
    /// Of the act `cabinet_domain::supplier_document::DocumentKind::code`; of the file its own words; empty for a balance.
    pub what: String,
    /// The row of the file, from 1; `None` of the act.
    pub row: Option<u32>,
    /// What is owed more by it; below zero for what is owed less.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
}

/// A row of the file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UnreadRowView {
    /// The row, from 1.
    pub row: u32,
    /// The whole row.
    pub raw: String,
    /// `sum`: what stands in the place of a sum is none to the kopeck; `day`: it has a sum and no day.
    pub why: String,
}

/// What to know before relying on a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReconcileDoubt {
    /// The file does not say whose account it is: it was taken as more entries fit.
    SideGuessed,
    /// The file names no balance before its first entry.
    NoOpening,
    /// The file's balances and entries do not add up.
    DoesNotAddUp,
    /// The file covers a part of the period.
    PeriodShorter,
}
