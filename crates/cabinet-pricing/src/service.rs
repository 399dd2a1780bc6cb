//! Services on a line: which are offered for its goods, what they cost, and whether the goods are enough for them.
//!
//! A service is known by its name. Of several rules for one service the one that names the goods most closely counts, of
//! those the one that names the buyer most closely, of those the lowest price. What it costs is so many times its price,
//! rounded once to kopecks, and never less than its minimum; its VAT is counted by itself. What is paid for services counts
//! towards no tier and no promotion.

use crate::bars::{Cut, Material, Rests};
use crate::book::{Levels, RuleBook, valid};
use crate::facts::{Document, Facts, Line};
use crate::packing::Bounds;
use crate::rule::{Effect, Price, Rule};
use crate::sums::{LineSums, with_vat};
use cabinet_domain::line::{VatRate, line_sum};
use cabinet_domain::money::{Currency, Money, UnitPrice, div_half_away};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LineService, ServiceAsks, ServicePer, ServiceTerms};

/// Millionths in a kopeck.
const KOPECK: i64 = 10_000;

/// A service that is offered for goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<'b> {
    /// By which rule; `None` for terms that the user accepted before.
    pub rule: Option<&'b Rule>,
    /// What the service is known by.
    pub name: String,
    /// What must be said of it.
    pub asks: ServiceAsks,
    /// What it costs on the day, in the currency that is paid in.
    pub terms: ServiceTerms,
}

/// What is paid for a service of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// So many times, in thousandths; once where the minimum is paid, or nothing is.
    pub count: Quantity,
    /// The price of one of them; zero when there is nothing to do, as for the last piece of a bar.
    pub price: UnitPrice,
    /// What it comes to.
    pub sums: LineSums,
    /// The minimum is paid.
    pub is_minimum: bool,
}

/// A service of a line with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedService<'b> {
    /// The offer; `None` when the service is offered no more for these goods.
    pub offer: Option<Offer<'b>>,
    /// What is paid; `None` while something is wrong.
    pub charge: Option<Charge>,
    /// The rate of its VAT on the day; `None` when not known.
    pub rate: Option<VatRate>,
    /// What is left of the goods after all pieces of this service, in millimetres; `None` where nobody can say.
    pub left_mm: Option<i64>,
    /// What is wrong; `None` when it can be ordered.
    pub trouble: Option<ServiceTrouble>,
}

/// Why a service cannot be ordered as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceTrouble {
    /// It is not offered for these goods any more.
    Gone,
    /// The number or the length of the pieces is missing.
    Unset,
    /// A piece is longer than what it is cut from.
    TooLong {
        /// The longest possible one, in millimetres.
        most_mm: i64,
    },
    /// The line is not enough for the pieces.
    Short {
        /// Pieces of this length that it is enough for.
        made: i64,
        /// The least quantity of the line that is enough for all; `None` when there is none.
        up: Option<Quantity>,
    },
    /// Its sum does not fit.
    SumTooLarge,
}

impl ServiceTrouble {
    /// The form used on the wire and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gone => "service_gone",
            Self::Unset => "service_unset",
            Self::TooLong { .. } => "service_too_long",
            Self::Short { .. } => "service_short",
            Self::SumTooLarge => "sum_too_large",
        }
    }
}

/// The services that are offered for goods on the day of the document, by name.
#[must_use]
pub fn offers<'b>(book: &'b RuleBook, document: &Document, facts: &Facts<'_>) -> Vec<Offer<'b>> {
    if !document.has_prices || !book.has_services() {
        return Vec::new();
    }
    let found = of_levels(&book.levels(facts), document);
    found
        .into_iter()
        .filter_map(|rule| offer(book, document, rule))
        .collect()
}

