//! Drafts, and what became of lines that were added or copied.

use super::contract;
use super::delivery::delivery;
use super::pricing::{gift, tier, trouble};
use crate::figures::{money, price, quantity};
use cabinet_commands::drafts::{
    AddReport, ColumnDoubt, CopyReport, CountedView, CreditView, DraftLimitsView, DraftLineView, DraftSummary,
    DraftView, InUnitView, LeftLine, LineServiceView, PartView, RepricedLine, ServiceOfferView, ServiceTermsView,
    UsualView,
};
use serde_json::{Value, json};

pub fn draft(view: &DraftSummary) -> Value {
    json!({
        "id": view.id,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "kind": view.kind,
        "name": view.name,
        "label": view.label,
        "line_count": view.lines,
        "in_flight_count": view.lines_in_flight,
        "in_flight_state": view.in_flight,
        "troubled_count": view.troubled_lines,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
        "currency": view.currency,
        "weight_g": view.weight_g,
        "without_weight_count": view.without_weight,
        "volume_cm3": view.volume_cm3,
        "without_volume_count": view.without_volume,
        "contract": view.contract.as_ref().map(contract),
        "updated_at_ms": view.updated_at_ms,
        "deleted_at_ms": view.deleted_at_ms,
    })
}

pub fn whole_draft(view: &DraftView) -> Value {
    let mut document = draft(&view.summary);
    if let Value::Object(fields) = &mut document {
        fields.insert("comment".to_owned(), json!(view.comment));
        fields.insert("true_at_ms".to_owned(), json!(view.true_at_ms));
        fields.insert("delivery".to_owned(), delivery(&view.delivery));
        fields.insert("lines".to_owned(), view.lines.iter().map(draft_line).collect());
        fields.insert("gifts".to_owned(), view.gifts.iter().map(gift).collect());
        fields.insert("is_prepaid".to_owned(), json!(view.is_prepaid));
        fields.insert("limits".to_owned(), view.limits.as_ref().map_or(Value::Null, limits));
    }
    document
}

pub fn draft_line(line: &DraftLineView) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "in_unit": line.in_unit.as_ref().map(in_unit),
        "weight_g": line.weight_g,
        "volume_cm3": line.volume_cm3,
        "price": line.price_micro.map(price),
        "price_micro": line.price_micro,
        "currency": line.currency,
        "list_price": line.list_price_micro.map(price),
        "list_price_micro": line.list_price_micro,
        "off_bp": line.off_bp,
        "trouble": line.trouble.as_ref().map(trouble),
        "next_tier": line.next_tier.as_ref().map(tier),
        "sum": line.sum_minor.map(money),
        "sum_minor": line.sum_minor,
        "stock": line.stock_milli.map(quantity),
        "stock_milli": line.stock_milli,
        "stock_level": line.stock_level,
        "is_gone": line.is_gone,
        "is_unpriced": line.is_unpriced,
        "is_in_flight": line.is_in_flight,
        "comment": line.comment,
        "is_on_order": line.is_on_order,
        "packs": line.packs.as_ref().map(counted),
        "parts": line.parts.iter().map(part).collect::<Value>(),
        "usual": line.usual.as_ref().map(usual),
        "services": line.services.iter().map(service).collect::<Value>(),
    })
}

pub fn service_offer(offer: &ServiceOfferView) -> Value {
    json!({ "name": offer.name, "asks": offer.asks, "terms": service_terms(&offer.terms) })
}

pub fn service_terms(terms: &ServiceTermsView) -> Value {
    json!({
        "per": terms.per,
        "price": price(terms.price_micro),
        "price_micro": terms.price_micro,
        "minimum": money(terms.minimum_minor),
        "minimum_minor": terms.minimum_minor,
        "currency": terms.currency,
        "bar_mm": terms.bar_mm,
        "vat": terms.vat,
    })
}

pub fn service(service: &LineServiceView) -> Value {
    json!({
        "name": service.name,
        "pieces": service.pieces,
        "length_mm": service.length_mm,
        "terms": service.terms.as_ref().map(service_terms),
        "count": service.count_milli.map(quantity),
        "count_milli": service.count_milli,
        "price": service.price_micro.map(price),
        "price_micro": service.price_micro,
        "sum": service.sum_minor.map(money),
        "sum_minor": service.sum_minor,
        "vat_sum": service.vat_minor.map(money),
        "vat_sum_minor": service.vat_minor,
        "is_minimum": service.is_minimum,
        "left_mm": service.left_mm,
        "trouble": service.trouble,
        "made": service.made,
        "up": service.up_milli.map(quantity),
        "up_milli": service.up_milli,
        "most_mm": service.most_mm,
    })
}

fn in_unit(view: &InUnitView) -> Value {
    json!({ "unit": view.unit, "count": quantity(view.count_milli), "count_milli": view.count_milli })
}

fn counted(amount: &CountedView) -> Value {
    json!({ "count": quantity(amount.count_milli), "count_milli": amount.count_milli, "unit": amount.unit })
}

pub fn part(part: &PartView) -> Value {
    json!({
        "label": part.label,
        "date": part.date,
        "warehouse": part.warehouse,
        "warehouse_name": part.warehouse_name,
        "quantity": quantity(part.quantity_milli),
        "quantity_milli": part.quantity_milli,
        "sum": part.sum_minor.map(money),
        "sum_minor": part.sum_minor,
    })
}

