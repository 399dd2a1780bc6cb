//! Rules for lines that a check found changed, set once for all of them: what is taken without asking, and no more.
//!
//! A rule is a promise of the user about prices and quantities, so everything is measured against what he saw when he made
//! it, however often the supplier's terms change afterwards. Invariant I10: what the rules take is never dearer and never
//! another quantity than they allow.

use crate::money::UnitPrice;
use crate::quantity::Quantity;

/// The whole, in hundredths of a percent.
pub const WHOLE_BP: u32 = 10_000;

/// What may be taken of changed lines without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConflictRules {
    /// A price up to so much above the one that was seen, in hundredths of a percent; `None`: no dearer price.
    pub rise_bp: Option<u32>,
    /// A smaller quantity when at least so much of the asked one is there, in hundredths of a percent; `None`: no smaller one.
    pub least_bp: Option<u32>,
    /// Where neither helps, what its warehouse lacks comes from others, at the price and in the quantity that are allowed.
    pub takes_other_warehouse: bool,
    /// Where that does not help either, the first analogue that costs no more than the line might and of which the whole quantity is there.
    pub takes_analogue: bool,
    /// Lines that no rule covers do not hold the others back.
    pub sends_rest: bool,
}

/// A changed line, against what the user saw of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedLine {
    /// The price that was seen; `None` when there was none, or it is in another currency than the price now.
    pub price_seen: Option<UnitPrice>,
    /// The price now.
    pub price_now: Option<UnitPrice>,
    /// The quantity that was asked for when the rules were set.
    pub asked_first: Quantity,
    /// The quantity that is asked for now.
    pub asked: Quantity,
    /// What can be promised of it; `None` when less than asked is there and it is not told how much.
    pub available: Option<Quantity>,
    /// What can be had of it from several warehouses; `None` where that is no more.
    pub from_others: Option<Quantity>,
    /// Nothing of it can be bought.
    pub is_unavailable: bool,
}

/// Goods that may stand in for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Substitute {
    /// Its price in the currency of the line's; `None` when it has none.
    pub price: Option<UnitPrice>,
    /// Whether the whole quantity that is asked for can be ordered, as far as is known.
    pub is_enough: bool,
}

/// What the rules say of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruled {
    /// Take the price now, and of the quantity what is there.
    Accept,
    /// Take what its warehouse lacks from others.
    OtherWarehouse,
    /// Take this analogue instead, counted from 0.
    Analogue(usize),
    /// No rule covers it.
    Undecided,
}

