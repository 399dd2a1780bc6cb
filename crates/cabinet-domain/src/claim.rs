//! Claims (рекламации): what is wrong with goods, what is demanded for it, and the life of a claim at the supplier's.
//!
//! What is wrong and what is demanded are apart: a broken box may end in a price reduction as well as in new goods.

use serde::{Deserialize, Serialize};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// The goods are faulty.
    Defect,
    /// The packing is damaged.
    Packing,
    /// There is more or less of it than the papers say.
    Quantity,
    /// It is not the quality, the sort or the article that was ordered.
    Quality,
}

/// What the dealer demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRemedy {
    /// Other goods in place of these.
    Replace,
    /// Repair at the supplier's cost.
    Repair,
    /// The money back, or a credit for it.
    Refund,
    /// Deliver what is missing.
    Deliver,
    /// Keep the goods at a lower price.
    PriceReduction,
}

/// Where a claim stands at the supplier's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// The gateway has it, and the time of the answer runs.
    Received,
    /// Somebody works on it.
    InWork,
    /// Answered without a decision, for example by a question.
    Answered,
    /// The demand is met.
    Accepted,
    /// The demand is refused.
    Declined,
    /// Over; nothing is added any more.
    Closed,
}

impl ClaimKind {
    /// Every kind, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Defect, Self::Packing, Self::Quantity, Self::Quality];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Defect => "defect",
            Self::Packing => "packing",
            Self::Quantity => "quantity",
            Self::Quality => "quality",
        }
    }

    /// Reads [`ClaimKind::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a claim may concern so much of a line of which so much was ordered or delivered by the papers, both in
    /// thousandths. A quantity that is wrong may also be larger.
    #[must_use]
    pub const fn may_concern(self, quantity_milli: i64, of_line_milli: i64) -> bool {
        quantity_milli > 0 && (matches!(self, Self::Quantity) || quantity_milli <= of_line_milli)
    }
}

impl ClaimRemedy {
    /// Every remedy, in the order in which it is offered.
    pub const ALL: [Self; 5] = [
        Self::Replace,
        Self::Repair,
        Self::Refund,
        Self::Deliver,
        Self::PriceReduction,
    ];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Repair => "repair",
            Self::Refund => "refund",
            Self::Deliver => "deliver",
            Self::PriceReduction => "price_reduction",
        }
    }

    /// Reads [`ClaimRemedy::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|remedy| remedy.code() == code)
    }
}

impl ClaimState {
    /// Every state, in the order of a claim's life.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::InWork,
        Self::Answered,
        Self::Accepted,
        Self::Declined,
        Self::Closed,
    ];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InWork => "in_work",
            Self::Answered => "answered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Closed => "closed",
        }
    }

    /// Reads [`ClaimState::code`]; `None` for a state of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the supplier owes an answer, so that a deadline runs.
    #[must_use]
    pub const fn awaits_answer(self) -> bool {
        matches!(self, Self::Received | Self::InWork)
    }

    /// Whether the supplier may bring it there. A decision may be changed, a closed claim may not.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        !matches!(self, Self::Closed) && !matches!(next, Self::Received)
    }

    /// Where a message of the dealer brings it; `None` when nothing can be added any more. An answer that raised a
    /// question is open again, a decision stands.
    #[must_use]
    pub const fn after_dealer_wrote(self) -> Option<Self> {
        match self {
            Self::Answered => Some(Self::InWork),
            Self::Closed => None,
            Self::Received | Self::InWork | Self::Accepted | Self::Declined => Some(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for kind in ClaimKind::ALL {
            assert_eq!(ClaimKind::from_code(kind.code()), Some(kind));
        }
        for remedy in ClaimRemedy::ALL {
            assert_eq!(ClaimRemedy::from_code(remedy.code()), Some(remedy));
        }
        for state in ClaimState::ALL {
            assert_eq!(ClaimState::from_code(state.code()), Some(state));
        }
        assert_eq!(ClaimState::from_code("lost"), None);
    }

    #[test]
    fn a_closed_claim_is_over_and_an_answer_may_be_questioned() {
        for next in ClaimState::ALL {
            assert!(!ClaimState::Closed.may_become(next), "{next:?}");
            assert!(!next.may_become(ClaimState::Received), "{next:?}");
        }
        assert_eq!(ClaimState::Closed.after_dealer_wrote(), None);
        assert_eq!(ClaimState::Answered.after_dealer_wrote(), Some(ClaimState::InWork));
        assert_eq!(ClaimState::Declined.after_dealer_wrote(), Some(ClaimState::Declined));
    }

    #[test]
    fn a_claim_concerns_no_more_than_was_ordered_unless_the_quantity_is_wrong() {
        for (kind, quantity, of_line, may) in [
            (ClaimKind::Defect, 2_000, 5_000, true),
            (ClaimKind::Defect, 6_000, 5_000, false),
            (ClaimKind::Quantity, 6_000, 5_000, true),
            (ClaimKind::Quantity, 0, 5_000, false),
            (ClaimKind::Packing, -1, 5_000, false),
        ] {
            assert_eq!(kind.may_concern(quantity, of_line), may, "{kind:?} {quantity}");
        }
    }
}
