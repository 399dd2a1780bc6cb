//! What goods cost a dealer's own customers: his markup on what they cost him, rounded as his prices look.
//!
//! Exceptions come before rules, and of the rules the first that matches counts. Goods that no rule names have no own price:
//! what they cost the dealer would go to his customers otherwise. All is exact up to one rounding, the last.

use cabinet_domain::money::MoneyError;
use std::collections::HashMap;

/// A hundred percent.
const WHOLE_BP: i128 = 10_000;
/// The highest markup: a hundredfold.
const MOST_BP: i64 = 1_000_000;

/// How a dealer makes his prices; usable as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPrices {
    rules: Vec<MarkupRule>,
    exceptions: HashMap<String, Exception>,
    rounding: Rounding,
}

/// A markup on some goods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkupRule {
    /// Only goods of this group and of those below it (1C id); `None`: of all.
    pub group: Option<String>,
    /// Only goods of this brand, in any case of letters; `None`: of all.
    pub brand: Option<String>,
    /// Only goods that cost the dealer this much or more, in millionths.
    pub from_micro: Option<i64>,
    /// Only goods that cost the dealer less than this, in millionths.
    pub below_micro: Option<i64>,
    /// Basis points on top of what goods cost: 2500 is 25 %. From -9999 to 1,000,000.
    pub markup_bp: i64,
}

/// What is said of one article instead of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exception {
    /// This price in millionths, above zero, as it stands: it is not rounded.
    Fixed(i64),
    /// This markup in basis points, rounded as all.
    Markup(i64),
}

/// How prices look: whole steps and what stands after them. A step of 1 with 0.90 gives 4.90, 5.90, 6.90.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// In millionths, above zero.
    pub step_micro: i64,
    /// What is added to whole steps, in millionths; less than a step.
    pub ending_micro: i64,
    /// Which way.
    pub direction: Direction,
}

/// Which of the two prices around the exact one is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The nearer one, the higher of two that are as near.
    Nearest,
    /// The higher one.
    Up,
    /// The lower one, but the higher one where the lower is not above zero.
    Down,
}

impl Rounding {
    /// To kopecks.
    pub const KOPECKS: Self = Self {
        step_micro: 10_000,
        ending_micro: 0,
        direction: Direction::Nearest,
    };
}

/// Goods, as rules look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goods<'a> {
    /// The supplier's article.
    pub article: &'a str,
    /// Their brand; empty when not known.
    pub brand: &'a str,
    /// Their group and those above it (1C ids), in any order.
    pub groups: &'a [String],
    /// What a base unit costs the dealer, in millionths; `None` when it has no price.
    pub purchase_micro: Option<i64>,
}

/// What made a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// The rule at this place, from 0.
    Rule(usize),
    /// An exception for the article.
    Exception,
}

/// An own price of a base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnPrice {
    /// In millionths, above zero.
    pub price_micro: i64,
    /// What made it.
    pub by: MadeBy,
}

/// Why goods have no own price: they are told of and not left out in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoOwnPrice {
    /// The supplier has no price for them.
    #[error("the supplier has no price for it")]
    NoPurchasePrice,
    /// Neither a rule nor an exception names them.
    #[error("no rule names it")]
    NoRule,
    /// The price does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Why prices cannot be made so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableRule {
    /// A markup beyond its limits.
    #[error("a markup is above -100 % and up to 10 000 %")]
    Markup,
    /// A range in which no price lies.
    #[error("a range of prices begins below its end")]
    Range,
    /// A fixed price that is not above zero.
    #[error("a fixed price is above zero")]
    FixedPrice,
    /// A step that is not above zero, or an ending that is no part of it.
    #[error("prices are rounded to a step above zero, with an ending less than it")]
    Rounding,
    /// Two exceptions for one article.
    #[error("there are two exceptions for {article}")]
    Twice {
        /// As it was given.
        article: String,
    },
}

