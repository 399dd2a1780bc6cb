//! The rules by example, each in the words of a dealer.

use crate::book::RuleBook;
use crate::draft::{self, StepKind, Trouble, WayOut};
use crate::facts::{Document, Facts, Line};
use crate::packing::Misfit;
use crate::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Rule};
use crate::vat::Country;
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use time::macros::date;

const RUB: Currency = Currency::RUB;

fn rule(id: &str, goods: Goods, effect: Effect) -> Rule {
    Rule {
        id: id.to_owned(),
        name: format!("Правило {id}"),
        closeness: Closeness::Everybody,
        goods,
        from: None,
        until: None,
        effect,
    }
}

fn percent(text: i64) -> Change {
    Change::Percent(text * 1000)
}

fn fixed(text: &str) -> Change {
    Change::Fixed(UnitPrice::parse(text).unwrap(), RUB)
}

fn item(id: &str) -> Goods {
    Goods::Item(id.into())
}

fn tier(id: &str, goods: Goods, from: i64, change: Change) -> Rule {
    let from = Quantity::from_milli(from * 1000);
    rule(
        id,
        goods,
        Effect::Tier {
            from,
            counted: Counted::Line,
            change,
        },
    )
}

/// A small shop: items by id with a list price, all in the groups `m8` › `bolts`.
struct Shop {
    items: Vec<(ItemId, Option<&'static str>)>,
    groups: Vec<String>,
    document: Document,
}

impl Shop {
    fn new(items: &[(&str, Option<&'static str>)]) -> Self {
        Self {
            items: items.iter().map(|(id, price)| (ItemId::from(*id), *price)).collect(),
            groups: vec!["m8".into(), "bolts".into()],
            document: Document {
                date: date!(2026 - 03 - 10),
                has_prices: true,
                vat_on_top: false,
                country: Country::Russia,
            },
        }
    }

    fn lines(&self, wanted: &[(&str, i64)]) -> Vec<Line<'_>> {
        wanted
            .iter()
            .map(|(id, milli)| {
                let (item, price) = self.items.iter().find(|(known, _)| known.as_str() == *id).unwrap();
                Line {
                    facts: Facts {
                        item,
                        groups: &self.groups,
                        list: price.map(|price| (UnitPrice::parse(price).unwrap(), RUB)),
                        vat: Some(VatRate::Percent(20)),
                        is_on_sale: true,
                        is_whole: false,
                        weight_g: Some(12),
                        volume_cm3: None,
                        unit_mm: None,
                    },
                    quantity: Quantity::from_milli(*milli),
                    services: &[],
                }
            })
            .collect()
    }

    fn price<'b>(&self, book: &'b RuleBook, wanted: &[(&str, i64)]) -> draft::Priced<'b> {
        draft::price(book, &self.document, &self.lines(wanted))
    }
}

fn book(rules: &[Rule]) -> RuleBook {
    RuleBook::new(rules.to_vec(), Country::Russia)
}

fn price_of(line: &draft::PricedLine<'_>) -> i64 {
    line.price.unwrap().0.micro()
}

fn micro(text: &str) -> i64 {
    UnitPrice::parse(text).unwrap().micro()
}

#[test]
fn without_rules_everything_costs_what_the_list_says_however_fine_its_prices() {
    let shop = Shop::new(&[("screw", Some("0.0123")), ("bolt", Some("12.345"))]);
    let book = RuleBook::default();
    let priced = shop.price(&book, &[("screw", 1_000_000), ("bolt", 3_000)]);
    assert_eq!(price_of(&priced.lines[0]), micro("0.0123"));
    assert_eq!(price_of(&priced.lines[1]), micro("12.345"));
    assert!(
        priced
            .lines
            .iter()
            .all(|line| line.steps.is_empty() && line.trouble.is_none())
    );
    assert_eq!(priced.totals.sums[&RUB].sum.minor(), 1_230 + 3_704);
    assert_eq!(priced.totals.weight_g, 12_036);
    assert_eq!((priced.totals.without_weight, priced.totals.without_volume), (0, 2));
}

