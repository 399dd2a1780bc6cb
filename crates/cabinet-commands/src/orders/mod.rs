//! Checking, placing, the outbox, and orders.

mod accepted;
mod analogues;
pub(crate) mod awaited;
mod check;
mod check_view;
mod gifts;
mod last_check;
mod list;
mod outcome;
mod pending;
mod pending_check;
mod place;
mod places;
mod prepared;
mod refusal;
mod repeated;
mod retry;
mod rules;
mod show;
pub(crate) mod standing;
mod weigh;
mod why;
mod withdraw;

pub use check::check;
pub(crate) use last_check::{SeenCheck, last_check};
pub(crate) use list::command_state;
pub use list::{list, list_whole};
pub(crate) use pending::order_of;
pub(crate) use pending::{dismiss, dismissed, find as find_command, open_commands};
pub use pending_check::pending_check;
pub use place::place;
pub(crate) use places::moved;
pub use refusal::OrderRefusal;
pub use repeated::{RepeatedLine, RepeatedOrder, repeated};
pub use retry::retry;
pub use rules::decide;
pub use show::show;
pub(crate) use show::whole;
pub use weigh::weigh;
pub use why::Why;
pub use withdraw::withdraw;

use crate::catalogue::ArrivalView;
use crate::delivery::{DeliveryView, OrderDeliveryView};
use crate::documents::ShipmentView;
use crate::drafts::{PartView, ServiceTermsView};
use crate::profile::ContractView;
use cabinet_domain::fulfilment::Fulfilment;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The answer of a check, for the screen that lists only what changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CheckView {
    /// The draft.
    pub draft: String,
    /// The outbox command that waits for the answer; `None` for a check before placing.
    pub command: Option<String>,
    /// Content hash of the check; handed back to `place`.
    pub quote: String,
    /// When it was true, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub made_at_ms: i64,
    /// Lines of the draft.
    pub lines_total: u32,
    /// Lines that got worse, better, short or gone, in the order of the draft.
    pub changed: Vec<ChangedLineView>,
    /// Sum before, at the prices and quantities that the user saw.
    #[specta(type = specta_typescript::Number)]
    pub total_was_minor: i64,
    /// Sum if every change is accepted.
    #[specta(type = specta_typescript::Number)]
    pub total_now_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Nothing got worse, and it can be delivered as chosen: the order can be placed without a question.
    pub is_clean: bool,
    /// Why the supplier would not take the order for all that, by what the last hello told; empty when nothing is known against it.
    pub refused: Vec<OrderRefusal>,
    /// The contract that the order goes by; `None` without one.
    pub contract: Option<Box<ContractView>>,
    /// How it is to be delivered, with what the gateway finds wrong with it.
    pub delivery: Box<DeliveryView>,
    /// Comment for the supplier.
    pub comment: String,
    /// Lines with a comment.
    pub line_comments: Vec<LineCommentView>,
    /// Gifts that come with the lines, and those that were seen and come no more.
    pub gifts: Vec<CheckedGiftView>,
}

/// A gift in a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CheckedGiftView {
    /// Id of the rule that gives it.
    pub rule: String,
    /// Item id.
    pub item: String,
    /// Article; empty when the mirror does not have it.
    pub article: String,
    /// Name; empty when the mirror does not have it.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// What was seen of it, in thousandths; 0 for a new one.
    #[specta(type = specta_typescript::Number)]
    pub asked_milli: i64,
    /// What is given; 0 when it is given no more.
    #[specta(type = specta_typescript::Number)]
    pub given_milli: i64,
}

/// A comment on a line.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LineCommentView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// The comment.
    pub comment: String,
}