fn usual(usual: &UsualView) -> Value {
    json!({
        "least": quantity(usual.least_milli),
        "least_milli": usual.least_milli,
        "most": quantity(usual.most_milli),
        "most_milli": usual.most_milli,
        "purchase_count": usual.purchases,
    })
}

fn limits(view: &DraftLimitsView) -> Value {
    let suggestions = view.suggestions.iter().map(|one| {
        json!({
            "kind": one.kind,
            "id": one.item,
            "article": one.article,
            "name": one.name,
            "add": quantity(one.add_milli),
            "add_milli": one.add_milli,
            "quantity": quantity(one.quantity_milli),
            "quantity_milli": one.quantity_milli,
            "price": price(one.price_micro),
            "price_micro": one.price_micro,
            "adds": money(one.adds_minor),
            "adds_minor": one.adds_minor,
        })
    });
    json!({
        "currency": view.currency,
        "min_order": view.min_order_minor.map(money),
        "min_order_minor": view.min_order_minor,
        "missing": money(view.missing_minor),
        "missing_minor": view.missing_minor,
        "credit": view.credit.as_ref().map(credit),
        "suggestions": suggestions.collect::<Value>(),
    })
}

fn credit(view: &CreditView) -> Value {
    let others = view.others.iter().map(|other| {
        json!({ "entity": other.entity, "entity_name": other.name, "free": other.free_minor.map(money), "free_minor": other.free_minor })
    });
    json!({
        "limit": view.limit_minor.map(money),
        "limit_minor": view.limit_minor,
        "debt": money(view.debt_minor),
        "debt_minor": view.debt_minor,
        "overdue": money(view.overdue_minor),
        "overdue_minor": view.overdue_minor,
        "on_order": money(view.on_order_minor),
        "on_order_minor": view.on_order_minor,
        "free": view.free_minor.map(money),
        "free_minor": view.free_minor,
        "over": money(view.over_minor),
        "over_minor": view.over_minor,
        "over_limit": view.over_limit,
        "as_of_ms": view.as_of_ms,
        "others": others.collect::<Value>(),
    })
}

/// A line that was not taken along.
pub fn left_line(line: &LeftLine) -> Value {
    json!({
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "reason": line.reason,
    })
}

/// A line at another price than before.
pub fn repriced_line(line: &RepricedLine) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "price_was": price(line.price_was_micro),
        "price_was_micro": line.price_was_micro,
        "price_now": line.price_now_micro.map(price),
        "price_now_micro": line.price_now_micro,
        "currency": line.currency,
    })
}

pub fn copied(report: &CopyReport) -> Value {
    let joined = report.joined.iter().map(|line| {
        json!({
            "id": line.item,
            "article": line.article,
            "name": line.name,
            "was": counted(&line.was),
            "added": counted(&line.added),
            "now": counted(&line.now),
        })
    });
    json!({
        "id": report.draft.id,
        "added": report.added,
        "left": report.left.iter().map(left_line).collect::<Value>(),
        "repriced": report.repriced.iter().map(repriced_line).collect::<Value>(),
        "joined": joined.collect::<Value>(),
        "draft": draft(&report.draft),
    })
}

pub fn added(report: &AddReport) -> Value {
    let matched = report.matched.iter().map(|line| {
        json!({
            "sheet": line.sheet,
            "row": line.row,
            "id": line.item,
            "article": line.article,
            "own_code": line.own_code,
            "quantity": quantity(line.quantity_milli),
            "quantity_milli": line.quantity_milli,
            "unit": line.unit,
            "in_unit": line.in_unit.as_ref().map(in_unit),
        })
    });
    let choose = report.choose.iter().map(|line| {
        let candidates = line
            .candidates
            .iter()
            .map(|candidate| json!({ "id": candidate.item, "article": candidate.article, "name": candidate.name }));
        json!({
            "sheet": line.sheet,
            "row": line.row,
            "raw": line.raw,
            "quantity": line.quantity_milli.map(quantity),
            "quantity_milli": line.quantity_milli,
            "candidates": candidates.collect::<Value>(),
            "code": line.code,
        })
    });
    let not_found = report.not_found.iter().map(|line| {
        let readings = line.readings_milli.iter().map(|milli| json!(quantity(*milli)));
        json!({
            "sheet": line.sheet,
            "row": line.row,
            "raw": line.raw,
            "reason": line.reason,
            "item": line.item,
            "unit": line.unit,
            "readings": readings.collect::<Value>(),
            "readings_milli": line.readings_milli,
            "code": line.code,
        })
    });
    let skipped = report
        .skipped
        .iter()
        .map(|rows| json!({ "sheet": rows.sheet, "row": rows.row, "last_row": rows.last_row, "why": rows.why }));
    json!({
        "id": report.draft.id,
        "doubts": report.doubts.iter().map(doubt).collect::<Value>(),
        "skipped": skipped.collect::<Value>(),
        "matched": matched.collect::<Value>(),
        "choose": choose.collect::<Value>(),
        "not_found": not_found.collect::<Value>(),
        "draft": draft(&report.draft),
    })
}

fn doubt(doubt: &ColumnDoubt) -> Value {
    let columns = doubt
        .columns
        .iter()
        .map(|column| json!({ "column": column.column, "title": column.title, "samples": column.samples }));
    json!({ "sheet": doubt.sheet, "role": doubt.role, "first_row": doubt.first_row, "columns": columns.collect::<Value>() })
}
