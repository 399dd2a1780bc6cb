//! `money_what_if`: how each legal entity would stand with the supplier after a draft, each at its own prices.
//!
//! In: the draft, the mirror's prices and goods for each legal entity, the limits that the last hello told. Not here: the decision,
//! which is the gateway's.

use crate::cabinet::Cabinet;
use crate::drafts::limits::{limits_of, over_limit};
use crate::drafts::view::priced;
use crate::error::CommandError;
use crate::open::{Open, demand_order, price_type};
use cabinet_desk::{Draft, Grant};
use cabinet_protocol::limits::{Credit, Limits};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A draft as an order of one legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WhatIfView {
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// Whether the draft is its own.
    pub is_own: bool,
    /// What the lines cost it, VAT included; `None` where it has no prices, or prices in several currencies.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217 of every sum here; empty without any.
    pub currency: String,
    /// Lines that it cannot order, for it does not have these goods or no price of them: they are not in the sum.
    pub left_out: u32,
    /// How much is missing to the least sum of an order; 0 when nothing is.
    #[specta(type = specta_typescript::Number)]
    pub missing_minor: i64,
    /// Debt and credit; `None` where nothing is known of them, or they are in another currency than the sum.
    pub credit: Option<CreditAfterView>,
    /// What comes of it.
    pub verdict: Verdict,
}

/// Debt and credit before and after a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditAfterView {
    /// How much may be owed; `None` without a limit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub limit_minor: Option<i64>,
    /// Owed now, with the orders that the books do not have yet.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
    /// Of it overdue.
    #[specta(type = specta_typescript::Number)]
    pub overdue_minor: i64,
    /// What is left of the limit now, never below zero; `None` without a limit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub free_minor: Option<i64>,
    /// What is left of it after the draft, below zero where it is passed; `None` without a limit or without a sum.
    #[specta(type = Option<specta_typescript::Number>)]
    pub after_minor: Option<i64>,
    /// What the supplier does beyond it: `refuse_order`, `hold_shipment`, `allow`, `unknown`.
    pub over_limit: String,
    /// When the books were so, UTC, ms since 1970; `None` where nothing was told of them.
    #[specta(type = Option<specta_typescript::Number>)]
    pub as_of_ms: Option<i64>,
}

/// What comes of a draft as an order of a legal entity. The first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It can order none of the lines.
    NothingToOrder,
    /// Less than the least sum of an order.
    BelowMinimum,
    /// A debt is overdue.
    Overdue,
    /// Beyond the credit limit.
    OverLimit,
    /// Nothing stands in its way that is known here.
    Fits,
}

/// A draft as an order of each legal entity for which the person may order, its own first.
///
/// # Errors
/// `not_found`, `not_ready`.
pub async fn what_if(cabinet: &Cabinet, draft: String) -> Result<Vec<WhatIfView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (own, draft) = open.draft(&draft)?;
            let mut views = vec![of(open, &own, &draft, true)?];
            for grant in open.grants()? {
                if grant.entity != own.entity && demand_order(&grant).is_ok() {
                    views.push(of(open, &grant, &draft, false)?);
                }
            }
            Ok(views)
        })
        .await
}

fn of(open: &Open, grant: &Grant, draft: &Draft, is_own: bool) -> Result<WhatIfView, CommandError> {
    let priced = priced(open, grant, draft)?;
    let summary = priced.summary(grant, draft);
    let has_prices = price_type(grant).is_some();
    let cannot = |line: &&crate::drafts::DraftLineView| line.is_gone || (has_prices && line.price_micro.is_none());
    let left_out = priced.lines.iter().filter(cannot).count();
    let is_nothing = left_out == priced.lines.len();
    let limits = limits_of(grant)?;
    let sum_minor = summary.total_minor.filter(|_| !is_nothing);
    let (missing_minor, credit) = against(limits.as_ref(), sum_minor, &summary.currency);
    let currency = match &limits {
        Some(limits) if summary.currency.is_empty() => limits.currency.clone(),
        _ => summary.currency.clone(),
    };
    Ok(WhatIfView {
        entity: grant.entity.to_string(),
        name: grant.name.clone(),
        is_own,
        verdict: verdict(is_nothing, missing_minor, credit, sum_minor),
        credit: credit.map(|credit| after(credit, sum_minor)),
        total_minor: sum_minor,
        currency,
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        missing_minor,
    })
}

