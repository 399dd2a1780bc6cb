//! The double check of an order: what the user accepted against what is true now.
//!
//! Check 1 (checkout) and check 2 (place) use this one function, at the gateway and in the app.
//! Invariant I10: a line passes only if nothing about it is worse than what the user accepted.

use crate::money::UnitPrice;
use crate::quantity::Quantity;

/// What the user accepted for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedTerms {
    /// The highest price per unit.
    pub price: UnitPrice,
    /// The quantity asked for.
    pub quantity: Quantity,
}

/// What is true of an item now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentTerms {
    /// The entity's price; `None` when the item has none.
    pub price: Option<UnitPrice>,
    /// What can be promised: imported stock less the holds of other orders; `None` when the supplier tells no stock of
    /// anything, so that he decides on the whole quantity himself.
    pub available: Option<Quantity>,
    /// False when the item is deleted, unknown, or not in the entity's assortment.
    pub is_on_sale: bool,
}

/// What a check says of one line. More than one thing can be wrong at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineCheck {
    /// The price now, when there is one.
    pub price_now: Option<UnitPrice>,
    /// What can be promised of the asked quantity; never more than was asked.
    pub available: Quantity,
    /// The price is higher than accepted.
    pub is_dearer: bool,
    /// The price is lower than accepted; this passes by itself and is shown.
    pub is_cheaper: bool,
    /// Less than the asked quantity can be promised.
    pub is_short: bool,
    /// The item is not on sale.
    pub is_gone: bool,
    /// The item is on sale, and has no price for this entity.
    pub is_unpriced: bool,
}

impl LineCheck {
    /// Whether the line may be placed without asking the user again.
    #[must_use]
    pub const fn passes(&self) -> bool {
        !(self.is_dearer || self.is_short || self.is_gone || self.is_unpriced)
    }
}

/// Compares a line with the present.
#[must_use]
pub fn check_line(accepted: AcceptedTerms, now: CurrentTerms) -> LineCheck {
    let is_gone = !now.is_on_sale;
    let is_unpriced = now.is_on_sale && now.price.is_none();
    let cannot_be_bought = is_gone || is_unpriced;
    let available = if cannot_be_bought {
        Quantity::ZERO
    } else {
        let available = now.available.unwrap_or(accepted.quantity);
        available.min(accepted.quantity).max(Quantity::ZERO)
    };
    LineCheck {
        price_now: now.price,
        available,
        is_dearer: now.price.is_some_and(|price| price > accepted.price),
        is_cheaper: now.price.is_some_and(|price| price < accepted.price),
        is_short: !cannot_be_bought && available < accepted.quantity,
        is_gone,
        is_unpriced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(accepted: (i64, i64), price: Option<i64>, available: impl Into<Option<i64>>, on_sale: bool) -> LineCheck {
        check_line(
            AcceptedTerms {
                price: UnitPrice::from_micro(accepted.0),
                quantity: Quantity::from_milli(accepted.1),
            },
            CurrentTerms {
                price: price.map(UnitPrice::from_micro),
                available: available.into().map(Quantity::from_milli),
                is_on_sale: on_sale,
            },
        )
    }

    #[test]
    fn each_way_in_which_a_line_can_change_is_named() {
        for (name, line, passes) in [
            ("as accepted", check((100, 5), Some(100), 5, true), true),
            ("cheaper passes", check((100, 5), Some(90), 5, true), true),
            ("dearer stops", check((100, 5), Some(101), 5, true), false),
            ("short stops", check((100, 5), Some(100), 4, true), false),
            ("untold stock passes", check((100, 5), Some(100), None, true), true),
            (
                "untold stock of what is gone stops",
                check((100, 5), Some(100), None, false),
                false,
            ),
            ("gone stops", check((100, 5), Some(100), 5, false), false),
            ("without a price stops", check((100, 5), None, 5, true), false),
        ] {
            assert_eq!(line.passes(), passes, "{name}: {line:?}");
        }
        let unpriced = check((100, 5), None, 5, true);
        assert!(unpriced.is_unpriced && !unpriced.is_gone && !unpriced.is_short);
        let gone = check((100, 5), None, 5, false);
        assert!(gone.is_gone && !gone.is_unpriced, "what is not sold needs no price");
        let both = check((100, 5), Some(120), 2, true);
        assert!(both.is_dearer && both.is_short);
        assert_eq!(both.available, Quantity::from_milli(2));
    }

    proptest! {
        #[test]
        fn nothing_worse_than_accepted_ever_passes(
            accepted in 0_i64..1000, asked in 1_i64..1000, price in proptest::option::of(0_i64..1000),
            available in proptest::option::of(-10_i64..1000), on_sale: bool,
        ) {
            let line = check((accepted, asked), price, available, on_sale);
            let truly_good = on_sale && price.is_some_and(|p| p <= accepted) && available.is_none_or(|there| there >= asked);
            prop_assert_eq!(line.passes(), truly_good);
        }
    }
}
