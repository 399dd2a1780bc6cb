//! Acts of reconciliation: asked for by a command, answered in `doc:<entity>` only: in `doc:<entity>:unpriced` there is none of it.

use prost::Message;
use serde::{Deserialize, Serialize};

/// The longest number of a contract that is asked for, in characters.
pub const CONTRACT_LIMIT: usize = 100;
/// How many asks of a legal entity are kept: of more, those that were answered go, the oldest first.
pub const ASKS_KEPT: usize = 100;
/// The most entries of an act.
pub const ENTRIES_LIMIT: usize = 5_000;
/// The most numbers that a trouble names.
pub const NUMBERS_LIMIT: usize = 20;

/// Make an act of reconciliation for a period. Asked again, the answer takes the place of the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskAct {
    /// Number of the contract, at most [`CONTRACT_LIMIT`] characters; empty for all.
    #[serde(default)]
    pub contract: String,
    /// First day of the period, ISO.
    pub from: String,
    /// Its last day, ISO; not before the first one.
    pub to: String,
}

/// What became of an ask, key `a:<id>`. With neither an act, a document nor a trouble the device is too old for the answer.
#[derive(Clone, PartialEq, Message)]
pub struct ActRow {
    /// The same for the same contract and period of a legal entity.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Number of the contract; empty for all.
    #[prost(string, tag = "2")]
    pub contract: String,
    /// First day of the period, ISO.
    #[prost(string, tag = "3")]
    pub from: String,
    /// Its last day, ISO.
    #[prost(string, tag = "4")]
    pub to: String,
    /// Name of who asked last.
    #[prost(string, tag = "5")]
    pub asked_by: String,
    /// When, UTC, ms since 1970.
    #[prost(int64, tag = "6")]
    pub asked_at_ms: i64,
    /// As of when the answer is, UTC, ms since 1970.
    #[prost(int64, tag = "7")]
    pub answered_at_ms: i64,
    /// `cabinet_domain::settlement::ActTrouble::code`: why no act was made; empty when one was.
    #[prost(string, tag = "8")]
    pub trouble: String,
    /// Numbers of the documents or orders that the trouble is about, at most [`NUMBERS_LIMIT`].
    #[prost(string, repeated, tag = "9")]
    pub numbers: Vec<String>,
    /// What the supplier's people say to it; empty for nothing.
    #[prost(string, tag = "10")]
    pub note: String,
    /// The document of the supplier that answers it, by its id; empty for none.
    #[prost(string, tag = "11")]
    pub document: String,
    /// The act, one for each currency.
    #[prost(message, repeated, tag = "12")]
    pub acts: Vec<CurrencyActRow>,
    /// The note and the document are of an answer before the last ask.
    #[prost(bool, tag = "13")]
    pub is_earlier: bool,
}

/// The act in one currency. Closing balance = opening balance + debits - credits.
#[derive(Clone, PartialEq, Message)]
pub struct CurrencyActRow {
    /// ISO 4217.
    #[prost(string, tag = "1")]
    pub currency: String,
    /// What the dealer owed before the period, in minor units; below zero when the supplier did.
    #[prost(int64, tag = "2")]
    pub opening_minor: i64,
    /// `cabinet_domain::settlement::OpeningBy::code`.
    #[prost(string, tag = "3")]
    pub opening_by: String,
    /// The day of the balance, or of the first document that is known, ISO; empty without either.
    #[prost(string, tag = "4")]
    pub opening_day: String,
    /// In the order of days.
    #[prost(message, repeated, tag = "5")]
    pub entries: Vec<ActEntryRow>,
    /// What the dealer owes after the period; below zero when the supplier does.
    #[prost(int64, tag = "6")]
    pub closing_minor: i64,
}

/// An entry of an act: a document.
#[derive(Clone, PartialEq, Message)]
pub struct ActEntryRow {
    /// ISO.
    #[prost(string, tag = "1")]
    pub date: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    #[prost(string, tag = "2")]
    pub kind: String,
    /// As the supplier wrote it; empty when not known.
    #[prost(string, tag = "3")]
    pub number: String,
    /// What the dealer owes more by it; below zero for a correction.
    #[prost(int64, tag = "4")]
    pub debit_minor: i64,
    /// What he owes less by it; below zero for a payment taken back.
    #[prost(int64, tag = "5")]
    pub credit_minor: i64,
    /// The document of the supplier, by its id.
    #[prost(string, tag = "6")]
    pub document: String,
}
