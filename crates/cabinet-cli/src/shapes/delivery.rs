//! How goods are brought: what is chosen from, and what was chosen.

use cabinet_commands::delivery::{
    AddressView, BranchView, CarrierView, ChosenView, DeliveryView, OrderDeliveryView, WayView,
};
use serde_json::{Value, json};

pub(super) fn delivery(view: &DeliveryView) -> Value {
    let chosen = |chosen: &Option<ChosenView>| {
        chosen
            .as_ref()
            .map(|chosen| json!({ "id": chosen.id, "name": chosen.words }))
    };
    json!({
        "way": chosen(&view.way),
        "kind": view.kind,
        "carrier": chosen(&view.carrier),
        "branch": chosen(&view.branch),
        "address": chosen(&view.address),
        "date": view.date,
        "own_number": view.own_number,
        "ship_together": view.ship_together,
        "problems": view.problems.iter().map(|one| json!({
            "problem": one.problem,
            "earliest": one.earliest,
        })).collect::<Value>(),
    })
}

pub fn way(view: &WayView) -> Value {
    json!({
        "id": view.id,
        "name": view.name,
        "kind": view.kind,
        "carrier": view.carrier,
        "note": view.note,
        "earliest": view.earliest,
        "days": view.days,
    })
}

pub fn carrier(view: &CarrierView) -> Value {
    json!({ "id": view.id, "name": view.name, "branch_count": view.branches })
}

pub fn address(view: &AddressView) -> Value {
    json!({ "id": view.id, "name": view.name, "address": view.address, "note": view.note })
}

pub fn branch(view: &BranchView) -> Value {
    json!({
        "id": view.id,
        "carrier": view.carrier,
        "city": view.city,
        "number": view.number,
        "address": view.address,
        "note": view.note,
        "name": view.words,
    })
}

pub(super) fn order_delivery(view: &OrderDeliveryView) -> Value {
    json!({
        "way": view.way,
        "carrier": view.carrier,
        "branch": view.branch,
        "address": view.address,
        "date": view.date,
        "own_number": view.own_number,
        "ship_together": view.ship_together,
    })
}
