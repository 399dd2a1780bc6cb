//! Documents of the supplier in `doc:<entity>`, key `d:<id>`; their bytes are fetched by `GET /v1/feeds/{feed}/files/{blake3}`.
//!
//! In `doc:<entity>:unpriced` stand only those that hand goods over, without a sum, a doubt or a file: a file shows prices.

use prost::Message;

/// A document of the supplier.
#[derive(Clone, PartialEq, Message)]
pub struct SupplierDocumentRow {
    /// Gateway id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`; a kind that a device does not know is shown as another one.
    #[prost(string, tag = "2")]
    pub kind: String,
    /// As the supplier wrote it; empty when not known.
    #[prost(string, tag = "3")]
    pub number: String,
    /// ISO; empty when not known.
    #[prost(string, tag = "4")]
    pub date: String,
    /// Which correction of it; empty for the first edition.
    #[prost(string, tag = "5")]
    pub correction: String,
    /// The order that it is of; empty when none is known.
    #[prost(string, tag = "6")]
    pub order: String,
    /// ISO 4217; empty when there is no sum.
    #[prost(string, tag = "7")]
    pub currency: String,
    /// Sum with VAT; `None` when not said.
    #[prost(int64, optional, tag = "8")]
    pub total_minor: Option<i64>,
    /// VAT in the sum; `None` when not said.
    #[prost(int64, optional, tag = "9")]
    pub vat_minor: Option<i64>,
    /// When it came, UTC, ms since 1970.
    #[prost(int64, tag = "10")]
    pub came_at_ms: i64,
    /// Its bytes; `None` when only its figures came.
    #[prost(message, optional, tag = "11")]
    pub file: Option<SupplierFileRow>,
    /// Goods of it.
    #[prost(message, repeated, tag = "12")]
    pub lines: Vec<SupplierDocumentLineRow>,
    /// What does not add up in it.
    #[prost(message, repeated, tag = "13")]
    pub doubts: Vec<DocumentDoubtRow>,
    /// Another document tells the same shipment and is counted in its place; empty for itself.
    #[prost(string, tag = "14")]
    pub counted_by: String,
    /// When it is to be paid, ISO; empty when not said.
    #[prost(string, tag = "15")]
    pub due_date: String,
}

/// What [`SupplierDocumentRow`] says of money, under the same numbers: goods, doubts and file of it are skipped over.
#[derive(Clone, PartialEq, Message)]
pub struct SupplierDocumentHead {
    /// As there.
    #[prost(string, tag = "1")]
    pub id: String,
    /// As there.
    #[prost(string, tag = "2")]
    pub kind: String,
    /// As there.
    #[prost(string, tag = "3")]
    pub number: String,
    /// As there.
    #[prost(string, tag = "4")]
    pub date: String,
    /// As there.
    #[prost(string, tag = "6")]
    pub order: String,
    /// As there.
    #[prost(string, tag = "7")]
    pub currency: String,
    /// As there.
    #[prost(int64, optional, tag = "8")]
    pub total_minor: Option<i64>,
    /// As there.
    #[prost(int64, tag = "10")]
    pub came_at_ms: i64,
    /// As there.
    #[prost(string, tag = "14")]
    pub counted_by: String,
    /// As there.
    #[prost(string, tag = "15")]
    pub due_date: String,
}

/// The bytes of a document.
#[derive(Clone, PartialEq, Message)]
pub struct SupplierFileRow {
    /// BLAKE3, hex.
    #[prost(string, tag = "1")]
    pub blake3: String,
    /// Name without its ending.
    #[prost(string, tag = "2")]
    pub title: String,
    /// Ending without the dot: `pdf`, `xml`, `zip`, `jpg`, `png`, `docx`, `xlsx`, `odt`, `ods`, `rtf`, `txt`.
    #[prost(string, tag = "3")]
    pub extension: String,
    /// Length.
    #[prost(uint64, tag = "4")]
    pub bytes: u64,
    /// What a person reads in it, as far as it was told; for the search, never instead of the file.
    #[prost(string, tag = "5")]
    pub text: String,
    /// `cabinet_domain::supplier_document::FileText::code`; empty of a gateway that reads no texts, and of files other than PDF.
    #[prost(string, tag = "6")]
    pub text_state: String,
}

/// Goods of a document.
#[derive(Clone, PartialEq, Message)]
pub struct SupplierDocumentLineRow {
    /// Which item; empty when it is none of the order's.
    #[prost(string, tag = "1")]
    pub item: String,
    /// As the supplier wrote it.
    #[prost(string, tag = "2")]
    pub article: String,
    /// As the supplier wrote it.
    #[prost(string, tag = "3")]
    pub name: String,
    /// Short name.
    #[prost(string, tag = "4")]
    pub unit: String,
    /// Thousandths of the unit.
    #[prost(int64, tag = "5")]
    pub quantity_milli: i64,
    /// Sum with VAT; `None` when not said.
    #[prost(int64, optional, tag = "6")]
    pub sum_minor: Option<i64>,
}

/// Something that does not add up in a document.
#[derive(Clone, PartialEq, Message)]
pub struct DocumentDoubtRow {
    /// `total`, `line_sum`, `line_tax`, `tax_number`, `rate`, `quantity`, `sides`, `version`, `no_lines`; others are shown as such.
    #[prost(string, tag = "1")]
    pub code: String,
    /// Which line, from 1; 0 when it is of the whole.
    #[prost(uint32, tag = "2")]
    pub line: u32,
    /// As it stands in the document: a sum in minor units as digits, a number, a rate; may be empty.
    #[prost(string, tag = "3")]
    pub stated: String,
    /// What it would be by the other figures; may be empty.
    #[prost(string, tag = "4")]
    pub computed: String,
}
