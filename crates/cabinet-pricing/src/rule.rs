//! A rule as a buyer's device and the gateway know it: for which goods, from when until when, and what it does.
//!
//! Whom a rule names is the gateway's to know; what concerns a buyer reaches him with [`Closeness`] alone.

use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, MoneyError, UnitPrice, div_half_away};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{ServiceAsks, ServicePer};
use time::Date;

/// One rule that concerns a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Given by the operator, unique.
    pub id: String,
    /// What the buyer is shown ("Скидка по договору"); may be empty.
    pub name: String,
    /// How closely it names the buyer.
    pub closeness: Closeness,
    /// Of which goods it speaks.
    pub goods: Goods,
    /// The first day; `None`: since ever.
    pub from: Option<Date>,
    /// The last day; `None`: without end.
    pub until: Option<Date>,
    /// What it does.
    pub effect: Effect,
}

impl Rule {
    /// Whether the rule stands on a day.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// How closely a rule names its buyer; later ones are closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closeness {
    /// Everybody.
    Everybody,
    /// Whoever has a certain price list: a group of buyers.
    Group,
    /// Whoever buys by a contract.
    Contract,
    /// The legal entity itself.
    Entity,
}

impl Closeness {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Group, Self::Contract, Self::Entity];

    /// The form used on the wire and in SQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Group => "group",
            Self::Contract => "contract",
            Self::Entity => "entity",
        }
    }

    /// The opposite of [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Goods that a rule speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Goods {
    /// Everything.
    All,
    /// A group (1C id) with everything below it.
    Group(String),
    /// A product (1C id, before `#`) with all its variants.
    Product(String),
    /// One item.
    Item(ItemId),
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The buyer's own price type: the base price changed.
    PriceType(Change),
    /// An exception from the price type.
    Exception {
        /// The price.
        change: Change,
        /// No tier and no promotion changes it any more.
        is_final: bool,
    },
    /// From this quantity on, in thousandths of the base unit.
    Tier {
        /// Above zero.
        from: Quantity,
        /// Of what so much must be ordered.
        counted: Counted,
        /// The price from there on.
        change: Change,
    },
    /// A price while a condition holds.
    Promotion {
        /// The condition, over the goods of the rule.
        when: Condition,
        /// The price.
        change: Change,
    },
    /// Goods for nothing while a condition holds.
    Gift {
        /// The condition, over the goods of the rule.
        when: Condition,
        /// What is given.
        item: ItemId,
        /// How much of it, in thousandths of its base unit; above zero.
        quantity: Quantity,
        /// Again for each time that the condition is reached; once otherwise.
        is_repeated: bool,
    },
    /// Which quantities can be ordered.
    Packing {
        /// At least so much; zero for no minimum.
        minimum: Quantity,
        /// In multiples of so much; zero for any.
        step: Quantity,
        /// What the step is called ("кор"); may be empty.
        pack: String,
    },
    /// The buyer pays in another currency than the prices are in.
    Rate {
        /// Of the price list.
        from: Currency,
        /// Of the document.
        to: Currency,
        /// So many millionths of `to` for one unit of `from`; above zero.
        rate_micro: i64,
        /// The day that the rate is of.
        on: Date,
    },
    /// A service that may be ordered with the goods; the name of the rule is what it is known by.
    Service(Service),
}

/// What a service is and costs. Its prices are as the price list counts: with VAT or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What the price is for.
    pub per: ServicePer,
    /// The price; not below zero.
    pub price: UnitPrice,
    /// Of the price and the minimum.
    pub currency: Currency,
    /// At least so much for a line, in kopecks; 0 for no minimum.
    pub minimum_minor: i64,
    /// What must be said of it.
    pub asks: ServiceAsks,
    /// How long a bar of the goods is, in millimetres; `None` for goods that come in one piece.
    pub bar_mm: Option<i64>,
    /// The rate of its VAT; `None` for that of the goods.
    pub vat: Option<VatRate>,
    /// The goods of 1C that stand for it; `None` where 1C has none, and on devices.
    pub item: Option<ItemId>,
}

