//! Check 1 (`checkout`) and the commands, of which `place` carries check 2.

use cabinet_domain::ids::{CommandKey, DraftId, EntityId, ItemId, OrderId};
use serde::{Deserialize, Serialize};

/// `POST /v1/checkout`: prices and stock of these lines now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRequest {
    /// For which entity.
    pub entity: EntityId,
    /// What the user sees on screen.
    pub lines: Vec<WantedLine>,
}

/// A line as the user accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedLine {
    /// Which item; each at most once in a request.
    pub item: ItemId,
    /// How much, in thousandths of the base unit; above zero.
    pub quantity_milli: i64,
    /// The highest price accepted, in millionths; `None` when the device has no price, which is then a change.
    pub price_micro: Option<i64>,
    /// ISO 4217 of the accepted price: 100 dollars are not cheaper than 200 roubles. `None` when the device did not
    /// say; then only the numbers are compared.
    #[serde(default)]
    pub currency: Option<String>,
}

/// The answer of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Content hash of what was quoted; sent along with `place`.
    pub quote: String,
    /// When it was true, UTC, ms since 1970.
    pub made_at_ms: i64,
    /// In the order of the request, every line.
    pub lines: Vec<QuotedLine>,
    /// Sum of the lines at the present price and the quantity that can be promised, VAT included.
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

/// One line of a [`Quote`]: `cabinet_domain::check::LineCheck` on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedLine {
    /// Which item.
    pub item: ItemId,
    /// What was asked.
    pub asked_milli: i64,
    /// What can be promised of it.
    pub available_milli: i64,
    /// What was accepted.
    pub price_was_micro: Option<i64>,
    /// The price now.
    pub price_now_micro: Option<i64>,
    /// Dearer than accepted.
    pub is_dearer: bool,
    /// Cheaper than accepted.
    pub is_cheaper: bool,
    /// Less than asked can be promised.
    pub is_short: bool,
    /// Cannot be bought.
    pub is_gone: bool,
}

impl QuotedLine {
    /// Whether the user need not be asked about the line.
    #[must_use]
    pub const fn passes(&self) -> bool {
        !(self.is_dearer || self.is_short || self.is_gone)
    }
}

/// `POST /v1/commands`: at most 50 at a time, each with its own verdict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandsRequest {
    /// In order.
    pub commands: Vec<Command>,
}

/// A user's intention with the key that makes it happen at most once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Made on the device and durable there before the first byte leaves.
    pub key: CommandKey,
    /// For which entity.
    pub entity: EntityId,
    /// What is wanted.
    pub body: CommandBody,
}

/// What a command wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CommandBody {
    /// Place an order.
    Place(PlaceOrder),
}

/// An order to be placed on these terms or better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOrder {
    /// The draft it comes from.
    pub draft: DraftId,
    /// Name of the draft.
    pub draft_name: String,
    /// The check 1 that the user saw; `None` when the order was queued offline.
    pub quote: Option<String>,
    /// Lines as accepted.
    pub lines: Vec<WantedLine>,
    /// Comment for the supplier.
    #[serde(default)]
    pub comment: String,
}

/// The answer to [`CommandsRequest`], in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandsResponse {
    /// One for each command.
    pub results: Vec<CommandResult>,
}

/// What became of a command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandResult {
    /// Which command.
    pub key: CommandKey,
    /// It had been carried out before; this is the stored verdict.
    pub is_replay: bool,
    /// The final word, except for [`Verdict::InProgress`].
    pub verdict: Verdict,
}

/// The gateway's word on a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The order stands and the stock is held.
    Placed {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
        /// Sum, VAT included.
        total_minor: i64,
        /// ISO 4217.
        currency: String,
    },
    /// Something got worse since the user looked; nothing was placed.
    Changed {
        /// What is true now.
        quote: Quote,
    },
    /// It can never succeed as it stands.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
    /// The same key is being carried out at this moment; ask again.
    InProgress,
    /// The key was used for another command.
    KeyReused,
}

/// Why a command was refused for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The person may not do this for this entity.
    Forbidden,
    /// The order has no lines.
    Empty,
    /// An item twice, a quantity not above zero, or numbers out of range.
    Invalid,
    /// The entity has no prices to order by.
    NoPrices,
    /// The entity has too many goods on hold already.
    TooManyHolds,
    /// Items with different currencies in one order.
    MixedCurrency,
}
