//! Papers about goods that are not as the papers say: the claim (рекламация) and the act ТОРГ-2, from one view.
//!
//! In: a [`Discrepancy`]. Out: a PDF. A disputed amount goes into the column of ТОРГ-2 that the claim names for certain;
//! where it could be two, both stay empty, and the description says what it is.

mod claim_act;
mod torg2;

use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::doubts::{self, Doubt};
use crate::party::Party;
use crate::words::Language;

pub use claim_act::render_claim_act;
pub use torg2::render_torg2;

/// What a buyer disputes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Number of the claim; `None` until the supplier's server gave one.
    pub number: Option<String>,
    /// The day of the claim.
    pub date: DocumentDate,
    /// Who disputes.
    pub buyer: Party,
    /// Who delivered, as far as it is known.
    pub seller: Party,
    /// «№ 12 от 01.02.2026»: the order.
    pub order: Option<String>,
    /// «№ УТ-7 от 03.02.2026»: the supplier's shipping document.
    pub shipment: Option<String>,
    /// The currency of every price; `None` where there are no prices.
    pub currency: Option<Currency>,
    /// What is disputed, in the order to print.
    pub lines: Vec<DisputedLine>,
    /// Names of the files that belong to it.
    pub annexes: Vec<String>,
    /// Who filed it.
    pub person: Option<String>,
}

/// A disputed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputedLine {
    /// The seller's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Code of the unit.
    pub unit_code: Option<String>,
    /// How much by the supplier's papers, in thousandths; `None` where they are not here.
    pub documented_milli: Option<i64>,
    /// Price of one unit by the papers in millionths, as they print it.
    pub price_micro: Option<i64>,
    /// Sum of the line by the papers in minor units.
    pub documented_sum_minor: Option<i64>,
    /// How much is disputed, in thousandths.
    pub disputed_milli: i64,
    /// What the disputed part costs, in minor units.
    pub disputed_sum_minor: Option<i64>,
    /// What is wrong.
    pub kind: ClaimKind,
    /// What is demanded.
    pub remedy: ClaimRemedy,
    /// What happened, in the buyer's words.
    pub text: String,
}

impl Discrepancy {
    fn doubts(&self) -> Vec<Doubt> {
        doubts::of_parties(&[&self.buyer, &self.seller])
    }
}

/// What is wrong, in words.
const fn kind_in_words(kind: ClaimKind, language: Language) -> &'static str {
    match (kind, language) {
        (ClaimKind::Defect, Language::Ru) => "брак",
        (ClaimKind::Defect, Language::Uk) => "брак",
        (ClaimKind::Packing, Language::Ru) => "повреждена упаковка",
        (ClaimKind::Packing, Language::Uk) => "пошкоджено пакування",
        (ClaimKind::Quantity, Language::Ru) => "количество не по документам",
        (ClaimKind::Quantity, Language::Uk) => "кількість не за документами",
        (ClaimKind::Quality, Language::Ru) => "не то качество, сорт или артикул",
        (ClaimKind::Quality, Language::Uk) => "не та якість, ґатунок або артикул",
    }
}

/// What is demanded, in words.
const fn remedy_in_words(remedy: ClaimRemedy, language: Language) -> &'static str {
    match (remedy, language) {
        (ClaimRemedy::Replace, Language::Ru) => "заменить товар",
        (ClaimRemedy::Replace, Language::Uk) => "замінити товар",
        (ClaimRemedy::Repair, Language::Ru) => "устранить недостатки",
        (ClaimRemedy::Repair, Language::Uk) => "усунути недоліки",
        (ClaimRemedy::Refund, Language::Ru) => "вернуть деньги",
        (ClaimRemedy::Refund, Language::Uk) => "повернути кошти",
        (ClaimRemedy::Deliver, Language::Ru) => "допоставить товар",
        (ClaimRemedy::Deliver, Language::Uk) => "допоставити товар",
        (ClaimRemedy::PriceReduction, Language::Ru) => "снизить цену",
        (ClaimRemedy::PriceReduction, Language::Uk) => "знизити ціну",
    }
}
