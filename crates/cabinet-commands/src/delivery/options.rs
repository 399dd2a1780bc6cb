//! `delivery_options`.

use super::{AddressView, CarrierView, DeliveryOptions, WayView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_domain::delivery::write_date;
use cabinet_mirror::Way;

/// Ways, carriers and addresses that a legal entity may choose from; empty where the supplier has none.
///
/// # Errors
/// `not_found`.
pub async fn options(cabinet: &Cabinet, entity: String) -> Result<DeliveryOptions, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let goods = open.goods()?;
            let ways = goods.delivery_ways()?.into_iter().map(|way| way_view(open, way));
            let carriers = goods.carriers()?.into_iter().map(|carrier| CarrierView {
                id: carrier.id,
                name: carrier.name,
                branches: carrier.branches,
            });
            let addresses = goods.delivery_addresses(&grant.entity)?.into_iter();
            Ok(DeliveryOptions {
                ways: ways.collect::<Result<_, CommandError>>()?,
                carriers: carriers.collect(),
                marks: open.desk.shipment_marks(&grant.entity)?,
                addresses: addresses
                    .map(|address| AddressView {
                        id: address.id,
                        name: address.name,
                        address: address.address,
                        note: address.note,
                    })
                    .collect(),
            })
        })
        .await
}

fn way_view(open: &Open, way: Way) -> Result<WayView, CommandError> {
    let today = open.supplier_day(way.utc_offset_minutes)?;
    let earliest = today.and_then(|today| way.terms.earliest(today));
    Ok(WayView {
        id: way.id,
        name: way.name,
        kind: way.terms.kind.code().to_owned(),
        carrier: way.carrier,
        note: way.note,
        earliest: earliest.map(write_date).unwrap_or_default(),
        days: way.terms.days.bits(),
    })
}
