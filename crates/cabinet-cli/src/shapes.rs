//! The JSON shapes of the answers (docs/cli.md). They are stable: fields are added, never renamed or dropped.
//!
//! Money and quantities stand twice: as exact decimals for people and as integers with the unit in the name.

mod changes;
mod claims;
mod codes;
mod delivery;
mod drafts;
mod money;
mod settlement;
mod find;
mod orders;
mod price_lists;
pub mod pricing;
mod report;

pub use changes::{changes, percent};
pub use claims::{claim, refused_files, whole_claim};
pub use codes::{code, code_row};
pub use delivery::{address, branch, carrier, way};
pub use drafts::{added, copied, draft, draft_line, left_line, part, repriced_line, service_offer, whole_draft};
pub use find::found_papers;
pub use money::{due_day, owed_tree, reminder, what_if};
pub use orders::{changed_lines, check, document, month, order, purchases, ruled_line, supplier_document, whole_order};
pub use price_lists::{left_out, price_list_now, recipe, why_left_out_words};
pub use settlement::{act, act_entry, reconciliation};

pub use report::purchase_report;

use crate::figures::{money, price, quantity};
use cabinet_commands::catalogue::ItemRowView;
use cabinet_commands::news::NewsView;
use cabinet_commands::notices::NoticeView;
use cabinet_commands::prices::{PriceHistoryView, PricePointView};
use cabinet_commands::profile::{ContractView, EntityView, PersonView, ProfileState, SetAsideFile};
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
        "sees_claims": view.sees_claims,
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
        "list_price_micro": row.list_price_micro,
        "off_bp": row.off_bp,
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
        "own": view.own_micro.map(price),
        "own_micro": view.own_micro,
        "own_currency": view.own_currency,
    })
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
        "document_kind": view.document_kind,
        "act": view.act,
        "act_from": view.act_from,
        "act_to": view.act_to,
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
    json!({
        "id": view.feed,
        "kind": view.kind,
        "part": view.part,
        "rows": view.rows,
        "true_at_ms": view.true_at_ms,
        "checked_at_ms": view.checked_at_ms,
        "mended_at_ms": view.mended_at_ms,
    })
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
