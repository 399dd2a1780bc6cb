//! Prices with their chains, tiers, gifts, and lines that cannot be ordered.

use super::drafts::service;
use crate::figures::{money, price, quantity};
use cabinet_commands::drafts::{GiftView, TierView, TroubleView};
use cabinet_commands::prices::{ChainStepView, ExplainedPrice};
use serde_json::{Value, json};

pub fn explained(entity: &str, view: &ExplainedPrice) -> Value {
    json!({
        "id": view.item,
        "entity": entity,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "quantity": quantity(view.quantity_milli),
        "quantity_milli": view.quantity_milli,
        "list": view.list_micro.map(price),
        "list_micro": view.list_micro,
        "list_currency": view.list_currency,
        "steps": view.steps.iter().map(step).collect::<Value>(),
        "price": view.price_micro.map(price),
        "price_micro": view.price_micro,
        "currency": view.currency,
        "off_bp": view.off_bp,
        "sum": view.sum_minor.map(money),
        "sum_minor": view.sum_minor,
        "vat": view.vat,
        "stated_vat": view.stated_vat,
        "is_vat_doubtful": view.is_vat_doubtful,
        "vat_sum": view.vat_minor.map(money),
        "vat_sum_minor": view.vat_minor,
        "is_vat_on_top": view.is_vat_on_top,
        "date": view.date,
        "tiers": view.tiers.iter().map(tier).collect::<Value>(),
        "trouble": view.trouble.as_ref().map(trouble),
        "minimum_milli": view.minimum_milli,
        "step_milli": view.step_milli,
        "pack": view.pack,
        "services": view.services.iter().map(service).collect::<Value>(),
    })
}

fn step(view: &ChainStepView) -> Value {
    json!({
        "kind": view.kind,
        "name": view.name,
        "percent_milli": view.percent_milli,
        "money_micro": view.money_micro,
        "from_milli": view.from_milli,
        "together": view.together_milli.map(quantity),
        "together_milli": view.together_milli,
        "until": view.until,
        "rate_micro": view.rate_micro,
        "rate_on": view.rate_on,
        "before_micro": view.before_micro,
        "after": price(view.after_micro),
        "after_micro": view.after_micro,
        "currency": view.currency,
    })
}

pub fn tier(view: &TierView) -> Value {
    json!({
        "from": quantity(view.from_milli),
        "from_milli": view.from_milli,
        "price": price(view.price_micro),
        "price_micro": view.price_micro,
        "currency": view.currency,
        "counts_variants": view.counts_variants,
    })
}

pub fn trouble(view: &TroubleView) -> Value {
    json!({
        "code": view.code,
        "down": view.down_milli.map(quantity),
        "down_milli": view.down_milli,
        "up": view.up_milli.map(quantity),
        "up_milli": view.up_milli,
        "pack": view.pack,
        "step_milli": view.step_milli,
    })
}

pub fn gift(view: &GiftView) -> Value {
    json!({
        "id": view.item,
        "rule": view.rule,
        "rule_name": view.rule_name,
        "article": view.article,
        "name": view.name,
        "unit": view.unit,
        "quantity": quantity(view.quantity_milli),
        "quantity_milli": view.quantity_milli,
    })
}
