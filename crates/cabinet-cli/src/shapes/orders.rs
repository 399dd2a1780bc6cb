//! Checks, orders, documents and purchases.

use super::contract;
use super::delivery::{delivery, order_delivery};
use super::drafts::{part, service_terms};
use crate::figures::{money, price, quantity};
use crate::why;
use cabinet_commands::documents::{DocumentSummary, ShipmentView, SupplierDocumentView, SupplierLineView};
use cabinet_commands::orders::{
    AnalogueView, ChangedLineView, ChangedServiceView, CheckView, CheckedGiftView, Decision, OrderLineView,
    OrderRefusal, OrderSummary, OrderView, RuledLineView, StateView,
};
use cabinet_commands::purchases::{ItemPurchases, MonthView, PurchaseView};
use serde_json::{Value, json};

pub fn check(view: &CheckView) -> Value {
    json!({
        "id": view.draft,
        "draft": view.draft,
        "command": view.command,
        "quote": view.quote,
        "made_at_ms": view.made_at_ms,
        "is_clean": view.is_clean,
        "refused": view.refused.iter().map(refusal).collect::<Value>(),
        "gifts": view.gifts.iter().map(checked_gift).collect::<Value>(),
        "line_count": view.lines_total,
        "total_was": money(view.total_was_minor),
        "total_was_minor": view.total_was_minor,
        "total_now": money(view.total_now_minor),
        "total_now_minor": view.total_now_minor,
        "currency": view.currency,
        "contract": view.contract.as_deref().map(contract),
        "changed": changed_lines(view),
        "delivery": delivery(&view.delivery),
    })
}

fn refusal(refusal: &OrderRefusal) -> Value {
    match refusal {
        OrderRefusal::BelowMinimum {
            least_minor,
            missing_minor,
        } => json!({
            "kind": "below_minimum",
            "least": money(*least_minor),
            "least_minor": least_minor,
            "missing": money(*missing_minor),
            "missing_minor": missing_minor,
        }),
        OrderRefusal::OverLimit {
            over_minor,
            overdue_minor,
        } => json!({
            "kind": "over_limit",
            "over": money(*over_minor),
            "over_minor": over_minor,
            "overdue": money(*overdue_minor),
            "overdue_minor": overdue_minor,
        }),
    }
}

/// The lines of a check that differ from the draft.
pub fn changed_lines(view: &CheckView) -> Value {
    view.changed.iter().map(changed_line).collect()
}

fn checked_gift(gift: &CheckedGiftView) -> Value {
    json!({
        "id": gift.item,
        "rule": gift.rule,
        "article": gift.article,
        "name": gift.name,
        "unit": gift.unit,
        "asked": quantity(gift.asked_milli),
        "asked_milli": gift.asked_milli,
        "given": quantity(gift.given_milli),
        "given_milli": gift.given_milli,
    })
}

fn changed_line(line: &ChangedLineView) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "asked": quantity(line.asked_milli),
        "asked_milli": line.asked_milli,
        "available": line.available_milli.map(quantity),
        "available_milli": line.available_milli,
        "price_was": line.price_was_micro.map(price),
        "price_was_micro": line.price_was_micro,
        "price_now": line.price_now_micro.map(price),
        "price_now_micro": line.price_now_micro,
        "price_change_bp": line.price_change_bp,
        "is_dearer": line.is_dearer,
        "is_cheaper": line.is_cheaper,
        "is_short": line.is_short,
        "is_gone": line.is_gone,
        "is_unpriced": line.is_unpriced,
        "misfit": line.misfit,
        "services": line.services.iter().map(changed_service).collect::<Value>(),
        "up": line.up_milli.map(quantity),
        "up_milli": line.up_milli,
        "wished_date": line.wished_date,
        "covered_on": line.covered_on,
        "warehouses": line.places.iter().map(|place| json!({
            "id": place.warehouse,
            "name": place.name,
            "asked": quantity(place.asked_milli),
            "asked_milli": place.asked_milli,
            "available": place.free_milli.map(quantity),
            "available_milli": place.free_milli,
        })).collect::<Value>(),
        "from_warehouses": line.moved_milli.map(quantity),
        "from_warehouses_milli": line.moved_milli,
        "analogues": line.analogues.iter().map(analogue).collect::<Value>(),
        "arrivals": line.arrivals.iter().map(|arrival| json!({
            "date": arrival.date,
            "quantity": quantity(arrival.quantity_milli),
            "quantity_milli": arrival.quantity_milli,
            "note": arrival.note,
        })).collect::<Value>(),
    })
}