impl OwnPrices {
    /// Takes rules in the order of their say, exceptions by article, and the rounding.
    ///
    /// # Errors
    /// [`UnusableRule`].
    pub fn new(
        rules: Vec<MarkupRule>,
        exceptions: impl IntoIterator<Item = (String, Exception)>,
        rounding: Rounding,
    ) -> Result<Self, UnusableRule> {
        if rounding.step_micro <= 0 || !(0..rounding.step_micro).contains(&rounding.ending_micro) {
            return Err(UnusableRule::Rounding);
        }
        let mut rules = rules;
        for rule in &mut rules {
            rule.brand = rule.brand.as_deref().map(known_as);
            usable_markup(rule.markup_bp)?;
            if let (Some(from), Some(below)) = (rule.from_micro, rule.below_micro)
                && from >= below
            {
                return Err(UnusableRule::Range);
            }
        }
        let mut by_article = HashMap::new();
        for (article, exception) in exceptions {
            match exception {
                Exception::Fixed(price_micro) if price_micro <= 0 => return Err(UnusableRule::FixedPrice),
                Exception::Fixed(_) => {}
                Exception::Markup(markup_bp) => usable_markup(markup_bp)?,
            }
            if by_article.insert(known_as(&article), exception).is_some() {
                return Err(UnusableRule::Twice { article });
            }
        }
        Ok(Self {
            rules,
            exceptions: by_article,
            rounding,
        })
    }

    /// What goods cost the dealer's customers.
    ///
    /// # Errors
    /// [`NoOwnPrice`].
    pub fn of(&self, goods: &Goods<'_>) -> Result<OwnPrice, NoOwnPrice> {
        let (markup_bp, by) = match self.exceptions.get(&known_as(goods.article)) {
            Some(Exception::Fixed(price_micro)) => {
                return Ok(OwnPrice {
                    price_micro: *price_micro,
                    by: MadeBy::Exception,
                });
            }
            Some(Exception::Markup(markup_bp)) => (Some(*markup_bp), MadeBy::Exception),
            None => {
                let brand = known_as(goods.brand);
                let found = self
                    .rules
                    .iter()
                    .enumerate()
                    .find(|(_, rule)| rule.names(goods, &brand));
                let at = found.map_or(0, |(at, _)| at);
                (found.map(|(_, rule)| rule.markup_bp), MadeBy::Rule(at))
            }
        };
        // A price of zero is one that the supplier has not said yet.
        let purchase_micro = goods.purchase_micro.filter(|micro| *micro > 0);
        let purchase_micro = purchase_micro.ok_or(NoOwnPrice::NoPurchasePrice)?;
        let markup_bp = markup_bp.ok_or(NoOwnPrice::NoRule)?;
        let price_micro = self.rounding.price(purchase_micro, markup_bp)?;
        Ok(OwnPrice { price_micro, by })
    }
}

const fn usable_markup(markup_bp: i64) -> Result<(), UnusableRule> {
    if markup_bp > -10_000 && markup_bp <= MOST_BP {
        Ok(())
    } else {
        Err(UnusableRule::Markup)
    }
}

/// An article or a brand as it is compared: people write them in any case.
#[must_use]
pub fn known_as(text: &str) -> String {
    text.trim().to_lowercase()
}

impl MarkupRule {
    /// Goods without a price are in no range. `brand` is that of the goods as [`known_as`].
    fn names(&self, goods: &Goods<'_>, brand: &str) -> bool {
        let is_of_group = self
            .group
            .as_deref()
            .is_none_or(|group| goods.groups.iter().any(|known| known == group));
        let is_of_brand = self.brand.as_deref().is_none_or(|wanted| wanted == brand);
        let is_from = self
            .from_micro
            .is_none_or(|from| goods.purchase_micro.is_some_and(|micro| micro >= from));
        let is_below = self
            .below_micro
            .is_none_or(|below| goods.purchase_micro.is_some_and(|micro| micro < below));
        is_of_group && is_of_brand && is_from && is_below
    }
}

impl Rounding {
    /// The marked-up price, rounded once: both are counted in ten-thousandths of millionths until then.
    fn price(self, purchase_micro: i64, markup_bp: i64) -> Result<i64, MoneyError> {
        let (step, ending) = (i128::from(self.step_micro), i128::from(self.ending_micro));
        let price = self.steps(purchase_micro, markup_bp, step, ending);
        let price = price.ok_or(MoneyError::Overflow)?;
        i64::try_from(price).map_err(|_| MoneyError::Overflow)
    }

