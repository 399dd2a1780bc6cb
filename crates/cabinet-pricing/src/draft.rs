//! A whole draft priced: lines with their chains, gifts, totals.

use crate::book::{self, Levels, RuleBook, Step3, valid};
use crate::chain::{Amounts, Chain};
use crate::facts::{Document, Facts, Line};
use crate::packing::{Bounds, LARGEST, Unfit};
use crate::rule::{Change, Condition, Counted, Effect, Price, Rule};
use crate::service::{PricedService, ServiceTrouble, price_services};
use crate::sums::{LineSums, line_sums};
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::{VatRate, line_sum};
use cabinet_domain::money::{Currency, Money};
use cabinet_domain::quantity::Quantity;
use std::collections::{BTreeMap, HashMap};

/// A step of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'b> {
    /// Which.
    pub kind: StepKind,
    /// By which rule; `None` for the rounding.
    pub rule: Option<&'b Rule>,
    /// The price before; `None` when there was none.
    pub before: Option<Price>,
    /// The price after.
    pub after: Price,
    /// What all variants of the product come to, where the tier counts them together.
    pub together: Option<Quantity>,
}

/// A threshold of an item with the price from there on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// From so much on.
    pub from: Quantity,
    /// Of what.
    pub counted: Counted,
    /// Promotions left out.
    pub price: Price,
}

/// What a step does; in the order of the crate's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// An exception.
    Exception,
    /// The buyer's price type.
    PriceType,
    /// A volume tier.
    Tier,
    /// A promotion.
    Promotion,
    /// Another currency.
    Rate,
    /// Rounding to kopecks.
    Rounding,
}

impl StepKind {
    /// The form used in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exception => "exception",
            Self::PriceType => "price_type",
            Self::Tier => "tier",
            Self::Promotion => "promotion",
            Self::Rate => "rate",
            Self::Rounding => "rounding",
        }
    }
}

/// Why a line cannot be ordered as it stands. The line stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The buyer has no price list: a contract must come first.
    NoContract,
    /// The item is not on sale.
    Withdrawn,
    /// The item has no price for this buyer.
    NoPrice,
    /// Rules take more off than the price is.
    BelowZero,
    /// The quantity cannot be ordered; it tells the ones that can.
    Quantity(Unfit),
    /// Price × quantity does not fit.
    SumTooLarge,
    /// The goods can be ordered, a service on them cannot.
    Service(ServiceTrouble),
}

impl Trouble {
    /// The form used in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoContract => "no_contract",
            Self::Withdrawn => "withdrawn",
            Self::NoPrice => "no_price",
            Self::BelowZero => "below_zero",
            Self::Quantity(unfit) => unfit.why.code(),
            Self::SumTooLarge => "sum_too_large",
            Self::Service(trouble) => trouble.code(),
        }
    }

    /// The way out of it.
    #[must_use]
    pub const fn way_out(self) -> WayOut {
        match self {
            Self::NoContract | Self::NoPrice | Self::BelowZero => WayOut::AskSupplier,
            Self::Withdrawn => WayOut::Replace,
            Self::Quantity(unfit) => WayOut::SetQuantity {
                down: unfit.down,
                up: unfit.up,
            },
            Self::Service(ServiceTrouble::Short { up, .. }) => WayOut::SetQuantity { down: None, up },
            Self::Service(
                ServiceTrouble::Gone
                | ServiceTrouble::Unset
                | ServiceTrouble::TooLong { .. }
                | ServiceTrouble::SumTooLarge,
            ) => WayOut::SetService,
            Self::SumTooLarge => WayOut::Divide,
        }
    }
}

/// What can be done about a line in trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// Only the supplier can help: a contract, a price, a rule to be mended.
    AskSupplier,
    /// Take an analogue, or take the line out.
    Replace,
    /// Order one of these quantities.
    SetQuantity {
        /// The nearest one below.
        down: Option<Quantity>,
        /// The nearest one above.
        up: Option<Quantity>,
    },
    /// Order less at a time.
    Divide,
    /// Say something else of a service, or take it off the line.
    SetService,
}

