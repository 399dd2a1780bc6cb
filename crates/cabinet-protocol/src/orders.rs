//! Check 1 (`checkout`), and the order that the command `place` carries to check 2.

use crate::delivery::DeliveryChoice;
use cabinet_domain::delivery::DeliveryProblem;
use cabinet_domain::ids::{DraftId, EntityId, ItemId, WarehouseId};
use cabinet_domain::marks::LinePart;
use cabinet_domain::service::{LineService, ServiceTerms};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// `POST /v1/checkout`: prices and stock of these lines now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRequest {
    /// For which entity.
    pub entity: EntityId,
    /// What the user sees on screen.
    pub lines: Vec<WantedLine>,
    /// How it is to be delivered.
    #[serde(default, skip_serializing_if = "DeliveryChoice::is_empty")]
    pub delivery: DeliveryChoice,
    /// Gifts that the user sees; absent from devices that know of none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<WantedGift>,
    /// As in [`PlaceOrder::on_order`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub on_order: BTreeSet<ItemId>,
    /// As in [`PlaceOrder::line_parts`]; only of lines that are wished from warehouses of their own, since nothing else of it
    /// concerns a check.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub line_parts: BTreeMap<ItemId, Vec<LinePart>>,
    /// As in [`PlaceOrder::line_services`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub line_services: BTreeMap<ItemId, Vec<LineService>>,
}

/// A gift as the user sees it beside his lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedGift {
    /// Id of the rule that gives it.
    pub rule: String,
    /// What.
    pub item: ItemId,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
}

/// What becomes of a gift now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedGift {
    /// Id of the rule that gives it.
    pub rule: String,
    /// What.
    pub item: ItemId,
    /// What the user saw of it; 0 when he saw none.
    pub asked_milli: i64,
    /// What is given; 0 when it is given no more.
    pub given_milli: i64,
}

impl QuotedGift {
    /// Whether the user loses nothing that he saw.
    #[must_use]
    pub const fn passes(&self) -> bool {
        self.given_milli >= self.asked_milli
    }
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
    /// Sum of the lines at the present price and the quantity that can be promised, VAT included. Lines of which that
    /// is not told count as nothing.
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Why it cannot be delivered as chosen; nothing is placed while there is any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivery: Vec<DeliveryProblem>,
    /// Gifts that come with the lines, and those that the user saw and that come no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<QuotedGift>,
}

impl Quote {
    /// Whether the user need not be asked about anything.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.delivery.is_empty()
            && self.lines.iter().all(QuotedLine::passes)
            && self.gifts.iter().all(QuotedGift::passes)
    }
}

/// One line of a [`Quote`]: `cabinet_domain::check::LineCheck` on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedLine {
    /// Which item.
    pub item: ItemId,
    /// What was asked.
    pub asked_milli: i64,
    /// What can be promised of it, never more than was asked; `None` when it is less than asked and the entity may not
    /// see how much there is.
    pub available_milli: Option<i64>,
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
    /// Cannot be bought. Set with [`Self::is_unpriced`] too, so that a device that does not know that kind stops as well.
    pub is_gone: bool,
    /// Sold, and without a price for this entity.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_unpriced: bool,
    /// The price of the list, in millionths, where rules made another price of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_micro: Option<i64>,
    /// ISO 4217 of the list's price, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_currency: Option<String>,
    /// The quantity cannot be ordered: `cabinet_pricing::packing::Misfit::code`. Set with [`Self::is_short`] too, so that a
    /// device that does not know of it stops as well, with what can be ordered below it as what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misfit: Option<String>,
    /// The nearest quantity above that can be ordered, in thousandths; only with a misfit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_milli: Option<i64>,
    /// What of it is not there and is ordered all the same, in thousandths, as far as the entity may see how much there is;
    /// such a line is not short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_order_milli: Option<i64>,
    /// The warehouses from which it is wished, and the others that have some of it, when it is short as it is wished. Only where
    /// the entity may see how much there is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<QuotedPlace>,
    /// What can be promised of it from whichever warehouses; set with [`Self::places`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anywhere_milli: Option<i64>,
    /// Services on the line of which something is not as the user accepted it, or cannot be; the line then has to be decided
    /// on: it is dearer, or has a misfit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<QuotedService>,
}

/// A warehouse of a line that is short as it is wished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedPlace {
    /// Which one.
    pub warehouse: WarehouseId,
    /// What is wished from it, in thousandths; 0 for another one.
    pub asked_milli: i64,
    /// What it has free, never more than was asked of the whole line.
    pub free_milli: i64,
}

/// What became of a service on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedService {
    /// As asked for, with the terms that were accepted.
    pub asked: LineService,
    /// The terms now; `None` when it is offered no more, and the line can only go without it.
    pub now: Option<ServiceTerms>,
    /// What it comes to now, VAT included, in minor units; `None` while something is wrong.
    pub now_minor: Option<i64>,
    /// `cabinet_pricing::service::ServiceTrouble::code`; `None` when nothing but the terms changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl QuotedLine {
    /// Whether the user need not be asked about the line.
    #[must_use]
    pub const fn passes(&self) -> bool {
        !(self.is_dearer || self.is_short || self.is_gone)
    }
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
    /// How it is to be delivered. Absent where nothing was chosen, so that an order without it is the same on the wire
    /// as one of an older device.
    #[serde(default, skip_serializing_if = "DeliveryChoice::is_empty")]
    pub delivery: Box<DeliveryChoice>,
    /// The buyer's own number of the order; empty for none. At most [`OWN_NUMBER_LIMIT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub own_number: String,
    /// A mark of the buyer: orders of the legal entity that bear the same one are to be shipped together. Empty for none; at most
    /// [`OWN_NUMBER_LIMIT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ship_together: String,
    /// Comments on lines, by item. At most [`LINE_COMMENT_LIMIT`] characters each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub line_comments: BTreeMap<ItemId, String>,
    /// How lines are divided, by item: for whom or what each part is, when and from where it is wished. The parts of a line
    /// are the whole of it (`cabinet_domain::marks::is_division`). Prices are still those of the line; stock is that of the
    /// warehouses which parts name, where the entity may see how much there is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub line_parts: BTreeMap<ItemId, Vec<LinePart>>,
    /// Gifts that the user saw: without one of them nothing is placed. Absent from devices that know of none; they get gifts
    /// as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<WantedGift>,
    /// Items of which the user takes whatever is not there on order: it is not held, and comes when the supplier has it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub on_order: BTreeSet<ItemId>,
    /// It is paid in advance: neither a credit limit nor what is overdue stands in its way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub prepaid: bool,
    /// What is done to the goods of lines, by item, each with the terms that the user accepts at most. Absent where there is
    /// nothing, so that an order without it is the same on the wire as one of an older device.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub line_services: BTreeMap<ItemId, Vec<LineService>>,
}

/// The most characters of the buyer's own number.
pub const OWN_NUMBER_LIMIT: usize = 50;

/// The most characters of a comment on a line.
pub const LINE_COMMENT_LIMIT: usize = 500;