/// A line that changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ChangedLineView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Asked quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub asked_milli: i64,
    /// What can be promised of it; `None` when it is less than asked and the supplier does not tell how much there is.
    #[specta(type = Option<specta_typescript::Number>)]
    pub available_milli: Option<i64>,
    /// Price before, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_was_micro: Option<i64>,
    /// Price now.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_now_micro: Option<i64>,
    /// Change in hundredths of a percent; `None` when one of the prices is missing.
    pub price_change_bp: Option<i32>,
    /// Dearer: must be decided.
    pub is_dearer: bool,
    /// Cheaper: passes by itself.
    pub is_cheaper: bool,
    /// Less is there: must be decided.
    pub is_short: bool,
    /// Not on sale any more: must be decided.
    pub is_gone: bool,
    /// On sale, and without a price for this entity: must be decided.
    pub is_unpriced: bool,
    /// Only whole quantities can be ordered.
    pub is_whole: bool,
    /// The quantity cannot be ordered, whatever the stock: `cabinet_pricing::packing::Misfit::code`; `None` when it can.
    pub misfit: Option<String>,
    /// The nearest quantity above that can be ordered, in thousandths; only with a misfit.
    #[specta(type = Option<specta_typescript::Number>)]
    pub up_milli: Option<i64>,
    /// The price of the list, in millionths, where rules made another price of it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub list_micro: Option<i64>,
    /// ISO 4217 of the list's price, where there is one; empty otherwise.
    pub list_currency: String,
    /// What stands in for it, what the user took last time first; empty for a line that passes by itself.
    pub analogues: Vec<AnalogueView>,
    /// What comes of it, the soonest first, by the mirror; only for a line of which less is there.
    pub arrivals: Vec<ArrivalView>,
    /// The day by which what comes is as much as is missing, ISO; `None` where that is not known.
    pub covered_on: Option<String>,
    /// The day on which it is wished, ISO, the first one where parts are wished on several; `None` for none.
    pub wished_date: Option<String>,
    /// Warehouses from which it is wished; of a line that is short as it is wished also the others that have some of it.
    pub places: Vec<ChangedPlaceView>,
    /// What can be promised of it from whichever warehouses, in thousandths; `None` where that is not told.
    #[specta(type = Option<specta_typescript::Number>)]
    pub anywhere_milli: Option<i64>,
    /// What can be had of it when other warehouses give what those lack from which it is wished; `None` where that is no more.
    #[specta(type = Option<specta_typescript::Number>)]
    pub moved_milli: Option<i64>,
    /// Services on the line that are not as the user saw them, or cannot be: to accept the line is to accept them as they are now,
    /// and to go without those that are offered no more.
    pub services: Vec<ChangedServiceView>,
}

/// A warehouse of a changed line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangedPlaceView {
    /// Its id.
    pub warehouse: String,
    /// Its name.
    pub name: String,
    /// What is wished from it, in thousandths; 0 for another one.
    #[specta(type = specta_typescript::Number)]
    pub asked_milli: i64,
    /// What it has free, never more than was asked of the line; `None` where that is not told.
    #[specta(type = Option<specta_typescript::Number>)]
    pub free_milli: Option<i64>,
}

/// A service of a changed line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangedServiceView {
    /// As the supplier calls it.
    pub name: String,
    /// How many pieces; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub length_mm: Option<i64>,
    /// What the user saw; `None` when he saw no price.
    pub was: Option<ServiceTermsView>,
    /// What is true now; `None` when it is offered no more.
    pub now: Option<ServiceTermsView>,
    /// What it comes to now, VAT included; `None` while something is wrong.
    #[specta(type = Option<specta_typescript::Number>)]
    pub now_minor: Option<i64>,
    /// What is wrong: a code of `cabinet_pricing::service::ServiceTrouble`; `None` when only the terms changed.
    pub trouble: Option<String>,
}

/// Goods that may stand in for a changed line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AnalogueView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Its price in the quantity of the line, in millionths; `None` when it has none.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// Stock in thousandths; `None` when unknown or not told in numbers.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// Stock in a word where the supplier tells no numbers; `None` otherwise.
    pub stock_level: Option<String>,
    /// The whole quantity of the line can be ordered of it, as far as is known.
    pub is_enough: bool,
    /// The user took it last time.
    pub is_own: bool,
}

impl ChangedLineView {
    /// No quantity of it can be ordered now.
    pub(crate) const fn cannot_be_bought(&self) -> bool {
        self.is_gone || self.is_unpriced
    }

    /// What is missing of it can be waited for.
    pub(crate) const fn can_wait(&self) -> bool {
        self.is_short && !self.cannot_be_bought() && self.misfit.is_none()
    }