fn of_levels<'b>(levels: &Levels<'b>, document: &Document) -> Vec<&'b Rule> {
    let mut found: Vec<&'b Rule> = Vec::new();
    for level in levels {
        let of_level = found.len();
        for placed in valid(&level.services, document.date) {
            let rule: &'b Rule = &placed.rule;
            let is_same = |known: &&'b Rule| known.name == rule.name;
            let (closer, same) = found.split_at_mut(of_level);
            if closer.iter().any(is_same) {
                continue;
            }
            match same.iter_mut().find(|known| known.name == rule.name) {
                Some(known) if rank(rule) < rank(known) => *known = rule,
                Some(_) => {}
                None => found.push(rule),
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The first of these counts.
fn rank(rule: &Rule) -> (std::cmp::Reverse<crate::rule::Closeness>, i64, &str) {
    let price = match &rule.effect {
        Effect::Service(service) => service.price.micro(),
        _ => i64::MAX,
    };
    (std::cmp::Reverse(rule.closeness), price, rule.id.as_str())
}

/// A rule as an offer, in the currency that is paid in; `None` when that does not fit into numbers.
fn offer<'b>(book: &'b RuleBook, document: &Document, rule: &'b Rule) -> Option<Offer<'b>> {
    let Effect::Service(service) = &rule.effect else {
        return None;
    };
    let listed = (service.price, service.currency);
    let (price, minimum_minor, currency) = match book.rate_of(listed, document.date) {
        None => (service.price.micro(), service.minimum_minor, service.currency),
        Some((_, to, rate_micro)) => {
            let at_rate = |number: i64, unit: i64| {
                let exact = i128::from(number).checked_mul(i128::from(rate_micro))?;
                div_half_away(exact, 1_000_000_i128.checked_mul(i128::from(unit))?).ok()
            };
            let kopecks = at_rate(service.price.micro(), KOPECK)?;
            (kopecks.checked_mul(KOPECK)?, at_rate(service.minimum_minor, 1)?, to)
        }
    };
    Some(Offer {
        rule: Some(rule),
        name: rule.name.clone(),
        asks: service.asks,
        terms: ServiceTerms {
            per: service.per,
            price_micro: price,
            minimum_minor,
            currency: currency.code().to_owned(),
            bar_mm: service.bar_mm,
            vat: service.vat.map(VatRate::code).unwrap_or_default(),
        },
    })
}

/// Prices the services of a line, in their order.
pub(crate) fn price_services<'b>(
    book: &'b RuleBook,
    document: &Document,
    line: &Line<'_>,
    price: Option<Price>,
    levels: &Levels<'b>,
    bounds: &Bounds,
) -> Vec<PricedService<'b>> {
    if line.services.is_empty() {
        return Vec::new();
    }
    let rules = if document.has_prices {
        of_levels(levels, document)
    } else {
        Vec::new()
    };
    let offered: Vec<Offer<'b>> = rules
        .into_iter()
        .filter_map(|rule| offer(book, document, rule))
        .filter(|offer| price.is_none_or(|(_, currency)| offer.terms.currency == currency.code()))
        .collect();
    let cutting = Cutting::of(line, &offered);
    let services = line.services.iter().enumerate();
    services
        .map(|(at, service)| {
            let offer = offered.iter().find(|offer| offer.name == service.name);
            let Some(offer) = offer else {
                return PricedService::gone();
            };
            one(document, line, service, offer, cutting.of_service(at, offer), bounds)
        })
        .collect()
}

/// The services of a line at the terms that the user accepted, whatever is true now; without such terms a service is gone.
#[must_use]
pub fn price_accepted(document: &Document, line: &Line<'_>) -> Vec<PricedService<'static>> {
    let accepted: Vec<Option<Offer<'static>>> = line.services.iter().map(accepted).collect();
    let mut named: Vec<Offer<'static>> = Vec::new();
    for offer in accepted.iter().flatten() {
        if !named.iter().any(|known| known.name == offer.name) {
            named.push(offer.clone());
        }
    }
    let cutting = Cutting::of(line, &named);
    let services = line.services.iter().zip(&accepted).enumerate();
    services
        .map(|(at, (service, offer))| match offer {
            Some(offer) => one(
                document,
                line,
                service,
                offer,
                cutting.of_service(at, offer),
                &Bounds::default(),
            ),
            None => PricedService::gone(),
        })
        .collect()
}

fn accepted(service: &LineService) -> Option<Offer<'static>> {
    Some(Offer {
        rule: None,
        name: service.name.clone(),
        asks: match (service.pieces, service.length_mm) {
            (Some(_), Some(_)) => ServiceAsks::Lengths,
            (Some(_), None) => ServiceAsks::Pieces,
            (None, _) => ServiceAsks::Nothing,
        },
        terms: service.terms.clone()?,
    })
}

impl PricedService<'_> {
    const fn gone() -> Self {
        Self {
            offer: None,
            charge: None,
            rate: None,
            left_mm: None,
            trouble: Some(ServiceTrouble::Gone),
        }
    }
}

fn one<'b>(
    document: &Document,
    line: &Line<'_>,
    service: &LineService,
    offer: &Offer<'b>,
    cut: OfService,
    bounds: &Bounds,
) -> PricedService<'b> {
    let own = VatRate::parse(&offer.terms.vat);
    let stated = own.or(line.facts.vat);
    let rate = stated.map(|rate| document.country.rate_on(rate, document.date).unwrap_or(rate));
    let mut trouble = is_unset(service, offer.asks).then_some(ServiceTrouble::Unset);
    let length = service.length_mm.unwrap_or(0);
    if let (None, Some(done)) = (trouble, cut.done)
        && done.made < service.pieces.unwrap_or(0)
    {
        trouble = Some(match offer.terms.bar_mm {
            Some(most_mm) if length > most_mm => ServiceTrouble::TooLong { most_mm },
            _ => ServiceTrouble::Short {
                made: done.made,
                up: cut.needed.map(|needed| bounds.at_least(needed)),
            },
        });
    }
    let charge = match trouble {
        Some(_) => None,
        None => charge(document, line, service, &offer.terms, cut.done, rate),
    };
    if trouble.is_none() && charge.is_none() {
        trouble = Some(ServiceTrouble::SumTooLarge);
    }
    PricedService {
        offer: Some(offer.clone()),
        charge,
        rate,
        left_mm: cut.left_mm,
        trouble,
    }
}

