//! Which notices are shown on the desktop, and at which hours none is.

use cabinet_domain::notice::NoticeKind;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

/// What is shown on the desktop; the list of notices in the program holds them all whatever stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Notifications {
    /// Anything is shown at all.
    pub is_on: bool,
    /// Goods that were waited for.
    pub arrivals: bool,
    /// Watched prices that fell.
    pub price_drops: bool,
    /// States of orders.
    pub orders: bool,
    /// Invoices.
    pub invoices: bool,
    /// Answers to claims.
    #[serde(default = "yes")]
    pub claims: bool,
    /// Articles that the supplier did not have and has now.
    #[serde(default = "yes")]
    pub wishes: bool,
    /// News of the supplier.
    #[serde(default = "yes")]
    pub news: bool,
    /// Papers of the supplier that came.
    #[serde(default = "yes")]
    pub documents: bool,
    /// Answers to asks for acts of reconciliation.
    #[serde(default = "yes")]
    pub acts: bool,
    /// Payments whose day is near or over.
    #[serde(default = "yes")]
    pub payments: bool,
    /// So many days before its day a payment is told, 0 to 60.
    #[serde(default = "days_before")]
    pub payment_days_before: u16,
    /// The minute of the local day from which nothing is shown, 0 to 1439.
    pub quiet_from_min: u16,
    /// The minute of the local day from which it is shown again; the same as `quiet_from_min` for no quiet hours.
    pub quiet_until_min: u16,
}

/// What a file of before the field says of it.
const fn yes() -> bool {
    true
}

/// The most days before a payment is told.
const MOST_DAYS_BEFORE: u16 = 60;

/// As `yes`.
const fn days_before() -> u16 {
    3
}

impl Default for Notifications {
    fn default() -> Self {
        Self {
            is_on: true,
            arrivals: true,
            price_drops: true,
            orders: true,
            invoices: true,
            claims: true,
            wishes: true,
            news: true,
            documents: true,
            acts: true,
            payments: true,
            payment_days_before: days_before(),
            quiet_from_min: 0,
            quiet_until_min: 0,
        }
    }
}

impl Notifications {
    /// Whether the minutes are minutes of a day, and the days before a payment few enough.
    #[must_use]
    pub(crate) const fn is_proper(&self) -> bool {
        self.quiet_from_min < DAY_MIN && self.quiet_until_min < DAY_MIN && self.payment_days_before <= MOST_DAYS_BEFORE
    }

    /// Whether the user wants to see this kind on the desktop.
    #[must_use]
    pub const fn wants(&self, kind: NoticeKind) -> bool {
        self.is_on
            && match kind {
                NoticeKind::Arrival => self.arrivals,
                NoticeKind::PriceDrop => self.price_drops,
                NoticeKind::OrderState => self.orders,
                NoticeKind::Invoice => self.invoices,
                NoticeKind::Claim => self.claims,
                NoticeKind::WishFound => self.wishes,
                NoticeKind::News => self.news,
                NoticeKind::Document | NoticeKind::Waybill => self.documents,
                NoticeKind::Act => self.acts,
            }
    }

    /// Whether nothing is shown at this minute of the local day. Quiet hours may go over midnight.
    #[must_use]
    pub const fn is_quiet(&self, minute: u16) -> bool {
        if self.quiet_from_min <= self.quiet_until_min {
            self.quiet_from_min <= minute && minute < self.quiet_until_min
        } else {
            minute >= self.quiet_from_min || minute < self.quiet_until_min
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_go_over_midnight_and_may_be_none() {
        for (from, until, minute, quiet) in [
            (0, 0, 0, false),
            (0, 0, 700, false),
            (600, 700, 599, false),
            (600, 700, 600, true),
            (600, 700, 700, false),
            (1320, 480, 1320, true),
            (1320, 480, 100, true),
            (1320, 480, 480, false),
            (1320, 480, 1319, false),
        ] {
            let settings = Notifications {
                quiet_from_min: from,
                quiet_until_min: until,
                ..Notifications::default()
            };
            assert_eq!(settings.is_quiet(minute), quiet, "{from} {until} {minute}");
        }
    }
}
