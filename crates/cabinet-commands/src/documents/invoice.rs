//! An invoice of the mirror as cabinet-documents prints it.

use super::folder_rule::Filed;
use super::paper::{Made, filled, service_name};
use crate::error::{CommandError, ErrorCode};
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::Grant;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::invoice::{Invoice, InvoiceLine, Standing, render_invoice};
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::party::{BankAccount, Party};
use cabinet_domain::access::Right;
use cabinet_domain::ids::DocumentId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::Currency;
use cabinet_protocol::rows::{BankRow, InvoiceRow, OrderLineRow, PartyRow};

/// The document with the grant of its entity.
pub(super) fn find(open: &Open, document: &str) -> Result<(Grant, InvoiceRow), CommandError> {
    let id = DocumentId::new(document);
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        if let Some(invoice) = open.documents(&grant.entity)?.invoice(&id)? {
            return Ok((grant, invoice));
        }
    }
    Err(CommandError::not_found(Thing::Document))
}

/// The invoice as it is printed.
pub(super) fn make(open: &Open, document: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let (grant, row) = find(open, document)?;
    Ok(Made {
        title: title(&row),
        filed: Filed::of(&grant.name, &row.date),
        rendered: render_invoice(&invoice(&row)?, options)?,
    })
}

/// «Счёт 123 от 2026-02-01 ООО Ромашка», made fit for every file system by the caller.
fn title(row: &InvoiceRow) -> String {
    let seller = row.seller.as_ref().map_or("", |seller| seller.name.as_str());
    let is_ukrainian = row.seller.as_ref().is_some_and(|seller| !seller.edrpou.is_empty());
    let (word, of) = if is_ukrainian {
        ("Рахунок", "від")
    } else {
        ("Счёт", "от")
    };
    format!("{word} {} {of} {} {seller}", row.number, row.date)
        .trim()
        .to_owned()
}

pub(super) fn invoice(row: &InvoiceRow) -> Result<Invoice, CommandError> {
    let date = DocumentDate::from_iso(&row.date).ok_or_else(|| broken("date"))?;
    let currency = Currency::from_code(&row.currency).ok_or_else(|| broken("currency"))?;
    Ok(Invoice {
        number: row.number.clone(),
        standing: match (row.is_cancelled, row.is_preliminary) {
            (true, _) => Standing::Cancelled,
            (false, true) => Standing::Preliminary,
            (false, false) => Standing::Final,
        },
        date,
        seller: row.seller.as_ref().map(party).unwrap_or_default(),
        buyer: row.buyer.as_ref().map(party).unwrap_or_default(),
        bank: row.bank.as_ref().map(bank),
        basis: filled(&row.basis),
        currency,
        lines: row
            .lines
            .iter()
            .filter(|line| line.quantity_milli != 0)
            .map(line)
            .collect(),
        total_minor: row.total_minor,
        vat_minor: row.vat_minor,
        vat_on_top: row.vat_on_top,
        director: filled(&row.director),
        accountant: filled(&row.accountant),
        note: filled(&row.note),
    })
}

fn line(row: &OrderLineRow) -> InvoiceLine {
    InvoiceLine {
        ordinal: row.ordinal,
        article: row.article.clone(),
        name: match &row.service {
            Some(service) => service_name(&row.name, service.pieces, service.length_mm),
            None => row.name.clone(),
        },
        quantity_milli: row.quantity_milli,
        unit: row.unit.clone(),
        price_micro: row.price_micro,
        sum_minor: row.sum_minor,
        vat: VatRate::parse(&row.vat),
        vat_minor: row.vat_minor,
        // The supplier's program does not tell discounts apart.
        discount_minor: None,
    }
}

pub(super) fn party(row: &PartyRow) -> Party {
    Party {
        name: row.name.clone(),
        inn: filled(&row.inn),
        kpp: filled(&row.kpp),
        edrpou: filled(&row.edrpou),
        address: filled(&row.address),
        phone: filled(&row.phone),
    }
}

pub(super) fn bank(row: &BankRow) -> BankAccount {
    BankAccount {
        bank: row.bank.clone(),
        bic: filled(&row.bic),
        correspondent_account: filled(&row.correspondent_account),
        account: row.account.clone(),
    }
}

fn broken(what: &str) -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        format!("the invoice's {what} cannot be read; sync again"),
    )
}
