//! `drafts_set_apart`: lines that the user picks go into a draft of their own, to another address or by another contract.
//!
//! A legal entity has one contract, so another contract is that of another legal entity of the dealer: its prices, its goods.

use super::copy_lines::for_entity;
use super::divide::name_of;
use super::{DraftSummary, LeftLine, RepricedLine, view};
use crate::cabinet::Cabinet;
use crate::delivery::{DeliveryRequest, choice};
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft};
use crate::reason::{Reason, Thing};
use cabinet_desk::{Chosen, Draft, DraftDelivery, DraftLine, DraftSplit, Grant, NewDraft, NewLine};
use cabinet_domain::delivery::WayKind;
use cabinet_domain::ids::ItemId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What goes where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ApartRequest {
    /// Which draft.
    pub draft: String,
    /// Item ids of the lines that go, at least one.
    pub items: Vec<String>,
    /// Id of the address to which they are brought, one of those of the legal entity that orders; `None` leaves it.
    pub address: Option<String>,
    /// Id of another legal entity, by whose contract they are ordered; `None` leaves it.
    pub entity: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ApartView {
    /// The draft, with what stayed in it.
    pub kept: DraftSummary,
    /// The new one.
    pub made: DraftSummary,
    /// Lines that the other legal entity cannot order; they stayed.
    pub left: Vec<LeftLine>,
    /// Lines that the other legal entity sees at another price.
    pub repriced: Vec<RepricedLine>,
}

/// Puts lines of a draft into a new one that is brought to another address, or ordered by another legal entity at its prices of
/// today, named after that. Comments and labels come along; lines on their way stay.
///
/// # Errors
/// `not_found` (also an address that is none of the entity); `not_allowed`; `invalid` without lines or when nothing would be
/// another, and when the other entity can order none of them (nothing was changed then); `disk_full`.
pub async fn set_apart(cabinet: &Cabinet, request: ApartRequest) -> Result<ApartView, CommandError> {
    let apart = cabinet.ready()?.blocking(move |open| apart(open, &request)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(apart)
}

fn apart(open: &Open, request: &ApartRequest) -> Result<ApartView, CommandError> {
    let (grant, draft) = open.draft(&request.draft)?;
    demand_draft(&grant)?;
    let lines = picked(&draft, &request.items)?;
    let other = request
        .entity
        .as_deref()
        .filter(|entity| *entity != grant.entity.as_str());
    if lines.is_empty() || (other.is_none() && request.address.is_none()) {
        return Err(Reason::NothingToDivide.into());
    }
    let id = draft.summary.id.clone();
    let mut made = NewDraft {
        name: String::new(),
        label: draft.summary.label.clone(),
        date: None,
        entity: None,
        delivery: None,
        lines: Vec::new(),
    };
    let (mut left, mut repriced) = (Vec::new(), Vec::new());
    let mut words = String::new();
    let mut gone: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let orders = match other {
        Some(entity) => {
            let of = open.grant(entity)?;
            demand_draft(&of)?;
            let moved = for_entity(open, &of, &lines)?;
            if moved.lines.is_empty() {
                return Err(Reason::NoLineToCopy.into());
            }
            gone = moved.lines.iter().map(|line| line.item.clone()).collect();
            (made.lines, left, repriced) = (moved.lines, moved.left, moved.repriced);
            words.clone_from(&of.name);
            made.entity = Some(of.entity.clone());
            of
        }
        None => {
            made.lines = lines.iter().map(|line| NewLine::from(*line)).collect();
            grant.clone()
        }
    };
    if let Some(address) = &request.address {
        let before = match &made.entity {
            Some(_) => DraftDelivery::default(),
            None => open.desk.draft_delivery(&id)?,
        };
        let delivery = brought_to(open, &orders, &before, address)?;
        if words.is_empty() {
            words = delivery
                .address
                .as_ref()
                .map(|chosen| chosen.words.clone())
                .unwrap_or_default();
        }
        made.delivery = Some(delivery);
    }
    made.name = name_of(&draft.summary.name, &words);
    let split = DraftSplit {
        kept: Vec::new(),
        gone,
        made: vec![made],
    };
    let new = open.desk.split_draft(&grant.entity, &id, &split, open.clock.now_ms())?;
    let new = new.first().ok_or_else(|| CommandError::not_found(Thing::Draft))?;
    let summary = |id: &str| {
        let (grant, draft) = open.draft(id)?;
        view::summary(open, &grant, &draft)
    };
    Ok(ApartView {
        kept: summary(id.as_str())?,
        made: summary(new.as_str())?,
        left,
        repriced,
    })
}

/// The lines that are named, in the order of the draft. A line on its way is none that can be picked.
fn picked<'a>(draft: &'a Draft, items: &[String]) -> Result<Vec<&'a DraftLine>, CommandError> {
    let free: Vec<&DraftLine> = draft.lines.iter().filter(|line| line.in_command.is_none()).collect();
    let is_there = |item: &String| free.iter().any(|line| line.item.as_str() == item);
    if !items.iter().all(is_there) {
        return Err(CommandError::not_found(Thing::Line));
    }
    let is_picked = |line: &&DraftLine| items.iter().any(|item| line.item.as_str() == item);
    Ok(free.into_iter().filter(is_picked).collect())
}

/// A delivery to another address. Who fetches goods himself has none, and a branch of a carrier is another place: both stay open.
fn brought_to(
    open: &Open,
    grant: &Grant,
    before: &DraftDelivery,
    address: &str,
) -> Result<DraftDelivery, CommandError> {
    let goods = open.goods()?;
    let id = |chosen: &Option<Chosen>| chosen.as_ref().map(|chosen| chosen.id.clone());
    let way = match &before.way {
        Some(way) => goods.delivery_way(&way.id)?,
        None => None,
    };
    let is_fetched = way.is_some_and(|way| way.terms.kind == WayKind::Pickup);
    let request = DeliveryRequest {
        draft: String::new(),
        way: id(&before.way).filter(|_| !is_fetched),
        carrier: id(&before.carrier),
        branch: None,
        address: Some(address.to_owned()),
        date: before.date.clone(),
        own_number: before.own_number.clone(),
        ship_together: before.ship_together.clone(),
    };
    choice::read(&goods, &grant.entity, before, &request)
}
