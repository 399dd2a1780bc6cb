//! A draft's choice against the mirror: its view, what is wrong with it, and how it goes to the gateway.

use super::{ChosenView, DeliveryProblemView, DeliveryRequest, DeliveryView, OrderDeliveryView};
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, Thing, limit};
use cabinet_desk::{Chosen, DraftDelivery};
use cabinet_domain::delivery::{DeliveryProblem, Looked, LookedUp, WayKind, judge, read_date};
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{Mirror, Way};
use cabinet_protocol::delivery::{DeliveryChoice, branch_words};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::orders::OWN_NUMBER_LIMIT;

/// The view of a draft's delivery, with what the mirror finds wrong with it.
pub(crate) fn view(open: &Open, entity: &EntityId, delivery: &DraftDelivery) -> Result<DeliveryView, CommandError> {
    let problems = problems(open, entity, delivery)?;
    view_with(open, entity, delivery, &problems)
}

/// The view of a draft's delivery with problems that are known already.
pub(crate) fn view_with(
    open: &Open,
    entity: &EntityId,
    delivery: &DraftDelivery,
    problems: &[DeliveryProblem],
) -> Result<DeliveryView, CommandError> {
    let goods = open.goods()?;
    let way = match &delivery.way {
        Some(way) => goods.delivery_way(&way.id)?,
        None => None,
    };
    let has_directories = !goods.delivery_ways()?.is_empty()
        || !goods.delivery_addresses(entity)?.is_empty()
        || !goods.carriers()?.is_empty();
    let chosen = |chosen: &Option<Chosen>| {
        chosen.as_ref().map(|chosen| ChosenView {
            id: chosen.id.clone(),
            words: chosen.words.clone(),
        })
    };
    Ok(DeliveryView {
        has_directories,
        way: chosen(&delivery.way),
        kind: way.map(|way| way.terms.kind.code().to_owned()).unwrap_or_default(),
        carrier: chosen(&delivery.carrier),
        branch: chosen(&delivery.branch),
        address: chosen(&delivery.address),
        date: delivery.date.clone(),
        own_number: delivery.own_number.clone(),
        ship_together: delivery.ship_together.clone(),
        problems: problems.iter().map(DeliveryProblemView::of).collect(),
    })
}

/// What the mirror finds wrong with a choice. A directory that is not loaded yet accuses nobody.
pub(crate) fn problems(
    open: &Open,
    entity: &EntityId,
    delivery: &DraftDelivery,
) -> Result<Vec<DeliveryProblem>, CommandError> {
    let goods = open.goods()?;
    let is_loaded = |feed: FeedName| -> Result<bool, CommandError> {
        Ok(goods.feeds().feed(&feed)?.is_some_and(|state| state.is_live))
    };
    if !is_loaded(FeedName::Delivery)? && !is_loaded(FeedName::Addresses(entity.as_str().to_owned()))? {
        return Ok(Vec::new());
    }
    let way = match &delivery.way {
        Some(way) => looked(goods.delivery_way(&way.id)?),
        None => Looked::NotChosen,
    };
    let carrier_id = carrier_of(&way, delivery.carrier.as_ref().map(|carrier| carrier.id.as_str()));
    let carrier = match &carrier_id {
        Some(id) => looked(goods.carrier(id)?.map(drop)),
        None => Looked::NotChosen,
    };
    let branch = match (&delivery.branch, &carrier_id) {
        (Some(branch), Some(carrier)) => {
            let found = goods.branch(carrier, &branch.id)?.is_some() || !is_loaded(FeedName::Branches)?;
            looked(found.then_some(()))
        }
        (Some(_), None) => Looked::Gone,
        (None, _) => Looked::NotChosen,
    };
    let addresses = goods.delivery_addresses(entity)?;
    let address = match &delivery.address {
        Some(chosen) => {
            let is_there = addresses.iter().any(|address| address.id == chosen.id)
                || !is_loaded(FeedName::Addresses(entity.as_str().to_owned()))?;
            looked(is_there.then_some(()))
        }
        None => Looked::NotChosen,
    };
    let offset = match &way {
        Looked::There(way) => way.utc_offset_minutes,
        Looked::NotChosen | Looked::Gone => 0,
    };
    let found = LookedUp {
        way: match &way {
            Looked::There(way) => Looked::There(way.terms),
            Looked::Gone => Looked::Gone,
            Looked::NotChosen => Looked::NotChosen,
        },
        carrier,
        branch,
        address,
        has_addresses: !addresses.is_empty(),
        date: delivery.date.as_deref(),
    };
    Ok(open
        .supplier_day(offset)?
        .map_or_else(Vec::new, |today| judge(&found, today)))
}

fn looked<T>(found: Option<T>) -> Looked<T> {
    found.map_or(Looked::Gone, Looked::There)
}

fn carrier_of(way: &Looked<Way>, chosen: Option<&str>) -> Option<String> {
    match way {
        Looked::There(way) if way.carrier.is_some() => way.carrier.clone(),
        _ => chosen.map(str::to_owned),
    }
}

