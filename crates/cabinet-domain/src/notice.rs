//! Kinds of notices: what a person is told without having asked at that moment.

use serde::{Deserialize, Serialize};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Goods that the person subscribed to are there.
    Arrival,
    /// The price of goods that the person watches fell.
    PriceDrop,
    /// An order of the person reached a new state at the supplier's.
    OrderState,
    /// The invoice of an order has its number and can be paid.
    Invoice,
    /// The supplier answered a claim, or closed it.
    Claim,
    /// An article that the supplier did not have is in the catalogue.
    WishFound,
    /// The supplier has news.
    News,
    /// A paper of the supplier came that has sums in it: a bill, a счёт-фактура, a scan.
    Document,
    /// A paper of the supplier came that hands goods over.
    Waybill,
    /// An act of reconciliation that was asked for was answered by the supplier's people.
    Act,
}

impl NoticeKind {
    /// Every kind, for settings and tables.
    pub const ALL: [Self; 10] = [
        Self::Arrival,
        Self::PriceDrop,
        Self::OrderState,
        Self::Invoice,
        Self::Claim,
        Self::WishFound,
        Self::News,
        Self::Document,
        Self::Waybill,
        Self::Act,
    ];

    /// The word used on the wire, in SQL and in answers to front-ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arrival => "arrival",
            Self::PriceDrop => "price_drop",
            Self::OrderState => "order_state",
            Self::Invoice => "invoice",
            Self::Claim => "claim",
            Self::WishFound => "wish_found",
            Self::News => "news",
            Self::Document => "document",
            Self::Waybill => "waybill",
            Self::Act => "act",
        }
    }

    /// Reads [`NoticeKind::code`]; `None` for a kind of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
