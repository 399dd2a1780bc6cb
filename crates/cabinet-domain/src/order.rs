//! The life of an order, told only by facts that the gateway or 1C stated.
//!
//! "Reserved" is what 1C says: its number and "Проведен" both seen (docs/protocol.md, decision 3).

use serde::{Deserialize, Serialize};

/// Where an order stands, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// In the device's outbox; the supplier knows nothing of it.
    Queued,
    /// On its way; the answer has not come.
    Sent,
    /// Accepted by the gateway, which holds the stock.
    Held,
    /// Fetched by 1C, which gave it a number.
    Taken,
    /// Posted in 1C: the goods are reserved.
    Reserved,
    /// Paid in full.
    Paid,
    /// Shipped in full.
    Shipped,
    /// Paid and shipped in full.
    Completed,
    /// Cancelled by the supplier.
    Cancelled,
}

impl OrderState {
    /// The word used on the wire and in SQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Held => "held",
            Self::Taken => "taken",
            Self::Reserved => "reserved",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`OrderState::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Sent,
            Self::Held,
            Self::Taken,
            Self::Reserved,
            Self::Paid,
            Self::Shipped,
            Self::Completed,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }
}

/// What is known of an order that the gateway accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrderFacts {
    /// 1C gave its own number.
    pub has_onec_number: bool,
    /// 1C posted the order.
    pub is_posted: bool,
    /// 1C named a payment, which it does only when nothing is left to pay.
    pub is_paid: bool,
    /// 1C named a shipment, which it does only when nothing is left to ship.
    pub is_shipped: bool,
    /// 1C marked the order deleted or cancelled, or returned it without lines.
    pub is_cancelled: bool,
}

impl OrderFacts {
    /// The state that the facts amount to.
    #[must_use]
    pub const fn state(self) -> OrderState {
        if self.is_cancelled {
            OrderState::Cancelled
        } else if self.is_paid && self.is_shipped {
            OrderState::Completed
        } else if self.is_shipped {
            OrderState::Shipped
        } else if self.is_paid {
            OrderState::Paid
        } else if self.has_onec_number && self.is_posted {
            OrderState::Reserved
        } else if self.has_onec_number {
            OrderState::Taken
        } else {
            OrderState::Held
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_follows_from_the_facts_alone() {
        let facts = OrderFacts::default();
        let cases = [
            ("accepted", facts, OrderState::Held),
            (
                "numbered",
                OrderFacts {
                    has_onec_number: true,
                    ..facts
                },
                OrderState::Taken,
            ),
            (
                "posted without a number is not reserved",
                OrderFacts {
                    is_posted: true,
                    ..facts
                },
                OrderState::Held,
            ),
            (
                "posted",
                OrderFacts {
                    has_onec_number: true,
                    is_posted: true,
                    ..facts
                },
                OrderState::Reserved,
            ),
            ("paid", OrderFacts { is_paid: true, ..facts }, OrderState::Paid),
            (
                "shipped",
                OrderFacts {
                    is_shipped: true,
                    ..facts
                },
                OrderState::Shipped,
            ),
            (
                "both",
                OrderFacts {
                    is_shipped: true,
                    is_paid: true,
                    ..facts
                },
                OrderState::Completed,
            ),
            (
                "cancelled wins",
                OrderFacts {
                    is_shipped: true,
                    is_cancelled: true,
                    ..facts
                },
                OrderState::Cancelled,
            ),
        ];
        for (name, facts, state) in cases {
            assert_eq!(facts.state(), state, "{name}");
        }
    }

    #[test]
    fn every_state_has_a_word_that_reads_back() {
        for state in [
            OrderState::Queued,
            OrderState::Sent,
            OrderState::Held,
            OrderState::Completed,
            OrderState::Cancelled,
        ] {
            assert_eq!(OrderState::from_code(state.code()), Some(state));
        }
        assert_eq!(OrderState::from_code("lost"), None);
    }
}