fn changed_service(service: &ChangedServiceView) -> Value {
    json!({
        "name": service.name,
        "pieces": service.pieces,
        "length_mm": service.length_mm,
        "was": service.was.as_ref().map(service_terms),
        "now": service.now.as_ref().map(service_terms),
        "sum_now": service.now_minor.map(money),
        "sum_now_minor": service.now_minor,
        "trouble": service.trouble,
    })
}

fn analogue(other: &AnalogueView) -> Value {
    json!({
        "id": other.item,
        "article": other.article,
        "name": other.name,
        "unit": other.unit,
        "price": other.price_micro.map(price),
        "price_micro": other.price_micro,
        "currency": other.currency,
        "stock": other.stock_milli.map(quantity),
        "stock_milli": other.stock_milli,
        "stock_level": other.stock_level,
        "is_enough": other.is_enough,
        "is_own": other.is_own,
    })
}

/// What rules took of a line while nobody watched.
pub fn ruled_line(line: &RuledLineView) -> Value {
    let decision = match &line.decision {
        Decision::Analogue { .. } => "analogue",
        Decision::OtherWarehouse { .. } => "warehouse",
        Decision::Keep => "keep",
        _ => "accept",
    };
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "decision": decision,
        "instead": line.instead,
        "price_was": line.price_was_micro.map(price),
        "price_was_micro": line.price_was_micro,
        "price_now": line.price_now_micro.map(price),
        "price_now_micro": line.price_now_micro,
        "currency": line.currency,
        "asked": quantity(line.asked_milli),
        "asked_milli": line.asked_milli,
        "available": line.available_milli.map(quantity),
        "available_milli": line.available_milli,
    })
}

pub fn order(view: &OrderView) -> Value {
    let mut document = order_summary(&view.summary);
    if let Value::Object(fields) = &mut document {
        fields.insert("comment".to_owned(), json!(view.comment));
        fields.insert("delivery".to_owned(), order_delivery(&view.delivery));
        fields.insert("onec_date".to_owned(), json!(view.onec_date));
        fields.insert("payment_number".to_owned(), json!(view.payment_number));
        fields.insert("payment_date".to_owned(), json!(view.payment_date));
        fields.insert("shipment_number".to_owned(), json!(view.shipment_number));
        fields.insert("shipment_date".to_owned(), json!(view.shipment_date));
        fields.insert("lines".to_owned(), view.lines.iter().map(order_line).collect());
    }
    document
}

pub fn whole_order(view: &OrderView) -> Value {
    let mut document = order(view);
    if let Value::Object(fields) = &mut document {
        fields.insert("vat".to_owned(), json!(view.vat_minor.map(money)));
        fields.insert("vat_minor".to_owned(), json!(view.vat_minor));
        fields.insert("history".to_owned(), view.history.iter().map(order_state).collect());
        fields.insert("documents".to_owned(), json!(view.documents));
        fields.insert("shipments".to_owned(), view.shipments.iter().map(shipment).collect());
        fields.insert("ruled".to_owned(), view.ruled.iter().map(ruled_line).collect());
    }
    document
}

fn order_line(line: &OrderLineView) -> Value {
    json!({
        "id": line.item,
        "item": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "placed_quantity": quantity(line.placed_quantity_milli),
        "placed_quantity_milli": line.placed_quantity_milli,
        "price": line.price_micro.map(price),
        "price_micro": line.price_micro,
        "placed_price": line.placed_price_micro.map(price),
        "placed_price_micro": line.placed_price_micro,
        "sum": line.sum_minor.map(money),
        "sum_minor": line.sum_minor,
        "comment": line.comment,
        "on_order": quantity(line.on_order_milli),
        "on_order_milli": line.on_order_milli,
        "parts": line.parts.iter().map(part).collect::<Value>(),
        "held_milli": line.fulfilment.map(|far| far.held_milli),
        "reserved_milli": line.fulfilment.map(|far| far.reserved_milli),
        "shipped_milli": line.fulfilment.map(|far| far.shipped_milli),
        "remaining_milli": line.fulfilment.map(|far| far.remaining_milli),
        "service": line.service.as_ref().map(|service| json!({
            "of_item": service.of_item,
            "pieces": service.pieces,
            "length_mm": service.length_mm,
        })),
    })
}

