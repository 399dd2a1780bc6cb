//! `documents_offered` and `documents_of_orders`: which papers there are of a thing, and of several orders at once.

use super::paper::PaperForm;
use super::shipment;
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, price_type};
use crate::{claims, orders};
use cabinet_protocol::rows::InvoiceRow;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What papers are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperSource {
    /// An invoice.
    Invoice,
    /// An order.
    Order,
    /// A draft.
    Draft,
    /// The last check of a draft.
    Check,
    /// A claim.
    Claim,
    /// A legal entity with the goods it sees.
    Entity,
    /// An act of reconciliation.
    Act,
}

/// A paper that can be printed of an order now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OrderPaper {
    /// Its form.
    pub form: PaperForm,
    /// What it is of: the order, or its newest invoice.
    pub of: String,
}

/// The papers of one order.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OrderPapers {
    /// Id of the order.
    pub order: String,
    /// The papers, the invoice first; none where `error` says why.
    pub papers: Vec<OrderPaper>,
    /// Why nothing can be printed of it.
    pub error: Option<CommandError>,
}

/// What can be printed of several orders, in their order. One that is gone is told, and does not stop the others.
///
/// # Errors
/// `not_ready`, `damaged`.
pub async fn of_orders(cabinet: &Cabinet, orders: Vec<String>) -> Result<Vec<OrderPapers>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut found = Vec::with_capacity(orders.len());
            for order in orders {
                let (papers, error) = match papers_of(open, &order) {
                    Ok(papers) => (papers, None),
                    Err(error) if matches!(error.code, ErrorCode::Damaged | ErrorCode::NotReady) => return Err(error),
                    Err(error) => (Vec::new(), Some(error)),
                };
                found.push(OrderPapers { order, papers, error });
            }
            Ok(found)
        })
        .await
}

fn papers_of(open: &Open, order: &str) -> Result<Vec<OrderPaper>, CommandError> {
    let (forms, invoice) = of_order(open, order)?;
    let invoice = invoice.map(|invoice| OrderPaper {
        form: PaperForm::Invoice,
        of: invoice.id,
    });
    let others = forms.into_iter().map(|form| OrderPaper {
        form,
        of: order.to_owned(),
    });
    Ok(invoice.into_iter().chain(others).collect())
}

/// The forms that can be printed of a thing now, the usual one first.
///
/// # Errors
/// `not_found`.
pub async fn offered(cabinet: &Cabinet, source: PaperSource, of: String) -> Result<Vec<PaperForm>, CommandError> {
    cabinet.ready()?.blocking(move |open| forms(open, source, &of)).await
}

pub(super) fn forms(open: &Open, source: PaperSource, of: &str) -> Result<Vec<PaperForm>, CommandError> {
    Ok(match source {
        PaperSource::Invoice => {
            super::invoice::find(open, of)?;
            vec![PaperForm::Invoice, PaperForm::InvoiceWithVat]
        }
        PaperSource::Order => of_order(open, of)?.0,
        PaperSource::Draft => {
            let (_, draft) = open.draft(of)?;
            let has_lines = draft.lines.iter().any(|line| line.in_command.is_none());
            if has_lines {
                vec![PaperForm::DraftForm]
            } else {
                Vec::new()
            }
        }
        PaperSource::Check => {
            let (_, draft) = open.draft(of)?;
            let seen = orders::last_check(open, draft.summary.id.as_str());
            if seen.is_some_and(|seen| !seen.check.changed.is_empty()) {
                vec![PaperForm::CheckSheet]
            } else {
                Vec::new()
            }
        }
        PaperSource::Claim => {
            claims::whole(open, of)?;
            vec![PaperForm::ClaimAct, PaperForm::Torg2]
        }
        PaperSource::Act => {
            super::act::find(open, of)?;
            vec![PaperForm::Act]
        }
        PaperSource::Entity => match price_type(&open.grant(of)?) {
            Some(_) => vec![PaperForm::PriceList],
            None => Vec::new(),
        },
    })
}

/// The order form always; papers of a shipment once there is one, those of the seller's country first. Beside them the newest
/// invoice of the order.
fn of_order(open: &Open, of: &str) -> Result<(Vec<PaperForm>, Option<InvoiceRow>), CommandError> {
    let (order, invoice) = match shipment::find(open, of) {
        Ok((_, order, invoice)) => (order, invoice),
        // What waits in the outbox has no invoice, and its order form all the same.
        Err(error) if error.code == ErrorCode::NotFound => {
            orders::whole(open, of)?;
            return Ok((vec![PaperForm::OrderForm], None));
        }
        Err(error) => return Err(error),
    };
    let summary = &order.summary;
    let mut forms = Vec::new();
    if !summary.shipment_date.is_empty() && summary.total_minor.is_some() {
        let seller = invoice.as_ref().and_then(|row| row.seller.as_ref());
        if seller.is_some_and(|seller| !seller.edrpou.is_empty()) {
            forms.extend([PaperForm::Vydatkova, PaperForm::Ttn]);
        } else {
            forms.extend([PaperForm::UpdTransfer, PaperForm::UpdInvoice, PaperForm::Torg12]);
        }
    }
    forms.push(PaperForm::OrderForm);
    Ok((forms, invoice))
}
