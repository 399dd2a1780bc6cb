//! Wishes for articles that the supplier does not have: made and ended offline too, listed with what still waits to be sent.

mod list;
mod unwish;
mod wish;

pub use list::list;
pub use unwish::unwish;
pub use wish::wish;

use crate::orders::Why;
use cabinet_domain::ids::EntityId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which article is wanted.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WishRequest {
    /// For which legal entity.
    pub entity: String,
    /// In any spelling.
    pub article: String,
    /// In thousandths; `None` when that is not said.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// What the supplier should know; empty for nothing.
    pub note: String,
}

/// A wish in the list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WishView {
    /// For which legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// As it was written.
    pub article: String,
    /// In thousandths; `None` when that was not said.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// Empty for none.
    pub note: String,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub wished_at_ms: i64,
    /// It waits in the outbox for a connection.
    pub is_waiting: bool,
    /// Why the supplier does not have it, in snake case; empty when he has, or when it waits.
    pub problem: String,
    /// The same for a front-end's own words.
    pub why: Option<Why>,
}

/// Commands about an article keep their order.
const CHAINS: &str = "wish:";

fn chain(entity: &EntityId, norm: &str) -> String {
    format!("{CHAINS}{entity}/{norm}")
}
