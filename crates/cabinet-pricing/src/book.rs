//! The rules that concern a buyer, laid out so that a line finds its own in a few look-ups.

use crate::facts::Facts;
use crate::packing::Bounds;
use crate::rule::{Counted, Effect, Goods, Price, Rule};
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

/// Rules of the same goods, by what they do; each list in the order of ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Level {
    pub(crate) exceptions: Vec<Placed>,
    pub(crate) types: Vec<Placed>,
    tiers: Vec<Placed>,
    /// Promotions and gifts.
    pub(crate) conditional: Vec<Placed>,
    packings: Vec<Placed>,
    pub(crate) services: Vec<Placed>,
}

impl Level {
    /// Rates are for all goods and have a place of their own.
    fn add(&mut self, placed: Placed) {
        let list = match placed.rule.effect {
            Effect::Exception { .. } => &mut self.exceptions,
            Effect::PriceType(_) => &mut self.types,
            Effect::Tier { .. } => &mut self.tiers,
            Effect::Promotion { .. } | Effect::Gift { .. } => &mut self.conditional,
            Effect::Packing { .. } => &mut self.packings,
            Effect::Service(_) => &mut self.services,
            Effect::Rate { .. } => return,
        };
        list.push(placed);
    }
}

/// Rules of one item, those that name it most closely first.
pub(crate) type Levels<'b> = Vec<&'b Level>;

/// Every rule that concerns one buyer. The order in which they came plays no part; of two with one id the last counts.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    rules: Vec<Arc<Rule>>,
    by_item: HashMap<String, Level>,
    by_product: HashMap<String, Level>,
    by_group: HashMap<String, Level>,
    of_all: Level,
    /// Rates by the currency that they are from, those that count first.
    rates: BTreeMap<Currency, Vec<Arc<Rule>>>,
    country: Country,
    counts_variants: bool,
    has_services: bool,
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
        let counts_variants = book.rules.iter().any(|rule| {
            matches!(
                rule.effect,
                Effect::Tier {
                    counted: Counted::Variants,
                    ..
                }
            )
        });
        book.counts_variants = counts_variants;
        book.has_services = book.rules.iter().any(|rule| matches!(rule.effect, Effect::Service(_)));
        book.rates = rates(&book.rules);
        for (at, rule) in book.rules.iter().enumerate() {
            let placed = Placed {
                at,
                rule: Arc::clone(rule),
            };
            let level = match &rule.goods {
                Goods::All => &mut book.of_all,
                Goods::Group(id) => book.by_group.entry(id.clone()).or_default(),
                Goods::Product(id) => book.by_product.entry(id.clone()).or_default(),
                Goods::Item(id) => book.by_item.entry(id.as_str().to_owned()).or_default(),
            };
            level.add(placed);
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

    /// Whether some tier counts lines with variants of one product together: then a line may change the price of another.
    #[must_use]
    pub const fn counts_variants(&self) -> bool {
        self.counts_variants
    }

    /// Whether any service is offered at all.
    #[must_use]
    pub const fn has_services(&self) -> bool {
        self.has_services
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

    pub(crate) fn levels(&self, facts: &Facts<'_>) -> Levels<'_> {
        if self.is_empty() {
            return Vec::new();
        }
        let item = facts.item.as_str();
        let product = product_of(item);
        let own = [self.by_item.get(item), self.by_product.get(product)];
        let groups = facts.groups.iter().map(|group| self.by_group.get(group));
        let mut levels: Levels<'_> = Vec::with_capacity(4);
        for level in own.into_iter().chain(groups).flatten().chain([&self.of_all]) {
            // A group that is named twice would make a line count twice.
            if !levels.iter().any(|known| std::ptr::eq(*known, level)) {
                levels.push(level);
            }
        }
        levels
    }

    /// What quantities of an item can be ordered: the bounds that name the goods most closely, of those the ones that name
    /// the buyer most closely, of those the widest step.
    #[must_use]
    pub fn bounds(&self, facts: &Facts<'_>, date: Date) -> Bounds {
        bounds(&self.levels(facts), facts.is_whole, date)
    }

    /// The rate by which a price of this currency is paid on a day; `None` when it is paid as it is.
    pub(crate) fn rate_of(&self, price: Price, date: Date) -> Option<(&Rule, Currency, i64)> {
        let of_currency = self.rates.get(&price.1)?;
        of_currency.iter().find_map(|rule| match rule.effect {
            Effect::Rate { to, rate_micro, on, .. } if on <= date && rule.is_valid_on(date) => {
                Some((&**rule, to, rate_micro))
            }
            _ => None,
        })
    }
}

/// Rates of all goods: of one currency the one that names the buyer most closely counts, of those the newest, of those the one
/// with the first id.
fn rates(rules: &[Arc<Rule>]) -> BTreeMap<Currency, Vec<Arc<Rule>>> {
    let mut all: BTreeMap<Currency, Vec<(Date, Arc<Rule>)>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.goods == Goods::All) {
        if let Effect::Rate { from, on, .. } = rule.effect {
            all.entry(from).or_default().push((on, Arc::clone(rule)));
        }
    }
    let sorted = all.into_iter().map(|(from, mut list)| {
        list.sort_by(|(on, rule), (other_on, other)| {
            let order = (other.closeness, *other_on).cmp(&(rule.closeness, *on));
            order.then_with(|| rule.id.cmp(&other.id))
        });
        (from, list.into_iter().map(|(_, rule)| rule).collect())
    });
    sorted.collect()
}

pub(crate) fn bounds(levels: &[&Level], is_whole: bool, date: Date) -> Bounds {
    let found = levels.iter().find_map(|level| {
        let rules = valid(&level.packings, date).filter_map(|placed| match &placed.rule.effect {
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
    bounds.whole(is_whole)
}

/// A tier of an item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step3<'b> {
    pub(crate) from: Quantity,
    pub(crate) counted: Counted,
    pub(crate) rule: &'b Rule,
}

/// The tiers of an item that count, by threshold, at one threshold that of the line before that of its variants; of two that
/// count the same at one threshold that with the first id.
pub(crate) fn tiers<'b>(levels: &[&'b Level], date: Date) -> Vec<Step3<'b>> {
    let tiers_of = |level: &&'b Level| {
        let of_day = || {
            valid(&level.tiers, date).filter_map(|placed| match placed.rule.effect {
                Effect::Tier { from, counted, .. } => Some((placed.rule.closeness, from, counted, &*placed.rule)),
                _ => None,
            })
        };
        let closest = of_day().map(|(closeness, ..)| closeness).max()?;
        let mut own: Vec<Step3<'b>> = of_day()
            .filter(|(closeness, ..)| *closeness == closest)
            .map(|(_, from, counted, rule)| Step3 { from, counted, rule })
            .collect();
        own.sort_by_key(|tier| (tier.from, tier.counted));
        own.dedup_by_key(|tier| (tier.from, tier.counted));
        Some(own)
    };
    levels.iter().find_map(tiers_of).unwrap_or_default()
}

/// The product of an item: what stands before `#`.
pub(crate) fn product_of(item: &str) -> &str {
    item.split_once('#').map_or(item, |(product, _)| product)
}

/// Rules of a list that stand on a day.
pub(crate) fn valid(rules: &[Placed], date: Date) -> impl Iterator<Item = &Placed> {
    rules.iter().filter(move |placed| placed.rule.is_valid_on(date))
}
