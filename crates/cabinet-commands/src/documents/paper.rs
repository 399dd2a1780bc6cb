//! Which paper is asked for, and the very PDF that is previewed, saved and printed.

use super::folder_rule::Filed;
use super::{act, check_sheet, claim, invoice, order_form, price_list, shipment};
use crate::error::{CommandError, ErrorCode};
use crate::open::Open;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::doubts::Doubt;
use cabinet_documents::paper::{DocumentError, PrintOptions, Rendered};
use cabinet_documents::party::Party;
use cabinet_domain::delivery::day_at;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A form that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// «Счёт на оплату», «Рахунок на оплату»; of an invoice.
    Invoice,
    /// The same with rate and tax in columns of their own.
    InvoiceWithVat,
    /// ТОРГ-12; of an order that is shipped, as are the next three.
    Torg12,
    /// УПД with status 1; the number of its счёт-фактура is not known here and stays empty.
    UpdInvoice,
    /// УПД with status 2.
    UpdTransfer,
    /// «Видаткова накладна».
    Vydatkova,
    /// 1-ТН.
    Ttn,
    /// The order form; of a draft.
    DraftForm,
    /// The changed lines of the last check with what is decided of them; of a draft.
    CheckSheet,
    /// The order form; of an order, also of one that waits.
    OrderForm,
    /// «Рекламация»; of a claim.
    ClaimAct,
    /// ТОРГ-2; of a claim.
    Torg2,
    /// The price list; of a legal entity.
    PriceList,
    /// «Акт сверки», «Акт звірки»; of an act that the supplier's gateway made, by its id, with `/` and the currency where it has several.
    Act,
}

/// A paper: a form and what it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaperRequest {
    /// Which form.
    pub form: PaperForm,
    /// Id of the invoice, order, draft, claim, legal entity or act.
    pub of: String,
    /// The price list of this group only (1C id); `None`: of everything.
    pub group: Option<String>,
}

impl PaperRequest {
    /// The paper of one thing.
    #[must_use]
    pub fn new(form: PaperForm, of: String) -> Self {
        Self { form, of, group: None }
    }
}

impl PaperForm {
    /// Every form, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::Invoice,
        Self::InvoiceWithVat,
        Self::Torg12,
        Self::UpdInvoice,
        Self::UpdTransfer,
        Self::Vydatkova,
        Self::Ttn,
        Self::DraftForm,
        Self::CheckSheet,
        Self::OrderForm,
        Self::ClaimAct,
        Self::Torg2,
        Self::PriceList,
        Self::Act,
    ];
}

/// A paper that is made.
pub(super) struct Made {
    /// A name for the file, made fit for every file system by who writes it.
    pub(super) title: String,
    /// Whose it is and of which month.
    pub(super) filed: Filed,
    /// The file.
    pub(super) rendered: Rendered,
}

/// Makes a paper.
pub(super) fn make(open: &Open, request: &PaperRequest) -> Result<Made, CommandError> {
    let options = PrintOptions {
        is_sample: open.is_sample(),
        vat_columns: request.form == PaperForm::InvoiceWithVat,
        nbu: super::payment::nbu_options(open)?,
        ..PrintOptions::default()
    };
    let made = match request.form {
        PaperForm::Invoice | PaperForm::InvoiceWithVat => invoice::make(open, &request.of, &options),
        PaperForm::Torg12 | PaperForm::UpdInvoice | PaperForm::UpdTransfer | PaperForm::Vydatkova | PaperForm::Ttn => {
            shipment::make(open, request.form, &request.of, &options)
        }
        PaperForm::DraftForm => order_form::of_draft(open, &request.of, &options),
        PaperForm::CheckSheet => check_sheet::of_draft(open, &request.of, &options),
        PaperForm::OrderForm => order_form::of_order(open, &request.of, &options),
        PaperForm::ClaimAct | PaperForm::Torg2 => claim::make(open, request.form, &request.of, &options),
        PaperForm::Act => act::make(open, &request.of, &options),
        PaperForm::PriceList => price_list::make(open, &request.of, request.group.as_deref(), &options),
    }?;
    if !made.rendered.missing_glyphs.is_empty() {
        tracing::warn!(
            document.missing = made.rendered.missing_glyphs.len(),
            "Some characters are printed as □"
        );
    }
    Ok(made)
}

/// What a reader should know of a paper before relying on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DoubtView {
    /// `tax_number`, `account`, `vat_rate`, `no_payment_code`, `shortened`, `missing_glyph`.
    pub code: String,
    /// The number, account, percent, letter or name of a requisite that it is about.
    pub detail: String,
}

impl DoubtView {
    /// What is in doubt in a paper.
    pub(crate) fn of(rendered: &Rendered) -> Vec<Self> {
        let view = |code: &str, detail: String| Self {
            code: code.to_owned(),
            detail,
        };
        let doubts = rendered.doubts.iter().map(|doubt| match doubt {
            Doubt::TaxNumber { number } => view("tax_number", number.clone()),
            Doubt::Account { account } => view("account", account.clone()),
            Doubt::VatRate { percent, year } => view("vat_rate", format!("{percent}% ({year})")),
            Doubt::NoPaymentCode { reason } => view("no_payment_code", reason.to_string()),
            Doubt::Shortened { what } => view("shortened", (*what).to_owned()),
        });
        let missing = rendered
            .missing_glyphs
            .iter()
            .map(|letter| view("missing_glyph", letter.to_string()));
        doubts.chain(missing).collect()
    }
}

/// A text that says something.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The entity of a grant as a party: what is known of it without an invoice.
pub(super) fn buyer(grant: &cabinet_desk::Grant) -> Party {
    Party {
        name: grant.name.clone(),
        inn: filled(&grant.inn),
        kpp: filled(&grant.kpp),
        edrpou: filled(&grant.edrpou),
        ..Party::default()
    }
}

/// The supplier as a party: his name, which is all that is known of him without an invoice.
pub(super) fn supplier(open: &Open) -> Result<Party, CommandError> {
    Ok(Party {
        name: open
            .desk
            .session()?
            .map(|session| session.supplier_name)
            .unwrap_or_default(),
        ..Party::default()
    })
}

/// The day of a time, in the zone of this computer as far as a paper needs one: UTC.
pub(crate) fn day_of(at_ms: i64) -> Result<DocumentDate, CommandError> {
    day_at(at_ms, 0)
        .map(DocumentDate::from)
        .ok_or_else(|| CommandError::new(ErrorCode::Internal, "the date is beyond the calendar"))
}

impl From<DocumentError> for CommandError {
    fn from(error: DocumentError) -> Self {
        Self::new(ErrorCode::Internal, format!("the document cannot be printed: {error}"))
    }
}

/// A service with what it makes of the goods: «Резка (3 × 2000 мм)». The words are the same in Russian and Ukrainian.
pub(super) fn service_name(name: &str, pieces: Option<i64>, length_mm: Option<i64>) -> String {
    match (pieces, length_mm) {
        (Some(pieces), Some(length)) => format!("{name} ({pieces} × {length} мм)"),
        (Some(pieces), None) => format!("{name} ({pieces} шт)"),
        (None, Some(length)) => format!("{name} ({length} мм)"),
        (None, None) => name.to_owned(),
    }
}