impl ConflictRules {
    /// Whether anything is allowed at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rise_bp.is_none()
            && self.least_bp.is_none()
            && !self.takes_other_warehouse
            && !self.takes_analogue
            && !self.sends_rest
    }

    /// Decides about a line that must be decided; `analogues` are in the user's order.
    #[must_use]
    pub fn decide(&self, line: &ChangedLine, analogues: &[Substitute]) -> Ruled {
        if self.allows_price(line.price_seen, line.price_now) {
            if self.allows_quantity(line, line.available) {
                return Ruled::Accept;
            }
            if self.takes_other_warehouse && self.allows_quantity(line, line.from_others) {
                return Ruled::OtherWarehouse;
            }
        }
        if !self.takes_analogue {
            return Ruled::Undecided;
        }
        let fits = |other: &Substitute| other.is_enough && self.allows_price(line.price_seen, other.price);
        analogues
            .iter()
            .position(fits)
            .map_or(Ruled::Undecided, Ruled::Analogue)
    }

    /// Whether a price is within what was seen and the rise that is allowed.
    fn allows_price(&self, seen: Option<UnitPrice>, now: Option<UnitPrice>) -> bool {
        let (Some(seen), Some(now)) = (seen, now) else {
            return false;
        };
        if now <= seen {
            return true;
        }
        let Some(rise_bp) = self.rise_bp else { return false };
        let most = i128::from(seen.micro()).saturating_mul(i128::from(WHOLE_BP).saturating_add(i128::from(rise_bp)));
        i128::from(now.micro()).saturating_mul(i128::from(WHOLE_BP)) <= most
    }

    /// Whether what is there is enough of what was asked for first.
    fn allows_quantity(&self, line: &ChangedLine, there: Option<Quantity>) -> bool {
        if line.is_unavailable {
            return false;
        }
        let Some(available) = there.filter(|there| there.is_positive()) else {
            return false;
        };
        if available >= line.asked_first {
            return true;
        }
        let Some(least_bp) = self.least_bp else { return false };
        let there = i128::from(available.min(line.asked).milli()).saturating_mul(i128::from(WHOLE_BP));
        there >= i128::from(line.asked_first.milli()).saturating_mul(i128::from(least_bp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULES: ConflictRules = ConflictRules {
        rise_bp: Some(200),
        least_bp: Some(8_000),
        takes_other_warehouse: true,
        takes_analogue: true,
        sends_rest: true,
    };

    fn line(seen: i64, now: Option<i64>, asked: i64, there: Option<i64>) -> ChangedLine {
        ChangedLine {
            price_seen: Some(UnitPrice::from_micro(seen)),
            price_now: now.map(UnitPrice::from_micro),
            asked_first: Quantity::from_milli(asked),
            asked: Quantity::from_milli(asked),
            available: there.map(Quantity::from_milli),
            from_others: None,
            is_unavailable: now.is_none(),
        }
    }

    fn substitute(price: i64, is_enough: bool) -> Substitute {
        Substitute {
            price: Some(UnitPrice::from_micro(price)),
            is_enough,
        }
    }

    #[test]
    fn each_rule_takes_what_it_allows_and_not_a_step_more() {
        for (name, line, ruled) in [
            (
                "a rise to the limit",
                line(1_000, Some(1_020), 5, Some(5)),
                Ruled::Accept,
            ),
            (
                "a rise beyond it",
                line(1_000, Some(1_021), 5, Some(5)),
                Ruled::Undecided,
            ),
            (
                "as much as the least",
                line(1_000, Some(1_000), 10, Some(8)),
                Ruled::Accept,
            ),
            (
                "less than the least",
                line(1_000, Some(1_000), 10, Some(7)),
                Ruled::Undecided,
            ),
            ("nothing there", line(1_000, Some(1_000), 10, Some(0)), Ruled::Undecided),
            (
                "it is not told how much",
                line(1_000, Some(1_000), 10, None),
                Ruled::Undecided,
            ),
            ("both within", line(1_000, Some(1_010), 10, Some(9)), Ruled::Accept),
            (
                "short within, dearer beyond",
                line(1_000, Some(1_100), 10, Some(9)),
                Ruled::Undecided,
            ),
            ("gone", line(1_000, None, 10, Some(0)), Ruled::Undecided),
        ] {
            assert_eq!(RULES.decide(&line, &[]), ruled, "{name}");
        }
    }

    #[test]
    fn without_a_rule_nothing_worse_is_taken() {
        let none = ConflictRules::default();
        assert!(none.is_empty());
        for line in [
            line(1_000, Some(1_001), 5, Some(5)),
            line(1_000, Some(1_000), 5, Some(4)),
        ] {
            assert_eq!(none.decide(&line, &[substitute(1, true)]), Ruled::Undecided);
        }
    }

    #[test]
    fn the_first_analogue_that_fits_is_taken_where_nothing_else_helps() {
        let gone = line(1_000, None, 10, Some(0));
        let offered = [substitute(1_021, true), substitute(900, false), substitute(1_020, true)];
        assert_eq!(RULES.decide(&gone, &offered), Ruled::Analogue(2));
        let dear = line(1_000, Some(2_000), 10, Some(10));
        assert_eq!(RULES.decide(&dear, &offered), Ruled::Analogue(2));
        let good = line(1_000, Some(1_010), 10, Some(10));
        assert_eq!(
            RULES.decide(&good, &offered),
            Ruled::Accept,
            "the goods themselves come first"
        );
        let unseen = ChangedLine {
            price_seen: None,
            ..gone
        };
        assert_eq!(
            RULES.decide(&unseen, &offered),
            Ruled::Undecided,
            "no price was seen to measure by"
        );
    }

    #[test]
    fn a_second_change_is_measured_by_what_was_seen_first() {
        // Twice two percent are not within two percent; ninety of a hundred, of which eighty are there, is eighty.
        let again = ChangedLine {
            asked: Quantity::from_milli(90),
            ..line(1_000, Some(1_040), 100, Some(90))
        };
        assert_eq!(RULES.decide(&again, &[]), Ruled::Undecided);
        let fewer = ChangedLine {
            asked: Quantity::from_milli(90),
            ..line(1_000, Some(1_000), 100, Some(79))
        };
        assert_eq!(RULES.decide(&fewer, &[]), Ruled::Undecided);
    }

    #[test]
    fn another_warehouse_helps_a_quantity_and_no_price() {
        let from_others = |now, there, others: Option<i64>| ChangedLine {
            from_others: others.map(Quantity::from_milli),
            ..line(1_000, Some(now), 10, Some(there))
        };
        let offered = [substitute(1_000, true)];
        for (name, line, ruled) in [
            ("eight of ten are there", from_others(1_000, 8, Some(10)), Ruled::Accept),
            (
                "too few there, all elsewhere",
                from_others(1_000, 3, Some(10)),
                Ruled::OtherWarehouse,
            ),
            (
                "enough elsewhere by the rule",
                from_others(1_020, 0, Some(8)),
                Ruled::OtherWarehouse,
            ),
            ("too few everywhere", from_others(1_000, 3, Some(7)), Ruled::Analogue(0)),
            ("too dear", from_others(1_021, 3, Some(10)), Ruled::Analogue(0)),
            ("nowhere else", from_others(1_000, 3, None), Ruled::Analogue(0)),
        ] {
            assert_eq!(RULES.decide(&line, &offered), ruled, "{name}");
        }
        let without = ConflictRules {
            takes_other_warehouse: false,
            ..RULES
        };
        assert_eq!(without.decide(&from_others(1_000, 3, Some(10)), &[]), Ruled::Undecided);
    }

    proptest! {
        #[test]
        fn what_is_taken_is_within_the_rules(
            seen in 0_i64..100_000, now in proptest::option::of(0_i64..110_000), asked in 1_i64..1_000,
            there in proptest::option::of(0_i64..1_000), rise in proptest::option::of(0_u32..1_000),
            least in proptest::option::of(0_u32..=WHOLE_BP), other in 0_i64..110_000, enough: bool,
        ) {
            let rules = ConflictRules { rise_bp: rise, least_bp: least, takes_other_warehouse: false, takes_analogue: true, sends_rest: true };
            let line = line(seen, now, asked, there.map(|there| there.min(asked)));
            let most = i128::from(seen) * i128::from(WHOLE_BP + rise.unwrap_or(0));
            match rules.decide(&line, &[substitute(other, enough)]) {
                Ruled::Accept => {
                    let there = there.unwrap().min(asked);
                    prop_assert!(i128::from(now.unwrap()) * i128::from(WHOLE_BP) <= most);
                    prop_assert!(there > 0);
                    prop_assert!(there == asked || i128::from(there) * i128::from(WHOLE_BP) >= i128::from(asked) * i128::from(least.unwrap()));
                }
                Ruled::Analogue(index) => {
                    prop_assert_eq!(index, 0);
                    prop_assert!(enough && i128::from(other) * i128::from(WHOLE_BP) <= most);
                }
                Ruled::OtherWarehouse | Ruled::Undecided => {}
            }
        }
    }
}
