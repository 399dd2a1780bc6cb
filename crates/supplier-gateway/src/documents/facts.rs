//! What is known of a document, wherever it came from.

use crate::access::entities::TaxCodes;
use cabinet_domain::ids::OrderId;
use cabinet_domain::supplier_document::DocumentKind;
use serde::{Deserialize, Serialize};

/// A document as it came, before it is put anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub kind: DocumentKind,
    /// As the supplier wrote it; empty when not known.
    pub number: String,
    /// ISO; empty when not known.
    pub date: String,
    /// Which correction of it; empty for the first edition.
    pub correction: String,
    /// ИНН or ЄДРПОУ of the seller; empty when not said.
    pub seller: String,
    /// Name of the buyer; may be empty.
    pub buyer_name: String,
    /// Codes of the buyer; empty when not said.
    pub buyer: TaxCodes,
    /// ISO 4217; empty when there is no sum.
    pub currency: String,
    /// Sum with VAT.
    pub total_minor: Option<i64>,
    /// VAT in the sum.
    pub vat_minor: Option<i64>,
    /// When it is to be paid, ISO; empty when not said.
    pub due_date: String,
    /// Goods.
    pub lines: Vec<Line>,
    /// What it refers to.
    pub hints: Vec<Hint>,
    /// The order that contains it in 1C's file: there is no doubt about it.
    pub order: Option<OrderId>,
    /// Ид in 1C; empty when it came otherwise.
    pub onec_id: String,
    /// What does not add up in it.
    pub doubts: Vec<Doubt>,
}

impl Facts {
    /// A document of which nothing is known.
    #[must_use]
    pub fn new(kind: DocumentKind) -> Self {
        Self {
            kind,
            number: String::new(),
            date: String::new(),
            correction: String::new(),
            seller: String::new(),
            buyer_name: String::new(),
            buyer: TaxCodes::default(),
            currency: String::new(),
            total_minor: None,
            vat_minor: None,
            due_date: String::new(),
            lines: Vec::new(),
            hints: Vec::new(),
            order: None,
            onec_id: String::new(),
            doubts: Vec::new(),
        }
    }
}

/// Goods of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The item; empty until it is known.
    pub item: String,
    /// As the supplier wrote it.
    pub article: String,
    /// As the supplier wrote it.
    pub name: String,
    /// Short name.
    pub unit: String,
    /// Thousandths.
    pub quantity_milli: i64,
    /// Sum with VAT.
    pub sum_minor: Option<i64>,
}

/// Number and date of something that a document refers to: an order, a contract, a paper of the shipment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hint {
    /// As written.
    pub number: String,
    /// ISO; empty when not said.
    pub date: String,
    /// It is a paper of the shipment that the document is of, not an order.
    pub is_shipment: bool,
}

/// Something that does not add up, as it goes to devices ([`cabinet_protocol::supplier_documents::DocumentDoubtRow`]).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Doubt {
    /// `total`, `line_sum`, …
    pub code: String,
    /// From 1; 0 for the whole.
    pub line: u32,
    /// As it stands in the document.
    pub stated: String,
    /// By its other figures.
    pub computed: String,
}
