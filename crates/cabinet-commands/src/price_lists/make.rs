//! A recipe carried out over the goods of now.
//!
//! What goods cost the dealer goes no further than [`Goods::purchase_micro`], which is filled only when it is asked for.

use super::recipe::prices;
use super::{LeftOut, PriceListRecipe, WhyLeftOut};
use crate::error::CommandError;
use crate::group_order::{GroupOrder, Placed};
use crate::open::{Open, price_type, sight};
use crate::pricing::Pricer;
use crate::reason::Reason;
use crate::sheets::is_ukrainian;
use crate::sync::true_at_ms;
use cabinet_desk::Grant;
use cabinet_documents::words::Language;
use cabinet_domain::money::Currency;
use cabinet_domain::stock::StockLevel;
use cabinet_mirror::ShelfRow;
use cabinet_pricing::own_price::{self, MadeBy, NoOwnPrice, OwnPrice, known_as};
use cabinet_sqlite::Cancel;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many goods are named of those that are left out for one reason.
const EXAMPLES: usize = 5;

/// A list that is made.
pub(super) struct Made {
    /// Who offers.
    pub(super) seller: String,
    /// Of the legal entity's country.
    pub(super) language: Language,
    /// Of every price.
    pub(super) currency: Currency,
    pub(super) includes_vat: Option<bool>,
    /// When the supplier's prices were true.
    pub(super) true_at_ms: i64,
    pub(super) shows_stock: bool,
    /// The supplier's groups, as the goods name them.
    pub(super) groups: GroupOrder,
    /// In the order of the groups.
    pub(super) goods: Vec<Goods>,
    pub(super) not_chosen: u32,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) by_rule: Vec<u32>,
    pub(super) by_exception: u32,
    pub(super) idle_exceptions: Vec<String>,
}

/// Goods of a list.
pub(super) struct Goods {
    pub(super) item: String,
    pub(super) article: String,
    /// With what tells it from the other variants.
    pub(super) name: String,
    pub(super) brand: String,
    pub(super) barcode: String,
    pub(super) unit: String,
    /// How much is in a pack, thousandths of the unit.
    pub(super) pack_milli: Option<i64>,
    pub(super) stock_milli: Option<i64>,
    pub(super) stock_level: Option<StockLevel>,
    /// Where its group stands; see [`Made::group`].
    pub(super) place: usize,
    pub(super) price_micro: i64,
    pub(super) by: MadeBy,
    /// `None` in everything that is written.
    pub(super) purchase_micro: Option<i64>,
}

/// Whether what goods cost the dealer is told too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purchase {
    /// For the dealer's own eyes.
    Told,
    /// For everybody else's.
    Kept,
}

impl Made {
    /// The group of goods; `None` when they are in none that is known.
    pub(super) fn group(&self, goods: &Goods) -> Option<&Placed> {
        self.groups.at(goods.place)
    }

    /// Leaves only these articles, all of them when none is named; gives back those that are not in the list.
    pub(super) fn keep_only(&mut self, articles: &[String]) -> Vec<String> {
        if articles.is_empty() {
            return Vec::new();
        }
        let mut wanted: BTreeMap<String, &String> =
            articles.iter().map(|article| (known_as(article), article)).collect();
        let mut found = HashSet::new();
        self.goods.retain(|goods| {
            let key = known_as(&goods.article);
            let is_wanted = wanted.contains_key(&key);
            if is_wanted {
                found.insert(key);
            }
            is_wanted
        });
        wanted.retain(|key, _| !found.contains(key));
        wanted.into_values().cloned().collect()
    }

    /// How many goods are in it.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.goods.len()).unwrap_or(u32::MAX)
    }
}

impl Goods {
    /// Whether a warehouse has any; `None` where stock is not told.
    pub(super) fn is_in_stock(&self) -> Option<bool> {
        in_stock(self.stock_milli, self.stock_level)
    }
}

/// Prices that may be seen, or `not_allowed`.
pub(super) fn demand_prices(grant: &Grant) -> Result<(), CommandError> {
    match price_type(grant) {
        Some(_) => Ok(()),
        None => Err(Reason::NoPriceList.into()),
    }
}

