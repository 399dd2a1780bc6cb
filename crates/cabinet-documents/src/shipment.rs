//! Papers that go with goods: ТОРГ-12, УПД, Видаткова накладна and 1-ТН, all from one view of a shipment.
//!
//! In: a [`Shipment`] with every sum given. Out: a PDF. What the supplier's program did not tell (ОКПО, number of the
//! счёт-фактура, country, customs declaration) stays an empty field: a person may write it in, nothing is made up.

mod plain;
mod rows;
mod torg12;
mod ttn;
mod upd;
mod vydatkova;

use cabinet_domain::line::VatRate;
use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::doubts::{self, Doubt};
use crate::paper::DocumentError;
use crate::party::{BankAccount, Party};
use crate::sums::{LineSums, Sums};
use crate::words::Language;

pub use plain::{PlainColumn, PlainTable, Side};
pub use torg12::{render_torg12, torg12_table};
pub use ttn::{Transport, render_ttn};
pub use upd::{UpdStatus, render_upd};
pub use vydatkova::render_vydatkova;

/// Goods that were handed over, complete.
///
/// Source: an order that is shipped, with the parties of its invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// The supplier's number of the shipping document; `None` where it is not known.
    pub number: Option<String>,
    /// Its date.
    pub date: DocumentDate,
    /// Who sells.
    pub seller: Party,
    /// The seller's account, for the waybill.
    pub seller_account: Option<BankAccount>,
    /// Who buys and pays.
    pub buyer: Party,
    /// Who sends the goods, where that was told.
    pub consignor: Option<Party>,
    /// Who receives the goods, where that was told.
    pub consignee: Option<Party>,
    /// «Заказ № 12 от 01.02.2026».
    pub basis: Option<String>,
    /// «№ 7 от 03.02.2026»: by what it was paid.
    pub payment: Option<String>,
    /// The currency of every sum.
    pub currency: Currency,
    /// The goods, in the order to print.
    pub lines: Vec<ShippedLine>,
    /// Sum of all lines, tax included.
    pub total_minor: i64,
    /// The tax in `total_minor`.
    pub vat_minor: i64,
    /// Head of the seller, for the signature.
    pub director: Option<String>,
    /// Accountant of the seller, for the signature.
    pub accountant: Option<String>,
}

/// Goods of a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedLine {
    /// The number of the line, from 1.
    pub ordinal: u32,
    /// The seller's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit («шт»).
    pub unit: String,
    /// Code of the unit (ОКЕИ, КСПОВО).
    pub unit_code: Option<String>,
    /// Thousandths of the unit.
    pub quantity_milli: i64,
    /// Price of one unit without tax, in millionths of the currency; `None` where the tax is not known.
    pub net_price_micro: Option<i64>,
    /// Sum of the line in minor units, tax included.
    pub sum_minor: i64,
    /// The tax rate.
    pub vat: Option<VatRate>,
    /// The tax in `sum_minor`.
    pub vat_minor: i64,
    /// Mass with the package, in grams.
    pub gross_g: Option<i64>,
}

impl Shipment {
    fn sums(&self) -> Result<Sums, DocumentError> {
        let lines = self.lines.iter().map(|line| LineSums {
            sum_minor: line.sum_minor,
            vat: line.vat,
            vat_minor: line.vat_minor,
        });
        Sums::checked(lines, self.total_minor, self.vat_minor)
    }

    fn doubts(&self, language: Language) -> Vec<Doubt> {
        let mut doubts = doubts::of_parties(&[&self.seller, &self.buyer]);
        if let Some(account) = &self.seller_account {
            doubts.extend(doubts::of_account(account, language));
        }
        let rates = self.lines.iter().filter_map(|line| line.vat);
        doubts.extend(doubts::of_rates(rates, self.date, language));
        doubts
    }

    fn number(&self) -> &str {
        self.number.as_deref().map_or("", str::trim)
    }
}
