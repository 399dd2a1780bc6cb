//! What holds of every draft and every book of rules, whatever they are.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_pricing::book::RuleBook;
use cabinet_pricing::draft::{self, Priced, Trouble};
use cabinet_pricing::facts::{Document, Facts, Line};
use cabinet_pricing::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Rule};
use cabinet_pricing::vat::Country;
use proptest::prelude::*;
use time::macros::date;

const ITEMS: usize = 12;

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![3 => Just(Currency::RUB), 1 => Just(Currency::UAH)]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (-110_000_i64..60_000).prop_map(Change::Percent),
        (-50_000_000_i64..20_000_000, currency()).prop_map(|(micro, c)| Change::Money(UnitPrice::from_micro(micro), c)),
        (0_i64..300_000_000, currency()).prop_map(|(micro, c)| Change::Fixed(UnitPrice::from_micro(micro), c)),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    (
        proptest::option::of(1_i64..50_000),
        proptest::option::of((1_i64..2_000_000, currency())),
    )
        .prop_map(|(quantity, sum)| Condition {
            quantity: quantity.map(Quantity::from_milli),
            sum,
        })
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![
        change().prop_map(Effect::PriceType),
        (change(), any::<bool>()).prop_map(|(change, is_final)| Effect::Exception { change, is_final }),
        (1_i64..40_000, any::<bool>(), change()).prop_map(|(from, is_together, change)| Effect::Tier {
            from: Quantity::from_milli(from),
            counted: if is_together { Counted::Variants } else { Counted::Line },
            change
        }),
        (condition(), change()).prop_map(|(when, change)| Effect::Promotion { when, change }),
        (condition(), 1_i64..5_000, any::<bool>()).prop_map(|(when, quantity, is_repeated)| Effect::Gift {
            when,
            item: "gift".into(),
            quantity: Quantity::from_milli(quantity),
            is_repeated
        }),
        (0_i64..20_000, 0_i64..5_000).prop_map(|(minimum, step)| Effect::Packing {
            minimum: Quantity::from_milli(minimum),
            step: Quantity::from_milli(step),
            pack: "кор".into()
        }),
        (1_i64..60_000_000).prop_map(|rate_micro| Effect::Rate {
            from: Currency::UAH,
            to: Currency::RUB,
            rate_micro,
            on: date!(2026 - 03 - 01)
        }),
    ]
}

fn goods() -> impl Strategy<Value = Goods> {
    prop_oneof![
        Just(Goods::All),
        (0..3_usize).prop_map(|n| Goods::Group(format!("g{n}"))),
        (0..ITEMS).prop_map(|n| Goods::Product(format!("p{}", n / 2))),
        (0..ITEMS).prop_map(|n| Goods::Item(item(n))),
    ]
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let one = (goods(), 0..4_usize, effect());
    proptest::collection::vec(one, 0..25).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(at, (goods, closeness, effect))| Rule {
                id: format!("r{at}"),
                name: String::new(),
                closeness: Closeness::ALL[closeness],
                goods,
                from: None,
                until: None,
                effect,
            })
            .collect()
    })
}

/// Two variants of each product.
fn item(n: usize) -> ItemId {
    ItemId::new(format!("p{}#v{}", n / 2, n % 2))
}

type Wanted = Vec<(Option<i64>, i64)>;

fn wanted() -> impl Strategy<Value = Wanted> {
    let price = proptest::option::of(0_i64..200_000_000);
    let quantity = prop_oneof![8 => 1_i64..60_000, 1 => -5_000_i64..1, 1 => Just(i64::MAX)];
    proptest::collection::vec((price, quantity), ITEMS)
}

const DOCUMENT: Document = Document {
    date: date!(2026 - 03 - 10),
    has_prices: true,
    vat_on_top: true,
    country: Country::Russia,
};