/// A line with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine<'b> {
    /// The price of the list; `None` when it has none.
    pub list: Option<Price>,
    /// What is to be paid for a base unit; `None` when that is not known.
    pub price: Option<Price>,
    /// Sums at that price; `None` without a price, or when the quantity is not above zero.
    pub sums: Option<LineSums>,
    /// The rate of VAT on the day of the document; `None` when not known.
    pub rate: Option<VatRate>,
    /// The catalogue states a rate that the country did not have on that day.
    pub is_rate_doubtful: bool,
    /// How the list's price became the price, in the order of the steps; empty when no rule counts.
    pub steps: Vec<Step<'b>>,
    /// What is wrong; `None` when it can be ordered.
    pub trouble: Option<Trouble>,
    /// What quantities can be ordered.
    pub bounds: Bounds,
    /// The next tier: from which quantity of this line on, the others as they are, at which price.
    pub next_tier: Option<(Quantity, Price)>,
    /// The services of the line, in their order. Their sums are not in [`Self::sums`]; they are in the totals.
    pub services: Vec<PricedService<'b>>,
}

/// Goods for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gift<'b> {
    /// By which rule; one rule gives at most one gift.
    pub rule: &'b Rule,
    /// What.
    pub item: &'b ItemId,
    /// How much of it.
    pub quantity: Quantity,
}

/// What all lines come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// By currency: sum with VAT, and VAT in it.
    pub sums: BTreeMap<Currency, LineSums>,
    /// By currency and rate: the same.
    pub by_rate: BTreeMap<(Currency, Option<RateOrder>), LineSums>,
    /// Grams, as far as known; each line down to the whole gram.
    pub weight_g: i64,
    /// Lines whose weight is not known.
    pub without_weight: usize,
    /// Cubic centimetres, as far as known; each line down to the whole one.
    pub volume_cm3: i64,
    /// Lines whose volume is not known.
    pub without_volume: usize,
    /// Sums, of lines or services, that could not be added.
    pub left_out: usize,
}

/// A rate in the order of a document: none first, then by percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RateOrder(Option<u8>);

impl RateOrder {
    /// Of a rate.
    #[must_use]
    pub const fn of(rate: VatRate) -> Self {
        match rate {
            VatRate::None => Self(None),
            VatRate::Percent(percent) => Self(Some(percent)),
        }
    }

    /// The rate.
    #[must_use]
    pub const fn rate(self) -> VatRate {
        match self.0 {
            None => VatRate::None,
            Some(percent) => VatRate::Percent(percent),
        }
    }
}

/// A priced draft. Lines are in the order asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced<'b> {
    /// Every line; none is ever left out.
    pub lines: Vec<PricedLine<'b>>,
    /// What comes for nothing, by the id of its rule.
    pub gifts: Vec<Gift<'b>>,
    /// What it comes to.
    pub totals: Totals,
}

/// What lines have of the goods of a conditional rule.
#[derive(Debug, Default, Clone)]
struct Gathered {
    has_lines: bool,
    quantity: Quantity,
    /// By currency; there are hardly two.
    minor: Vec<(Currency, i64)>,
}

impl Gathered {
    /// How often a condition is reached; 0 for not at all.
    fn times(&self, when: &Condition) -> i64 {
        if !self.has_lines {
            return 0;
        }
        let by_quantity = when
            .quantity
            .map(|q| self.quantity.milli().checked_div(q.milli()).unwrap_or(0));
        let by_sum = when.sum.map(|(minor, currency)| {
            let there = self
                .minor
                .iter()
                .find(|(of, _)| *of == currency)
                .map_or(0, |(_, minor)| *minor);
            there.checked_div(minor).unwrap_or(0)
        });
        match (by_quantity, by_sum) {
            (None, None) => 1,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(a), Some(b)) => a.min(b),
        }
    }
}

/// A line after step 3.
struct Half<'b> {
    chain: Chain<'b>,
    trouble: Option<Trouble>,
    bounds: Bounds,
    next_tier: Option<(Quantity, Price)>,
    levels: Levels<'b>,
}