    fn steps(self, purchase_micro: i64, markup_bp: i64, step: i128, ending: i128) -> Option<i128> {
        let factor = WHOLE_BP.checked_add(i128::from(markup_bp))?;
        let exact = i128::from(purchase_micro).checked_mul(factor)?;
        let above = exact.checked_sub(ending.checked_mul(WHOLE_BP)?)?;
        let wide = step.checked_mul(WHOLE_BP)?;
        let (whole, rest) = (above.checked_div_euclid(wide)?, above.checked_rem_euclid(wide)?);
        let is_up = match self.direction {
            Direction::Up => rest > 0,
            Direction::Down => false,
            Direction::Nearest => rest.checked_mul(2)? >= wide,
        };
        let whole = whole.checked_add(i128::from(is_up))?;
        let price = whole.checked_mul(step)?.checked_add(ending)?;
        // Cheap goods are not given away.
        if price > 0 {
            Some(price)
        } else {
            Some(if ending > 0 { ending } else { step })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn goods<'a>(article: &'a str, brand: &'a str, groups: &'a [String], purchase_micro: i64) -> Goods<'a> {
        Goods {
            article,
            brand,
            groups,
            purchase_micro: Some(purchase_micro),
        }
    }

    fn everything(markup_bp: i64) -> MarkupRule {
        MarkupRule {
            markup_bp,
            ..MarkupRule::default()
        }
    }

    fn rounded(rounding: Rounding, purchase_micro: i64, markup_bp: i64) -> i64 {
        let prices = OwnPrices::new(vec![everything(markup_bp)], [], rounding).unwrap();
        prices.of(&goods("А", "", &[], purchase_micro)).unwrap().price_micro
    }

    #[test]
    fn the_first_rule_that_names_the_goods_counts_and_an_exception_before_it() {
        let rules = vec![
            MarkupRule {
                group: Some("bolts".to_owned()),
                brand: Some("Bosch".to_owned()),
                ..everything(1_000)
            },
            MarkupRule {
                group: Some("bolts".to_owned()),
                ..everything(2_000)
            },
            MarkupRule {
                from_micro: Some(1_000_000_000),
                below_micro: Some(2_000_000_000),
                ..everything(500)
            },
        ];
        let exceptions = [
            ("Б-1".to_owned(), Exception::Fixed(77_770_001)),
            ("Б-2".to_owned(), Exception::Markup(10_000)),
        ];
        let prices = OwnPrices::new(rules, exceptions, Rounding::KOPECKS).unwrap();
        let hundred = 100_000_000;
        let (below_bolts, nuts) = (&["m8", "bolts"].map(str::to_owned)[..], &["nuts".to_owned()][..]);
        for (what, asked, expected) in [
            (
                "brand in any case",
                goods("x", " BOSCH ", below_bolts, hundred),
                Ok((110_000_000, MadeBy::Rule(0))),
            ),
            (
                "group above",
                goods("x", "", below_bolts, hundred),
                Ok((120_000_000, MadeBy::Rule(1))),
            ),
            (
                "range begins",
                goods("x", "", &[], 1_000_000_000),
                Ok((1_050_000_000, MadeBy::Rule(2))),
            ),
            (
                "range ends",
                goods("x", "", &[], 2_000_000_000),
                Err(NoOwnPrice::NoRule),
            ),
            ("no rule", goods("x", "Bosch", nuts, hundred), Err(NoOwnPrice::NoRule)),
            (
                "fixed",
                goods("б-1", "", below_bolts, hundred),
                Ok((77_770_001, MadeBy::Exception)),
            ),
            (
                "marked",
                goods("Б-2", "", &[], hundred),
                Ok((200_000_000, MadeBy::Exception)),
            ),
            (
                "not priced yet",
                goods("x", "", below_bolts, 0),
                Err(NoOwnPrice::NoPurchasePrice),
            ),
        ] {
            let found = prices.of(&asked).map(|price| (price.price_micro, price.by));
            assert_eq!(found, expected, "{what}");
        }
        let unpriced = Goods {
            purchase_micro: None,
            ..goods("Б-1", "", &[], 0)
        };
        assert_eq!(
            prices.of(&unpriced).unwrap().price_micro,
            77_770_001,
            "a fixed price needs no other"
        );
    }