const fn is_unset(service: &LineService, asks: ServiceAsks) -> bool {
    match asks {
        ServiceAsks::Nothing => false,
        ServiceAsks::Pieces => service.pieces.is_none(),
        ServiceAsks::Lengths => service.pieces.is_none() || service.length_mm.is_none(),
    }
}

fn charge(
    document: &Document,
    line: &Line<'_>,
    service: &LineService,
    terms: &ServiceTerms,
    cut: Option<Cut>,
    rate: Option<VatRate>,
) -> Option<Charge> {
    const ONCE: Quantity = Quantity::from_milli(1000);
    let times = |count: i64| count.max(0).checked_mul(1000).map(Quantity::from_milli);
    let pieces = service.pieces.unwrap_or(0);
    let count = match terms.per {
        ServicePer::Line => ONCE,
        ServicePer::Piece => times(pieces)?,
        ServicePer::Cut => times(cut.map_or(pieces, |cut| cut.cuts))?,
        ServicePer::Unit => Quantity::from_milli(line.quantity.milli().max(0)),
    };
    let currency = Currency::from_code(&terms.currency)?;
    let price = UnitPrice::from_micro(terms.price_micro);
    let base = line_sum(price, count, currency).ok()?;
    let made = |count, price, base, is_minimum| {
        Some(Charge {
            count,
            price,
            sums: with_vat(base, rate, document.vat_on_top).ok()?,
            is_minimum,
        })
    };
    if !count.is_positive() {
        return made(ONCE, UnitPrice::from_micro(0), Money::zero(currency), false);
    }
    if base.minor() >= terms.minimum_minor {
        return made(count, price, base, false);
    }
    let price = UnitPrice::from_micro(terms.minimum_minor.checked_mul(KOPECK)?);
    made(ONCE, price, Money::from_minor(terms.minimum_minor, currency), true)
}

/// What is cut from the goods of a line, by each service.
struct Cutting {
    /// By place of the service in the line.
    done: Vec<OfService>,
}

#[derive(Debug, Clone, Copy, Default)]
struct OfService {
    /// `None` where nothing has a length.
    done: Option<Cut>,
    left_mm: Option<i64>,
    needed: Option<Quantity>,
}

impl Cutting {
    /// Each service by itself: what is cut is then bent.
    fn of(line: &Line<'_>, offered: &[Offer<'_>]) -> Self {
        let mut all = vec![OfService::default(); line.services.len()];
        for offer in offered.iter().filter(|offer| offer.asks == ServiceAsks::Lengths) {
            let material = Material {
                unit_mm: line.facts.unit_mm,
                bar_mm: offer.terms.bar_mm,
            };
            let Some(mut rests) = material.rests(line.quantity) else {
                continue;
            };
            let mut wanted: Vec<(usize, i64, i64)> = line
                .services
                .iter()
                .enumerate()
                .filter(|(_, service)| service.name == offer.name)
                .filter_map(|(at, service)| Some((at, service.pieces?, service.length_mm?)))
                .collect();
            wanted.sort_by_key(|(at, _, length)| (std::cmp::Reverse(*length), *at));
            let cuts: Vec<(usize, Cut)> = wanted
                .iter()
                .map(|(at, pieces, length)| (*at, rests.cut(*pieces, *length)))
                .collect();
            let pieces: Vec<(i64, i64)> = wanted.iter().map(|(_, pieces, length)| (*pieces, *length)).collect();
            put(&mut all, &cuts, &rests, material.needed(&pieces));
        }
        Self { done: all }
    }

    fn of_service(&self, at: usize, offer: &Offer<'_>) -> OfService {
        match offer.asks {
            ServiceAsks::Lengths => self.done.get(at).copied().unwrap_or_default(),
            ServiceAsks::Nothing | ServiceAsks::Pieces => OfService::default(),
        }
    }
}

fn put(all: &mut [OfService], cuts: &[(usize, Cut)], rests: &Rests, needed: Option<Quantity>) {
    for (at, cut) in cuts {
        if let Some(one) = all.get_mut(*at) {
            *one = OfService {
                done: Some(*cut),
                left_mm: Some(rests.left_mm()),
                needed,
            };
        }
    }
}
