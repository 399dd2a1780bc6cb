//! `documents_payment`.

use super::invoice;
use super::paper::{DoubtView, PaperForm, PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::settings;
use cabinet_documents::payment::{LineEnd, NbuOptions, NoCode, QrCode, payment_code};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How an invoice is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentView {
    /// The code that bank programs scan, as SVG; `None` where there is none.
    pub code: Option<String>,
    /// Whether programs of banks differ on how lines of the code end: it can be switched.
    pub has_line_ends: bool,
    /// Why there is no code, in English; empty where there is one.
    pub why_no_code: String,
    /// Who is paid.
    pub payee: String,
    /// Name of his bank.
    pub bank: String,
    /// БИК or МФО; may be empty.
    pub bic: String,
    /// Account or IBAN.
    pub account: String,
    /// How much, in minor units.
    #[specta(type = specta_typescript::Number)]
    pub sum_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// What to write into the payment.
    pub purpose: String,
    /// What should be known before paying.
    pub doubts: Vec<DoubtView>,
}

/// How codes of Ukrainian invoices are written, on paper and on screen, as the user chose.
pub(super) fn nbu_options(open: &Open) -> Result<NbuOptions, CommandError> {
    let lf_lines = match open.directory() {
        Some(directory) => settings::payment_lf_lines(&directory)?,
        None => false,
    };
    Ok(nbu(lf_lines))
}

const fn nbu(lf_lines: bool) -> NbuOptions {
    NbuOptions {
        line_end: if lf_lines { LineEnd::Lf } else { LineEnd::CrLf },
    }
}

/// How to pay an invoice; `None` while it is not to be paid by, or the supplier gave no account. The lines of a Ukrainian
/// code end in LF with `lf_lines`, for programs of banks that want that; without it as the settings say.
///
/// # Errors
/// `not_found`.
pub async fn payment(
    cabinet: &Cabinet,
    document: String,
    lf_lines: Option<bool>,
) -> Result<Option<PaymentView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, row) = invoice::find(open, &document)?;
            let Some(payment) = invoice::invoice(&row)?.payment()? else {
                return Ok(None);
            };
            let options = match lf_lines {
                Some(lf_lines) => nbu(lf_lines),
                None => nbu_options(open)?,
            };
            let code = if open.is_sample() {
                // A sample leads to nobody's account.
                Err("this is the built-in sample: there is nobody to pay".to_owned())
            } else {
                payment_code(&payment, options)
                    .and_then(|code| QrCode::of_bytes(&code.bytes).map_err(|_| NoCode::TooLong))
                    .map_err(|reason| reason.to_string())
            };
            let rendered = make(open, &PaperRequest::new(PaperForm::Invoice, document))?.rendered;
            Ok(Some(PaymentView {
                has_line_ends: payment.currency.code() == "UAH",
                code: code.as_ref().ok().map(QrCode::svg),
                why_no_code: code.err().unwrap_or_default(),
                payee: payment.payee.name,
                bank: payment.account.bank,
                bic: payment.account.bic.unwrap_or_default(),
                account: payment.account.account,
                sum_minor: payment.sum_minor,
                currency: payment.currency.code().to_owned(),
                purpose: payment.purpose,
                doubts: DoubtView::of(&rendered),
            }))
        })
        .await
}
