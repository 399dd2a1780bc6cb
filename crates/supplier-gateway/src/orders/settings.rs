//! `[orders]` of `gateway.toml`.

use cabinet_protocol::limits::OverLimit;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// `[orders]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderSettings {
    /// The number of the first order; later ones follow. At most 999,999,999.
    pub first_number: i64,
    /// How long the stock of an order is held when 1C says nothing of it, in days.
    pub hold_days: i64,
    /// How many orders of one legal entity may have stock on hold at once.
    pub max_held_orders: i64,
    /// The supplier's time zone in minutes ahead of UTC: dates of orders and invoices are his.
    pub utc_offset_minutes: i32,
    /// The word in "Статус заказа" that 1C gets with a new order.
    pub new_status: String,
    /// ISO 4217 → the name of the currency in the supplier's 1C, where it is not the ISO code.
    pub currency_names: BTreeMap<String, String>,
    /// What becomes of an order beyond the credit limit, or of whoever is overdue, when it is not paid in advance.
    #[serde(deserialize_with = "known")]
    pub over_limit: OverLimit,
}

impl Default for OrderSettings {
    fn default() -> Self {
        Self {
            first_number: 1,
            hold_days: 3,
            max_held_orders: 100,
            utc_offset_minutes: 180,
            new_status: "Новый".to_owned(),
            currency_names: BTreeMap::new(),
            over_limit: OverLimit::RefuseOrder,
        }
    }
}

/// A word that is mistyped must not let everything through.
fn known<'de, D: Deserializer<'de>>(word: D) -> Result<OverLimit, D::Error> {
    match OverLimit::deserialize(word)? {
        OverLimit::Unknown => Err(D::Error::custom(
            "over_limit is one of: refuse_order, hold_shipment, allow",
        )),
        known => Ok(known),
    }
}

impl OrderSettings {
    /// When a hold that begins now ends by itself, UTC, ms since 1970.
    #[must_use]
    pub fn hold_until(&self, now_ms: i64) -> i64 {
        now_ms.saturating_add(self.hold_days.max(0).saturating_mul(24 * 60 * 60 * 1000))
    }
}
