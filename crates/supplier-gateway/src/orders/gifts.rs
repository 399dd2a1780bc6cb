//! Gifts of an order: what the rules give now, as far as there is stock, against what the user saw.

use super::holds::{self, Free};
use super::sums::rate_of;
use super::terms::{Buyer, Compared, ComparedLine};
use crate::catalogue::{self, ItemTerms};
use crate::orders::OrdersError;
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::quantity::Quantity;
use cabinet_pricing::draft::Gift;
use cabinet_pricing::facts::Document;
use cabinet_protocol::orders::{QuotedGift, WantedGift};
use std::collections::BTreeMap;

/// A gift and what is true of it.
#[derive(Debug, Clone)]
pub(super) struct ComparedGift {
    /// Id of the rule.
    rule: String,
    item: ItemId,
    /// `None` when the rules give it no more.
    pub(super) terms: Option<ItemTerms>,
    /// What the user saw.
    asked: Quantity,
    /// What is given.
    pub(super) given: Quantity,
    /// The rate of its VAT on the day.
    pub(super) rate: Option<VatRate>,
    free: Option<Free>,
}

impl ComparedGift {
    /// Whether the user gets what he saw.
    pub(super) fn passes(&self) -> bool {
        self.given >= self.asked
    }

    pub(super) fn quoted(&self) -> QuotedGift {
        QuotedGift {
            rule: self.rule.clone(),
            item: self.item.clone(),
            asked_milli: self.asked.milli(),
            given_milli: self.given.milli(),
        }
    }
}

/// Compares the gifts of the rules with those that the user saw. Lines come before gifts where stock is short.
#[expect(clippy::too_many_arguments, reason = "each is another kind of fact")]
pub(super) fn compare(
    tx: &mut dyn Tx,
    buyer: &Buyer,
    document: &Document,
    given: &[Gift<'_>],
    seen: &[WantedGift],
    lines: &[ComparedLine],
    settings: &Settings,
    now_ms: i64,
) -> Result<Vec<ComparedGift>, OrdersError> {
    let tells_stock = catalogue::tells_stock(tx)?;
    let mut taken: BTreeMap<ItemId, Quantity> = BTreeMap::new();
    for line in lines {
        taken.insert(line.wanted.item.clone(), line.asked());
    }
    let mut gifts = Vec::with_capacity(given.len());
    for gift in given {
        let terms = catalogue::terms(tx, None, std::slice::from_ref(gift.item))?;
        let terms = terms.into_iter().flatten().next();
        let Some(terms) = terms.filter(|terms| terms.is_on_sale && terms.is_in(&buyer.assortment)) else {
            continue;
        };
        let free = holds::free(tx, gift.item, &terms.stock, None, now_ms)?;
        let before = taken.entry(gift.item.clone()).or_default();
        let mut quantity = gift.quantity;
        if tells_stock {
            let left = free.total.minus_floor(*before);
            quantity = match left < quantity {
                // A smaller gift would tell how much there is.
                true if !buyer.terms.stock.tells_quantities() => Quantity::ZERO,
                true => left,
                false => quantity,
            };
        }
        *before = before.plus(quantity);
        let stated = rate_of(&terms.vat, &settings.supplier.vat);
        let rate = stated.map(|rate| document.country.rate_on(rate, document.date).unwrap_or(rate));
        let asked = seen
            .iter()
            .find(|wanted| wanted.rule == gift.rule.id && wanted.item == *gift.item);
        gifts.push(ComparedGift {
            rule: gift.rule.id.clone(),
            item: gift.item.clone(),
            terms: Some(terms),
            asked: Quantity::from_milli(asked.map_or(0, |wanted| wanted.quantity_milli.max(0))),
            given: quantity,
            rate,
            free: Some(free),
        });
    }
    for wanted in seen {
        let is_known = gifts
            .iter()
            .any(|gift| gift.rule == wanted.rule && gift.item == wanted.item);
        if !is_known && wanted.quantity_milli > 0 {
            gifts.push(ComparedGift {
                rule: wanted.rule.clone(),
                item: wanted.item.clone(),
                terms: None,
                asked: Quantity::from_milli(wanted.quantity_milli),
                given: Quantity::ZERO,
                rate: None,
                free: None,
            });
        }
    }
    gifts.retain(|gift| gift.given.is_positive() || gift.asked.is_positive());
    Ok(gifts)
}

/// The items of an order, bought and given, each once.
pub(super) fn held_items(compared: &Compared) -> Vec<&ItemTerms> {
    let bought = compared.lines.iter().filter_map(|line| line.item.as_ref());
    let given = compared.gifts.iter().filter(|gift| gift.given.is_positive());
    let all = bought.chain(given.filter_map(|gift| gift.terms.as_ref()));
    let items: BTreeMap<&ItemId, &ItemTerms> = all.map(|item| (&item.item, item)).collect();
    items.into_values().collect()
}

/// How much of each item an order holds, bought and given together, with what is free of it.
pub(super) fn promised(compared: &Compared) -> BTreeMap<&ItemId, (&Free, Quantity)> {
    let mut promised: BTreeMap<&ItemId, (&Free, Quantity)> = BTreeMap::new();
    for line in &compared.lines {
        promised.insert(&line.wanted.item, (&line.free, line.reserved()));
    }
    for gift in &compared.gifts {
        if let Some(free) = gift.free.as_ref().filter(|_| gift.given.is_positive()) {
            let (_, quantity) = promised.entry(&gift.item).or_insert((free, Quantity::ZERO));
            *quantity = quantity.plus(gift.given);
        }
    }
    promised
}