/// A choice as it goes to the gateway.
pub(crate) fn to_wire(delivery: &DraftDelivery) -> DeliveryChoice {
    let id = |chosen: &Option<Chosen>| chosen.as_ref().map(|chosen| chosen.id.clone());
    DeliveryChoice {
        way: id(&delivery.way),
        carrier: id(&delivery.carrier),
        branch: id(&delivery.branch),
        address: id(&delivery.address),
        date: delivery.date.clone(),
    }
}

/// The words of a choice that waits in the outbox. What has left the directories is told by its id.
pub(crate) fn words(
    goods: &Mirror,
    entity: &EntityId,
    choice: &DeliveryChoice,
    own_number: &str,
) -> Result<OrderDeliveryView, CommandError> {
    let mut view = OrderDeliveryView {
        date: choice.date.clone().unwrap_or_default(),
        own_number: own_number.to_owned(),
        ..OrderDeliveryView::default()
    };
    if let Some(id) = &choice.way {
        view.way = goods.delivery_way(id)?.map_or_else(|| id.clone(), |way| way.name);
    }
    if let Some(id) = &choice.carrier {
        view.carrier = goods.carrier(id)?.map_or_else(|| id.clone(), |carrier| carrier.name);
        if let Some(branch) = &choice.branch {
            view.branch = goods.branch(id, branch)?.map_or_else(
                || branch.clone(),
                |branch| branch_words(&branch.city, &branch.number, &branch.address),
            );
        }
    }
    if let Some(id) = &choice.address {
        let addresses = goods.delivery_addresses(entity)?;
        let found = addresses.into_iter().find(|address| address.id == *id);
        view.address = found.map_or_else(|| id.clone(), |address| address.address);
    }
    Ok(view)
}

/// What a request makes of a draft's delivery: each id with its words, and without what the way does not use.
///
/// What the draft has already may stay, even if it is gone: the user changes one thing at a time.
pub(crate) fn read(
    goods: &Mirror,
    entity: &EntityId,
    before: &DraftDelivery,
    request: &DeliveryRequest,
) -> Result<DraftDelivery, CommandError> {
    let way = match &request.way {
        Some(id) => goods.delivery_way(id)?,
        None => None,
    };
    let kind = way.as_ref().map(|way| way.terms.kind);
    let chosen_way = chosen(&request.way, before.way.as_ref(), Thing::Way, || {
        Ok(way.clone().map(|way| way.name))
    })?;
    let mut delivery = DraftDelivery {
        way: chosen_way,
        date: request.date.clone().filter(|date| !date.is_empty()),
        own_number: request.own_number.trim().to_owned(),
        ship_together: request.ship_together.trim().to_owned(),
        ..DraftDelivery::default()
    };
    let is_long = |text: &str| text.chars().count() > OWN_NUMBER_LIMIT;
    if is_long(&delivery.own_number) || is_long(&delivery.ship_together) {
        return Err(Reason::OwnNumberTooLong {
            limit: limit(OWN_NUMBER_LIMIT),
        }
        .into());
    }
    if delivery.date.as_deref().is_some_and(|date| read_date(date).is_none()) {
        return Err(Reason::DateUnreadable.into());
    }
    if kind.is_none_or(|kind| kind == WayKind::Carrier) {
        let carrier = way.and_then(|way| way.carrier).or_else(|| request.carrier.clone());
        delivery.carrier = chosen(&carrier, before.carrier.as_ref(), Thing::Carrier, || {
            let id = carrier.as_deref().unwrap_or_default();
            Ok(goods.carrier(id)?.map(|carrier| carrier.name))
        })?;
        let same_carrier = before.carrier.as_ref().map(|carrier| &carrier.id) == carrier.as_ref();
        let kept = before.branch.as_ref().filter(|_| same_carrier);
        delivery.branch = chosen(&request.branch, kept, Thing::Branch, || {
            let (Some(carrier), Some(branch)) = (&carrier, &request.branch) else {
                return Ok(None);
            };
            let found = goods.branch(carrier, branch)?;
            Ok(found.map(|branch| branch_words(&branch.city, &branch.number, &branch.address)))
        })?;
    }
    if kind != Some(WayKind::Pickup) {
        delivery.address = chosen(&request.address, before.address.as_ref(), Thing::Address, || {
            let addresses = goods.delivery_addresses(entity)?;
            let found = addresses
                .into_iter()
                .find(|address| Some(&address.id) == request.address.as_ref());
            Ok(found.map(|address| address.address))
        })?;
    }
    Ok(delivery)
}

fn chosen(
    wanted: &Option<String>,
    before: Option<&Chosen>,
    what: Thing,
    words: impl FnOnce() -> Result<Option<String>, CommandError>,
) -> Result<Option<Chosen>, CommandError> {
    let Some(id) = wanted else { return Ok(None) };
    if let Some(words) = words()? {
        return Ok(Some(Chosen { id: id.clone(), words }));
    }
    match before {
        Some(before) if before.id == *id => Ok(Some(before.clone())),
        _ => Err(Reason::NotInDirectory { what }.into()),
    }
}
