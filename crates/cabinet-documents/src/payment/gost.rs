//! The code of ГОСТ Р 56042-2014: `ST00012` in UTF-8, `ST00011` in windows-1251 where UTF-8 is too long.

use encoding_rs::WINDOWS_1251;

use crate::party::filled;
use crate::payment::{NoCode, Payment, PaymentCode, cut};

/// What the compulsory block may take, with its separators.
const BLOCK_BYTES: usize = 300;
/// Between values; the first that stands in none of them is taken, since the standard lets the head name it.
const SEPARATORS: [char; 4] = ['|', '^', '~', '_'];

pub(super) fn code(payment: &Payment) -> Result<PaymentCode, NoCode> {
    let mut shortened = Vec::new();
    let (payee, account) = (&payment.payee, &payment.account);
    let compulsory = [
        ("Name", cut(&payee.name, 160, "Name", &mut shortened)),
        ("PersonalAcc", digits(&account.account, 20, "PersonalAcc")?),
        ("BankName", cut(&account.bank, 45, "BankName", &mut shortened)),
        (
            "BIC",
            digits(filled(account.bic.as_ref()).unwrap_or_default(), 9, "BIC")?,
        ),
        (
            "CorrespAcc",
            match filled(account.correspondent_account.as_ref()) {
                Some(account) => digits(account, 20, "CorrespAcc")?,
                // What the standard wants of a bank that has none.
                None => "0".to_owned(),
            },
        ),
    ];
    for (name, value) in &compulsory {
        if value.is_empty() {
            return Err(NoCode::Requisite { what: name });
        }
    }
    let mut additional = vec![
        ("Sum", payment.sum_minor.to_string()),
        ("Purpose", cut(&payment.purpose, 160, "Purpose", &mut shortened)),
    ];
    // A number of another length would be read as part of something else.
    if let Some(inn) = filled(payee.inn.as_ref()).filter(|inn| matches!(inn.len(), 10 | 12)) {
        additional.push(("PayeeINN", inn.to_owned()));
    }
    if let Some(kpp) = filled(payee.kpp.as_ref()).filter(|kpp| kpp.len() == 9) {
        additional.push(("KPP", kpp.to_owned()));
    }
    let values = || compulsory.iter().chain(&additional);
    let separator = SEPARATORS
        .into_iter()
        .find(|separator| values().all(|(_, value)| !value.contains(*separator)))
        .ok_or(NoCode::TooLong)?;
    let block: usize = compulsory
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    let text = |head: &str| {
        values().fold(head.to_owned(), |mut text, (name, value)| {
            text.push(separator);
            text.push_str(name);
            text.push('=');
            text.push_str(value);
            text
        })
    };
    let bytes = if block <= BLOCK_BYTES {
        text("ST00012").into_bytes()
    } else {
        let text = text("ST00011");
        let (bytes, _, has_strangers) = WINDOWS_1251.encode(&text);
        let block: usize = compulsory
            .iter()
            .map(|(name, value)| name.len() + value.chars().count() + 2)
            .sum();
        if has_strangers || block > BLOCK_BYTES {
            return Err(NoCode::TooLong);
        }
        bytes.into_owned()
    };
    Ok(PaymentCode { bytes, shortened })
}

fn digits(text: &str, count: usize, what: &'static str) -> Result<String, NoCode> {
    let is_fit = text.len() == count && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_fit.then(|| text.to_owned()).ok_or(NoCode::Requisite { what })
}
