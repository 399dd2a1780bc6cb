//! Delivery: what it is chosen from, and how a draft, a check and an order show it.
//!
//! Everything is chosen from the supplier's directories in the mirror and never typed. Where a supplier has none,
//! nothing is asked.

pub(crate) mod choice;
mod branches;
mod options;

pub use branches::branches;
pub use options::options;

use cabinet_domain::delivery::DeliveryProblem;
use cabinet_mirror::{Branch, OrderDelivery};
use cabinet_protocol::delivery::branch_words;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a legal entity may choose from, branches of carriers aside.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DeliveryOptions {
    /// Ways, in the supplier's order.
    pub ways: Vec<WayView>,
    /// Carriers, in the supplier's order.
    pub carriers: Vec<CarrierView>,
    /// Addresses of the entity, in the supplier's order.
    pub addresses: Vec<AddressView>,
    /// Marks of drafts of the entity that are to be shipped together, by name.
    pub marks: Vec<String>,
}

/// A way of delivery.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WayView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `cabinet_domain::delivery::WayKind::code`.
    pub kind: String,
    /// The one carrier that it goes with; `None` for any.
    pub carrier: Option<String>,
    /// What else is to be known; may be empty.
    pub note: String,
    /// The first day on which goods ordered now can leave, ISO; empty when the calendar has none.
    pub earliest: String,
    /// Days on which goods leave, as bits, Monday the lowest.
    pub days: u8,
}

/// A carrier.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CarrierView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How many branches it has.
    pub branches: u32,
}

/// An address of the entity.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AddressView {
    /// Id.
    pub id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// In one line.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A branch of a carrier.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct BranchView {
    /// Id, unique at the carrier.
    pub id: String,
    /// The carrier.
    pub carrier: String,
    /// City.
    pub city: String,
    /// Number; may be empty.
    pub number: String,
    /// Address in the city; may be empty.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
    /// City, number and address in one line.
    pub words: String,
}

impl BranchView {
    pub(crate) fn of(branch: Branch) -> Self {
        Self {
            words: branch_words(&branch.city, &branch.number, &branch.address),
            id: branch.id,
            carrier: branch.carrier,
            city: branch.city,
            number: branch.number,
            address: branch.address,
            note: branch.note,
        }
    }
}

/// A window of the branches that a text finds.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct BranchPage {
    /// All that the text finds.
    pub total: u32,
    /// Place of the first row.
    pub offset: u32,
    /// The rows of the window.
    pub rows: Vec<BranchView>,
}

/// Something chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChosenView {
    /// Its id.
    pub id: String,
    /// Its name, as it was when it was chosen.
    pub words: String,
}

/// How a draft is to be delivered.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DeliveryView {
    /// There is something to choose from; otherwise nothing is asked.
    pub has_directories: bool,
    /// The way.
    pub way: Option<ChosenView>,
    /// `cabinet_domain::delivery::WayKind::code` of it; empty without one, or when it is gone.
    pub kind: String,
    /// The carrier.
    pub carrier: Option<ChosenView>,
    /// A branch of it.
    pub branch: Option<ChosenView>,
    /// An address of the entity.
    pub address: Option<ChosenView>,
    /// The day on which the goods are to leave, ISO; `None` when it does not matter.
    pub date: Option<String>,
    /// The user's own number of the order; may be empty.
    pub own_number: String,
    /// A mark: it is to be shipped together with orders of the entity that bear the same one; may be empty.
    pub ship_together: String,
    /// Why it cannot be so.
    pub problems: Vec<DeliveryProblemView>,
}

/// Why an order cannot be delivered as chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DeliveryProblemView {
    /// `cabinet_domain::delivery::DeliveryProblem::code`.
    pub problem: String,
    /// The day that would do instead, ISO.
    pub earliest: Option<String>,
}

impl DeliveryProblemView {
    pub(crate) fn of(problem: &DeliveryProblem) -> Self {
        Self {
            problem: problem.code().to_owned(),
            earliest: problem.earliest().map(str::to_owned),
        }
    }
}

/// What `drafts_set_delivery` is told: the whole choice, ids of the directories. `None` leaves a part open.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct DeliveryRequest {
    /// Which draft.
    pub draft: String,
    /// A way.
    pub way: Option<String>,
    /// A carrier, for a way that goes with any.
    pub carrier: Option<String>,
    /// A branch of the carrier.
    pub branch: Option<String>,
    /// An address of the entity.
    pub address: Option<String>,
    /// The day on which the goods are to leave, ISO.
    pub date: Option<String>,
    /// The user's own number of the order; empty for none.
    pub own_number: String,
    /// The mark of orders that are to be shipped together; empty for none.
    pub ship_together: String,
}

/// How an order is delivered, in the words of the day when it was placed; what was not said is empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct OrderDeliveryView {
    /// The way.
    pub way: String,
    /// The carrier.
    pub carrier: String,
    /// City, number and address of the branch.
    pub branch: String,
    /// The address.
    pub address: String,
    /// The day on which the goods are to leave, ISO.
    pub date: String,
    /// The buyer's own number of the order.
    pub own_number: String,
    /// His mark of orders that are to be shipped together.
    pub ship_together: String,
}

impl OrderDeliveryView {
    pub(crate) fn of(delivery: OrderDelivery) -> Self {
        Self {
            way: delivery.way,
            carrier: delivery.carrier,
            branch: delivery.branch,
            address: delivery.address,
            date: delivery.date,
            own_number: delivery.own_number,
            ship_together: delivery.ship_together,
        }
    }
}
