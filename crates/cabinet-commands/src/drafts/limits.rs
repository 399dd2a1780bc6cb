//! What stands between a draft and its sending: the least sum of an order, credit, and quantities that are not usual.
//!
//! In: the limits that the last hello told, the priced lines, the legal entity's own purchases. Out: a bar with what is missing
//! and what to do about it. Not here: the decision, which is the gateway's.

use super::DraftLineView;
use super::suggestions::{self, SuggestionView};
use crate::error::CommandError;
use crate::open::{Open, price_type};
use cabinet_desk::Grant;
use cabinet_mirror::Habit;
use cabinet_protocol::limits::{Credit, Limits, OverLimit};
use serde::{Deserialize, Serialize};
use specta::Type;

/// So many purchases make a habit.
pub(super) const HABIT: u32 = 3;

/// So many times the largest, or so small a part of the smallest, is not usual.
const UNUSUAL_TIMES: i64 = 5;

/// The bar of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DraftLimitsView {
    /// ISO 4217 of every sum here.
    pub currency: String,
    /// The least sum of an order; `None` for any.
    #[specta(type = Option<specta_typescript::Number>)]
    pub min_order_minor: Option<i64>,
    /// How much is missing to it; 0 when nothing is.
    #[specta(type = specta_typescript::Number)]
    pub missing_minor: i64,
    /// Debt and credit; `None` where nothing is known of them.
    pub credit: Option<CreditView>,
    /// What can be done: while something is missing to the least sum, what to add; the next tier of lines.
    pub suggestions: Vec<SuggestionView>,
}

/// How the legal entity stands with the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditView {
    /// How much may be owed; `None` without a limit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub limit_minor: Option<i64>,
    /// Owed now, by the supplier's books.
    #[specta(type = specta_typescript::Number)]
    pub debt_minor: i64,
    /// Of it overdue; 0 also for the kopecks of roundings.
    #[specta(type = specta_typescript::Number)]
    pub overdue_minor: i64,
    /// Orders that the books do not have yet.
    #[specta(type = specta_typescript::Number)]
    pub on_order_minor: i64,
    /// What is left of the limit before this draft, never below zero; `None` without a limit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub free_minor: Option<i64>,
    /// By how much this draft is beyond it; 0 when it is not.
    #[specta(type = specta_typescript::Number)]
    pub over_minor: i64,
    /// What the supplier does then: `refuse_order`, `hold_shipment`, `allow`, `unknown`.
    pub over_limit: String,
    /// When the books were so, UTC, ms since 1970; `None` where nothing was told of them.
    #[specta(type = Option<specta_typescript::Number>)]
    pub as_of_ms: Option<i64>,
    /// Other legal entities of the person that could order as much on credit, or have no limit.
    pub others: Vec<OtherEntityView>,
}

/// A legal entity that could order instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OtherEntityView {
    /// Its id.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// What is left of its limit; `None` without a limit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub free_minor: Option<i64>,
}

/// What the legal entity usually buys of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UsualView {
    /// The least of its earlier purchases, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub least_milli: i64,
    /// The most of them.
    #[specta(type = specta_typescript::Number)]
    pub most_milli: i64,
    /// How many there were.
    pub purchases: u32,
}

/// The limits that stand in a grant.
///
/// # Errors
/// `internal` for what another build wrote.
pub(crate) fn limits_of(grant: &Grant) -> Result<Option<Limits>, CommandError> {
    let text = grant.contract.as_ref().and_then(|contract| contract.limits.as_deref());
    text.map(serde_json::from_str)
        .transpose()
        .map_err(|error| CommandError::internal("the limits of the contract cannot be read by this version", &error))
}

