//! The invoice for payment: «Счет на оплату» and «Рахунок на оплату».
//!
//! In: an [`Invoice`] with every sum given. Out: a PDF. The sums are checked against each other and nothing is printed
//! when they disagree; only the tax per rate is added up here, from the tax of the lines.
//! Not here: the payment QR code and the foreign currency variant of the bank block.

mod bank_block;
mod closing;
mod form;
mod goods;
mod labels;
mod totals;

use std::io;

use cabinet_domain::line::VatRate;
use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::words::Language;

pub use form::render_invoice;

/// Whether an invoice can be paid by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has 1C's number.
    Final,
    /// 1C's number is not known yet.
    Preliminary,
    /// The supplier cancelled the order.
    Cancelled,
}

/// An invoice, complete.
///
/// Source: the gateway's invoice (feed `doc:<entity>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The number to print: 1C's once known, the gateway's before.
    pub number: String,
    /// Whether it can be paid by; if not, the paper says so first.
    pub standing: Standing,
    /// The date of the invoice.
    pub date: DocumentDate,
    /// Who sells.
    pub seller: Party,
    /// Who buys and pays.
    pub buyer: Party,
    /// Where to pay; `None` when the supplier did not fill it in, which the paper says.
    pub bank: Option<BankAccount>,
    /// «Заказ № 12 от 01.02.2026»; `None` leaves the row out.
    pub basis: Option<String>,
    /// The currency of every sum.
    pub currency: Currency,
    /// The goods, in the order to print.
    pub lines: Vec<InvoiceLine>,
    /// What is to be paid, tax included.
    pub total_minor: i64,
    /// The tax in `total_minor`.
    pub vat_minor: i64,
    /// True when the goods were priced without tax and it was added on top.
    pub vat_on_top: bool,
    /// Head of the seller, for the signature.
    pub director: Option<String>,
    /// Accountant of the seller, for the signature.
    pub accountant: Option<String>,
    /// A note under the totals («Оплатить до …»).
    pub note: Option<String>,
}

/// A side of the invoice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Full name.
    pub name: String,
    /// ИНН.
    pub inn: Option<String>,
    /// КПП.
    pub kpp: Option<String>,
    /// ЄДРПОУ; a seller that has one gets the Ukrainian form.
    pub edrpou: Option<String>,
    /// Address in one line.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// The account that takes the payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BankAccount {
    /// Name and city of the bank.
    pub bank: String,
    /// БИК, or МФО in Ukraine.
    pub bic: Option<String>,
    /// Correspondent account of the bank.
    pub correspondent_account: Option<String>,
    /// Settlement account, or IBAN.
    pub account: String,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceLine {
    /// The number of the line, from 1.
    pub ordinal: u32,
    /// The seller's article.
    pub article: String,
    /// What is sold.
    pub name: String,
    /// Thousandths of the unit.
    pub quantity_milli: i64,
    /// Short name of the unit («шт»).
    pub unit: String,
    /// Price of one unit in millionths of the currency; without tax when the tax was added on top.
    pub price_micro: i64,
    /// Sum of the line in minor units, tax always included.
    pub sum_minor: i64,
    /// The tax rate.
    pub vat: Option<VatRate>,
    /// The tax in `sum_minor`.
    pub vat_minor: i64,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintOptions {
    /// The form; `None` takes the Ukrainian one for a seller with an ЄДРПОУ and the Russian one otherwise.
    pub language: Option<Language>,
    /// When the file was made, seconds since 1970; `None` takes the date of the invoice.
    pub created_unix_s: Option<i64>,
    /// The document is of the built-in sample: every page and the title of the file say so.
    pub is_sample: bool,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Characters that the fonts lack, in code order: each is printed as □, and the user should be told.
    pub missing_glyphs: Vec<char>,
}

/// Why an invoice could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// There is nothing to pay for.
    #[error("the invoice has no lines")]
    NoLines,
    /// The lines do not make the total: the data is broken, fetch it anew.
    #[error("the lines add up to {lines_minor} and the total says {total_minor} (minor units)")]
    TotalDisagrees {
        /// What the lines add up to.
        lines_minor: i128,
        /// What the invoice says.
        total_minor: i64,
    },
    /// The tax of the lines does not make the tax of the total: the data is broken, fetch it anew.
    #[error("the tax of the lines adds up to {lines_minor} and the total says {total_minor} (minor units)")]
    VatDisagrees {
        /// What the lines add up to.
        lines_minor: i128,
        /// What the invoice says.
        total_minor: i64,
    },
    /// The fonts of this program cannot be read: the program is damaged.
    #[error("the fonts shipped with the program cannot be read")]
    Fonts,
    /// The time of creation is outside of what a file can state.
    #[error("the time of creation is out of range")]
    CreatedOutOfRange,
    /// The PDF writer found fault with the pages.
    #[error("the PDF writer rejected the pages: {}", complaints.join("; "))]
    Rejected {
        /// Its words.
        complaints: Vec<String>,
    },
    /// The file could not be put together.
    #[error("the PDF could not be written")]
    Write(#[source] io::Error),
}