#[test]
fn a_chain_goes_from_the_list_over_the_type_and_the_tier_to_whole_kopecks() {
    let shop = Shop::new(&[("bolt", Some("100"))]);
    let book = book(&[
        rule("type", Goods::All, Effect::PriceType(percent(-3))),
        tier("t100", item("bolt"), 100, Change::Percent(-555)),
        tier("t500", item("bolt"), 500, percent(-10)),
    ]);
    let priced = shop.price(&book, &[("bolt", 100_000)]);
    let line = &priced.lines[0];
    let steps: Vec<_> = line
        .steps
        .iter()
        .map(|step| (step.kind, step.after.0.micro()))
        .collect();
    assert_eq!(
        steps,
        [
            (StepKind::PriceType, micro("97")),
            (StepKind::Tier, micro("96.46165")),
            (StepKind::Rounding, micro("96.46")),
        ]
    );
    assert_eq!(
        line.next_tier.map(|(from, price)| (from.milli(), price.0.micro())),
        Some((500_000, micro("87.3")))
    );
    assert_eq!(line.off_bp(), Some(354));
    assert_eq!(line.sums.unwrap().sum.minor(), 964_600);
    // One piece less, and the tier is not reached.
    assert_eq!(price_of(&shop.price(&book, &[("bolt", 99_000)]).lines[0]), micro("97"));
    let ladder = draft::tiers(&book, &shop.document, &shop.lines(&[("bolt", 1_000)])[0].facts);
    let ladder: Vec<_> = ladder
        .iter()
        .map(|tier| (tier.from.milli(), tier.price.0.micro()))
        .collect();
    assert_eq!(ladder, [(100_000, micro("96.46")), (500_000, micro("87.3"))]);
}

#[test]
fn the_closest_rule_counts_and_an_exception_takes_the_place_of_the_type() {
    let shop = Shop::new(&[("bolt", Some("100")), ("nut", Some("50"))]);
    let of_group = |id: &str, change| rule(id, Goods::Group("bolts".into()), Effect::PriceType(change));
    let contract = Rule {
        closeness: Closeness::Contract,
        ..rule(
            "contract",
            item("bolt"),
            Effect::Exception {
                change: fixed("80.5"),
                is_final: true,
            },
        )
    };
    let book = book(&[
        rule("all", Goods::All, Effect::PriceType(percent(-1))),
        of_group("dear", percent(-4)),
        of_group("cheap", percent(-5)),
        contract,
        tier("t", Goods::All, 10, percent(-50)),
    ]);
    let priced = shop.price(&book, &[("bolt", 20_000), ("nut", 1_000)]);
    assert_eq!(price_of(&priced.lines[0]), micro("80.5"), "final: no tier");
    assert_eq!(priced.lines[0].steps.len(), 1);
    assert_eq!(
        price_of(&priced.lines[1]),
        micro("47.5"),
        "of two rules of one group the cheaper"
    );
    let entity = Rule {
        closeness: Closeness::Entity,
        ..of_group("own", percent(-2))
    };
    let own = RuleBook::new([of_group("cheap", percent(-5)), entity], Country::Unknown);
    assert_eq!(
        price_of(&shop.price(&own, &[("nut", 1_000)]).lines[0]),
        micro("49"),
        "the buyer's own word counts"
    );
}

#[test]
fn a_promotion_looks_at_the_whole_draft_and_never_makes_dearer() {
    let shop = Shop::new(&[("bolt", Some("100")), ("nut", Some("50"))]);
    let when = Condition {
        quantity: None,
        sum: Some((100_000, RUB)),
    };
    let promotion = |id: &str, change| rule(id, Goods::Group("bolts".into()), Effect::Promotion { when, change });
    let book = book(&[
        promotion("p5", percent(-5)),
        promotion("p8", percent(-8)),
        promotion("up", percent(30)),
    ]);
    let under = shop.price(&book, &[("bolt", 9_000), ("nut", 1_000)]);
    assert_eq!(price_of(&under.lines[0]), micro("100"));
    let reached = shop.price(&book, &[("bolt", 9_000), ("nut", 2_000)]);
    assert_eq!(price_of(&reached.lines[0]), micro("92"));
    assert_eq!(price_of(&reached.lines[1]), micro("46"));
    assert_eq!(reached.lines[0].steps[0].rule.unwrap().id, "p8");
}

#[test]
fn a_promotion_ends_with_its_last_day() {
    let mut shop = Shop::new(&[("bolt", Some("100"))]);
    let mut promotion = rule(
        "p",
        Goods::All,
        Effect::Promotion {
            when: Condition::default(),
            change: percent(-10),
        },
    );
    promotion.from = Some(date!(2026 - 03 - 01));
    promotion.until = Some(date!(2026 - 03 - 10));
    let book = book(&[promotion]);
    for (day, price) in [
        (date!(2026 - 02 - 28), "100"),
        (date!(2026 - 03 - 01), "90"),
        (date!(2026 - 03 - 10), "90"),
        (date!(2026 - 03 - 11), "100"),
    ] {
        shop.document.date = day;
        assert_eq!(
            price_of(&shop.price(&book, &[("bolt", 1_000)]).lines[0]),
            micro(price),
            "{day}"
        );
    }
}