/// The bar of a draft with this sum; `None` where there is nothing to say.
///
/// # Errors
/// `damaged`, `internal`.
pub(super) fn bar(
    open: &Open,
    grant: &Grant,
    lines: &[DraftLineView],
    total_minor: Option<i64>,
    total_currency: &str,
) -> Result<Option<DraftLimitsView>, CommandError> {
    if price_type(grant).is_none() {
        return Ok(None);
    }
    let known = limits_of(grant)?;
    let is_known = known.is_some();
    let limits = known.unwrap_or_else(|| Limits {
        currency: total_currency.to_owned(),
        min_order_minor: None,
        credit: None,
    });
    // A sum in another currency cannot be held against them; the gateway does not either.
    let sum = total_minor.filter(|_| total_currency == limits.currency || total_currency.is_empty());
    let missing = |least: i64| sum.map_or(0, |sum| least.saturating_sub(sum).max(0));
    let missing_minor = limits.min_order_minor.map_or(0, missing);
    let suggestions = suggestions::of(open, grant, lines, missing_minor, &limits.currency)?;
    if !is_known && suggestions.is_empty() {
        return Ok(None);
    }
    let credit = limits
        .credit
        .as_ref()
        .map(|credit| credit_view(open, grant, &limits.currency, credit, sum));
    Ok(Some(DraftLimitsView {
        missing_minor,
        min_order_minor: limits.min_order_minor,
        credit: credit.transpose()?,
        currency: limits.currency,
        suggestions,
    }))
}

fn credit_view(
    open: &Open,
    grant: &Grant,
    currency: &str,
    credit: &Credit,
    sum: Option<i64>,
) -> Result<CreditView, CommandError> {
    let over_minor = sum.map_or(0, |sum| credit.over_minor(sum));
    let others = if sum.is_some_and(|sum| credit.is_beyond(sum)) {
        others(open, grant, currency, sum.unwrap_or(0))?
    } else {
        Vec::new()
    };
    Ok(CreditView {
        limit_minor: credit.limit_minor,
        debt_minor: credit.debt_minor,
        overdue_minor: if credit.is_overdue() { credit.overdue_minor } else { 0 },
        on_order_minor: credit.on_order_minor,
        free_minor: credit.free_minor().map(|free| free.max(0)),
        over_minor,
        over_limit: over_limit(credit.over_limit).to_owned(),
        as_of_ms: credit.as_of_ms,
        others,
    })
}

pub(crate) const fn over_limit(what: OverLimit) -> &'static str {
    match what {
        OverLimit::RefuseOrder => "refuse_order",
        OverLimit::HoldShipment => "hold_shipment",
        OverLimit::Allow => "allow",
        OverLimit::Unknown => "unknown",
    }
}

/// Other legal entities that could order as much; those that cannot order at all are none.
fn others(open: &Open, grant: &Grant, currency: &str, sum: i64) -> Result<Vec<OtherEntityView>, CommandError> {
    let mut others = Vec::new();
    for other in open.grants()? {
        let may_order = crate::open::demand_order(&other).is_ok();
        if other.entity == grant.entity || !may_order {
            continue;
        }
        let limits = limits_of(&other)?.filter(|limits| limits.currency == currency);
        let credit = limits.and_then(|limits| limits.credit);
        if credit.as_ref().is_some_and(|credit| credit.is_beyond(sum)) {
            continue;
        }
        others.push(OtherEntityView {
            entity: other.entity.to_string(),
            name: other.name.clone(),
            free_minor: credit.and_then(|credit| credit.free_minor()),
        });
    }
    Ok(others)
}

/// What is usual of an item where a quantity is not; `None` where it is.
pub(super) fn usual(habit: Habit, quantity_milli: i64) -> Option<UsualView> {
    let is_much = quantity_milli > habit.most_milli.saturating_mul(UNUSUAL_TIMES);
    let is_little = quantity_milli.saturating_mul(UNUSUAL_TIMES) < habit.least_milli;
    (is_much || is_little).then_some(UsualView {
        least_milli: habit.least_milli,
        most_milli: habit.most_milli,
        purchases: habit.purchases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_unusual_when_it_is_far_from_the_habit() {
        let habit = Habit {
            purchases: HABIT,
            least_milli: 10_000,
            most_milli: 12_000,
        };
        for (name, quantity, is_unusual) in [
            ("five times the most", 60_000, false),
            ("more than that", 61_000, true),
            ("a fifth of the least", 2_000, false),
            ("less than that", 1_000, true),
        ] {
            assert_eq!(usual(habit, quantity).is_some(), is_unusual, "{name}");
        }
    }
}
