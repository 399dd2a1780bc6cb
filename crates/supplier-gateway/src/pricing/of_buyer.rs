//! The rules of one legal entity by the terms it has now.

use super::PricingError;
use super::stored;
use crate::access::contracts::EntityTerms;
use crate::catalogue::{self, Assortment};
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::ids::{EntityId, ItemId};
use cabinet_pricing::book::RuleBook;
use cabinet_pricing::rule::{Effect, Goods, Rule};
use std::collections::{BTreeSet, HashMap};

/// The rules that make an entity's prices; none while it has no prices.
///
/// # Errors
/// [`PricingError`].
pub fn rules_of(tx: &mut dyn Tx, entity: &EntityId, terms: &EntityTerms) -> Result<Vec<Rule>, PricingError> {
    let Some(price_type) = &terms.price_type else {
        return Ok(Vec::new());
    };
    let stored = stored::of_buyer(tx, price_type.as_str(), terms.contract_number(), entity.as_str())?;
    Ok(stored.into_iter().map(|stored| stored.rule).collect())
}

/// The same, laid out for pricing. Rules about goods outside the assortment do no harm: such goods are in no order.
///
/// # Errors
/// [`PricingError`].
pub fn book_of(
    tx: &mut dyn Tx,
    settings: &Settings,
    entity: &EntityId,
    terms: &EntityTerms,
) -> Result<RuleBook, PricingError> {
    Ok(RuleBook::new(rules_of(tx, entity, terms)?, settings.supplier.country))
}

/// What of the goods that rules name is seen in an assortment; each is looked up once.
pub(super) struct Seen {
    assortment: Assortment,
    /// Those that the assortment has goods in or below.
    groups: BTreeSet<String>,
    known: HashMap<Goods, bool>,
}

impl Seen {
    pub(super) fn of(tx: &mut dyn Tx, assortment: &str) -> Result<Self, PricingError> {
        let assortment = catalogue::assortment(tx, assortment)?;
        let groups = if assortment.is_all() {
            BTreeSet::new()
        } else {
            catalogue::groups_shown(tx, &assortment)?
        };
        Ok(Self {
            assortment,
            groups,
            known: HashMap::new(),
        })
    }

    /// Whether an entity with the assortment may know of a rule: of its goods, and of what it gives.
    pub(super) fn has(&mut self, tx: &mut dyn Tx, rule: &Rule) -> Result<bool, PricingError> {
        let gift = match &rule.effect {
            Effect::Gift { item, .. } => Some(Goods::Item(item.clone())),
            _ => None,
        };
        for goods in std::iter::once(&rule.goods).chain(&gift) {
            if !self.sees(tx, goods)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn sees(&mut self, tx: &mut dyn Tx, goods: &Goods) -> Result<bool, PricingError> {
        let item = match goods {
            _ if self.assortment.is_all() => return Ok(true),
            Goods::All => return Ok(true),
            Goods::Group(group) => return Ok(self.groups.contains(group)),
            Goods::Product(id) => ItemId::from(id.as_str()),
            Goods::Item(item) => item.clone(),
        };
        if let Some(known) = self.known.get(goods) {
            return Ok(*known);
        }
        let terms = catalogue::terms(tx, None, &[item])?;
        let is_seen = terms.into_iter().flatten().any(|terms| terms.is_in(&self.assortment));
        self.known.insert(goods.clone(), is_seen);
        Ok(is_seen)
    }
}