    /// The user has to be asked about it.
    pub(crate) const fn must_be_decided(&self) -> bool {
        self.is_dearer || self.is_short || self.cannot_be_bought()
    }
}

/// What the user decides about a changed line. A line without a decision stays in the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Take the new price and what is there of the quantity.
    Accept,
    /// Take this quantity (at most what is there), at the new price.
    Reduce {
        /// In thousandths.
        #[specta(type = specta_typescript::Number)]
        quantity_milli: i64,
    },
    /// Remove the line from the draft.
    Remove,
    /// Leave the line in the draft and send the others.
    Keep,
    /// Order other goods in its place, in the same quantity, at the price that is shown of them.
    Analogue {
        /// Item id of these goods.
        item: String,
    },
    /// Order all of it: what is not there comes when the supplier has it, and nothing is held for it.
    OnOrder,
    /// Take what is there; what is missing waits in the entity's draft of waiting lines, and is told of when it comes.
    Backorder,
    /// Take what its warehouses lack from others, as much as they have.
    OtherWarehouse {
        /// Id of the one that gives it; `None`: all of them, the fullest first.
        warehouse: Option<String>,
    },
    /// Order all of it: what is not there on this day, without being held.
    Later {
        /// ISO.
        date: String,
    },
}

/// A decision and its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineDecision {
    /// Item id.
    pub item: String,
    /// What to do.
    pub decision: Decision,
}

/// What `place` is told.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PlaceRequest {
    /// Which draft.
    pub draft: String,
    /// The check that the user saw; `None` to place on the mirror's terms (offline).
    pub check: Option<CheckView>,
    /// Decisions on changed lines.
    pub decisions: Vec<LineDecision>,
    /// What may be taken by itself if terms change before the order is placed while nobody watches; only without a check.
    pub rules: Option<RulesView>,
}

/// What may be taken of changed lines without asking, measured by what the user saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct RulesView {
    /// A price up to so much higher, in hundredths of a percent; `None`: no higher one.
    pub rise_bp: Option<u32>,
    /// A smaller quantity when at least so much of the asked one is there, in hundredths of a percent; `None`: no smaller one.
    pub least_bp: Option<u32>,
    /// Else what its warehouse lacks comes from others.
    pub takes_other_warehouse: bool,
    /// Else the first analogue, within the same price, of which the whole quantity is there.
    pub takes_analogue: bool,
    /// Lines that no rule covers stay in the draft and do not hold the others back.
    pub sends_rest: bool,
}

/// What became of a `place`.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PlaceOutcome {
    /// The gateway holds the goods.
    Placed {
        /// Order id.
        order: String,
        /// Number.
        number: String,
        /// Sum, VAT included.
        #[specta(type = specta_typescript::Number)]
        total_minor: i64,
        /// ISO 4217.
        currency: String,
        /// Lines that stayed in the draft.
        lines_left: u32,
    },
    /// No connection: it goes by itself when the network returns.
    Queued {
        /// The outbox command.
        command: String,
    },
    /// Something got worse; nothing was placed, the lines are back in the draft.
    Changed {
        /// What changed.
        check: CheckView,
    },
    /// It can never succeed as it stands; the lines are back in the draft.
    Rejected {
        /// Why.
        reason: Why,
    },
    /// Nothing was left to be sent: the decisions are in the draft, and what was set to wait waits.
    Settled {
        /// Lines that were set to wait.
        waiting: u32,
    },
}

/// What rules took of a changed line while nobody watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RuledLineView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// What was done; `keep` for a line that no rule covers and that stayed in the draft.
    pub decision: Decision,
    /// Article and name of what was taken instead.
    pub instead: Option<String>,
    /// Price before, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_was_micro: Option<i64>,
    /// Price that was taken.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_now_micro: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// Asked quantity in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub asked_milli: i64,
    /// What was there of it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub available_milli: Option<i64>,
}

/// What decisions come to, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WeighedCheck {
    /// Sum of the lines that would be sent, VAT included; `None` when nothing of it has a price.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217; empty without a sum.
    pub currency: String,
    /// Lines that would be sent.
    pub lines_to_send: u32,
    /// Lines of which something would wait.
    pub lines_waiting: u32,
    /// Lines that would stay in the draft as they are.
    pub lines_left: u32,
}