fn with_lines<T>(wanted: &Wanted, order: &[usize], then: impl FnOnce(&[Line<'_>]) -> T) -> T {
    let items: Vec<ItemId> = (0..ITEMS).map(item).collect();
    let groups: Vec<Vec<String>> = (0..ITEMS).map(|n| vec![format!("g{}", n % 3), "g0".into()]).collect();
    let lines: Vec<Line<'_>> = order
        .iter()
        .map(|&n| Line {
            facts: Facts {
                item: &items[n],
                groups: &groups[n],
                list: wanted[n].0.map(|micro| (UnitPrice::from_micro(micro), Currency::RUB)),
                vat: Some(VatRate::Percent(20)),
                is_on_sale: true,
                is_whole: n % 2 == 0,
                weight_g: None,
                volume_cm3: Some(7),
                unit_mm: None,
            },
            quantity: Quantity::from_milli(wanted[n].1),
            services: &[],
        })
        .collect();
    then(&lines)
}

/// Everything that is told of a draft, in the order of items.
fn told(priced: &Priced<'_>, order: &[usize]) -> Vec<String> {
    let mut lines: Vec<(usize, String)> = order
        .iter()
        .zip(&priced.lines)
        .map(|(n, line)| (*n, format!("{line:?}")))
        .collect();
    lines.sort();
    let mut all: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    all.push(format!("{:?} {:?}", priced.gifts, priced.totals));
    all
}

/// The documented order of rules once more, by looking at every rule for every line and step.
mod naive {
    use super::{Change, Condition, Counted, Currency, DOCUMENT, Effect, Goods, Line, Rule, UnitPrice};
    use std::cmp::Reverse;

    type Price = Option<(i64, Currency)>;

    fn level(rule: &Rule, line: &Line<'_>) -> Option<usize> {
        let facts = &line.facts;
        match &rule.goods {
            Goods::Item(id) => (id == facts.item).then_some(0),
            Goods::Product(id) => (*id == *facts.item.product().as_str()).then_some(1),
            Goods::Group(id) => facts.groups.iter().position(|group| group == id).map(|at| at + 2),
            Goods::All => Some(usize::MAX),
        }
    }

    fn rounded(numerator: i128, denominator: i128) -> i64 {
        let (whole, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
        let up = if numerator < 0 {
            rest * 2 > denominator
        } else {
            rest * 2 >= denominator
        };
        i64::try_from(whole + i128::from(up)).unwrap()
    }

    fn changed(change: Change, price: Price) -> Price {
        match (change, price) {
            (Change::Fixed(fixed, currency), _) => Some((fixed.micro(), currency)),
            (Change::Percent(milli), Some((micro, currency))) => Some((
                rounded(i128::from(micro) * i128::from(100_000 + milli), 100_000),
                currency,
            )),
            (Change::Money(by, of), Some((micro, currency))) if of == currency => Some((micro + by.micro(), currency)),
            _ => None,
        }
    }

    fn best<'r>(
        rules: &'r [Rule],
        line: &Line<'_>,
        list: Price,
        of: fn(&Effect) -> Option<Change>,
    ) -> Option<&'r Rule> {
        let fitting = rules.iter().filter_map(|rule| {
            let after = changed(of(&rule.effect)?, list)?;
            Some((
                (level(rule, line)?, Reverse(rule.closeness), after.0, rule.id.clone()),
                rule,
            ))
        });
        fitting.min_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, rule)| rule)
    }

    fn change(rule: &Rule) -> Change {
        cabinet_pricing::draft::change_of(rule).unwrap()
    }

    /// Steps 2 and 3: the price, whether it is final, and what says how fine it is; `Err` when it fell below zero.
    fn half(rules: &[Rule], line: &Line<'_>, together: i64) -> Result<(Price, bool, i64, bool), ()> {
        let list = line.facts.list.map(|(price, currency)| (price.micro(), currency));
        let (mut price, mut fineness, mut is_final, mut is_touched) =
            (list, list.map_or(0, |(micro, _)| micro), false, false);
        let mut apply = |price: &mut Price, change: Change| {
            if let Some(after) = changed(change, *price) {
                if let Change::Fixed(fixed, _) = change {
                    fineness = fixed.micro();
                }
                *price = Some(after);
                is_touched = true;
            }
            if price.is_some_and(|(micro, _)| micro < 0) {
                Err(())
            } else {
                Ok(())
            }
        };
        let exception = best(rules, line, list, |effect| match effect {
            Effect::Exception { change, .. } => Some(*change),
            _ => None,
        });
        let own_type = best(rules, line, list, |effect| match effect {
            Effect::PriceType(change) => Some(*change),
            _ => None,
        });
        if let Some(rule) = exception.or(own_type) {
            is_final = matches!(rule.effect, Effect::Exception { is_final: true, .. });
            apply(&mut price, change(rule))?;
        }
        let tiers = rules.iter().filter_map(|rule| match rule.effect {
            Effect::Tier { from, counted, .. } => {
                let has = match counted {
                    Counted::Line => line.quantity.milli(),
                    Counted::Variants => together,
                };
                Some((level(rule, line)?, Reverse(rule.closeness), (from, counted), has, rule))
            }
            _ => None,
        });
        let tiers: Vec<_> = tiers.collect();
        let closest = tiers.iter().map(|(level, closeness, ..)| (*level, *closeness)).min();
        let reached = tiers
            .iter()
            .filter(|(level, closeness, (from, _), has, _)| {
                Some((*level, *closeness)) == closest && from.milli() <= *has
            })
            .max_by_key(|(_, _, threshold, _, rule)| (*threshold, Reverse(rule.id.clone())));
        if let Some((.., rule)) = reached.filter(|_| !is_final) {
            apply(&mut price, change(rule))?;
        }
        Ok((price, is_final, fineness, is_touched))
    }

    fn holds(when: &Condition, quantity: i64, sums: &[(Currency, i64)]) -> bool {
        let sum = |currency| {
            sums.iter()
                .filter(|(of, _)| *of == currency)
                .map(|(_, sum)| sum)
                .sum::<i64>()
        };
        when.quantity.is_none_or(|least| quantity >= least.milli())
            && when.sum.is_none_or(|(least, currency)| sum(currency) >= least)
    }

    /// What each line costs; `None` where that is not known. `orderable` are lines that count for conditions.
    pub fn prices(rules: &[Rule], lines: &[Line<'_>], orderable: &[bool]) -> Vec<Price> {
        let together = |line: &Line<'_>| -> i64 {
            let of_product = lines.iter().zip(orderable).filter(|(other, is_orderable)| {
                **is_orderable && other.facts.item.product() == line.facts.item.product()
            });
            of_product.map(|(other, _)| other.quantity.milli()).sum()
        };
        let halves: Vec<_> = lines.iter().map(|line| half(rules, line, together(line))).collect();
        let holding: Vec<&Rule> = rules
            .iter()
            .filter(|rule| {
                let Effect::Promotion { when, .. } = &rule.effect else {
                    return false;
                };
                let own: Vec<_> = lines
                    .iter()
                    .zip(&halves)
                    .zip(orderable)
                    .filter(|((line, _), is_orderable)| **is_orderable && level(rule, line).is_some())
                    .filter_map(|((line, half), _)| Some((line, half.as_ref().ok()?.0?)))
                    .collect();
                let quantity = own.iter().map(|(line, _)| line.quantity.milli()).sum();
                let sums: Vec<_> = own
                    .iter()
                    .map(|(line, (micro, currency))| {
                        (
                            *currency,
                            rounded(i128::from(*micro) * i128::from(line.quantity.milli()), 10_000_000),
                        )
                    })
                    .collect();
                !own.is_empty() && holds(when, quantity, &sums)
            })
            .collect();
        lines
            .iter()
            .zip(halves)
            .map(|(line, half)| {
                let (price, is_final, fineness, mut is_touched) = half.ok()?;
                let mut price = price?;
                let candidates = holding.iter().filter(|rule| !is_final && level(rule, line).is_some());
                let lowest = candidates
                    .filter_map(|rule| Some((changed(change(rule), Some(price))?, change(rule))))
                    .filter(|((micro, currency), _)| *currency == price.1 && *micro < price.0)
                    .min_by_key(|((micro, _), _)| *micro);
                let mut fineness = fineness;
                if let Some((after, by)) = lowest {
                    if let Change::Fixed(fixed, _) = by {
                        fineness = fixed.micro();
                    }
                    (price, is_touched) = (after, true);
                }
                if price.0 < 0 {
                    return None;
                }
                let rate = rules
                    .iter()
                    .filter_map(|rule| match rule.effect {
                        Effect::Rate {
                            from,
                            to,
                            rate_micro,
                            on,
                        } if from == price.1 && rule.goods == Goods::All && on <= DOCUMENT.date => {
                            Some(((rule.closeness, on, Reverse(rule.id.clone())), to, rate_micro))
                        }
                        _ => None,
                    })
                    .max_by(|(a, ..), (b, ..)| a.cmp(b));
                if let Some((_, to, rate_micro)) = rate {
                    price = (rounded(i128::from(price.0) * i128::from(rate_micro), 1_000_000), to);
                    is_touched = true;
                }
                if is_touched && fineness % 10_000 == 0 {
                    price.0 = rounded(i128::from(price.0), 10_000) * 10_000;
                }
                Some((UnitPrice::from_micro(price.0).micro(), price.1))
            })
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_lines_nor_that_of_rules_changes_a_figure(
        rules in rules(), wanted in wanted(), order in Just((0..ITEMS).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let book = RuleBook::new(rules.clone(), Country::Russia);
        let turned = RuleBook::new(rules.into_iter().rev(), Country::Russia);
        let straight: Vec<usize> = (0..ITEMS).collect();
        let first = with_lines(&wanted, &straight, |lines| told(&draft::price(&book, &DOCUMENT, lines), &straight));
        let second = with_lines(&wanted, &order, |lines| told(&draft::price(&turned, &DOCUMENT, lines), &order));
        prop_assert_eq!(first, second);
    }

    #[test]
    fn totals_are_the_sums_of_their_lines_and_chains_have_no_gaps(rules in rules(), wanted in wanted()) {
        let book = RuleBook::new(rules, Country::Russia);
        let order: Vec<usize> = (0..ITEMS).collect();
        with_lines(&wanted, &order, |lines| {
            let priced = draft::price(&book, &DOCUMENT, lines);
            prop_assert_eq!(priced.lines.len(), lines.len());
            for (currency, total) in &priced.totals.sums {
                let own = priced.lines.iter().filter_map(|line| line.sums).filter(|sums| sums.sum.currency() == *currency);
                let (sum, vat) = own.fold((0, 0), |(sum, vat), one| (sum + one.sum.minor(), vat + one.vat.minor()));
                prop_assert_eq!((sum, vat), (total.sum.minor(), total.vat.minor()));
            }
            for line in &priced.lines {
                let mut price = line.list;
                for step in &line.steps {
                    prop_assert_eq!(step.before, price);
                    price = Some(step.after);
                }
                prop_assert!(line.price.is_none() || line.price == price);
                prop_assert!(line.price.is_none_or(|(price, _)| price.micro() >= 0));
                prop_assert!(line.price.is_some() || line.trouble.is_some());
                let kinds: Vec<_> = line.steps.iter().map(|step| step.kind).collect();
                prop_assert!(kinds.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", kinds);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_quantity_that_is_offered_takes_the_trouble_away(rules in rules(), wanted in wanted()) {
        let book = RuleBook::new(rules, Country::Russia);
        let order: Vec<usize> = (0..ITEMS).collect();
        let offered: Vec<(usize, i64)> = with_lines(&wanted, &order, |lines| {
            let priced = draft::price(&book, &DOCUMENT, lines);
            priced.lines.iter().enumerate().filter_map(|(n, line)| match line.trouble {
                Some(Trouble::Quantity(unfit)) => unfit.up.or(unfit.down).map(|offer| (n, offer.milli())),
                _ => None,
            }).collect()
        });
        let mut mended = wanted.clone();
        for (n, milli) in &offered {
            mended[*n].1 = *milli;
        }
        with_lines(&mended, &order, |lines| {
            let priced = draft::price(&book, &DOCUMENT, lines);
            for (n, _) in offered {
                prop_assert!(!matches!(priced.lines[n].trouble, Some(Trouble::Quantity(_))));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_look_at_every_rule_for_every_line_comes_to_the_same_prices(rules in rules(), wanted in wanted()) {
        let book = RuleBook::new(rules.clone(), Country::Russia);
        let order: Vec<usize> = (0..ITEMS).collect();
        with_lines(&wanted, &order, |lines| {
            let priced = draft::price(&book, &DOCUMENT, lines);
            let bounds: Vec<bool> = priced.lines.iter().zip(lines)
                .map(|(line, of)| line.bounds.judge(of.quantity).is_ok())
                .collect();
            let naive = naive::prices(&rules, lines, &bounds);
            for ((line, expected), of) in priced.lines.iter().zip(naive).zip(lines) {
                let got = line.price.map(|(price, currency)| (price.micro(), currency));
                prop_assert_eq!(got, expected, "{:?} {:?}", of, line.steps);
            }
            Ok(())
        })?;
    }
}