/// What counts towards the threshold of a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Counted {
    /// The line alone.
    #[default]
    Line,
    /// Every line of the draft with a variant of the same product that can be ordered as it stands.
    Variants,
}

/// What becomes of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// So many thousandths of a percent more; below zero: less.
    Percent(i64),
    /// So much more for a base unit in this currency; below zero: less. Prices in other currencies stay as they are.
    Money(UnitPrice, Currency),
    /// This price, whatever the price list says, also when it says nothing.
    Fixed(UnitPrice, Currency),
}

/// A hundred percent in thousandths of a percent.
pub const WHOLE: i64 = 100_000;

/// A price in a currency.
pub type Price = (UnitPrice, Currency);

impl Change {
    /// Whether such a price is changed at all.
    #[must_use]
    pub fn concerns(self, before: Option<Price>) -> bool {
        match (self, before) {
            (Self::Fixed(..), _) | (Self::Percent(_), Some(_)) => true,
            (Self::Money(_, of), Some((_, currency))) => of == currency,
            (Self::Percent(_) | Self::Money(..), None) => false,
        }
    }

    /// The price after the change, rounded to millionths; `None` when the change does not concern such a price.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`]; a result below zero is returned as it is.
    pub fn apply(self, before: Option<Price>) -> Result<Option<Price>, MoneyError> {
        match (self, before) {
            (Self::Fixed(price, currency), _) => Ok(Some((price, currency))),
            (_, None) => Ok(None),
            (Self::Percent(milli), Some((price, currency))) => {
                let share = i128::from(WHOLE).saturating_add(i128::from(milli));
                let exact = i128::from(price.micro())
                    .checked_mul(share)
                    .ok_or(MoneyError::Overflow)?;
                let micro = div_half_away(exact, i128::from(WHOLE))?;
                Ok(Some((UnitPrice::from_micro(micro), currency)))
            }
            (Self::Money(by, of), Some((price, currency))) if of == currency => {
                let micro = price.micro().checked_add(by.micro()).ok_or(MoneyError::Overflow)?;
                Ok(Some((UnitPrice::from_micro(micro), currency)))
            }
            (Self::Money(..), Some(_)) => Ok(None),
        }
    }
}

/// When a promotion or a gift counts. With both, both must hold; with none it always does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Condition {
    /// At least so much of the rule's goods together, in thousandths of their base units.
    pub quantity: Option<Quantity>,
    /// At least so much money for them, in kopecks of the currency, as the price list counts (with or without VAT).
    pub sum: Option<(i64, Currency)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_changed_by_a_part_by_money_or_altogether() {
        let rub = |text: &str| Some((UnitPrice::parse(text).unwrap(), Currency::RUB));
        let money = |text: &str, currency| Change::Money(UnitPrice::parse(text).unwrap(), currency);
        for (change, before, after) in [
            (Change::Percent(-3_000), rub("100"), rub("97")),
            (Change::Percent(12_500), rub("100"), rub("112.5")),
            (Change::Percent(-33_333), rub("0.01"), rub("0.006667")),
            (money("-1.50", Currency::RUB), rub("10"), rub("8.5")),
            (money("-1.50", Currency::UAH), rub("10"), None),
            (money("-20", Currency::RUB), rub("10"), rub("-10")),
            (
                Change::Fixed(UnitPrice::parse("7").unwrap(), Currency::RUB),
                None,
                rub("7"),
            ),
            (Change::Percent(-3_000), None, None),
        ] {
            assert_eq!(change.apply(before), Ok(after), "{change:?} {before:?}");
        }
        let huge = Some((UnitPrice::from_micro(i64::MAX), Currency::RUB));
        assert_eq!(Change::Percent(1).apply(huge), Err(MoneyError::Overflow));
    }
}