/// Prices a draft. The order of lines changes nothing but the order of the answer.
#[must_use]
pub fn price<'b>(book: &'b RuleBook, document: &Document, lines: &[Line<'_>]) -> Priced<'b> {
    let found: Vec<Found<'b>> = lines.iter().map(|line| Found::of(book, document, line)).collect();
    let together = Together::of(book, document, lines, &found);
    let halves: Vec<Half<'b>> = lines
        .iter()
        .zip(found)
        .map(|(line, found)| half(book, document, line, found, together.amounts(line)))
        .collect();
    let gathered = gather(book, document, lines, &halves);
    let mut totals = Totals::default();
    let priced = lines
        .iter()
        .zip(halves)
        .map(|(line, half)| {
            let priced = whole(book, document, line, half, &gathered);
            totals.add(line, &priced);
            priced
        })
        .collect();
    Priced {
        lines: priced,
        gifts: gifts(book, document, &gathered),
        totals,
    }
}

/// The price of one line by itself, in this quantity, as if it were the whole draft.
#[must_use]
pub fn price_one<'b>(book: &'b RuleBook, document: &Document, line: &Line<'_>) -> PricedLine<'b> {
    let only = std::slice::from_ref(line);
    let found = Found::of(book, document, line);
    let together = Together::of(book, document, only, std::slice::from_ref(&found));
    let half = half(book, document, line, found, together.amounts(line));
    let gathered = gather(book, document, only, std::slice::from_ref(&half));
    whole(book, document, line, half, &gathered)
}

/// The thresholds of an item's tiers with the price from each of them on, promotions left out.
#[must_use]
pub fn tiers(book: &RuleBook, document: &Document, facts: &Facts<'_>) -> Vec<Threshold> {
    let levels = book.levels(facts);
    let found = book::tiers(&levels, document.date);
    let at = |tier: &Step3<'_>| {
        let amounts = Amounts {
            line: tier.from,
            together: tier.from,
        };
        Some(Threshold {
            from: tier.from,
            counted: tier.counted,
            price: tier_price(book, document, facts, &levels, &found, amounts)?,
        })
    };
    found.iter().filter_map(at).collect()
}

fn tier_price<'b>(
    book: &'b RuleBook,
    document: &Document,
    facts: &Facts<'_>,
    levels: &Levels<'b>,
    tiers: &[Step3<'b>],
    amounts: Amounts,
) -> Option<Price> {
    let mut chain = Chain::new(facts.list);
    chain.typed(levels, document.date).ok()?;
    chain.tiered(tiers, amounts).ok()?;
    chain.finish(book, document.date).ok()?;
    chain.price.filter(|_| !chain.is_final)
}

/// What is looked up of a line once.
struct Found<'b> {
    levels: Levels<'b>,
    bounds: Bounds,
    fits: Result<(), Unfit>,
}

impl<'b> Found<'b> {
    fn of(book: &'b RuleBook, document: &Document, line: &Line<'_>) -> Self {
        let levels = book.levels(&line.facts);
        let bounds = book::bounds(&levels, line.facts.is_whole, document.date);
        Self {
            fits: bounds.judge(line.quantity),
            levels,
            bounds,
        }
    }

    /// Whether the line counts towards tiers of its product's variants: it can be ordered as it stands, whatever it costs.
    const fn is_counted(&self, line: &Line<'_>) -> bool {
        line.facts.is_on_sale && self.fits.is_ok()
    }
}

/// What lines have of each product together; empty where no tier asks for it.
struct Together<'l>(HashMap<&'l str, Quantity>);

impl<'l> Together<'l> {
    fn of(book: &RuleBook, document: &Document, lines: &[Line<'l>], found: &[Found<'_>]) -> Self {
        let mut all: HashMap<&str, Quantity> = HashMap::new();
        if book.counts_variants() && document.has_prices {
            let counted = lines.iter().zip(found).filter(|(line, found)| found.is_counted(line));
            for (line, _) in counted {
                let sum = all.entry(book::product_of(line.facts.item.as_str())).or_default();
                *sum = sum.plus(line.quantity);
            }
        }
        Self(all)
    }

    fn amounts(&self, line: &Line<'_>) -> Amounts {
        let together = if self.0.is_empty() {
            None
        } else {
            self.0.get(book::product_of(line.facts.item.as_str())).copied()
        };
        Amounts {
            line: line.quantity,
            together: together.unwrap_or_default(),
        }
    }
}

