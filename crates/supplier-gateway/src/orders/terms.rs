//! Wanted lines against what is true now: the one comparison behind both checks.

use crate::access::contracts::{self, EntityTerms};
use crate::access::entities::Entity;
use crate::catalogue::{self, Assortment, ItemTerms};
use crate::orders::OrdersError;
use crate::orders::holds::{self, Free};
use crate::storage::{StorageError, Tx};
use cabinet_domain::check::{AcceptedTerms, CurrentTerms, LineCheck, check_line};
use cabinet_domain::ids::{ItemId, PriceTypeId};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, Money, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::commands::RejectReason;
use cabinet_protocol::orders::WantedLine;
use std::collections::HashSet;

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
    assortment: Assortment,
}

/// The price type that an entity orders by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PriceList {
    pub(super) id: PriceTypeId,
    /// Its prices do not include VAT.
    pub(super) vat_on_top: bool,
}

/// A wanted line and what is true of it.
#[derive(Debug, Clone)]
pub(super) struct ComparedLine {
    pub(super) wanted: WantedLine,
    /// `None` when there is no such item.
    pub(super) item: Option<ItemTerms>,
    pub(super) free: Free,
    pub(super) check: LineCheck,
    /// The rate of its VAT; `None` when it is not known.
    pub(super) rate: Option<VatRate>,
}

impl ComparedLine {
    pub(super) fn asked(&self) -> Quantity {
        Quantity::from_milli(self.wanted.quantity_milli)
    }

    /// The price now and its currency.
    pub(super) fn price(&self) -> Option<(UnitPrice, Currency)> {
        self.item.as_ref().and_then(|item| item.price)
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
pub(super) fn buyer(tx: &mut dyn Tx, entity: &Entity) -> Result<Buyer, OrdersError> {
    let terms = contracts::terms_of(tx, entity)?;
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
        terms,
    })
}

/// Compares lines with the present, in their order.
pub(super) fn compare(
    tx: &mut dyn Tx,
    buyer: &Buyer,
    lines: &[WantedLine],
    usual_vat: &str,
    now_ms: i64,
) -> Result<Vec<ComparedLine>, StorageError> {
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let list = buyer.list.as_ref().map(|list| &list.id);
    let terms = catalogue::terms(tx, list, &items)?;
    let tells_stock = catalogue::tells_stock(tx)?;
    let mut compared = Vec::with_capacity(lines.len());
    for (wanted, item) in lines.iter().zip(terms) {
        // What the entity may not know of looks like what does not exist.
        let item = item.filter(|item| item.is_in(&buyer.assortment));
        let stock = item.as_ref().map_or(&[][..], |item| &item.stock);
        let free = holds::free(tx, &wanted.item, stock, None, now_ms)?;
        let accepted = AcceptedTerms {
            price: accepted_price(wanted, item.as_ref().and_then(|item| item.price)),
            quantity: Quantity::from_milli(wanted.quantity_milli),
        };
        let now = CurrentTerms {
            price: item.as_ref().and_then(|item| item.price).map(|(price, _)| price),
            available: tells_stock.then_some(free.total),
            is_on_sale: item.as_ref().is_some_and(|item| item.is_on_sale),
        };
        let rate = super::sums::rate_of(item.as_ref().map_or("", |item| &item.vat), usual_vat);
        let check = check_line(accepted, now);
        compared.push(ComparedLine {
            wanted: wanted.clone(),
            item,
            free,
            check,
            rate,
        });
    }
    Ok(compared)
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
            let sums = super::sums::line_sums(price, quantity(line), currency, line.rate, vat_on_top)
                .map_err(|_| LinesProblem::OutOfRange)?;
            total = total.plus(sums.sum).map_err(|_| LinesProblem::OutOfRange)?;
        }
    }
    Ok(total)
}
