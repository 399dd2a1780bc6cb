//! Kinds of documents that the supplier gives out.

use serde::{Deserialize, Serialize};

/// What a document of the supplier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Счёт на оплату.
    Bill,
    /// Накладная: goods that were handed over (ТОРГ-12, Отпуск товара, видаткова накладна).
    Shipment,
    /// УПД: a shipment that is or may be a счёт-фактура too.
    Upd,
    /// Счёт-фактура alone: it hands nothing over.
    TaxInvoice,
    /// A payment that came.
    Payment,
    /// A payment that was given back.
    Refund,
    /// Goods that came back.
    Return,
    /// Акт сверки.
    Reconciliation,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// Every kind, for settings and tables.
    pub const ALL: [Self; 9] = [
        Self::Bill,
        Self::Shipment,
        Self::Upd,
        Self::TaxInvoice,
        Self::Payment,
        Self::Refund,
        Self::Return,
        Self::Reconciliation,
        Self::Other,
    ];

    /// The word used on the wire, in SQL and in answers to front-ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bill => "bill",
            Self::Shipment => "shipment",
            Self::Upd => "upd",
            Self::TaxInvoice => "tax_invoice",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Return => "return",
            Self::Reconciliation => "reconciliation",
            Self::Other => "other",
        }
    }

    /// Reads [`DocumentKind::code`]; `None` for a kind of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether goods are handed over by it: who sees no prices sees its quantities.
    #[must_use]
    pub const fn hands_goods_over(self) -> bool {
        matches!(self, Self::Shipment | Self::Upd)
    }
}

/// What was read of the text of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileText {
    /// All of it.
    Whole,
    /// Its beginning: it is longer than what is told.
    Beginning,
    /// There is none: pictures of pages.
    Scan,
    /// It could not be read.
    Unreadable,
}

impl FileText {
    /// Every state, for tables.
    pub const ALL: [Self; 4] = [Self::Whole, Self::Beginning, Self::Scan, Self::Unreadable];

    /// The word used on the wire, in SQL and in answers to front-ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Beginning => "beginning",
            Self::Scan => "scan",
            Self::Unreadable => "unreadable",
        }
    }

    /// Reads [`FileText::code`]; `None` for a state of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