/// The least quantity of the line at which it reaches a tier that it does not reach, the other lines as they are.
fn next_threshold(tiers: &[Step3<'_>], amounts: Amounts, is_counted: bool) -> Option<Quantity> {
    let needed = tiers
        .iter()
        .filter(|tier| tier.from > amounts.of(tier.counted))
        .map(|tier| match tier.counted {
            Counted::Line => tier.from,
            Counted::Variants => {
                let others = amounts.with_line(Quantity::ZERO, is_counted).together;
                Quantity::from_milli(tier.from.milli().saturating_sub(others.milli()))
            }
        });
    needed.filter(|needed| *needed > amounts.line).min()
}

fn half<'b>(book: &'b RuleBook, document: &Document, line: &Line<'_>, found: Found<'b>, amounts: Amounts) -> Half<'b> {
    let facts = &line.facts;
    let is_counted = found.is_counted(line);
    let Found { levels, bounds, fits } = found;
    let tiers = book::tiers(&levels, document.date);
    let mut chain = Chain::new(facts.list.filter(|_| document.has_prices));
    let mut trouble = if document.has_prices {
        let typed = chain.typed(&levels, document.date);
        typed.and_then(|()| chain.tiered(&tiers, amounts)).err()
    } else {
        Some(Trouble::NoContract)
    };
    if !facts.is_on_sale {
        trouble = Some(Trouble::Withdrawn);
    }
    let has_price = chain.price.is_some();
    let trouble = trouble
        .or_else(|| (!has_price).then_some(Trouble::NoPrice))
        .or_else(|| fits.err().map(Trouble::Quantity));
    let next = next_threshold(&tiers, amounts, is_counted);
    let next_tier = next.and_then(|from| {
        let then = amounts.with_line(from, is_counted);
        Some((from, tier_price(book, document, facts, &levels, &tiers, then)?))
    });
    Half {
        chain,
        trouble,
        bounds,
        next_tier: next_tier.filter(|_| document.has_prices),
        levels,
    }
}

/// Adds lines that can be ordered up for every rule with a condition, in one pass.
fn gather(book: &RuleBook, document: &Document, lines: &[Line<'_>], halves: &[Half<'_>]) -> Vec<Gathered> {
    let mut all = vec![Gathered::default(); book.len()];
    for (line, half) in lines.iter().zip(halves) {
        let Some((price, currency)) = half.chain.price.filter(|_| half.trouble.is_none()) else {
            continue;
        };
        let sum = line_sum(price, line.quantity, currency).map_or(0, Money::minor);
        let levels = half.levels.iter();
        for placed in levels.flat_map(|level| valid(&level.conditional, document.date)) {
            if let Some(one) = all.get_mut(placed.at) {
                one.has_lines = true;
                one.quantity = one.quantity.plus(line.quantity);
                match one.minor.iter_mut().find(|(of, _)| *of == currency) {
                    Some((_, minor)) => *minor = minor.saturating_add(sum),
                    None => one.minor.push((currency, sum)),
                }
            }
        }
    }
    all
}

fn whole<'b>(
    book: &'b RuleBook,
    document: &Document,
    line: &Line<'_>,
    half: Half<'b>,
    gathered: &[Gathered],
) -> PricedLine<'b> {
    let Half {
        mut chain,
        mut trouble,
        bounds,
        next_tier,
        levels,
    } = half;
    let is_priceable = !matches!(
        trouble,
        Some(Trouble::NoContract | Trouble::NoPrice | Trouble::BelowZero | Trouble::SumTooLarge)
    );
    if is_priceable {
        let promotions = levels
            .iter()
            .flat_map(|level| valid(&level.conditional, document.date))
            .filter_map(|placed| match &placed.rule.effect {
                Effect::Promotion { when, change } => {
                    let times = gathered.get(placed.at).map_or(0, |one| one.times(when));
                    (times > 0).then(|| (&*placed.rule, *change))
                }
                _ => None,
            });
        let finished = chain
            .promoted(promotions)
            .and_then(|()| chain.finish(book, document.date));
        trouble = trouble.or(finished.err());
    }
    let price = chain.price.filter(|(price, _)| is_priceable && price.micro() >= 0);
    let stated = line.facts.vat;
    let lawful = stated.map(|rate| document.country.rate_on(rate, document.date));
    let is_rate_doubtful = lawful == Some(None);
    let rate = lawful.flatten().or(stated);
    let is_countable = line.quantity.is_positive() && line.quantity <= LARGEST;
    let sums = price
        .filter(|_| is_countable)
        .map(|(price, currency)| line_sums(price, line.quantity, currency, rate, document.vat_on_top));
    let (sums, trouble) = match sums {
        Some(Ok(sums)) => (Some(sums), trouble),
        Some(Err(_)) => (None, trouble.or(Some(Trouble::SumTooLarge))),
        None => (None, trouble),
    };
    let services = price_services(book, document, line, price, &levels, &bounds);
    let of_service = services.iter().find_map(|service| service.trouble);
    let trouble = trouble.or_else(|| of_service.map(Trouble::Service));
    PricedLine {
        services,
        list: line.facts.list.filter(|_| document.has_prices),
        price,
        sums,
        rate,
        is_rate_doubtful,
        steps: chain.steps,
        trouble,
        bounds,
        next_tier,
    }
}

