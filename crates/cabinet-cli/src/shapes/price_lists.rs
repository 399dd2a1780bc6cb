//! Own price lists as JSON.

use crate::figures::price;
use cabinet_commands::price_lists::{
    ExceptionSays, LeftOut, PriceListPreview, PriceListRecipe, PriceListRow, PriceRule, RoundingWay, WhyLeftOut,
};
use cabinet_domain::money::hundredths_text;
use serde_json::{Value, json};

/// How a list is made.
pub fn recipe(recipe: &PriceListRecipe) -> Value {
    let exceptions = recipe.exceptions.iter().map(|exception| match exception.says {
        ExceptionSays::Price { price_micro } => json!({
            "article": exception.article,
            "price": price(price_micro),
            "price_micro": price_micro,
        }),
        ExceptionSays::Markup { markup_bp } => json!({
            "article": exception.article,
            "markup_percent": hundredths_text(markup_bp),
            "markup_bp": markup_bp,
        }),
    });
    json!({
        "entity": recipe.entity,
        "seller": recipe.seller,
        "groups": recipe.groups,
        "brands": recipe.brands,
        "from": recipe.from_micro.map(price),
        "from_micro": recipe.from_micro,
        "below": recipe.below_micro.map(price),
        "below_micro": recipe.below_micro,
        "in_stock_only": recipe.in_stock_only,
        "shows_stock": recipe.shows_stock,
        "rules": recipe.rules.iter().map(rule).collect::<Value>(),
        "exceptions": exceptions.collect::<Value>(),
        "rounding": {
            "step": price(recipe.rounding.step_micro),
            "step_micro": recipe.rounding.step_micro,
            "ending": price(recipe.rounding.ending_micro),
            "ending_micro": recipe.rounding.ending_micro,
            "direction": match recipe.rounding.direction {
                RoundingWay::Nearest => "nearest",
                RoundingWay::Up => "up",
                RoundingWay::Down => "down",
            },
        },
    })
}

fn rule(rule: &PriceRule) -> Value {
    json!({
        "group": rule.group,
        "brand": rule.brand,
        "from": rule.from_micro.map(price),
        "from_micro": rule.from_micro,
        "below": rule.below_micro.map(price),
        "below_micro": rule.below_micro,
        "markup_percent": hundredths_text(rule.markup_bp),
        "markup_bp": rule.markup_bp,
    })
}

/// What a list comes to now.
pub fn price_list_now(now: &PriceListPreview) -> Value {
    json!({
        "goods_count": now.goods,
        "not_chosen_count": now.not_chosen,
        "left_out": now.left_out.iter().map(left_out).collect::<Value>(),
        "by_rule_counts": now.by_rule,
        "by_exception_count": now.by_exception,
        "idle_exceptions": now.idle_exceptions,
        "currency": now.currency,
        "includes_vat": now.includes_vat,
        "true_at_ms": now.true_at_ms,
        "items": now.rows.iter().map(row).collect::<Value>(),
    })
}

fn row(row: &PriceListRow) -> Value {
    json!({
        "id": row.item,
        "article": row.article,
        "name": row.name,
        "brand": row.brand,
        "group": row.group,
        "unit": row.unit,
        "price": price(row.price_micro),
        "price_micro": row.price_micro,
        "purchase": row.purchase_micro.map(price),
        "purchase_micro": row.purchase_micro,
        "by_rule": row.by_rule,
    })
}

/// Goods that are left out for one reason.
pub fn left_out(left: &LeftOut) -> Value {
    json!({ "why": left.why, "goods_count": left.goods, "examples": left.examples })
}

/// The reason in words.
pub const fn why_left_out_words(why: WhyLeftOut) -> &'static str {
    match why {
        WhyLeftOut::NoPurchasePrice => "the supplier has no price for them",
        WhyLeftOut::NoRule => "no rule names them",
        WhyLeftOut::OtherCurrency => "they cost in another currency",
        WhyLeftOut::OutOfRange => "their price is outside of the range of the list",
        WhyLeftOut::OutOfStock => "no warehouse has them",
        WhyLeftOut::TooDear => "their price is beyond all figures",
    }
}
