//! Rows of `delivery`, `branches` and `addr:<entity>`, as the directories have them.

use super::DeliveryError;
use super::directory::{self, Address, Branch, Carrier, Way};
use crate::feeds::{self, RowChange};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::delivery::{AddressRow, BranchRow, CarrierRow, DeliveryRow, WayRow};
use cabinet_protocol::feed::FeedName;
use prost::Message;

/// Publishes the ways anew where the settings changed their rows. Call it when the gateway starts.
///
/// # Errors
/// [`DeliveryError`].
pub fn refresh(tx: &mut dyn Tx, settings: &Settings, now_ms: i64) -> Result<(), DeliveryError> {
    let ways = directory::ways(tx)?;
    if !ways.is_empty() {
        publish_ways(tx, settings, &ways, &[], now_ms)?;
    }
    Ok(())
}

pub(super) fn publish_ways(
    tx: &mut dyn Tx,
    settings: &Settings,
    put: &[Way],
    gone: &[String],
    now_ms: i64,
) -> Result<(), StorageError> {
    let put = put.iter().map(|way| {
        let row = WayRow {
            id: way.id.clone(),
            name: way.name.clone(),
            kind: way.terms.kind.code().to_owned(),
            carrier: way.carrier.clone(),
            min_working_days: u32::from(way.terms.min_working_days),
            days: u32::from(way.terms.days.bits()),
            note: way.note.clone(),
            ordinal: way.ordinal,
            utc_offset_minutes: settings.orders.utc_offset_minutes,
        };
        let row = DeliveryRow {
            way: Some(row),
            carrier: None,
        };
        (format!("w:{}", way.id), Some(row.encode_to_vec()))
    });
    let gone = gone.iter().map(|id| (format!("w:{id}"), None));
    publish(tx, &FeedName::Delivery, put.chain(gone), now_ms)
}

pub(super) fn publish_carriers(
    tx: &mut dyn Tx,
    put: &[Carrier],
    gone: &[String],
    now_ms: i64,
) -> Result<(), StorageError> {
    let put = put.iter().map(|carrier| {
        let row = CarrierRow {
            id: carrier.id.clone(),
            name: carrier.name.clone(),
            ordinal: carrier.ordinal,
        };
        let row = DeliveryRow {
            way: None,
            carrier: Some(row),
        };
        (format!("c:{}", carrier.id), Some(row.encode_to_vec()))
    });
    let gone = gone.iter().map(|id| (format!("c:{id}"), None));
    publish(tx, &FeedName::Delivery, put.chain(gone), now_ms)
}

/// `gone` are branches of a carrier: (carrier, id).
pub(super) fn publish_branches(
    tx: &mut dyn Tx,
    put: &[Branch],
    gone: &[(String, String)],
    now_ms: i64,
) -> Result<(), StorageError> {
    let put = put.iter().map(|branch| {
        let row = BranchRow {
            carrier: branch.carrier.clone(),
            id: branch.id.clone(),
            city: branch.city.clone(),
            number: branch.number.clone(),
            address: branch.address.clone(),
            note: branch.note.clone(),
        };
        (BranchRow::key(&branch.carrier, &branch.id), Some(row.encode_to_vec()))
    });
    let gone = gone.iter().map(|(carrier, id)| (BranchRow::key(carrier, id), None));
    publish(tx, &FeedName::Branches, put.chain(gone), now_ms)
}

pub(super) fn publish_addresses(
    tx: &mut dyn Tx,
    entity: &EntityId,
    put: &[Address],
    gone: &[String],
    now_ms: i64,
) -> Result<(), StorageError> {
    let put = put.iter().map(|address| {
        let row = AddressRow {
            id: address.id.clone(),
            entity: entity.to_string(),
            name: address.name.clone(),
            address: address.address.clone(),
            note: address.note.clone(),
            ordinal: address.ordinal,
        };
        (address.id.clone(), Some(row.encode_to_vec()))
    });
    let gone = gone.iter().map(|id| (id.clone(), None));
    let feed = FeedName::Addresses(entity.as_str().to_owned());
    publish(tx, &feed, put.chain(gone), now_ms)
}

fn publish(
    tx: &mut dyn Tx,
    feed: &FeedName,
    rows: impl Iterator<Item = (String, Option<Vec<u8>>)>,
    now_ms: i64,
) -> Result<(), StorageError> {
    let changes: Vec<RowChange> = rows.map(|(key, body)| RowChange { key, body }).collect();
    feeds::publish(tx, feed, &changes, now_ms).map(drop)
}
