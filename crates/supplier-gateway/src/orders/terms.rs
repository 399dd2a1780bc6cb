//! Wanted lines against what is true now: the one comparison behind both checks.

use crate::access::contracts::{self, EntityTerms};
use crate::access::entities::Entity;
use crate::catalogue::{self, Assortment, GroupTree, ItemTerms};
use crate::orders::OrdersError;
use crate::orders::gifts::{self, ComparedGift};
use crate::orders::holds::{self, Free};
use crate::orders::local_time::LocalTime;
use crate::orders::services::{self, ComparedService, Misfit};
use crate::pricing::of_buyer;
use crate::settings::Settings;
use crate::storage::Tx;
use cabinet_domain::check::{AcceptedTerms, CurrentTerms, LineCheck, check_line};
use cabinet_domain::ids::{ItemId, PriceTypeId};
use cabinet_domain::line::VatRate;
use cabinet_domain::marks::LinePart;
use cabinet_domain::money::{Currency, Money, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::LineService;
use cabinet_domain::unit;
use cabinet_domain::wished::Promise;
use cabinet_pricing::book::RuleBook;
use cabinet_pricing::draft::{self, PricedLine, Trouble};
use cabinet_pricing::facts::{Document, Facts, Line};
use cabinet_pricing::sums::line_sums;
use cabinet_protocol::commands::RejectReason;
use cabinet_protocol::orders::{WantedGift, WantedLine};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Why lines can be neither quoted nor placed, whatever the prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinesProblem {
    /// There are none.
    #[error("there are no lines")]
    Empty,
    /// An item occurs twice.
    #[error("an item occurs twice")]
    Twice,
    /// A quantity is not above zero, a price is negative, or a sum does not fit.
    #[error("a number is out of range")]
    OutOfRange,
    /// Items with different currencies.
    #[error("the items are priced in different currencies")]
    MixedCurrency,
}

impl LinesProblem {
    /// The verdict on a command with such lines.
    pub(super) const fn reject(self) -> RejectReason {
        match self {
            Self::Empty => RejectReason::Empty,
            Self::Twice | Self::OutOfRange => RejectReason::Invalid,
            Self::MixedCurrency => RejectReason::MixedCurrency,
        }
    }
}

/// An entity that orders, with its terms looked up.
#[derive(Debug)]
pub(super) struct Buyer {
    pub(super) terms: EntityTerms,
    /// `None` when it has no prices to order by.
    pub(super) list: Option<PriceList>,
    /// The goods that it may know of.
    pub(super) assortment: Assortment,
    /// The rules that make its prices.
    book: RuleBook,
    /// The groups above goods; empty where no rule asks for them.
    tree: GroupTree,
}

/// The price type that an entity orders by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PriceList {
    pub(super) id: PriceTypeId,
    /// Its prices do not include VAT.
    pub(super) vat_on_top: bool,
}

/// What somebody asks about, or orders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The lines, in their order.
    pub(super) lines: &'a [WantedLine],
    /// Items of which whatever is not there is ordered all the same.
    pub(super) on_order: &'a BTreeSet<ItemId>,
    /// Gifts that the user saw.
    pub(super) gifts: &'a [WantedGift],
    /// How lines are divided.
    pub(super) parts: &'a BTreeMap<ItemId, Vec<LinePart>>,
    /// What is to be done to the goods of lines.
    pub(super) services: &'a BTreeMap<ItemId, Vec<LineService>>,
}

impl Asked<'_> {
    /// The parts of a line; none for one that is not divided.
    fn parts_of(&self, item: &ItemId) -> &[LinePart] {
        self.parts.get(item).map_or(&[], Vec::as_slice)
    }
}

/// What is true of a line that is wished from warehouses of its own.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// What they have of it.
    pub(super) promise: Promise,
    /// What can be promised of it from whichever.
    pub(super) anywhere: Quantity,
}

