//! Subscriptions to goods: made and ended offline too, listed with what still waits to be sent.

mod list;
mod subscribe;
mod unsubscribe;

pub use list::list;
pub(crate) use list::of_entity;
pub use subscribe::subscribe;
pub(crate) use subscribe::{FURTHEST_WEST_MINUTES, await_arrival};
pub use unsubscribe::unsubscribe;

use crate::orders::Why;
use cabinet_domain::ids::{EntityId, ItemId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What to be told about an item.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SubscribeRequest {
    /// For which legal entity.
    pub entity: String,
    /// Item id.
    pub item: String,
    /// Tell once when so much is there, in thousandths; `None`: do not tell of arrivals.
    #[specta(type = Option<specta_typescript::Number>)]
    pub threshold_milli: Option<i64>,
    /// Tell each time when the price falls.
    pub watches_price: bool,
    /// The last day on which it is wanted, ISO (`2026-12-31`); `None` for as long as it takes.
    pub until: Option<String>,
}

/// A subscription in the list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SubscriptionView {
    /// For which legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Told once when so much is there, in thousandths; `None` when arrivals are not waited for.
    #[specta(type = Option<specta_typescript::Number>)]
    pub threshold_milli: Option<i64>,
    /// Falls of the price are told.
    pub watches_price: bool,
    /// The last day, ISO; `None` for as long as it takes.
    pub until: Option<String>,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub subscribed_at_ms: i64,
    /// Stock by the mirror, in thousandths; `None` when unknown.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// It waits in the outbox for a connection.
    pub is_waiting: bool,
    /// Why the supplier does not have it, in snake case; empty when he has, or when it waits.
    pub problem: String,
    /// The same for a front-end's own words.
    pub why: Option<Why>,
}

/// Commands about an item keep their order.
const CHAINS: &str = "goods:";

fn chain(entity: &EntityId, item: &ItemId) -> String {
    format!("{CHAINS}{entity}/{item}")
}
