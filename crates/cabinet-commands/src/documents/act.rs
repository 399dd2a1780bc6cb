//! «Акт сверки» of what the supplier's gateway told of a period.

use super::folder_rule::Filed;
use super::paper::{Made, buyer, filled, supplier};
use crate::error::{CommandError, ErrorCode};
use crate::money::find_act;
use crate::open::Open;
use crate::reason::{Reason, Thing};
use crate::sheets::is_ukrainian;
use cabinet_desk::Grant;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::paper::{PrintOptions, Source};
use cabinet_documents::reconciliation::{Entry, Reconciliation, render_reconciliation};
use cabinet_documents::words::Language;
use cabinet_domain::money::Currency;
use cabinet_domain::settlement::OpeningBy;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::settlement::{ActEntryRow, ActRow, CurrencyActRow};

/// The act of an id, or of `id/currency` where it is in several.
pub(super) fn make(open: &Open, of: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let (grant, row, act) = find(open, of)?;
    let language = if is_ukrainian(&grant) {
        Language::Uk
    } else {
        Language::Ru
    };
    let mut keeper = supplier(open)?;
    if keeper.name.trim().is_empty() {
        // A supplier who did not name himself is called what he is: a sentence without its subject says nothing.
        keeper.name = match language {
            Language::Ru => "Поставщик",
            Language::Uk => "Постачальник",
        }
        .to_owned();
    }
    let paper = Reconciliation {
        keeper,
        other: buyer(&grant),
        from: day(&row.from)?,
        to: day(&row.to)?,
        contract: filled(&row.contract).map(|number| format!("№ {number}")),
        currency: Currency::from_code(&act.currency).ok_or_else(broken)?,
        opening_minor: act.opening_minor,
        entries: act
            .entries
            .iter()
            .map(|entry| line(entry, language))
            .collect::<Result<_, _>>()?,
        closing_minor: act.closing_minor,
        signer: None,
        source: Source::Supplier,
        note: Some(note(&row, &act, language)),
    };
    let title = match language {
        Language::Ru => "Акт сверки",
        Language::Uk => "Акт звірки",
    };
    let options = PrintOptions {
        language: Some(language),
        ..*options
    };
    Ok(Made {
        title: format!("{title} {} {} {} {}", grant.name, row.from, row.to, act.currency),
        filed: Filed::of(&grant.name, &row.to),
        rendered: render_reconciliation(&paper, &options)?,
    })
}

/// An act that was made, by its id and its currency.
pub(super) fn find(open: &Open, of: &str) -> Result<(Grant, ActRow, CurrencyActRow), CommandError> {
    let (id, currency) = of.split_once('/').unwrap_or((of, ""));
    let (grant, row) = find_act(open, id)?;
    let act = match (currency, row.acts.as_slice()) {
        (_, []) => return Err(Reason::ActWithoutEntries.into()),
        ("", [only]) => only.clone(),
        ("", several) => {
            let currencies: Vec<&str> = several.iter().map(|act| act.currency.as_str()).collect();
            return Err(Reason::ActInCurrencies {
                currencies: currencies.join(", "),
            }
            .into());
        }
        (code, all) => {
            let named = all.iter().find(|act| act.currency == code);
            named.cloned().ok_or_else(|| CommandError::not_found(Thing::Act))?
        }
    };
    Ok((grant, row, act))
}

fn day(iso: &str) -> Result<DocumentDate, CommandError> {
    DocumentDate::from_iso(iso).ok_or_else(broken)
}

/// The gateway makes no act with such a day or currency.
fn broken() -> CommandError {
    CommandError::new(ErrorCode::Internal, "the act has a day or a currency that is none")
}

fn line(entry: &ActEntryRow, language: Language) -> Result<Entry, CommandError> {
    let date = day(&entry.date)?;
    let what = word(
        DocumentKind::from_code(&entry.kind).unwrap_or(DocumentKind::Other),
        language,
    );
    let of = match language {
        Language::Ru => "от",
        Language::Uk => "від",
    };
    let document = if entry.number.is_empty() {
        format!("{what} ({of} {})", date.in_digits())
    } else {
        format!("{what} ({} {of} {})", entry.number, date.in_digits())
    };
    Ok(Entry {
        date,
        document,
        debit_minor: entry.debit_minor,
        credit_minor: entry.credit_minor,
    })
}

const fn word(kind: DocumentKind, language: Language) -> &'static str {
    match (kind, language) {
        (DocumentKind::Shipment | DocumentKind::Upd, Language::Ru) => "Продажа",
        (DocumentKind::Shipment | DocumentKind::Upd, Language::Uk) => "Продаж",
        (DocumentKind::Payment, _) => "Оплата",
        (DocumentKind::Refund, Language::Ru) => "Возврат денег",
        (DocumentKind::Refund, Language::Uk) => "Повернення коштів",
        (DocumentKind::Return, Language::Ru) => "Возврат товаров",
        (DocumentKind::Return, Language::Uk) => "Повернення товарів",
        (DocumentKind::Bill | DocumentKind::TaxInvoice | DocumentKind::Reconciliation | DocumentKind::Other, _) => {
            "Документ"
        }
    }
}

/// What the opening balance rests upon, and as of when the act is.
fn note(row: &ActRow, act: &CurrencyActRow, language: Language) -> String {
    let told = DocumentDate::from_iso(&act.opening_day).map(DocumentDate::in_digits);
    let by = OpeningBy::from_code(&act.opening_by);
    let basis = match (by, told, language) {
        (Some(OpeningBy::Balance), Some(day), Language::Ru) => {
            format!("Начальное сальдо выведено из баланса, сообщённого поставщиком {day}.")
        }
        (Some(OpeningBy::Balance), Some(day), Language::Uk) => {
            format!("Початкове сальдо виведено з балансу, повідомленого постачальником {day}.")
        }
        (Some(OpeningBy::Documents), Some(day), Language::Ru) => {
            format!("Начальное сальдо сложено из документов, известных с {day}; более ранние в нём не учтены.")
        }
        (Some(OpeningBy::Documents), Some(day), Language::Uk) => {
            format!("Початкове сальдо складено з документів, відомих з {day}; раніші в ньому не враховано.")
        }
        (_, _, Language::Ru) => "Документов до этого периода не известно.".to_owned(),
        (_, _, Language::Uk) => "Документів до цього періоду не відомо.".to_owned(),
    };
    let made = super::paper::day_of(row.answered_at_ms)
        .map(DocumentDate::in_digits)
        .unwrap_or_default();
    match language {
        Language::Ru => format!("{basis} Составлено по данным на {made}."),
        Language::Uk => format!("{basis} Складено за даними на {made}."),
    }
}