/// A wanted line and what is true of it.
#[derive(Debug, Clone)]
pub(super) struct ComparedLine {
    pub(super) wanted: WantedLine,
    /// `None` when there is no such item.
    pub(super) item: Option<ItemTerms>,
    pub(super) free: Free,
    pub(super) check: LineCheck,
    /// What is not there and is ordered all the same.
    pub(super) on_order: Quantity,
    /// `None` where no warehouse is named, or none is looked at.
    pub(super) wish: Option<Wish>,
    /// The price now with its currency, by the rules; `None` when there is none.
    price: Option<(UnitPrice, Currency)>,
    /// The price of the list, where rules made another one of it.
    pub(super) list: Option<(UnitPrice, Currency)>,
    /// What is wrong with the quantity or a service, whatever the stock.
    pub(super) misfit: Option<Misfit>,
    /// The rate of its VAT on the day; `None` when it is not known.
    pub(super) rate: Option<VatRate>,
    /// What is done to its goods.
    pub(super) services: Vec<ComparedService>,
}

/// Lines with the present, and what comes with them.
#[derive(Debug)]
pub(super) struct Compared {
    /// In their order.
    pub(super) lines: Vec<ComparedLine>,
    /// As [`gifts::compare`] found them.
    pub(super) gifts: Vec<ComparedGift>,
}

impl Compared {
    /// Whether nothing is worse than what the user accepted.
    pub(super) fn passes(&self) -> bool {
        self.lines.iter().all(|line| line.check.passes()) && self.gifts.iter().all(ComparedGift::passes)
    }
}

impl ComparedLine {
    pub(super) fn asked(&self) -> Quantity {
        Quantity::from_milli(self.wanted.quantity_milli)
    }

    /// What is held for it.
    pub(super) fn reserved(&self) -> Quantity {
        self.asked().minus_floor(self.on_order)
    }

    /// The price now and its currency.
    pub(super) const fn price(&self) -> Option<(UnitPrice, Currency)> {
        self.price
    }
}

/// Refuses lines that no price could make good.
pub(super) fn validate(lines: &[WantedLine]) -> Result<(), LinesProblem> {
    if lines.is_empty() {
        return Err(LinesProblem::Empty);
    }
    let mut seen = HashSet::with_capacity(lines.len());
    for line in lines {
        if line.quantity_milli <= 0 || line.price_micro.is_some_and(|price| price < 0) {
            return Err(LinesProblem::OutOfRange);
        }
        if !seen.insert(&line.item) {
            return Err(LinesProblem::Twice);
        }
    }
    Ok(())
}

/// An entity with the terms by which it orders now.
pub(super) fn buyer(tx: &mut dyn Tx, settings: &Settings, entity: &Entity) -> Result<Buyer, OrdersError> {
    let terms = contracts::terms_of(tx, entity)?;
    let book = of_buyer::book_of(tx, settings, &entity.id, &terms)?;
    let tree = if book.is_empty() {
        GroupTree::default()
    } else {
        catalogue::group_tree(tx)?
    };
    let known = catalogue::price_types(tx)?
        .into_iter()
        .find(|known| Some(&known.id) == terms.price_type.as_ref());
    let list = known.map(|known| PriceList {
        id: known.id,
        vat_on_top: !known.includes_vat,
    });
    Ok(Buyer {
        list,
        assortment: catalogue::assortment(tx, &terms.assortment)?,
        book,
        tree,
        terms,
    })
}