#[test]
fn gifts_come_and_go_with_their_condition() {
    let shop = Shop::new(&[("bolt", Some("100")), ("nut", None)]);
    let gift = |id: &str, is_repeated| {
        rule(
            id,
            item("bolt"),
            Effect::Gift {
                when: Condition {
                    quantity: Some(Quantity::from_milli(10_000)),
                    sum: None,
                },
                item: "cap".into(),
                quantity: Quantity::from_milli(1_000),
                is_repeated,
            },
        )
    };
    let of_nut = rule(
        "nut",
        item("nut"),
        Effect::Gift {
            when: Condition::default(),
            item: "cap".into(),
            quantity: Quantity::from_milli(1_000),
            is_repeated: false,
        },
    );
    let book = book(&[gift("each", true), gift("once", false), of_nut]);
    let given = |milli| -> Vec<(String, i64)> {
        let priced = shop.price(&book, &[("bolt", milli), ("nut", 5_000)]);
        let gifts = priced.gifts.iter();
        gifts
            .map(|gift| (gift.rule.id.clone(), gift.quantity.milli()))
            .collect()
    };
    assert_eq!(given(9_000), []);
    assert_eq!(given(10_000), [("each".into(), 1_000), ("once".into(), 1_000)]);
    assert_eq!(given(35_000), [("each".into(), 3_000), ("once".into(), 1_000)]);
    // What cannot be ordered earns nothing: the nut has no price.
    assert_eq!(given(-35_000), []);
}

#[test]
fn prices_in_dollars_are_paid_in_hryvnias_by_the_newest_rate_of_the_day() {
    let usd = Currency::from_code("usd").unwrap();
    let mut shop = Shop::new(&[("bolt", None)]);
    shop.document.country = Country::Ukraine;
    let rate = |id: &str, on, rate: &str| {
        let effect = Effect::Rate {
            from: usd,
            to: Currency::UAH,
            rate_micro: micro(rate),
            on,
        };
        rule(id, Goods::All, effect)
    };
    let book = book(&[
        rate("old", date!(2026 - 03 - 01), "41.10"),
        rate("new", date!(2026 - 03 - 09), "41.2575"),
        rate("tomorrow", date!(2026 - 03 - 11), "50"),
    ]);
    let mut lines = shop.lines(&[("bolt", 3_000)]);
    lines[0].facts.list = Some((UnitPrice::parse("1.15").unwrap(), usd));
    let priced = draft::price(&book, &shop.document, &lines);
    assert_eq!(
        priced.lines[0].price,
        Some((UnitPrice::parse("47.45").unwrap(), Currency::UAH))
    );
    let ids: Vec<_> = priced.lines[0]
        .steps
        .iter()
        .map(|step| step.rule.map(|rule| rule.id.as_str()))
        .collect();
    assert_eq!(ids, [Some("new"), None]);
    assert_eq!(priced.totals.sums[&Currency::UAH].sum.minor(), 14_235);
    assert_eq!(
        priced.lines[0].off_bp(),
        None,
        "two currencies have no percent between them"
    );
}

#[test]
fn vat_is_that_of_the_day_inside_or_on_top() {
    let mut shop = Shop::new(&[("bolt", Some("100"))]);
    let book = RuleBook::new([], Country::Russia);
    for (day, on_top, sum, vat) in [
        (date!(2025 - 12 - 31), false, 10_000, 1_667),
        (date!(2026 - 01 - 01), false, 10_000, 1_803),
        (date!(2026 - 01 - 01), true, 12_200, 2_200),
    ] {
        shop.document.date = day;
        shop.document.vat_on_top = on_top;
        let priced = shop.price(&book, &[("bolt", 1_000)]);
        let sums = priced.lines[0].sums.unwrap();
        assert_eq!((sums.sum.minor(), sums.vat.minor()), (sum, vat), "{day}");
    }
    let mut lines = shop.lines(&[("bolt", 1_000)]);
    lines[0].facts.vat = Some(VatRate::Percent(14));
    let odd = draft::price(&book, &shop.document, &lines);
    assert!(odd.lines[0].is_rate_doubtful, "Russia has no 14 %");
    assert_eq!(odd.lines[0].rate, Some(VatRate::Percent(14)));
}

