//! What lines cost a legal entity: the mirror's prices and rules given to cabinet-pricing, and sums over lines.

use crate::error::CommandError;
use crate::open::{Open, price_type};
use cabinet_desk::{DraftLine, Grant};
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, Money, MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::LineService;
use cabinet_domain::unit;
use cabinet_mirror::{GoodsRow, GroupPaths, ItemBrief, ItemTerms, Price, Rules, ShelfRow};
use cabinet_pricing::draft::{Priced, PricedLine, Threshold, price, price_one, tiers};
use cabinet_pricing::facts::{Document, Facts, Line};
use cabinet_pricing::packing::Bounds;
use cabinet_pricing::rule::{self, Effect};
use cabinet_pricing::service::{Offer, PricedService, offers, price_accepted};
use cabinet_pricing::sums::line_sums;
use std::collections::BTreeMap;
use time::Date;

/// A line that is priced: its terms, how much of it in thousandths, what is done to its goods.
pub(crate) type ToPrice<'a> = (&'a ItemTerms, i64, &'a [LineService]);

/// Everything that makes the prices of an entity now.
#[derive(Debug, Clone)]
pub(crate) struct Pricer {
    rules: Rules,
    paths: GroupPaths,
    document: Document,
}

impl Pricer {
    /// Of an entity. Before the description of its price type came prices count as containing VAT.
    pub(crate) fn of(open: &Open, grant: &Grant) -> Result<Self, CommandError> {
        let mirror = open.goods()?;
        let has_prices = price_type(grant).is_some();
        let rules = if has_prices {
            mirror.rules(&grant.entity)?
        } else {
            Rules::default()
        };
        let paths = if rules.book.is_empty() {
            GroupPaths::default()
        } else {
            mirror.group_paths()?
        };
        let found = match &grant.price_type {
            Some(id) => mirror.price_types()?.into_iter().find(|known| known.id == *id),
            None => None,
        };
        // A clock out of range makes no day; the gateway's decides anyway.
        let date = open.supplier_day(rules.utc_offset_minutes)?.unwrap_or(Date::MIN);
        Ok(Self {
            document: Document {
                date,
                has_prices,
                vat_on_top: found.is_some_and(|known| !known.includes_vat),
                country: rules.book.country(),
            },
            rules,
            paths,
        })
    }

    /// Whether any rule concerns the entity.
    pub(crate) fn has_rules(&self) -> bool {
        !self.rules.book.is_empty()
    }

    /// Whether prices do not include VAT.
    pub(crate) const fn is_vat_on_top(&self) -> bool {
        self.document.vat_on_top
    }

    /// The day that a document would bear.
    pub(crate) const fn date(&self) -> Date {
        self.document.date
    }

    /// Whether a change of one line may change the price of another one.
    pub(crate) fn has_promotions(&self) -> bool {
        let mut rules = self.rules.book.rules();
        self.rules.book.counts_variants() || rules.any(|rule| matches!(rule.effect, Effect::Promotion { .. }))
    }

    /// Items that rules may give away.
    pub(crate) fn gifts(&self) -> Vec<ItemId> {
        self.rules.book.gifts().cloned().collect()
    }

    /// Prices lines together.
    pub(crate) fn price(&self, lines: &[ToPrice<'_>]) -> Priced<'_> {
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|(terms, milli, services)| self.line(terms, *milli, services))
            .collect();
        price(&self.rules.book, &self.document, &lines)
    }

    /// The services that are offered for an item.
    pub(crate) fn offers(&self, terms: &ItemTerms) -> Vec<Offer<'_>> {
        offers(&self.rules.book, &self.document, &self.line(terms, 1000, &[]).facts)
    }

    /// The same services with the terms that the user sees of them now; without any where one is offered no more.
    pub(crate) fn seen_services(&self, terms: &ItemTerms, services: &[LineService]) -> Vec<LineService> {
        if services.is_empty() {
            return Vec::new();
        }
        let offered = self.offers(terms);
        let seen = services.iter().map(|service| LineService {
            terms: offered
                .iter()
                .find(|offer| offer.name == service.name)
                .map(|offer| offer.terms.clone()),
            ..service.clone()
        });
        seen.collect()
    }

