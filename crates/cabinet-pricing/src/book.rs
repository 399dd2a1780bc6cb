//! The rules that concern a buyer, laid out so that a line finds its own in a few look-ups.

use crate::facts::Facts;
use crate::packing::Bounds;
use crate::rule::{Closeness, Effect, Goods, Price, Rule};
use crate::vat::Country;
use cabinet_domain::money::Currency;
use cabinet_domain::quantity::Quantity;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use time::Date;

/// A rule with its place in the book.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) at: usize,
    pub(crate) rule: Arc<Rule>,
}

/// Every rule that concerns one buyer. The order in which they came plays no part; of two with one id the last counts.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    rules: Vec<Arc<Rule>>,
    by_item: HashMap<String, Vec<Placed>>,
    by_product: HashMap<String, Vec<Placed>>,
    by_group: HashMap<String, Vec<Placed>>,
    of_all: Vec<Placed>,
    country: Country,
}

impl RuleBook {
    /// Lays rules out.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = Rule>, country: Country) -> Self {
        let by_id: BTreeMap<String, Rule> = rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect();
        let mut book = Self {
            rules: by_id.into_values().map(Arc::new).collect(),
            country,
            ..Self::default()
        };
        for (at, rule) in book.rules.iter().enumerate() {
            let placed = Placed {
                at,
                rule: Arc::clone(rule),
            };
            match &rule.goods {
                Goods::All => book.of_all.push(placed),
                Goods::Group(id) => book.by_group.entry(id.clone()).or_default().push(placed),
                Goods::Product(id) => book.by_product.entry(id.clone()).or_default().push(placed),
                Goods::Item(id) => book.by_item.entry(id.as_str().to_owned()).or_default().push(placed),
            }
        }
        book
    }

    /// Whether there is no rule at all: then everything costs what the price list says.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Every rule, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(AsRef::as_ref)
    }

    /// Whose rates of VAT count.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// Items that some rule gives away: facts of them are needed before a draft is shown.
    pub fn gifts(&self) -> impl Iterator<Item = &cabinet_domain::ids::ItemId> {
        self.rules().filter_map(|rule| match &rule.effect {
            Effect::Gift { item, .. } => Some(item),
            _ => None,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    pub(crate) fn placed_rules(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.rules().enumerate()
    }

    /// Rules of an item, those that name it most closely first. Rules within a level are in the order of their ids.
    pub(crate) fn levels<'b>(&'b self, facts: &Facts<'_>) -> impl Iterator<Item = &'b [Placed]> {
        let own = self.by_item.get(facts.item.as_str());
        let product = self.by_product.get(facts.item.product().as_str());
        let groups = facts.groups.iter().map(|group| self.by_group.get(group));
        let found = [own, product].into_iter().chain(groups).flatten();
        found
            .map(Vec::as_slice)
            .chain(std::iter::once(self.of_all.as_slice()))
            .filter(|level| !level.is_empty())
    }

    /// What quantities of an item can be ordered: the bounds that name the goods most closely, of those the ones that name
    /// the buyer most closely, of those the widest step.
    #[must_use]
    pub fn bounds(&self, facts: &Facts<'_>, date: Date) -> Bounds {
        let found = self.levels(facts).find_map(|level| {
            let rules = valid(level, date).filter_map(|placed| match &placed.rule.effect {
                Effect::Packing { minimum, step, pack } => Some((placed.rule.closeness, *step, *minimum, pack)),
                _ => None,
            });
            rules.max_by_key(|(closeness, step, minimum, _)| (*closeness, *step, *minimum))
        });
        let bounds = found.map_or_else(Bounds::default, |(_, step, minimum, pack)| Bounds {
            minimum,
            step,
            pack: pack.clone(),
        });
        bounds.whole(facts.is_whole)
    }

    /// The rate by which a price of this currency is paid on a day; `None` when it is paid as it is.
    pub(crate) fn rate_of(&self, price: Price, date: Date) -> Option<(&Rule, Currency, i64)> {
        let rates = valid(&self.of_all, date).filter_map(|placed| match placed.rule.effect {
            Effect::Rate {
                from,
                to,
                rate_micro,
                on,
            } if from == price.1 && on <= date => Some((placed.rule.closeness, on, &*placed.rule, to, rate_micro)),
            _ => None,
        });
        let newest =
            rates.max_by_key(|(closeness, on, rule, ..)| (*closeness, *on, std::cmp::Reverse(rule.id.as_str())));
        newest.map(|(_, _, rule, to, rate_micro)| (rule, to, rate_micro))
    }

    /// The tiers of an item that count, by threshold; of two at one threshold that with the first id.
    pub(crate) fn tiers(&self, facts: &Facts<'_>, date: Date) -> Vec<(Quantity, &Rule)> {
        let tiers_of = |level| {
            let tiers: Vec<(Closeness, Quantity, &Rule)> = valid(level, date)
                .filter_map(|placed| match placed.rule.effect {
                    Effect::Tier { from, .. } => Some((placed.rule.closeness, from, &*placed.rule)),
                    _ => None,
                })
                .collect();
            let closest = tiers.iter().map(|(closeness, ..)| *closeness).max()?;
            let mut own: Vec<(Quantity, &Rule)> = tiers
                .into_iter()
                .filter(|(closeness, ..)| *closeness == closest)
                .map(|(_, from, rule)| (from, rule))
                .collect();
            own.sort_by_key(|(from, _)| *from);
            own.dedup_by_key(|(from, _)| *from);
            Some(own)
        };
        self.levels(facts).find_map(tiers_of).unwrap_or_default()
    }
}

/// Rules of a level that stand on a day.
pub(crate) fn valid(level: &[Placed], date: Date) -> impl Iterator<Item = &Placed> {
    level.iter().filter(move |placed| placed.rule.is_valid_on(date))
}