    #[test]
    fn prices_look_as_the_dealer_wants_them() {
        let to = |step_micro, ending_micro, direction| Rounding {
            step_micro,
            ending_micro,
            direction,
        };
        let one = 1_000_000;
        for (rounding, purchase, markup, expected) in [
            (Rounding::KOPECKS, 333_333, 5_000, 500_000),
            (to(one, 0, Direction::Nearest), 10_400_000, 0, 10_000_000),
            (to(one, 0, Direction::Nearest), 10_500_000, 0, 11_000_000),
            (to(one, 0, Direction::Up), 10_000_001, 0, 11_000_000),
            (to(one, 0, Direction::Up), 10_000_000, 0, 10_000_000),
            (to(10 * one, 0, Direction::Down), 19_990_000, 0, 10_000_000),
            (to(one, 900_000, Direction::Up), 10_000_000, 0, 10_900_000),
            (to(one, 900_000, Direction::Nearest), 10_000_000, 0, 9_900_000),
            (to(one, 900_000, Direction::Down), 10_890_000, 0, 9_900_000),
            // Nothing is given away.
            (to(10 * one, 0, Direction::Down), 4_000_000, 0, 10_000_000),
            (to(one, 900_000, Direction::Down), 500_000, 0, 900_000),
            (Rounding::KOPECKS, 12, 0, 10_000),
        ] {
            assert_eq!(
                rounded(rounding, purchase, markup),
                expected,
                "{rounding:?} of {purchase}"
            );
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let made =
            |rule, exceptions: Vec<(String, Exception)>, rounding| OwnPrices::new(vec![rule], exceptions, rounding);
        let kopecks = Rounding::KOPECKS;
        assert_eq!(made(everything(-10_000), vec![], kopecks), Err(UnusableRule::Markup));
        assert_eq!(made(everything(1_000_001), vec![], kopecks), Err(UnusableRule::Markup));
        let backwards = MarkupRule {
            from_micro: Some(5),
            below_micro: Some(5),
            ..everything(0)
        };
        assert_eq!(made(backwards, vec![], kopecks), Err(UnusableRule::Range));
        let free = vec![("А".to_owned(), Exception::Fixed(0))];
        assert_eq!(made(everything(0), free, kopecks), Err(UnusableRule::FixedPrice));
        let twice = ["Б", " б"].map(|article| (article.to_owned(), Exception::Markup(1)));
        let error = made(everything(0), twice.to_vec(), kopecks).unwrap_err();
        assert_eq!(
            error,
            UnusableRule::Twice {
                article: " б".to_owned()
            }
        );
        for (step_micro, ending_micro) in [(0, 0), (-1, 0), (5, 5), (5, -1)] {
            let rounding = Rounding {
                step_micro,
                ending_micro,
                direction: Direction::Up,
            };
            assert_eq!(made(everything(0), vec![], rounding), Err(UnusableRule::Rounding));
        }
        let prices = made(everything(MOST_BP), vec![], kopecks).unwrap();
        let dear = prices.of(&goods("А", "", &[], i64::MAX));
        assert_eq!(dear, Err(NoOwnPrice::Money(MoneyError::Overflow)));
    }

    proptest! {
        #[test]
        fn a_rounded_price_is_one_of_the_steps_and_less_than_a_step_away(
            purchase in 1_i64..1_000_000_000_000,
            markup in -9_999_i64..20_000,
            step in 1_i64..100_000_000,
            part in 0_i64..100,
        ) {
            let ending = i64::try_from(i128::from(step) * i128::from(part) / 100).unwrap();
            let at = |direction| {
                i128::from(rounded(Rounding { step_micro: step, ending_micro: ending, direction }, purchase, markup))
            };
            let (down, nearest, up) = (at(Direction::Down), at(Direction::Nearest), at(Direction::Up));
            let exact = i128::from(purchase) * (10_000 + i128::from(markup));
            for price in [down, nearest, up] {
                prop_assert!(price > 0);
                prop_assert_eq!((price - i128::from(ending)).rem_euclid(i128::from(step)), 0);
            }
            prop_assert!(down <= nearest && nearest <= up);
            prop_assert!(up * 10_000 >= exact && (up - i128::from(step)) * 10_000 < exact);
            prop_assert!(down * 10_000 <= exact || down - i128::from(step) <= 0);
        }
    }
}