pub(super) fn order_state(view: &StateView) -> Value {
    json!({ "state": view.state, "at_ms": view.at_ms, "who": view.who })
}

fn order_summary(view: &OrderSummary) -> Value {
    json!({
        "id": view.id,
        "number": view.number,
        "onec_number": view.onec_number,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "draft_name": view.draft_name,
        "state": view.state,
        "why": view.why.map(why::words).unwrap_or_default(),
        "why_code": view.why,
        "at_ms": view.at_ms,
        "placed_by": view.placed_by,
        "line_count": view.lines,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
        "currency": view.currency,
        "is_changed_by_supplier": view.is_changed_by_supplier,
    })
}

pub fn document(view: &DocumentSummary) -> Value {
    json!({
        "id": view.id,
        "kind": view.kind,
        "number": view.number,
        "is_preliminary": view.is_preliminary,
        "is_cancelled": view.is_cancelled,
        "date": view.date,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "order": view.order,
        "order_number": view.order_number,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
        "currency": view.currency,
        "is_suppliers": view.is_suppliers,
        "has_file": view.has_file,
        "has_doubts": view.has_doubts,
    })
}

pub fn supplier_document(view: &SupplierDocumentView) -> Value {
    let doubts = view.doubts.iter().map(
        |doubt| json!({ "code": doubt.code, "line": doubt.line, "stated": doubt.stated, "computed": doubt.computed }),
    );
    json!({
        "id": view.id,
        "kind": view.kind,
        "number": view.number,
        "date": view.date,
        "correction": view.correction,
        "entity": view.entity,
        "order": view.order,
        "order_number": view.order_number,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
        "vat": view.vat_minor.map(money),
        "vat_minor": view.vat_minor,
        "currency": view.currency,
        "came_at_ms": view.came_at_ms,
        "file": view.file.as_ref().map(|file| {
            json!({ "name": file.name, "bytes": file.bytes, "can_open": file.can_open, "is_here": file.is_here, "text": file.text })
        }),
        "is_counted_elsewhere": view.is_counted_elsewhere,
        "lines": view.lines.iter().map(supplier_line).collect::<Vec<_>>(),
        "doubts": doubts.collect::<Vec<_>>(),
    })
}

fn supplier_line(line: &SupplierLineView) -> Value {
    json!({
        "id": line.item,
        "item": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "sum": line.sum_minor.map(money),
        "sum_minor": line.sum_minor,
    })
}

fn shipment(view: &ShipmentView) -> Value {
    json!({
        "id": view.id,
        "kind": view.kind,
        "number": view.number,
        "date": view.date,
        "lines": view.lines.iter().map(supplier_line).collect::<Vec<_>>(),
    })
}

pub fn month(view: &MonthView) -> Value {
    json!({
        "id": view.month,
        "month": view.month,
        "orders": view.orders,
        "total": money(view.total_minor),
        "total_minor": view.total_minor,
        "currency": view.currency,
    })
}

pub fn purchases(item: &str, entity: &str, view: &ItemPurchases) -> Value {
    let rows: Vec<Value> = view.rows.iter().map(purchase).collect();
    json!({
        "id": item,
        "entity": entity,
        "items": rows,
        "dearest": view.dearest_micro.map(price),
        "dearest_micro": view.dearest_micro,
        "dearest_at_ms": view.dearest_at_ms,
    })
}

fn purchase(view: &PurchaseView) -> Value {
    json!({
        "id": view.order,
        "order": view.order,
        "order_number": view.order_number,
        "at_ms": view.at_ms,
        "quantity": quantity(view.quantity_milli),
        "quantity_milli": view.quantity_milli,
        "unit": view.unit,
        "price": price(view.price_micro),
        "price_micro": view.price_micro,
        "currency": view.currency,
    })
}
