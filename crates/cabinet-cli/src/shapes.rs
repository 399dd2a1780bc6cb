//! The JSON shapes of the answers (docs/cli.md). They are stable: fields are added, never renamed or dropped.
//!
//! Money and quantities stand twice: as exact decimals for people and as integers with the unit in the name.

use crate::figures::{money, price, quantity};
use crate::why;
use cabinet_commands::catalogue::ItemRowView;
use cabinet_commands::claims::{AttachReport, ClaimFileView, ClaimMessageView, ClaimSummary, ClaimView};
use cabinet_commands::delivery::{
    AddressView, BranchView, CarrierView, ChosenView, DeliveryView, OrderDeliveryView, WayView,
};
use cabinet_commands::documents::{DocumentSummary, SavedFile};
use cabinet_commands::drafts::{AddReport, DraftLineView, DraftSummary, DraftView};
use cabinet_commands::news::NewsView;
use cabinet_commands::notices::NoticeView;
use cabinet_commands::orders::{ChangedLineView, CheckView, OrderLineView, OrderSummary, OrderView, StateView};
use cabinet_commands::prices::{PriceHistoryView, PricePointView};
use cabinet_commands::profile::{ContractView, EntityView, PersonView, ProfileState, SetAsideFile};
use cabinet_commands::purchases::{ItemPurchases, MonthView, PurchaseView};
use cabinet_commands::subscriptions::SubscriptionView;
use cabinet_commands::sync::{FeedView, SyncReport, SyncStatus};
use cabinet_commands::unsent::{UnsentDraft, UnsentWork};
use cabinet_commands::wishes::WishView;
use serde::Serialize;
use serde_json::{Value, json};

/// A list.
#[derive(Serialize)]
pub struct Items {
    items: Vec<Value>,
}

impl Items {
    pub fn of<T>(rows: &[T], shape: impl Fn(&T) -> Value) -> Self {
        Self {
            items: rows.iter().map(shape).collect(),
        }
    }
}

pub fn entity(view: &EntityView) -> Value {
    json!({
        "id": view.id,
        "name": view.name,
        "tax_id": view.tax_id,
        "role": view.role,
        "price_type": (!view.price_type_name.is_empty()).then_some(&view.price_type_name),
        "price_type_id": view.price_type,
        "may_draft": view.may_draft,
        "may_order": view.may_order,
        "sees_prices": view.sees_prices,
        "prices": view.prices,
        "sees_documents": view.sees_documents,
        "stock": view.stock,
        "contract": view.contract.as_ref().map(contract),
    })
}

fn contract(view: &ContractView) -> Value {
    json!({ "number": view.number, "payment": view.payment, "delivery": view.delivery })
}

pub fn person(view: &PersonView) -> Value {
    json!({ "id": view.id, "name": view.name, "role": view.role })
}

pub fn unsent(work: &UnsentWork) -> Value {
    let lines = |draft: &UnsentDraft| {
        let lines = draft.lines.iter().map(|line| {
            json!({
                "article": line.article,
                "name": line.name,
                "unit": line.unit,
                "quantity": quantity(line.quantity_milli),
                "quantity_milli": line.quantity_milli,
                "may_be_placed": line.may_be_placed,
            })
        });
        lines.collect::<Value>()
    };
    let drafts = work
        .drafts
        .iter()
        .map(|draft| json!({ "id": draft.id, "name": draft.name, "comment": draft.comment, "lines": lines(draft) }));
    json!({
        "id": work.entity,
        "entity_name": work.entity_name,
        "reason": work.reason,
        "drafts": drafts.collect::<Value>(),
    })
}

pub fn item(row: &ItemRowView) -> Value {
    json!({
        "id": row.item,
        "article": row.article,
        "name": row.name,
        "unit": row.unit,
        "price": row.price_micro.map(price),
        "price_micro": row.price_micro,
        "currency": row.currency,
        "stock": row.stock_milli.map(quantity),
        "stock_milli": row.stock_milli,
        "stock_level": row.stock_level,
        "pack": row.pack_milli.map(quantity),
        "pack_milli": row.pack_milli,
        "other_variants": row.other_variants,
        "is_stale": row.is_stale,
    })
}

pub fn draft(view: &DraftSummary) -> Value {
    json!({
        "id": view.id,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "name": view.name,
        "line_count": view.lines,
        "in_flight_count": view.lines_in_flight,
        "in_flight_state": view.in_flight,
        "troubled_count": view.troubled_lines,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
        "currency": view.currency,
        "weight_g": view.weight_g,
        "contract": view.contract.as_ref().map(contract),
        "updated_at_ms": view.updated_at_ms,
    })
}

pub fn whole_draft(view: &DraftView) -> Value {
    let mut document = draft(&view.summary);
    if let Value::Object(fields) = &mut document {
        fields.insert("comment".to_owned(), json!(view.comment));
        fields.insert("true_at_ms".to_owned(), json!(view.true_at_ms));
        fields.insert("delivery".to_owned(), delivery(&view.delivery));
        fields.insert("lines".to_owned(), view.lines.iter().map(draft_line).collect());
    }
    document
}

