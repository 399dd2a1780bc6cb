//! `documents_payment_link`: the supplier's page on which an invoice is paid. It opens in the system's browser only, and never in the window.
//!
//! In: the address that the supplier's gateway told. Not here: opening it, which is the shell's.

use super::invoice;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, Thing};
use crate::settings;
use cabinet_domain::access::Right;
use cabinet_protocol::payment_link::{LinkFault, PaymentLink};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The supplier's page for an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PaymentLinkView {
    /// The host that would be opened, as browsers ask for it; empty where nothing would be.
    pub host: String,
    /// Why it is not opened; `None` when it would be.
    pub why_not: Option<Reason>,
}

/// Where an invoice is paid on the supplier's page; `None` where he gives no page for it.
///
/// # Errors
/// `not_found`, `not_allowed`.
pub async fn payment_link(cabinet: &Cabinet, document: String) -> Result<Option<PaymentLinkView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            Ok(found(open, &document)?.map(|link| match link {
                Ok(link) => PaymentLinkView {
                    host: link.host().to_owned(),
                    why_not: None,
                },
                Err(fault) => PaymentLinkView {
                    host: String::new(),
                    why_not: Some(refusal(fault)),
                },
            }))
        })
        .await
}

/// The address to open in the system's browser. It has a sum in it.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` for an address that is not opened, with why; `hidden` while prices are.
pub async fn payment_address(cabinet: &Cabinet, document: String) -> Result<PaymentLink, CommandError> {
    settings::demand_shown_prices(cabinet).await?;
    cabinet
        .ready()?
        .blocking(move |open| match found(open, &document)? {
            Some(Ok(link)) => Ok(link),
            Some(Err(fault)) => Err(refusal(fault).into()),
            None => Err(Reason::NoPaymentLink.into()),
        })
        .await
}

fn found(open: &Open, document: &str) -> Result<Option<Result<PaymentLink, LinkFault>>, CommandError> {
    let (grant, row) = invoice::find(open, document)?;
    if !grant.role.may(Right::SeePrices) {
        return Err(CommandError::not_found(Thing::Document));
    }
    // A sample leads to nobody's page.
    if open.is_sample() || row.payment_link.is_empty() || row.is_preliminary || row.is_cancelled {
        return Ok(None);
    }
    Ok(Some(PaymentLink::parse(&row.payment_link)))
}

const fn refusal(fault: LinkFault) -> Reason {
    match fault {
        LinkFault::NotHttps => Reason::PaymentLinkNotHttps,
        LinkFault::Login => Reason::PaymentLinkWithLogin,
        LinkFault::Number => Reason::PaymentLinkByNumber,
        LinkFault::Unreadable => Reason::PaymentLinkUnreadable,
    }
}
