//! The credit transfer code of the National Bank of Ukraine, version 002.
//!
//! The bank's own paper was not at hand, and those who write such codes disagree on the line end: it can be switched
//! (domain facts, 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use encoding_rs::WINDOWS_1251;

use cabinet_domain::bank_id::is_iban;

use crate::party::filled;
use crate::payment::{NoCode, Payment, PaymentCode, cut};

/// How lines of the code end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnd {
    /// As in the bank's own sample.
    #[default]
    CrLf,
    /// As some programs write it.
    Lf,
}

/// How the Ukrainian code is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NbuOptions {
    /// How lines end.
    pub line_end: LineEnd,
}

/// Before the text of the code.
const HOST: &str = "https://bank.gov.ua/qr/";
/// What the strictest of the known makers lets the text take.
const TEXT_BYTES: usize = 331;

pub(super) fn code(payment: &Payment, options: NbuOptions) -> Result<PaymentCode, NoCode> {
    let mut shortened = Vec::new();
    let payee = &payment.payee;
    let iban: String = payment.account.account.split_whitespace().collect();
    // A bank's program refuses an IBAN whose check digits do not fit: no code is better than one that leads nowhere.
    if !is_iban(&iban) {
        return Err(NoCode::Requisite { what: "IBAN" });
    }
    let number = filled(payee.edrpou.as_ref()).ok_or(NoCode::Requisite { what: "ЄДРПОУ" })?;
    let name = cut(&payee.name, 140, "одержувач", &mut shortened);
    if name.is_empty() {
        return Err(NoCode::Requisite {
            what: "одержувач"
        });
    }
    let sum = payment.sum_minor.unsigned_abs();
    let lines = |encoding: &str| {
        [
            "BCD".to_owned(),
            "002".to_owned(),
            encoding.to_owned(),
            "UCT".to_owned(),
            String::new(),
            name.clone(),
            iban.clone(),
            format!("UAH{}.{:02}", sum / 100, sum % 100),
            number.to_owned(),
            String::new(),
            String::new(),
            cut(&payment.purpose, 140, "призначення платежу", &mut Vec::new()),
            String::new(),
        ]
    };
    cut(&payment.purpose, 140, "призначення платежу", &mut shortened);
    let end = match options.line_end {
        LineEnd::CrLf => "\r\n",
        LineEnd::Lf => "\n",
    };
    let joined = |encoding: &str| lines(encoding).map(|line| line + end).concat();
    let text = joined("2");
    let (bytes, _, has_strangers) = WINDOWS_1251.encode(&text);
    let bytes = if has_strangers {
        joined("1").into_bytes()
    } else {
        bytes.into_owned()
    };
    if bytes.len() > TEXT_BYTES {
        return Err(NoCode::TooLong);
    }
    Ok(PaymentCode {
        bytes: format!("{HOST}{}", URL_SAFE_NO_PAD.encode(bytes)).into_bytes(),
        shortened,
    })
}