/// What is missing to the least sum, and the credit that the sum is held against. A sum in another currency is held against neither,
/// as at the gateway.
fn against<'a>(limits: Option<&'a Limits>, sum_minor: Option<i64>, currency: &str) -> (i64, Option<&'a Credit>) {
    let Some(limits) = limits.filter(|limits| currency.is_empty() || limits.currency == currency) else {
        return (0, None);
    };
    let missing = limits.min_order_minor.zip(sum_minor);
    (
        missing.map_or(0, |(least, sum)| least.saturating_sub(sum).max(0)),
        limits.credit.as_ref(),
    )
}

fn verdict(is_nothing: bool, missing_minor: i64, credit: Option<&Credit>, sum_minor: Option<i64>) -> Verdict {
    if is_nothing {
        Verdict::NothingToOrder
    } else if missing_minor > 0 {
        Verdict::BelowMinimum
    } else if credit.is_some_and(Credit::is_overdue) {
        Verdict::Overdue
    } else if credit.is_some_and(|credit| credit.over_minor(sum_minor.unwrap_or(0)) > 0) {
        Verdict::OverLimit
    } else {
        Verdict::Fits
    }
}

fn after(credit: &Credit, sum_minor: Option<i64>) -> CreditAfterView {
    let free_minor = credit.free_minor();
    CreditAfterView {
        limit_minor: credit.limit_minor,
        owed_minor: credit.debt_minor.saturating_add(credit.on_order_minor),
        overdue_minor: if credit.is_overdue() { credit.overdue_minor } else { 0 },
        free_minor: free_minor.map(|free| free.max(0)),
        after_minor: free_minor.zip(sum_minor).map(|(free, sum)| free.saturating_sub(sum)),
        over_limit: over_limit(credit.over_limit).to_owned(),
        as_of_ms: credit.as_of_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_protocol::limits::OverLimit;

    fn limits(min_order_minor: Option<i64>, limit_minor: Option<i64>, overdue_minor: i64) -> Limits {
        Limits {
            currency: "RUB".to_owned(),
            min_order_minor,
            credit: Some(Credit {
                limit_minor,
                debt_minor: 300,
                overdue_minor,
                on_order_minor: 200,
                as_of_ms: Some(5),
                over_limit: OverLimit::HoldShipment,
            }),
        }
    }

    #[test]
    fn the_first_hindrance_is_named_and_the_limit_left_after_the_draft_told() {
        for (name, limits, sum, expected, after_minor) in [
            ("within", limits(None, Some(1000), 0), Some(500), Verdict::Fits, Some(0)),
            (
                "beyond",
                limits(None, Some(1000), 0),
                Some(501),
                Verdict::OverLimit,
                Some(-1),
            ),
            (
                "small",
                limits(Some(600), Some(1000), 0),
                Some(500),
                Verdict::BelowMinimum,
                Some(0),
            ),
            ("overdue", limits(None, None, 100), Some(1), Verdict::Overdue, None),
            ("no limit", limits(None, None, 99), Some(1), Verdict::Fits, None),
            ("no sum", limits(Some(600), Some(1000), 0), None, Verdict::Fits, None),
        ] {
            let (missing, credit) = against(Some(&limits), sum, "RUB");
            assert_eq!(verdict(false, missing, credit, sum), expected, "{name}");
            assert_eq!(after(credit.unwrap(), sum).after_minor, after_minor, "{name}");
        }
        let other = limits(Some(600), Some(10), 100);
        assert_eq!(against(Some(&other), Some(500), "UAH"), (0, None), "another currency");
        assert_eq!(verdict(true, 5, None, None), Verdict::NothingToOrder);
    }
}
