//! A dealer's choice against the directories as they are now: what is wrong with it, or its words for an order.

use super::DeliveryError;
use super::directory;
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::delivery::{DeliveryProblem, Looked, LookedUp, WayKind, day_at, judge};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::delivery::{DeliveryChoice, branch_words};

/// How an order is delivered, in words that no later directory changes; what was not chosen is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderDelivery {
    /// Id of the way.
    pub way: String,
    /// Its name.
    pub way_name: String,
    /// `WayKind::code` of it.
    pub way_kind: String,
    /// Id of the carrier.
    pub carrier: String,
    /// Its name.
    pub carrier_name: String,
    /// Id of the branch.
    pub branch: String,
    /// Its city, number and address.
    pub branch_words: String,
    /// Id of the address.
    pub address: String,
    /// The address in one line.
    pub address_words: String,
    /// The day on which goods are to leave, ISO.
    pub date: String,
    /// The buyer's own number of the order.
    pub own_number: String,
    /// The buyer's mark of orders that are to be shipped together.
    pub ship_together: String,
}

impl OrderDelivery {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A choice, looked up now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// What is wrong with it.
    pub problems: Vec<DeliveryProblem>,
    /// Its words, as far as it is right.
    pub words: OrderDelivery,
}

/// Looks a choice up for an entity.
///
/// # Errors
/// [`DeliveryError`].
pub fn resolve(
    tx: &mut dyn Tx,
    settings: &Settings,
    entity: &EntityId,
    choice: &DeliveryChoice,
    now_ms: i64,
) -> Result<Resolved, DeliveryError> {
    let way = match &choice.way {
        Some(id) => looked(directory::way(tx, id)?),
        None => Looked::NotChosen,
    };
    let own_carrier = match &way {
        Looked::There(way) if !way.carrier.is_empty() => Some(way.carrier.clone()),
        _ => None,
    };
    let carrier = match own_carrier.as_ref().or(choice.carrier.as_ref()) {
        Some(id) => looked(directory::carrier(tx, id)?),
        None => Looked::NotChosen,
    };
    let branch = match (&choice.branch, &carrier) {
        (Some(id), Looked::There(carrier)) => looked(directory::branch(tx, &carrier.id, id)?),
        (Some(_), _) => Looked::Gone,
        (None, _) => Looked::NotChosen,
    };
    let address = match &choice.address {
        Some(id) => looked(directory::address(tx, entity, id)?),
        None => Looked::NotChosen,
    };
    let has_addresses = !directory::addresses(tx, entity)?.is_empty();
    let found = LookedUp {
        way: map(&way, |way| way.terms),
        carrier: map(&carrier, |_| ()),
        branch: map(&branch, |_| ()),
        address: map(&address, |_| ()),
        has_addresses,
        date: choice.date.as_deref(),
    };
    let problems = match day_at(now_ms, settings.orders.utc_offset_minutes) {
        Some(today) => judge(&found, today),
        None => Vec::new(),
    };
    let mut words = OrderDelivery {
        date: choice.date.clone().unwrap_or_default(),
        ..OrderDelivery::default()
    };
    let mut kind = None;
    if let Looked::There(way) = way {
        kind = Some(way.terms.kind);
        words.way = way.id;
        words.way_name = way.name;
        words.way_kind = way.terms.kind.code().to_owned();
    }
    // What the way does not use is not carried along: goods that are fetched go to no branch.
    if matches!(kind, None | Some(WayKind::Carrier)) {
        if let Looked::There(carrier) = carrier {
            words.carrier = carrier.id;
            words.carrier_name = carrier.name;
        }
        if let Looked::There(branch) = branch {
            words.branch_words = branch_words(&branch.city, &branch.number, &branch.address);
            words.branch = branch.id;
        }
    }
    if kind != Some(WayKind::Pickup)
        && let Looked::There(address) = address
    {
        words.address = address.id;
        words.address_words = address.address;
    }
    Ok(Resolved { problems, words })
}

fn looked<T>(found: Option<T>) -> Looked<T> {
    found.map_or(Looked::Gone, Looked::There)
}

fn map<T, U>(looked: &Looked<T>, of: impl Fn(&T) -> U) -> Looked<U> {
    match looked {
        Looked::NotChosen => Looked::NotChosen,
        Looked::Gone => Looked::Gone,
        Looked::There(value) => Looked::There(of(value)),
    }
}