fn gifts<'b>(book: &'b RuleBook, document: &Document, gathered: &[Gathered]) -> Vec<Gift<'b>> {
    let given = book.placed_rules().filter_map(|(at, rule)| match &rule.effect {
        Effect::Gift {
            when,
            item,
            quantity,
            is_repeated,
        } if rule.is_valid_on(document.date) => {
            let times = gathered.get(at)?.times(when);
            let times = if *is_repeated { times } else { times.min(1) };
            let milli = quantity.milli().checked_mul(times)?;
            let quantity = Quantity::from_milli(milli);
            quantity.is_positive().then_some(Gift { rule, item, quantity })
        }
        _ => None,
    });
    given.collect()
}

impl Totals {
    fn add(&mut self, line: &Line<'_>, priced: &PricedLine<'_>) {
        let count = |unit: Option<u64>, sum: &mut i64, without: &mut usize| match unit {
            Some(unit) => {
                let exact = i128::from(unit).saturating_mul(i128::from(line.quantity.milli().max(0))) / 1000;
                *sum = sum.saturating_add(i64::try_from(exact).unwrap_or(i64::MAX));
            }
            None => *without = without.saturating_add(1),
        };
        count(line.facts.weight_g, &mut self.weight_g, &mut self.without_weight);
        count(line.facts.volume_cm3, &mut self.volume_cm3, &mut self.without_volume);
        match priced.sums {
            Some(sums) => self.add_sums(sums, priced.rate),
            None if priced.price.is_some() && line.quantity.is_positive() => {
                self.left_out = self.left_out.saturating_add(1);
            }
            None => {}
        }
        for service in &priced.services {
            if let Some(charge) = service.charge {
                self.add_sums(charge.sums, service.rate);
            }
        }
    }

    fn add_sums(&mut self, sums: LineSums, rate: Option<VatRate>) {
        let currency = sums.sum.currency();
        let zero = LineSums {
            sum: Money::zero(currency),
            vat: Money::zero(currency),
        };
        let plus = |before: LineSums| -> Option<LineSums> {
            Some(LineSums {
                sum: before.sum.plus(sums.sum).ok()?,
                vat: before.vat.plus(sums.vat).ok()?,
            })
        };
        let of_rate = (currency, rate.map(RateOrder::of));
        let total = plus(self.sums.get(&currency).copied().unwrap_or(zero));
        let by_rate = plus(self.by_rate.get(&of_rate).copied().unwrap_or(zero));
        match (total, by_rate) {
            (Some(total), Some(by_rate)) => {
                self.sums.insert(currency, total);
                self.by_rate.insert(of_rate, by_rate);
            }
            _ => self.left_out = self.left_out.saturating_add(1),
        }
    }
}

impl PricedLine<'_> {
    /// The sums of the goods and of each service, as far as they are known.
    pub fn all_sums(&self) -> impl Iterator<Item = LineSums> + '_ {
        let services = self.services.iter().filter_map(|service| service.charge);
        self.sums.into_iter().chain(services.map(|charge| charge.sums))
    }

    /// Whether rules made another price of the list's.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.steps.is_empty()
    }

    /// How much less than the list's price is paid, in hundredths of a percent; below zero for more. `None` without both
    /// prices, in another currency, or when nothing changed.
    #[must_use]
    pub fn off_bp(&self) -> Option<i32> {
        let ((list, of), (price, in_currency)) = (self.list?, self.price?);
        if of != in_currency || list == price || list.micro() <= 0 {
            return None;
        }
        let less = i128::from(list.micro()).saturating_sub(i128::from(price.micro()));
        let scaled = less.saturating_mul(10_000);
        let bp = cabinet_domain::money::div_half_away(scaled, i128::from(list.micro())).ok()?;
        i32::try_from(bp).ok()
    }
}

/// The change of a rule that has one.
#[must_use]
pub const fn change_of(rule: &Rule) -> Option<Change> {
    match &rule.effect {
        Effect::PriceType(change)
        | Effect::Exception { change, .. }
        | Effect::Tier { change, .. }
        | Effect::Promotion { change, .. } => Some(*change),
        Effect::Gift { .. } | Effect::Packing { .. } | Effect::Rate { .. } | Effect::Service(_) => None,
    }
}