/// An order in a list. Commands of the outbox stand in the same list with the states `queued` and `sent`.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OrderSummary {
    /// Order id, or the key of the command while it is in the outbox.
    pub id: String,
    /// Number; empty while in the outbox.
    pub number: String,
    /// Number in 1C; empty until known.
    pub onec_number: String,
    /// Legal entity.
    pub entity: String,
    /// Name of the entity.
    pub entity_name: String,
    /// Name of the draft it came from.
    pub draft_name: String,
    /// `OrderState::code`, or `needs_user`, `rejected`, `parked` for a command that waits.
    pub state: String,
    /// Why it waits or was refused; `None` when it does not wait.
    pub why: Option<Why>,
    /// When it was placed or queued, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Who placed it.
    pub placed_by: String,
    /// Lines, without those that 1C removed.
    pub lines: u32,
    /// Sum, VAT included; `None` where sums may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217; empty without sums.
    pub currency: String,
    /// Whether 1C changed lines.
    pub is_changed_by_supplier: bool,
}

/// A whole order.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OrderView {
    /// Its summary.
    pub summary: OrderSummary,
    /// Comment.
    pub comment: String,
    /// How it is delivered.
    pub delivery: OrderDeliveryView,
    /// Date in 1C, ISO; empty until known.
    pub onec_date: String,
    /// Payment in 1C; empty until paid.
    pub payment_number: String,
    /// Its date, ISO.
    pub payment_date: String,
    /// Shipment in 1C; empty until shipped.
    pub shipment_number: String,
    /// Its date, ISO.
    pub shipment_date: String,
    /// Lines.
    pub lines: Vec<OrderLineView>,
    /// States with time and person.
    pub history: Vec<StateView>,
    /// Invoices of the order that are printed here.
    pub documents: Vec<String>,
    /// Its shipments by the supplier's documents, the oldest first.
    pub shipments: Vec<ShipmentView>,
    /// VAT in the sum; `None` where sums may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub vat_minor: Option<i64>,
    /// What the user's rules took of changed terms while nobody watched; empty when they took nothing, or on another computer.
    pub ruled: Vec<RuledLineView>,
}

/// A line of an order.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OrderLineView {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Quantity now, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Quantity as placed.
    #[specta(type = specta_typescript::Number)]
    pub placed_quantity_milli: i64,
    /// Price now, in millionths; `None` where prices may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// Price as placed; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub placed_price_micro: Option<i64>,
    /// Sum now, VAT included; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
    /// The buyer's comment; may be empty.
    pub comment: String,
    /// How the buyer divided it; empty when he did not.
    pub parts: Vec<PartView>,
    /// What of it was ordered without being there, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub on_order_milli: i64,
    /// How far it is; `None` of an order that the supplier does not have yet.
    pub fulfilment: Option<FulfilmentView>,
    /// What it is done to, where it is a service: such a line stands below its goods.
    pub service: Option<OrderedServiceView>,
}

/// A service as a line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OrderedServiceView {
    /// Item id of the goods.
    pub of_item: String,
    /// How many pieces; `None` when that was not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that was not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub length_mm: Option<i64>,
}

/// How far a line is, in thousandths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FulfilmentView {
    /// Of what is not shipped: stock that the supplier's gateway keeps.
    #[specta(type = specta_typescript::Number)]
    pub held_milli: i64,
    /// Of what is not shipped: reserved in 1C.
    #[specta(type = specta_typescript::Number)]
    pub reserved_milli: i64,
    /// Handed over.
    #[specta(type = specta_typescript::Number)]
    pub shipped_milli: i64,
    /// Still to come.
    #[specta(type = specta_typescript::Number)]
    pub remaining_milli: i64,
}

impl From<Fulfilment> for FulfilmentView {
    fn from(line: Fulfilment) -> Self {
        Self {
            held_milli: line.held.milli(),
            reserved_milli: line.reserved.milli(),
            shipped_milli: line.shipped.milli(),
            remaining_milli: line.remaining.milli(),
        }
    }
}

/// A state of an order.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StateView {
    /// `OrderState::code`.
    pub state: String,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Person, or the supplier's program.
    pub who: String,
}