/// Carries a recipe out.
///
/// # Errors
/// `not_allowed` for who sees no prices, `not_loaded`, `invalid` for rules that cannot be meant.
pub(super) fn make(open: &Open, recipe: &PriceListRecipe, purchase: Purchase) -> Result<Made, CommandError> {
    let grant = open.grant(&recipe.entity)?;
    demand_prices(&grant)?;
    let prices = prices(recipe)?;
    let mirror = open.loaded_goods()?;
    let pricer = Pricer::of(open, &grant)?;
    let sight = sight(&grant);
    let paths = mirror.group_paths()?;
    let groups = GroupOrder::of(&mirror.groups(&sight)?);
    let known = match price_type(&grant) {
        Some(id) => mirror.price_types()?.into_iter().find(|known| known.id == *id),
        None => None,
    };
    let chosen = Chosen::of(recipe);
    let shelf = mirror.shelf(&sight, &Cancel::new())?;
    let mut not_chosen = 0_u32;
    let mut candidates = Vec::new();
    for row in shelf {
        if !chosen.names(&row, paths.of(row.group)) {
            not_chosen = not_chosen.saturating_add(1);
            continue;
        }
        let cost = pricer.price_shelf(&row);
        candidates.push((row, cost));
    }
    let currency = commonest(&candidates);
    let mut out = Making::new(recipe);
    for (row, cost) in candidates {
        let path = paths.of(row.group);
        // What costs in another currency cannot be marked up, but a price that is said needs no cost.
        let same = cost.filter(|(_, of)| Some(*of) == currency).map(|(micro, _)| micro);
        let asked = own_price::Goods {
            article: &row.article,
            brand: &row.maker,
            groups: path,
            purchase_micro: same,
        };
        let found = out.own_price(&prices, &asked, &row).map_err(|why| match why {
            WhyLeftOut::NoPurchasePrice if cost.is_some() && same.is_none() => WhyLeftOut::OtherCurrency,
            why => why,
        });
        match found {
            Ok(own) => {
                let told = same.filter(|_| purchase == Purchase::Told);
                out.take(row, groups.place(path), own, told);
            }
            Err(why) => out.leave_out(why, &row),
        }
    }
    out.goods.sort_by_key(|goods| goods.place);
    let seller = recipe.seller.trim();
    let language = if is_ukrainian(&grant) {
        Language::Uk
    } else {
        Language::Ru
    };
    Ok(Made {
        seller: if seller.is_empty() {
            grant.name.clone()
        } else {
            seller.to_owned()
        },
        language,
        currency: currency.unwrap_or_else(|| said(known.as_ref().map(|known| known.currency.as_str()), language)),
        includes_vat: known.map(|known| known.includes_vat),
        true_at_ms: true_at_ms(&mirror.feeds().feeds()?).unwrap_or_else(|| open.clock.now_ms()),
        shows_stock: recipe.shows_stock,
        groups,
        goods: out.goods,
        not_chosen,
        left_out: out.left_out.into_values().collect(),
        by_rule: out.by_rule,
        by_exception: out.by_exception,
        idle_exceptions: out.idle.into_values().collect(),
    })
}

/// The currency of prices that are all fixed: that of the price list, or of the country where the price list names none that can be read.
fn said(of_price_list: Option<&str>, language: Language) -> Currency {
    let of_country = match language {
        Language::Uk => Currency::UAH,
        Language::Ru => Currency::RUB,
    };
    of_price_list.and_then(Currency::from_code).unwrap_or(of_country)
}

/// The currency of most goods.
fn commonest(candidates: &[(ShelfRow, Option<(i64, Currency)>)]) -> Option<Currency> {
    let mut counts: HashMap<Currency, usize> = HashMap::new();
    for (_, cost) in candidates {
        if let Some((_, currency)) = cost {
            let count = counts.entry(*currency).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts
        .into_iter()
        .max_by(|(one, of_one), (other, of_other)| of_one.cmp(of_other).then_with(|| other.code().cmp(one.code())))
        .map(|(currency, _)| currency)
}

/// What groups and brands a list names.
struct Chosen<'a> {
    groups: HashSet<&'a str>,
    brands: HashSet<String>,
}

impl<'a> Chosen<'a> {
    fn of(recipe: &'a PriceListRecipe) -> Self {
        Self {
            groups: recipe.groups.iter().map(String::as_str).collect(),
            brands: recipe.brands.iter().map(|brand| known_as(brand)).collect(),
        }
    }

    fn names(&self, row: &ShelfRow, path: &[String]) -> bool {
        let is_of_group = self.groups.is_empty() || path.iter().any(|id| self.groups.contains(id.as_str()));
        is_of_group && (self.brands.is_empty() || self.brands.contains(&known_as(&row.maker)))
    }
}

/// A list on its way.
struct Making<'a> {
    recipe: &'a PriceListRecipe,
    goods: Vec<Goods>,
    left_out: BTreeMap<WhyLeftOut, LeftOut>,
    by_rule: Vec<u32>,
    by_exception: u32,
    /// Exceptions that have named nothing yet, as they were written.
    idle: BTreeMap<String, String>,
}

