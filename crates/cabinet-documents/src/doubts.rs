//! What looks wrong in the data of a paper: told beside it, printed as given.

use cabinet_domain::bank_id::{is_correspondent_account, is_iban, is_settlement_account};
use cabinet_domain::line::VatRate;
use cabinet_domain::tax_id::check_tax_id;
use cabinet_domain::vat_by_date::{VatCountry, is_usual_percent};

use crate::date::DocumentDate;
use crate::invoice::Invoice;
use crate::party::{BankAccount, Party, filled};
use crate::payment::NoCode;
use crate::words::Language;

/// Something to look at before relying on a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The check digits of an ИНН or ЄДРПОУ do not fit, or it has a length that none has.
    TaxNumber {
        /// As it is printed.
        number: String,
    },
    /// The key of an account does not fit its bank, or an IBAN its check digits.
    Account {
        /// As it is printed.
        account: String,
    },
    /// There is no payment code on the paper.
    NoPaymentCode {
        /// Why.
        reason: NoCode,
    },
    /// The payment code holds a value cut to what its standard has room for.
    Shortened {
        /// By the name of the standard.
        what: &'static str,
    },
    /// The rate is not one of the year of the document.
    VatRate {
        /// The rate.
        percent: u8,
        /// The year.
        year: i32,
    },
}

/// The doubts of an invoice, each once.
pub(crate) fn of_invoice(invoice: &Invoice, language: Language) -> Vec<Doubt> {
    let mut doubts = of_parties(&[&invoice.seller, &invoice.buyer]);
    if let Some(bank) = &invoice.bank {
        doubts.extend(of_account(bank, language));
    }
    let rates = invoice.lines.iter().filter_map(|line| line.vat);
    doubts.extend(of_rates(rates, invoice.date, language));
    doubts
}

/// Tax numbers whose check digits do not fit.
pub(crate) fn of_parties(parties: &[&Party]) -> Vec<Doubt> {
    let numbers = parties
        .iter()
        .flat_map(|party| [party.inn.as_ref(), party.edrpou.as_ref()]);
    numbers
        .filter_map(filled)
        .filter(|number| !check_tax_id(number).is_valid)
        .map(|number| Doubt::TaxNumber {
            number: number.to_owned(),
        })
        .collect()
}

/// Accounts whose keys do not fit.
pub(crate) fn of_account(bank: &BankAccount, language: Language) -> Vec<Doubt> {
    let bic = filled(bank.bic.as_ref()).unwrap_or_default();
    let mut doubts = Vec::new();
    let mut doubt = |account: &str, fits: bool| {
        if !fits && !account.is_empty() {
            doubts.push(Doubt::Account {
                account: account.to_owned(),
            });
        }
    };
    match language {
        Language::Uk => doubt(&bank.account, is_iban(&bank.account)),
        // Without the bank's code no key can be checked.
        Language::Ru if bic.is_empty() => {}
        Language::Ru => {
            doubt(&bank.account, is_settlement_account(&bank.account, bic));
            if let Some(account) = filled(bank.correspondent_account.as_ref()) {
                doubt(account, is_correspondent_account(account, bic));
            }
        }
    }
    doubts
}

/// Rates that papers of that year do not carry, each once.
pub(crate) fn of_rates(rates: impl Iterator<Item = VatRate>, date: DocumentDate, language: Language) -> Vec<Doubt> {
    let country = match language {
        Language::Ru => VatCountry::Russia,
        Language::Uk => VatCountry::Ukraine,
    };
    let year = date.year();
    let mut told = Vec::new();
    for rate in rates {
        if let VatRate::Percent(percent) = rate
            && !is_usual_percent(country, year, percent)
            && !told.contains(&percent)
        {
            told.push(percent);
        }
    }
    let doubt = |percent| Doubt::VatRate { percent, year };
    told.into_iter().map(doubt).collect()
}