fn draft_line(line: &DraftLineView) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "price": line.price_micro.map(price),
        "price_micro": line.price_micro,
        "currency": line.currency,
        "sum": line.sum_minor.map(money),
        "sum_minor": line.sum_minor,
        "stock": line.stock_milli.map(quantity),
        "stock_milli": line.stock_milli,
        "stock_level": line.stock_level,
        "is_gone": line.is_gone,
        "is_unpriced": line.is_unpriced,
        "is_in_flight": line.is_in_flight,
        "comment": line.comment,
    })
}

fn delivery(view: &DeliveryView) -> Value {
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

fn order_delivery(view: &OrderDeliveryView) -> Value {
    json!({
        "way": view.way,
        "carrier": view.carrier,
        "branch": view.branch,
        "address": view.address,
        "date": view.date,
        "own_number": view.own_number,
    })
}

pub fn added(report: &AddReport) -> Value {
    let matched = report.matched.iter().map(|line| {
        json!({
            "row": line.row,
            "id": line.item,
            "article": line.article,
            "quantity": quantity(line.quantity_milli),
            "quantity_milli": line.quantity_milli,
            "unit": line.unit,
        })
    });
    let choose = report.choose.iter().map(|line| {
        let candidates = line
            .candidates
            .iter()
            .map(|candidate| json!({ "id": candidate.item, "article": candidate.article, "name": candidate.name }));
        json!({
            "row": line.row,
            "raw": line.raw,
            "quantity": line.quantity_milli.map(quantity),
            "quantity_milli": line.quantity_milli,
            "candidates": candidates.collect::<Value>(),
        })
    });
    let not_found = report.not_found.iter().map(|line| {
        let readings = line.readings_milli.iter().map(|milli| json!(quantity(*milli)));
        json!({
            "row": line.row,
            "raw": line.raw,
            "reason": line.reason,
            "item": line.item,
            "unit": line.unit,
            "readings": readings.collect::<Value>(),
            "readings_milli": line.readings_milli,
        })
    });
    json!({
        "id": report.draft.id,
        "matched": matched.collect::<Value>(),
        "choose": choose.collect::<Value>(),
        "not_found": not_found.collect::<Value>(),
        "draft": draft(&report.draft),
    })
}

pub fn check(view: &CheckView) -> Value {
    json!({
        "id": view.draft,
        "draft": view.draft,
        "command": view.command,
        "quote": view.quote,
        "made_at_ms": view.made_at_ms,
        "is_clean": view.is_clean,
        "line_count": view.lines_total,
        "total_was": money(view.total_was_minor),
        "total_was_minor": view.total_was_minor,
        "total_now": money(view.total_now_minor),
        "total_now_minor": view.total_now_minor,
        "currency": view.currency,
        "contract": view.contract.as_ref().map(contract),
        "changed": view.changed.iter().map(changed_line).collect::<Value>(),
        "delivery": delivery(&view.delivery),
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
    })
}

fn order_state(view: &StateView) -> Value {
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
        "total": money(view.total_minor),
        "total_minor": view.total_minor,
        "currency": view.currency,
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

pub fn prices(item: &str, entity: &str, view: &PriceHistoryView) -> Value {
    let rows: Vec<Value> = view.points.iter().map(price_point).collect();
    json!({
        "id": item,
        "entity": entity,
        "items": rows,
        "since_ms": view.since_ms,
        "true_at_ms": view.true_at_ms,
        "lowest": view.lowest.as_ref().map(price_point),
        "highest": view.highest.as_ref().map(price_point),
    })
}

fn price_point(view: &PricePointView) -> Value {
    json!({
        "id": view.at_ms.to_string(),
        "at_ms": view.at_ms,
        "price": view.price_micro.map(price),
        "price_micro": view.price_micro,
        "currency": view.currency,
    })
}

pub fn saved(document: &str, file: &SavedFile) -> Value {
    json!({ "id": document, "path": file.path, "bytes": file.bytes })
}

pub fn report(report: &SyncReport) -> Value {
    let mut document = sync_status(&report.status);
    if let Value::Object(fields) = &mut document {
        fields.insert("rows_changed".to_owned(), json!(report.rows_changed));
        fields.insert("commands_done".to_owned(), json!(report.commands_done));
        fields.insert("duration_ms".to_owned(), json!(report.duration_ms));
    }
    document
}

pub fn subscription(view: &SubscriptionView) -> Value {
    json!({
        "id": view.item,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "threshold": view.threshold_milli.map(quantity),
        "threshold_milli": view.threshold_milli,
        "watches_price": view.watches_price,
        "until": view.until,
        "subscribed_at_ms": view.subscribed_at_ms,
        "stock": view.stock_milli.map(quantity),
        "stock_milli": view.stock_milli,
        "is_waiting": view.is_waiting,
        "problem": view.problem,
    })
}

pub fn news(view: &NewsView) -> Value {
    json!({
        "id": view.id,
        "entity_name": view.entity_name,
        "title": view.title,
        "text": view.text,
        "at_ms": view.at_ms,
        "until": view.until,
        "is_read": view.is_read,
    })
}

pub fn wish(view: &WishView) -> Value {
    json!({
        "id": view.article,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "article": view.article,
        "quantity": view.quantity_milli.map(quantity),
        "quantity_milli": view.quantity_milli,
        "note": view.note,
        "wished_at_ms": view.wished_at_ms,
        "is_waiting": view.is_waiting,
        "problem": view.problem,
    })
}

pub fn notice(view: &NoticeView) -> Value {
    json!({
        "id": view.id,
        "kind": view.kind,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "at_ms": view.at_ms,
        "is_read": view.is_read,
        "item": view.item,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "quantity": view.quantity_milli.map(quantity),
        "quantity_milli": view.quantity_milli,
        "wanted": view.wanted_milli.map(quantity),
        "wanted_milli": view.wanted_milli,
        "order": view.order,
        "order_number": view.order_number,
        "order_state": view.order_state,
        "claim": view.claim,
        "claim_number": view.claim_number,
        "claim_state": view.claim_state,
        "document": view.document,
        "document_number": view.document_number,
        "price": view.price_micro.map(price),
        "price_micro": view.price_micro,
        "old_price": view.old_price_micro.map(price),
        "old_price_micro": view.old_price_micro,
        "currency": view.currency,
        "total": view.total_minor.map(money),
        "total_minor": view.total_minor,
    })
}

pub fn sync_status(view: &SyncStatus) -> Value {
    json!({
        "phase": view.phase,
        "link": view.link,
        "live": view.live,
        "true_at_ms": view.true_at_ms,
        "synced_at_ms": view.synced_at_ms,
        "is_searchable": view.is_searchable,
        "queued": view.queued,
        "needs_user": view.needs_user,
        "problem": view.problem,
        "problem_code": view.problem_code,
        "feeds": view.feeds.iter().map(feed).collect::<Value>(),
    })
}

fn feed(view: &FeedView) -> Value {
    json!({ "id": view.feed, "kind": view.kind, "part": view.part, "rows": view.rows, "true_at_ms": view.true_at_ms })
}

pub fn state(view: &ProfileState) -> Value {
    json!({
        "stage": view.stage,
        "has_keyring": view.has_keyring,
        "keyring_problem": view.keyring_problem,
        "can_recover": view.can_recover,
        "is_sample": view.is_sample,
        "has_sample": view.has_sample,
        "supplier": view.supplier_name,
        "person": view.person_name,
        "version": view.app_version,
        "is_shut_out": view.is_shut_out,
        "notice": view.notice,
        "set_aside": view.set_aside.iter().map(set_aside).collect::<Value>(),
    })
}

fn set_aside(file: &SetAsideFile) -> Value {
    json!({ "id": file.path, "path": file.path, "changed_at_ms": file.changed_at_ms, "bytes": file.bytes })
}

pub fn claim(view: &ClaimSummary) -> Value {
    json!({
        "id": view.id,
        "number": view.number,
        "entity": view.entity,
        "entity_name": view.entity_name,
        "order": view.order,
        "order_number": view.order_number,
        "item": view.item,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "quantity": quantity(view.quantity_milli),
        "quantity_milli": view.quantity_milli,
        "kind": view.kind,
        "remedy": view.remedy,
        "state": view.state,
        "why": view.why,
        "why_words": view.why.map(why::words),
        "at_ms": view.at_ms,
        "filed_by": view.filed_by,
        "answer_by_ms": view.answer_by_ms,
        "is_overdue": view.is_overdue,
        "files_waiting": view.files_waiting,
        "files_queued": view.files_queued,
        "message_count": view.messages,
    })
}

pub fn whole_claim(view: &ClaimView) -> Value {
    let mut document = claim(&view.summary);
    if let Value::Object(fields) = &mut document {
        let messages: Vec<Value> = view.messages.iter().map(claim_message).collect();
        let history: Vec<Value> = view.history.iter().map(order_state).collect();
        fields.insert("text".to_owned(), view.text.clone().into());
        fields.insert("files".to_owned(), view.files.iter().map(claim_file).collect());
        fields.insert("messages".to_owned(), messages.into());
        fields.insert("history".to_owned(), history.into());
        fields.insert("other_claims".to_owned(), view.others.clone().into());
    }
    document
}

fn claim_message(view: &ClaimMessageView) -> Value {
    json!({
        "at_ms": view.at_ms,
        "who": view.who,
        "is_supplier": view.is_supplier,
        "text": view.text,
        "files": view.files.iter().map(claim_file).collect::<Vec<_>>(),
        "state": view.state,
        "why": view.why,
    })
}

fn claim_file(view: &ClaimFileView) -> Value {
    json!({
        "blake3": view.blake3,
        "name": view.name,
        "media_type": view.media_type,
        "bytes": view.bytes,
        "is_uploaded": view.is_uploaded,
    })
}

pub fn refused_files(report: &AttachReport) -> Value {
    report
        .refused
        .iter()
        .map(|file| json!({ "name": file.name, "reason": file.reason, "message": file.message }))
        .collect()
}
