//! What a contract demands of orders and allows of debt, as `hello` tells it; the gateway decides by the same figures.

use serde::{Deserialize, Serialize};

/// The limits of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// ISO 4217 of every sum here.
    pub currency: String,
    /// The least sum of an order, VAT included; `None` for any.
    #[serde(default)]
    pub min_order_minor: Option<i64>,
    /// Debt and credit; `None` where nothing is known of either.
    #[serde(default)]
    pub credit: Option<Credit>,
}

/// How a legal entity stands with the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How much may be owed with orders that are not paid yet; `None` without a limit.
    #[serde(default)]
    pub limit_minor: Option<i64>,
    /// Owed by the supplier's books.
    pub debt_minor: i64,
    /// Of it overdue.
    pub overdue_minor: i64,
    /// Orders placed since, which those books do not have yet.
    pub on_order_minor: i64,
    /// When the books were so, UTC, ms since 1970; `None` where nothing was told of them.
    #[serde(default)]
    pub as_of_ms: Option<i64>,
    /// What the gateway does with an order beyond the limit, or of whoever is overdue.
    pub over_limit: OverLimit,
}

/// What becomes of an order beyond the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverLimit {
    /// It is refused, unless it is paid in advance.
    #[default]
    RefuseOrder,
    /// It stands, and is not shipped before it is paid.
    HoldShipment,
    /// Nothing.
    Allow,
    /// Something that a newer gateway knows.
    #[serde(other)]
    Unknown,
}

/// Overdue sums below this are the kopecks of roundings, and nobody's fault.
pub const OVERDUE_IGNORED_MINOR: i64 = 100;

impl Credit {
    /// What can still be ordered on credit; below zero when the limit is passed already, `None` without a limit.
    #[must_use]
    pub const fn free_minor(&self) -> Option<i64> {
        match self.limit_minor {
            Some(limit) => Some(
                limit
                    .saturating_sub(self.debt_minor)
                    .saturating_sub(self.on_order_minor),
            ),
            None => None,
        }
    }

    /// By how much an order of this sum is beyond the limit; 0 when it is not.
    #[must_use]
    pub fn over_minor(&self, order_minor: i64) -> i64 {
        self.free_minor()
            .map_or(0, |free| order_minor.saturating_sub(free.max(0)).max(0))
    }

    /// Whether more than kopecks are overdue.
    #[must_use]
    pub const fn is_overdue(&self) -> bool {
        self.overdue_minor >= OVERDUE_IGNORED_MINOR
    }

    /// Whether an order of this sum is one that [`Credit::over_limit`] speaks of.
    #[must_use]
    pub fn is_beyond(&self, order_minor: i64) -> bool {
        self.is_overdue() || self.over_minor(order_minor) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credit(limit_minor: Option<i64>, debt_minor: i64, overdue_minor: i64, on_order_minor: i64) -> Credit {
        Credit {
            limit_minor,
            debt_minor,
            overdue_minor,
            on_order_minor,
            as_of_ms: None,
            over_limit: OverLimit::RefuseOrder,
        }
    }

    #[test]
    fn an_order_is_beyond_the_limit_by_what_is_not_free() {
        for (name, credit, order, over, is_beyond) in [
            ("within", credit(Some(100), 30, 0, 20), 50, 0, false),
            ("by one", credit(Some(100), 30, 0, 20), 51, 1, true),
            ("passed already", credit(Some(100), 150, 0, 0), 10, 10, true),
            ("no limit", credit(None, 1_000, 0, 0), 1_000_000, 0, false),
            ("overdue", credit(None, 1_000, 100, 0), 1, 0, true),
            ("kopecks overdue", credit(Some(100), 0, 99, 0), 100, 0, false),
            ("an advance", credit(Some(100), -50, 0, 0), 150, 0, false),
        ] {
            assert_eq!(
                (credit.over_minor(order), credit.is_beyond(order)),
                (over, is_beyond),
                "{name}"
            );
        }
    }

    #[test]
    fn what_a_newer_gateway_does_is_read_as_unknown() {
        let text = r#"{"debt_minor":0,"overdue_minor":0,"on_order_minor":0,"over_limit":"call_the_boss"}"#;
        assert_eq!(
            serde_json::from_str::<Credit>(text).unwrap().over_limit,
            OverLimit::Unknown
        );
    }
}
