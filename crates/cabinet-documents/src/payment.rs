//! Paying an invoice: codes that bank programs scan, and the file that they load.
//!
//! In: a [`Payment`] whose requisites are those of the invoice. Out: text of a code, a code's modules, bytes of a file.
//! Nothing here sends money or opens a link: a person looks at each payment in the bank's own program.

pub mod client_bank;
mod gost;
mod nbu;
mod qr;

use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::figures::THIN_SPACE;
use crate::party::{BankAccount, Party};
use crate::words::Language;

pub use nbu::{LineEnd, NbuOptions};
pub use qr::{QrCode, QrError};

/// A payment of one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Who is paid.
    pub payee: Party,
    /// To which account.
    pub account: BankAccount,
    /// How much, in minor units.
    pub sum_minor: i64,
    /// The currency of the sum.
    pub currency: Currency,
    /// «Оплата по счету № … от …».
    pub purpose: String,
}

/// What a bank's program scans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentCode {
    /// The bytes of the code: of the standard's text in its encoding, or of a link.
    pub bytes: Vec<u8>,
    /// Values that the standard has no room for and that were cut, by the standard's names. The user is told.
    pub shortened: Vec<&'static str>,
}

/// Why there is no code. The paper is printed without one, and the user is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// The supplier did not give something that a bank needs, or in a shape that no bank takes.
    #[error("the supplier's requisites have no usable {what}")]
    Requisite {
        /// By the name of the standard.
        what: &'static str,
    },
    /// Banks read these codes only in the state's own currency.
    #[error("a payment code is only for the state's own currency")]
    Currency,
    /// There is nothing to pay, or the sum is negative.
    #[error("there is nothing to pay")]
    Nothing,
    /// Not even the shortened text fits.
    #[error("the requisites are too long for a payment code")]
    TooLong,
}

/// The code of a payment, by the standard of the country whose papers the payee gives out.
///
/// # Errors
/// [`NoCode`].
pub fn payment_code(payment: &Payment, nbu: NbuOptions) -> Result<PaymentCode, NoCode> {
    if payment.sum_minor <= 0 {
        return Err(NoCode::Nothing);
    }
    match (payment.payee.language(), payment.currency.code()) {
        (Language::Ru, "RUB") => gost::code(payment),
        (Language::Uk, "UAH") => nbu::code(payment, nbu),
        (Language::Ru | Language::Uk, _) => Err(NoCode::Currency),
    }
}

/// «Оплата по счету № 12 от 03.02.2026. В том числе НДС 100,00», with plain figures, as programs of banks take it.
#[must_use]
pub fn purpose(number: &str, date: DocumentDate, vat: Option<&str>, language: Language) -> String {
    let day = date.in_digits();
    let paid = match language {
        Language::Ru => format!("Оплата по счету № {number} от {day}."),
        Language::Uk => format!("Оплата за рахунком № {number} від {day}."),
    };
    let text = vat.map_or_else(|| paid.clone(), |vat| format!("{paid} {vat}"));
    text.replace(THIN_SPACE, "")
}

/// At most so many characters; whether some were cut is noted under the name of the value.
fn cut(text: &str, most: usize, name: &'static str, shortened: &mut Vec<&'static str>) -> String {
    // A line end inside of a value would end it for the reader of the code.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    shortened.push(name);
    text.chars().take(most).collect::<String>().trim_end().to_owned()
}