/// Compares lines with the present, in their order, at the prices that the rules make of them together.
pub(super) fn compare(
    tx: &mut dyn Tx,
    buyer: &Buyer,
    asked: &Asked<'_>,
    settings: &Settings,
    now_ms: i64,
) -> Result<Compared, OrdersError> {
    let lines = asked.lines;
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let list = buyer.list.as_ref().map(|list| &list.id);
    let terms = catalogue::terms(tx, list, &items)?;
    // What the entity may not know of looks like what does not exist.
    let terms: Vec<Option<ItemTerms>> = terms
        .into_iter()
        .map(|item| item.filter(|item| item.is_in(&buyer.assortment)))
        .collect();
    let document = Document {
        date: LocalTime::at(now_ms, settings.orders.utc_offset_minutes).date(),
        has_prices: buyer.list.is_some(),
        vat_on_top: buyer.list.as_ref().is_some_and(|list| list.vat_on_top),
        country: buyer.book.country(),
    };
    let groups: Vec<Vec<String>> = terms.iter().map(|item| groups_of(buyer, item.as_ref())).collect();
    let to_price: Vec<Line<'_>> = lines
        .iter()
        .zip(&terms)
        .zip(&groups)
        .map(|((wanted, item), groups)| {
            let services = asked.services.get(&wanted.item).map_or(&[][..], Vec::as_slice);
            line_of(wanted, services, item.as_ref(), groups, &settings.supplier.vat)
        })
        .collect();
    let priced = draft::price(&buyer.book, &document, &to_price);
    let tells_stock = catalogue::tells_stock(tx)?;
    let mut compared = Vec::with_capacity(lines.len());
    for ((wanted, item), priced) in lines.iter().zip(&terms).zip(&priced.lines) {
        let stock = item.as_ref().map_or(&[][..], |item| &item.stock);
        let free = holds::free(tx, &wanted.item, stock, None, now_ms)?;
        // Where stock is not told in numbers, a question about one warehouse would tell what the others have.
        let parts = match tells_stock && buyer.terms.stock.tells_quantities() {
            true => asked.parts_of(&wanted.item),
            false => &[],
        };
        let mut line = compared_line(wanted, item.clone(), priced, free, tells_stock, parts);
        line.services = services::compare(asked.services.get(&wanted.item), priced);
        services::judge(&mut line);
        if asked.on_order.contains(&wanted.item) {
            order_what_is_missing(&mut line);
        }
        compared.push(line);
    }
    let gifts = gifts::compare(
        tx,
        buyer,
        &document,
        &priced.gifts,
        asked.gifts,
        &compared,
        settings,
        now_ms,
    )?;
    Ok(Compared { lines: compared, gifts })
}

fn groups_of(buyer: &Buyer, item: Option<&ItemTerms>) -> Vec<String> {
    let group = item.and_then(|item| item.group.as_deref());
    match group {
        Some(group) if !buyer.book.is_empty() => buyer.tree.path(group),
        _ => Vec::new(),
    }
}

fn line_of<'a>(
    wanted: &'a WantedLine,
    services: &'a [LineService],
    item: Option<&ItemTerms>,
    groups: &'a [String],
    usual_vat: &str,
) -> Line<'a> {
    Line {
        facts: Facts {
            item: &wanted.item,
            groups,
            list: item.and_then(|item| item.price),
            vat: super::sums::rate_of(item.map_or("", |item| &item.vat), usual_vat),
            is_on_sale: item.is_some_and(|item| item.is_on_sale),
            is_whole: item.is_some_and(|item| item.is_whole),
            weight_g: item.and_then(|item| item.weight_g),
            volume_cm3: item.and_then(|item| item.volume_cm3),
            unit_mm: item.and_then(|item| unit::length_mm(&item.unit_code, &item.unit)),
        },
        quantity: Quantity::from_milli(wanted.quantity_milli),
        services,
    }
}

