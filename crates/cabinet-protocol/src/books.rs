//! What is owed by the supplier's books, in `doc:<entity>` only: in `doc:<entity>:unpriced` there is none of it.

use prost::Message;

/// A document of the books, key `m:<id>`. What is owed of it is [`OwedRow::total_minor`] less [`OwedRow::paid_minor`].
#[derive(Clone, PartialEq, Message)]
pub struct OwedRow {
    /// The same from one import to the next.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Number of the contract; empty when not said.
    #[prost(string, tag = "2")]
    pub contract: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`; a kind that a device does not know is shown as another one.
    #[prost(string, tag = "3")]
    pub kind: String,
    /// As the supplier wrote it; empty when not said.
    #[prost(string, tag = "4")]
    pub number: String,
    /// ISO; empty when not said.
    #[prost(string, tag = "5")]
    pub date: String,
    /// When it is to be paid, ISO; empty when not said.
    #[prost(string, tag = "6")]
    pub due_date: String,
    /// ISO 4217.
    #[prost(string, tag = "7")]
    pub currency: String,
    /// Sum with VAT; below zero for an advance or goods given back.
    #[prost(int64, tag = "8")]
    pub total_minor: i64,
    /// Paid of it, never below zero.
    #[prost(int64, tag = "9")]
    pub paid_minor: i64,
}

/// As of when the books were told, key `b:`. Without it a device knows of no books, and an empty list says nothing.
#[derive(Clone, PartialEq, Message)]
pub struct BooksRow {
    /// UTC, ms since 1970.
    #[prost(int64, tag = "1")]
    pub as_of_ms: i64,
}