#[test]
fn every_bad_line_stays_and_says_what_is_wrong_and_what_to_do() {
    let mut shop = Shop::new(&[("bolt", Some("100")), ("none", None), ("huge", Some("9000000000000"))]);
    let boxes = Effect::Packing {
        minimum: Quantity::from_milli(24_000),
        step: Quantity::from_milli(12_000),
        pack: "кор".into(),
    };
    let much_off = Change::Money(UnitPrice::parse("-200").unwrap(), RUB);
    let book = book(&[rule("boxes", item("bolt"), boxes)]);
    let below = RuleBook::new(
        [rule("off", item("bolt"), Effect::PriceType(much_off))],
        Country::Russia,
    );
    let trouble = |book: &RuleBook, shop: &Shop, id: &str, milli| shop.price(book, &[(id, milli)]).lines[0].trouble;
    let q = |milli| Some(Quantity::from_milli(milli));
    for (milli, why, down, up) in [
        (-1_000, Misfit::NotPositive, None, q(24_000)),
        (0, Misfit::NotPositive, None, q(24_000)),
        (12_000, Misfit::BelowMinimum, None, q(24_000)),
        (30_500, Misfit::NotMultiple, q(24_000), q(36_000)),
        (i64::MAX, Misfit::TooLarge, q(999_999_996_000), None),
    ] {
        let Some(Trouble::Quantity(unfit)) = trouble(&book, &shop, "bolt", milli) else {
            panic!("{milli}");
        };
        assert_eq!((unfit.why, unfit.down, unfit.up), (why, down, up), "{milli}");
        assert_eq!(Trouble::Quantity(unfit).way_out(), WayOut::SetQuantity { down, up });
    }
    assert_eq!(trouble(&book, &shop, "none", 1_000), Some(Trouble::NoPrice));
    assert_eq!(trouble(&below, &shop, "bolt", 1_000), Some(Trouble::BelowZero));
    assert_eq!(
        trouble(&book, &shop, "huge", 900_000_000_000),
        Some(Trouble::SumTooLarge)
    );
    shop.document.has_prices = false;
    assert_eq!(trouble(&book, &shop, "bolt", 24_000), Some(Trouble::NoContract));
    shop.document.has_prices = true;
    let mut lines = shop.lines(&[("bolt", 24_000)]);
    lines[0].facts.is_on_sale = false;
    let gone = draft::price(&book, &shop.document, &lines);
    assert_eq!(gone.lines[0].trouble, Some(Trouble::Withdrawn));
    assert_eq!(
        gone.lines[0].sums.unwrap().sum.minor(),
        240_000,
        "its price is still known"
    );
    let too_much = shop.price(&book, &[("huge", 900_000_000_000), ("bolt", 24_000)]);
    assert_eq!(too_much.totals.left_out, 1);
    assert_eq!(too_much.totals.sums[&RUB].sum.minor(), 240_000);
}

#[test]
fn a_tier_may_count_all_variants_of_a_product_together() {
    let shop = Shop::new(&[("bolt#30", Some("10")), ("bolt#40", Some("12")), ("nut", Some("3"))]);
    let over = |id: &str, from: i64, change| {
        let from = Quantity::from_milli(from * 1000);
        let goods = Goods::Product("bolt".to_owned());
        rule(
            id,
            goods,
            Effect::Tier {
                from,
                counted: Counted::Variants,
                change,
            },
        )
    };
    let book = book(&[over("t1", 100, percent(-10)), over("t2", 200, percent(-20))]);
    let prices = |wanted: &[(&str, i64)]| {
        let priced = shop.price(&book, wanted);
        priced.lines.iter().map(price_of).collect::<Vec<_>>()
    };
    assert_eq!(
        prices(&[("bolt#30", 60_000), ("nut", 900_000)]),
        [micro("10"), micro("3")]
    );
    assert_eq!(
        prices(&[("bolt#30", 60_000), ("bolt#40", 40_000)]),
        [micro("9"), micro("10.8")]
    );
    assert_eq!(
        prices(&[("bolt#30", 160_000), ("bolt#40", 40_000)]),
        [micro("8"), micro("9.6")]
    );

    let priced = shop.price(&book, &[("bolt#30", 60_000), ("bolt#40", 45_000)]);
    let line = &priced.lines[0];
    assert_eq!(
        line.steps[0].together,
        Some(Quantity::from_milli(105_000)),
        "the chain says what was counted"
    );
    assert_eq!(
        line.next_tier,
        Some((Quantity::from_milli(155_000), (UnitPrice::parse("8").unwrap(), RUB))),
        "so much of this line, the other as it is"
    );

    // What cannot be ordered as it stands counts for nobody.
    let priced = shop.price(&book, &[("bolt#30", 60_000), ("bolt#40", -45_000)]);
    assert_eq!(price_of(&priced.lines[0]), micro("10"));
    assert_eq!(
        priced.lines[0].next_tier.map(|(from, _)| from),
        Some(Quantity::from_milli(100_000))
    );
}
