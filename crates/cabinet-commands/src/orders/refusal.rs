//! Why the supplier would not take an order, as far as the last hello told: the least sum of an order, and credit.
//!
//! Not here: the decision, which is the gateway's.

use crate::drafts::limits_of;
use crate::error::CommandError;
use cabinet_desk::Grant;
use cabinet_protocol::limits::OverLimit;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What stands against a whole order; its lines may be as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderRefusal {
    /// It is below the least sum of the contract.
    BelowMinimum {
        /// The least sum, in minor units.
        #[specta(type = specta_typescript::Number)]
        least_minor: i64,
        /// What is missing to it.
        #[specta(type = specta_typescript::Number)]
        missing_minor: i64,
    },
    /// It is beyond the credit limit, or something is overdue, and it is not paid in advance.
    OverLimit {
        /// By how much it is beyond the limit, in minor units; 0 when it is not.
        #[specta(type = specta_typescript::Number)]
        over_minor: i64,
        /// What is overdue; 0 when nothing is.
        #[specta(type = specta_typescript::Number)]
        overdue_minor: i64,
    },
}

/// What stands against an order of this sum; sums in another currency than the contract's are held against nothing.
///
/// # Errors
/// `internal` for limits that another build wrote.
pub(super) fn refusals(
    grant: &Grant,
    total_minor: i64,
    currency: &str,
    is_prepaid: bool,
) -> Result<Vec<OrderRefusal>, CommandError> {
    let Some(limits) = limits_of(grant)?.filter(|limits| limits.currency == currency) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    if let Some(least_minor) = limits.min_order_minor.filter(|least| total_minor < *least) {
        found.push(OrderRefusal::BelowMinimum {
            least_minor,
            missing_minor: least_minor.saturating_sub(total_minor),
        });
    }
    let credit = limits
        .credit
        .filter(|credit| !is_prepaid && credit.over_limit == OverLimit::RefuseOrder && credit.is_beyond(total_minor));
    if let Some(credit) = credit {
        found.push(OrderRefusal::OverLimit {
            over_minor: credit.over_minor(total_minor),
            overdue_minor: if credit.is_overdue() { credit.overdue_minor } else { 0 },
        });
    }
    Ok(found)
}
