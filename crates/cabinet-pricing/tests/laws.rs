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
use cabinet_pricing::rule::{Change, Closeness, Condition, Effect, Goods, Rule};
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
        (1_i64..40_000, change()).prop_map(|(from, change)| Effect::Tier {
            from: Quantity::from_milli(from),
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
        (0..ITEMS).prop_map(|n| Goods::Product(format!("p{n}"))),
        (0..ITEMS).prop_map(|n| Goods::Item(ItemId::new(format!("p{n}#v")))),
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
    let items: Vec<ItemId> = (0..ITEMS).map(|n| ItemId::new(format!("p{n}#v"))).collect();
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
            },
            quantity: Quantity::from_milli(wanted[n].1),
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
}
