//! The invoice for payment: «Счет на оплату» and «Рахунок на оплату».
//!
//! In: an [`Invoice`] with every sum given. Out: a PDF. The sums are checked against each other and nothing is printed
//! when they disagree; only the tax per rate is added up here, from the tax of the lines. The table has four variants:
//! with columns of the discount where a line has one, with columns of the tax where the reader asks for them.
//! A final invoice carries the payment code of its country where the requisites allow one.
//! Not here: the foreign currency variant of the bank block.

mod bank_block;
mod closing;
mod form;
mod goods;
mod labels;

use cabinet_domain::line::VatRate;
use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::paper::DocumentError;
use crate::party::{BankAccount, Party};
use crate::sums::{LineSums, Sums};

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
    /// What was taken off before `sum_minor`, in minor units; a line that has it gives the table its two columns.
    pub discount_minor: Option<i64>,
}

impl Invoice {
    /// Checks the given sums.
    fn sums(&self) -> Result<Sums, DocumentError> {
        let lines = self.lines.iter().map(|line| LineSums {
            sum_minor: line.sum_minor,
            vat: line.vat,
            vat_minor: line.vat_minor,
        });
        Sums::checked(lines, self.total_minor, self.vat_minor)
    }

    /// What the printed sums of the lines add up to: with the tax, or without it when it was added on top.
    const fn goods_minor(&self, sums: &Sums) -> i64 {
        if self.vat_on_top {
            sums.net_minor
        } else {
            self.total_minor
        }
    }
}