    /// What the services of a line come to at the terms that the user accepted, in their order.
    pub(crate) fn accepted_services(
        &self,
        terms: &ItemTerms,
        quantity_milli: i64,
        services: &[LineService],
    ) -> Vec<PricedService<'static>> {
        if services.is_empty() {
            return Vec::new();
        }
        price_accepted(&self.document, &self.line(terms, quantity_milli, services))
    }

    fn line<'a>(&'a self, terms: &'a ItemTerms, quantity_milli: i64, services: &'a [LineService]) -> Line<'a> {
        let brief = terms.brief.as_ref();
        Line {
            facts: Facts {
                item: &terms.item,
                groups: self.paths.of(brief.and_then(|brief| brief.group)),
                list: terms.price.as_ref().and_then(read_price),
                vat: brief.and_then(|brief| VatRate::parse(&brief.vat)),
                is_on_sale: brief.is_some(),
                is_whole: brief.is_some_and(ItemBrief::is_whole),
                weight_g: brief.and_then(|brief| brief.weight_g),
                volume_cm3: brief.and_then(|brief| brief.volume_cm3),
                unit_mm: brief.and_then(|brief| unit::length_mm(&brief.unit_code, &brief.unit)),
            },
            quantity: Quantity::from_milli(quantity_milli),
            services,
        }
    }

    /// The multiple in which an item is sold to this buyer, with its name; `None` where no rule names one.
    pub(crate) fn pack_of(&self, brief: &ItemBrief) -> Option<(String, i64)> {
        let bounds = self.bounds(brief);
        let is_named = bounds.step.is_positive() && !bounds.pack.is_empty();
        is_named.then(|| (bounds.pack, bounds.step.milli()))
    }

    /// The multiple in which an item is sold to this buyer, in thousandths; `None` for any quantity.
    pub(crate) fn step_of(&self, brief: &ItemBrief) -> Option<i64> {
        Some(self.bounds(brief).step.milli()).filter(|step| *step > 0)
    }

    /// The least quantity of an item that can be ordered and is not below another one, in thousandths.
    pub(crate) fn at_least(&self, brief: &ItemBrief, wanted_milli: i64) -> i64 {
        self.bounds(brief).at_least(Quantity::from_milli(wanted_milli)).milli()
    }

    fn bounds(&self, brief: &ItemBrief) -> Bounds {
        let facts = Facts {
            item: &brief.item,
            groups: self.paths.of(brief.group),
            list: None,
            vat: None,
            is_on_sale: true,
            is_whole: brief.is_whole(),
            weight_g: None,
            volume_cm3: None,
            unit_mm: None,
        };
        self.rules.book.bounds(&facts, self.document.date)
    }

    /// An item by itself in this quantity, in thousandths.
    pub(crate) fn one(&self, terms: &ItemTerms, quantity_milli: i64) -> PricedLine<'_> {
        price_one(&self.rules.book, &self.document, &self.line(terms, quantity_milli, &[]))
    }

    /// The thresholds of an item with the price from each of them on.
    pub(crate) fn tiers(&self, terms: &ItemTerms) -> Vec<Threshold> {
        tiers(&self.rules.book, &self.document, &self.line(terms, 1000, &[]).facts)
    }

    /// A row of goods by itself: in the quantity of the draft, else in the least that can be ordered.
    pub(crate) fn price_row(&self, row: &GoodsRow, in_draft_milli: i64) -> PricedLine<'_> {
        let facts = self.facts_of(&row.item, row.group, row.price.as_ref(), &row.vat, row.is_whole);
        if in_draft_milli > 0 {
            self.price_facts(facts, Quantity::from_milli(in_draft_milli))
        } else {
            self.price_least(facts)
        }
    }

    /// What the entity pays for a base unit of goods by themselves, in the least that can be ordered; in millionths.
    pub(crate) fn price_shelf(&self, row: &ShelfRow) -> Option<(i64, Currency)> {
        let facts = self.facts_of(&row.item, row.group, row.price.as_ref(), &row.vat, row.is_whole);
        let (price, currency) = if self.has_rules() {
            self.price_least(facts).price?
        } else {
            facts.list?
        };
        Some((price.micro(), currency))
    }

    /// What the rules ask of goods on sale by themselves, of which nothing is weighed or measured.
    fn facts_of<'a>(
        &'a self,
        item: &'a ItemId,
        group: Option<i64>,
        price: Option<&Price>,
        vat: &str,
        is_whole: bool,
    ) -> Facts<'a> {
        Facts {
            item,
            groups: self.paths.of(group),
            list: price.and_then(read_price),
            vat: VatRate::parse(vat),
            is_on_sale: true,
            is_whole,
            weight_g: None,
            volume_cm3: None,
            unit_mm: None,
        }
    }

    fn price_least(&self, facts: Facts<'_>) -> PricedLine<'_> {
        let bounds = self.rules.book.bounds(&facts, self.document.date);
        let quantity = bounds.at_least(Quantity::from_milli(1000));
        self.price_facts(facts, quantity)
    }

    fn price_facts(&self, facts: Facts<'_>, quantity: Quantity) -> PricedLine<'_> {
        let line = Line {
            facts,
            quantity,
            services: &[],
        };
        price_one(&self.rules.book, &self.document, &line)
    }

    /// What the entity pays for an item by itself where the list says this, in millionths with ISO 4217: in the least that can
    /// be ordered.
    pub(crate) fn price_of(&self, terms: &ItemTerms, list: Option<Price>) -> Option<(i64, String)> {
        let terms = ItemTerms {
            price: list,
            ..terms.clone()
        };
        let one = self.line(&terms, 1000, &[]);
        let bounds = self.rules.book.bounds(&one.facts, self.document.date);
        let line = Line {
            quantity: bounds.at_least(one.quantity),
            ..one
        };
        let (price, currency) = price_one(&self.rules.book, &self.document, &line).price?;
        Some((price.micro(), currency.code().to_owned()))
    }

    /// The sum of a line at a price that is known, VAT included.
    pub(crate) fn sum(
        &self,
        price_micro: i64,
        quantity_milli: i64,
        currency: Currency,
        vat: &str,
    ) -> Result<Money, MoneyError> {
        let stated = VatRate::parse(vat);
        let rate = stated.map(|rate| {
            let lawful = self.document.country.rate_on(rate, self.document.date);
            lawful.unwrap_or(rate)
        });
        let (price, quantity) = (UnitPrice::from_micro(price_micro), Quantity::from_milli(quantity_milli));
        line_sums(price, quantity, currency, rate, self.document.vat_on_top).map(|sums| sums.sum)
    }

    /// The prices that a user accepts of lines that can still be edited: what the rules make of the list's prices that he
    /// saw, in the quantities of now, by item.
    pub(crate) fn accepted(&self, lines: &[DraftLine], terms: &[ItemTerms]) -> BTreeMap<ItemId, Option<(i64, String)>> {
        if !self.has_rules() {
            let free = lines.iter().filter(|line| line.in_command.is_none());
            return free.map(|line| (line.item.clone(), line.seen_price.clone())).collect();
        }
        let seen: Vec<ItemTerms> = lines
            .iter()
            .zip(terms)
            .map(|(line, terms)| ItemTerms {
                price: line
                    .seen_price
                    .clone()
                    .map(|(price_micro, currency)| Price { price_micro, currency }),
                ..terms.clone()
            })
            .collect();
        let free = lines.iter().zip(&seen).filter(|(line, _)| line.in_command.is_none());
        let (items, to_price): (Vec<&ItemId>, Vec<ToPrice<'_>>) = free
            .map(|(line, terms)| (&line.item, (terms, line.quantity_milli, &[][..])))
            .unzip();
        let priced = self.price(&to_price);
        let price_of = |line: &PricedLine<'_>| {
            line.price
                .map(|(price, currency)| (price.micro(), currency.code().to_owned()))
        };
        items
            .into_iter()
            .cloned()
            .zip(priced.lines.iter().map(price_of))
            .collect()
    }
}

/// A stored price; `None` with a currency that is none.
fn read_price(price: &Price) -> Option<rule::Price> {
    Some((
        UnitPrice::from_micro(price.price_micro),
        Currency::from_code(&price.currency)?,
    ))
}

/// A sum over lines; lines of a second currency are left out and counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Total {
    sum: Option<Money>,
    /// Lines that could not be added: another currency, or a sum beyond 64 bits.
    pub(crate) left_out: u32,
}

impl Total {
    /// Adds the sum of a line.
    pub(crate) fn add(&mut self, line: Money) {
        match self.sum.map_or(Ok(line), |sum| sum.plus(line)) {
            Ok(sum) => self.sum = Some(sum),
            Err(_) => self.left_out = self.left_out.saturating_add(1),
        }
    }

    /// Minor units; `None` when nothing has a price, and when something could not be added: a sum of a part is no total.
    pub(crate) fn minor(self) -> Option<i64> {
        self.sum.filter(|_| self.left_out == 0).map(Money::minor)
    }

    /// ISO 4217; empty when there is nothing.
    pub(crate) fn currency(self) -> String {
        self.sum.map(|sum| sum.currency().code().to_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_second_currency_there_is_no_total() {
        let mut total = Total::default();
        total.add(Money::from_minor(100, Currency::RUB));
        total.add(Money::from_minor(100, Currency::UAH));
        total.add(Money::from_minor(50, Currency::RUB));
        assert_eq!(
            (total.minor(), total.currency().as_str(), total.left_out),
            (None, "RUB", 1)
        );
    }
}