fn compared_line(
    wanted: &WantedLine,
    item: Option<ItemTerms>,
    priced: &PricedLine<'_>,
    free: Free,
    tells_stock: bool,
    parts: &[LinePart],
) -> ComparedLine {
    let accepted = AcceptedTerms {
        price: accepted_price(wanted, priced.price),
        quantity: Quantity::from_milli(wanted.quantity_milli),
    };
    let promise = free.promise(parts);
    let wished = promise.as_ref().map_or(free.total, |promise| promise.available);
    let now = CurrentTerms {
        price: priced.price.map(|(price, _)| price),
        available: tells_stock.then_some(wished),
        is_on_sale: item.as_ref().is_some_and(|item| item.is_on_sale),
    };
    let mut check = check_line(accepted, now);
    // What is promised can be ordered: a part of a box is nobody's.
    let fitting = |quantity: Quantity| match priced.bounds.judge(quantity) {
        Ok(()) => quantity,
        Err(unfit) => unfit.down.unwrap_or(Quantity::ZERO),
    };
    let can_be_bought = !(check.is_gone || check.is_unpriced);
    if can_be_bought && check.available.is_positive() {
        check.available = fitting(check.available);
        check.is_short = check.available < accepted.quantity;
    }
    let anywhere = accepted.quantity.min(free.total);
    let anywhere = match can_be_bought && anywhere.is_positive() {
        true => fitting(anywhere),
        false => Quantity::ZERO,
    };
    let misfit = match priced.trouble {
        Some(Trouble::Quantity(unfit)) => Some(Misfit::Quantity(unfit)),
        _ => None,
    };
    ComparedLine {
        wanted: wanted.clone(),
        item,
        free,
        check,
        on_order: Quantity::ZERO,
        wish: promise.map(|promise| Wish { promise, anywhere }),
        price: priced.price,
        list: priced.list.filter(|_| priced.is_changed()),
        misfit,
        rate: priced.rate,
        services: Vec::new(),
    }
}

/// The user takes what is not there on order; a quantity that cannot be ordered is none for that either.
fn order_what_is_missing(line: &mut ComparedLine) {
    if line.check.is_gone || line.check.is_unpriced || !line.check.is_short || line.misfit.is_some() {
        return;
    }
    line.on_order = line.asked().minus_floor(line.check.available);
    line.check.available = line.asked();
    line.check.is_short = false;
}

/// A device that knew no price, or one in another currency, accepted none: any price is then a change.
fn accepted_price(wanted: &WantedLine, now: Option<(UnitPrice, Currency)>) -> UnitPrice {
    let is_other_currency = match (&wanted.currency, now) {
        (Some(accepted), Some((_, now))) => Currency::from_code(accepted) != Some(now),
        _ => false,
    };
    let accepted = wanted.price_micro.filter(|_| !is_other_currency);
    UnitPrice::from_micro(accepted.unwrap_or(i64::MIN))
}

/// The one currency of the lines that have a price; `None` when none has.
pub(super) fn currency_of(lines: &[ComparedLine]) -> Result<Option<Currency>, LinesProblem> {
    let mut found = None;
    for (_, currency) in lines.iter().filter_map(ComparedLine::price) {
        if *found.get_or_insert(currency) != currency {
            return Err(LinesProblem::MixedCurrency);
        }
    }
    Ok(found)
}

/// Sums with VAT of the lines at today's price, each with the quantity that `quantity` says, and the total.
pub(super) fn total(
    lines: &[ComparedLine],
    currency: Currency,
    vat_on_top: bool,
    quantity: impl Fn(&ComparedLine) -> Quantity,
) -> Result<Money, LinesProblem> {
    let mut total = Money::zero(currency);
    for line in lines {
        if let Some((price, _)) = line.price() {
            let sums = line_sums(price, quantity(line), currency, line.rate, vat_on_top)
                .map_err(|_| LinesProblem::OutOfRange)?;
            total = total.plus(sums.sum).map_err(|_| LinesProblem::OutOfRange)?;
        }
        // A part of a line may not be enough for what is to be done to it: then nobody can say what that costs.
        if quantity(line) == line.asked() {
            for service in &line.services {
                if let Some(charge) = service.charge {
                    total = total.plus(charge.sums.sum).map_err(|_| LinesProblem::OutOfRange)?;
                }
            }
        }
    }
    Ok(total)
}