impl<'a> Making<'a> {
    fn new(recipe: &'a PriceListRecipe) -> Self {
        let articles = recipe.exceptions.iter().map(|exception| &exception.article);
        Self {
            recipe,
            goods: Vec::new(),
            left_out: BTreeMap::new(),
            by_rule: vec![0; recipe.rules.len()],
            by_exception: 0,
            idle: articles.map(|article| (known_as(article), article.clone())).collect(),
        }
    }

    fn own_price(
        &self,
        prices: &own_price::OwnPrices,
        asked: &own_price::Goods<'_>,
        row: &ShelfRow,
    ) -> Result<OwnPrice, WhyLeftOut> {
        if self.recipe.in_stock_only && in_stock(row.stock_milli, row.stock_level) != Some(true) {
            return Err(WhyLeftOut::OutOfStock);
        }
        let own = prices.of(asked).map_err(|why| match why {
            NoOwnPrice::NoPurchasePrice => WhyLeftOut::NoPurchasePrice,
            NoOwnPrice::NoRule => WhyLeftOut::NoRule,
            NoOwnPrice::Money(_) => WhyLeftOut::TooDear,
        })?;
        let is_from = self.recipe.from_micro.is_none_or(|from| own.price_micro >= from);
        let is_below = self.recipe.below_micro.is_none_or(|below| own.price_micro < below);
        if is_from && is_below {
            Ok(own)
        } else {
            Err(WhyLeftOut::OutOfRange)
        }
    }

    fn take(&mut self, row: ShelfRow, place: usize, own: OwnPrice, purchase_micro: Option<i64>) {
        match own.by {
            MadeBy::Rule(at) => {
                if let Some(count) = self.by_rule.get_mut(at) {
                    *count = count.saturating_add(1);
                }
            }
            MadeBy::Exception => {
                self.by_exception = self.by_exception.saturating_add(1);
                self.idle.remove(&known_as(&row.article));
            }
        }
        self.goods.push(Goods {
            name: full_name(&row),
            item: row.item.to_string(),
            article: row.article,
            brand: row.maker,
            barcode: row.barcode,
            unit: row.unit,
            pack_milli: row.packs.first().map(|pack| pack.units_milli),
            stock_milli: row.stock_milli,
            stock_level: row.stock_level,
            place,
            price_micro: own.price_micro,
            by: own.by,
            purchase_micro,
        });
    }

    fn leave_out(&mut self, why: WhyLeftOut, row: &ShelfRow) {
        let of = self.left_out.entry(why).or_insert_with(|| LeftOut {
            why,
            goods: 0,
            examples: Vec::new(),
        });
        of.goods = of.goods.saturating_add(1);
        if of.examples.len() < EXAMPLES {
            let name = if row.article.is_empty() {
                full_name(row)
            } else {
                row.article.clone()
            };
            of.examples.push(name);
        }
    }
}

/// The name with what tells it from the other variants.
pub(crate) fn full_name(row: &ShelfRow) -> String {
    if row.variant.is_empty() {
        row.name.clone()
    } else {
        format!("{}, {}", row.name, row.variant)
    }
}

fn in_stock(milli: Option<i64>, level: Option<StockLevel>) -> Option<bool> {
    match (milli, level) {
        (Some(milli), _) => Some(milli > 0),
        (None, Some(level)) => Some(level != StockLevel::None),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_that_nobody_can_read_is_that_of_the_country() {
        for (of_price_list, language, currency) in [
            (Some("EUR"), Language::Uk, "EUR"),
            (Some("грн"), Language::Uk, "UAH"),
            (Some("руб"), Language::Ru, "RUB"),
            (None, Language::Uk, "UAH"),
        ] {
            assert_eq!(said(of_price_list, language).code(), currency, "{of_price_list:?}");
        }
    }
}
