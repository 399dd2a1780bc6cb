//! What stands between a draft and its sending: the least sum of an order, credit, and quantities that are not usual.
//!
//! In: the limits that the last hello told, the priced lines, the legal entity's own purchases. Out: a bar with what is missing
//! and what to do about it. Not here: the decision, which is the gateway's.

use super::DraftLineView;
use crate::error::CommandError;
use crate::open::{Open, price_type};
use crate::pricing::Pricer;
use cabinet_desk::Grant;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;
use cabinet_mirror::Habit;
use cabinet_protocol::limits::{Credit, Limits, OverLimit};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How many suggestions are shown.
const SUGGESTIONS: usize = 3;

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
    /// What can be done: the next tier of lines, what costs least for what it brings first.
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

/// More of a line, at a better price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SuggestionView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// So much more, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub add_milli: i64,
    /// Which makes this quantity.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// At this price, in millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// How much the sum of the line grows; below zero when more costs less.
    #[specta(type = specta_typescript::Number)]
    pub adds_minor: i64,
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
    let limits = limits_of(grant)?;
    let suggestions = suggestions(open, grant, lines)?;
    if limits.is_none() && suggestions.is_empty() {
        return Ok(None);
    }
    let limits = limits.unwrap_or_else(|| Limits {
        currency: total_currency.to_owned(),
        min_order_minor: None,
        credit: None,
    });
    // A sum in another currency cannot be held against them; the gateway does not either.
    let sum = total_minor.filter(|_| total_currency == limits.currency || total_currency.is_empty());
    let missing = |least: i64| sum.map_or(0, |sum| least.saturating_sub(sum).max(0));
    let credit = limits
        .credit
        .as_ref()
        .map(|credit| credit_view(open, grant, &limits.currency, credit, sum));
    Ok(Some(DraftLimitsView {
        missing_minor: limits.min_order_minor.map_or(0, missing),
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

const fn over_limit(what: OverLimit) -> &'static str {
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

/// The next tier of lines, the one that adds least to the sum first.
fn suggestions(open: &Open, grant: &Grant, lines: &[DraftLineView]) -> Result<Vec<SuggestionView>, CommandError> {
    if lines.iter().all(|line| line.next_tier.is_none()) {
        return Ok(Vec::new());
    }
    let pricer = Pricer::of(open, grant)?;
    let items: Vec<ItemId> = lines.iter().map(|line| ItemId::new(line.item.as_str())).collect();
    let terms = open
        .goods()?
        .terms(&crate::open::sight(grant).without_prices(), &items)?;
    let mut found = Vec::new();
    for (line, terms) in lines.iter().zip(&terms) {
        let Some(tier) = line.next_tier.as_ref().filter(|_| !line.is_in_flight) else {
            continue;
        };
        let add_milli = tier.from_milli.saturating_sub(line.quantity_milli);
        let (Some(before), Some(currency)) = (line.sum_minor, Currency::from_code(&tier.currency)) else {
            continue;
        };
        let vat = terms.brief.as_ref().map_or("", |brief| brief.vat.as_str());
        // A sum beyond 64 bits is nothing to suggest.
        let Ok(after) = pricer.sum(tier.price_micro, tier.from_milli, currency, vat) else {
            continue;
        };
        if add_milli <= 0 || line.currency != tier.currency {
            continue;
        }
        found.push(SuggestionView {
            item: line.item.clone(),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            add_milli,
            quantity_milli: tier.from_milli,
            price_micro: tier.price_micro,
            adds_minor: after.minor().saturating_sub(before),
        });
    }
    found.sort_by_key(|one| one.adds_minor);
    found.truncate(SUGGESTIONS);
    Ok(found)
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
