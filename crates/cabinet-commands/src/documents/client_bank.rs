//! `documents_client_bank`.

use super::invoice;
use super::paper::{buyer, day_of, filled};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, limit};
use crate::settings::demand_shown_prices;
use crate::written_file::written;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::party::BankAccount;
use cabinet_documents::payment::client_bank::{ClientBankFile, Making, NoFile, Payer, client_bank_file};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Invoices to be paid in one file for the bank's program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientBankRequest {
    /// Ids of invoices of one legal entity, in the order of the payment orders.
    pub documents: Vec<String>,
    /// The account that pays: 20 digits. It is not stored.
    pub account: String,
    /// БИК of its bank.
    pub bic: String,
    /// Name of its bank; may be empty.
    pub bank: String,
    /// Correspondent account of its bank; may be empty.
    pub correspondent_account: String,
    /// Number of the first payment order.
    pub first_number: u32,
    /// Day of the payment orders, ISO; `None`: today.
    pub date: Option<String>,
}

/// The file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientBankReport {
    /// Full path.
    pub path: String,
    /// Its length.
    pub bytes: u32,
    /// How many payment orders it has.
    pub payments: u32,
    /// Characters that the bank's encoding lacks and that became question marks.
    pub replaced: String,
    /// The key of the payer's account fits his bank.
    pub is_account_sound: bool,
}

/// Writes the file; without a path, into the user's documents folder.
///
/// # Errors
/// `not_found`; `invalid` when an invoice is not to be paid by, belongs to another legal entity than the first, is given
/// twice, or lacks what a bank needs, or while prices are hidden; `sample`; `disk_full`.
pub async fn client_bank(
    cabinet: &Cabinet,
    request: ClientBankRequest,
    path: Option<String>,
) -> Result<ClientBankReport, CommandError> {
    demand_shown_prices(cabinet).await?;
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            open.demand_real()?;
            let file = make(open, &request)?;
            let saved = written(&exports, path, "Платежи для банка", "txt", &file.bytes)?;
            Ok(ClientBankReport {
                path: saved.path,
                bytes: saved.bytes,
                payments: u32::try_from(request.documents.len()).unwrap_or(u32::MAX),
                replaced: file.replaced.iter().collect(),
                is_account_sound: file.is_account_sound,
            })
        })
        .await
}

fn make(open: &Open, request: &ClientBankRequest) -> Result<ClientBankFile, CommandError> {
    let mut payments = Vec::with_capacity(request.documents.len());
    let mut payer = None;
    for (at, document) in request.documents.iter().enumerate() {
        if request.documents.iter().take(at).any(|earlier| earlier == document) {
            return Err(Reason::InvoiceTwice.into());
        }
        let (grant, row) = invoice::find(open, document)?;
        let invoice = invoice::invoice(&row)?;
        let entity = payer.get_or_insert_with(|| (grant.entity.clone(), grant.clone(), invoice.buyer.clone()));
        if entity.0 != grant.entity {
            return Err(Reason::SeveralPayers.into());
        }
        let payment = invoice.payment()?.ok_or_else(|| Reason::NotToBePaidBy {
            number: row.number.clone(),
        })?;
        payments.push(payment);
    }
    let (_, grant, party) = payer.ok_or(Reason::NoInvoiceNamed)?;
    let party = if party.name.is_empty() { buyer(&grant) } else { party };
    let date = match &request.date {
        Some(day) => DocumentDate::from_iso(day).ok_or(Reason::DateUnreadable)?,
        None => day_of(open.clock.now_ms())?,
    };
    let payer = Payer {
        party,
        account: BankAccount {
            bank: request.bank.trim().to_owned(),
            bic: filled(&request.bic),
            correspondent_account: filled(&request.correspondent_account),
            account: request.account.trim().to_owned(),
        },
    };
    let making = Making {
        date,
        first_number: request.first_number,
    };
    client_bank_file(&payments, &payer, making).map_err(|error| unusable(&error))
}

fn unusable(error: &NoFile) -> CommandError {
    let (at, what) = match *error {
        NoFile::Nothing => return Reason::NoInvoiceNamed.into(),
        NoFile::Currency { at } => (at, "RUB"),
        NoFile::Requisite { at, what } => (at, what),
        NoFile::Number => (0, "Номер"),
    };
    let what = what.to_owned();
    Reason::PaymentUnusable { at: limit(at), what }.into()
}
