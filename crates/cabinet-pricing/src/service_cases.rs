//! Services by example, each in the words of a dealer.

use crate::book::RuleBook;
use crate::draft::{self, Trouble, WayOut};
use crate::facts::{Document, Facts, Line};
use crate::rule::{Change, Closeness, Effect, Goods, Rule, Service};
use crate::service::{ServiceTrouble, offers};
use crate::vat::Country;
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LineService, ServiceAsks, ServicePer};
use time::macros::date;

const RUB: Currency = Currency::RUB;

const DOCUMENT: Document = Document {
    date: date!(2026 - 03 - 10),
    has_prices: true,
    vat_on_top: false,
    country: Country::Russia,
};

fn cutting(per: ServicePer, price: &str) -> Service {
    Service {
        per,
        price: UnitPrice::parse(price).unwrap(),
        currency: RUB,
        minimum_minor: 0,
        asks: ServiceAsks::Lengths,
        bar_mm: None,
        vat: None,
        item: None,
    }
}

fn rule(id: &str, goods: Goods, closeness: Closeness, service: Service) -> Rule {
    Rule {
        id: id.into(),
        name: "Резка".into(),
        closeness,
        goods,
        from: None,
        until: None,
        effect: Effect::Service(service),
    }
}

fn everywhere(service: Service) -> RuleBook {
    RuleBook::new([rule("s", Goods::All, Closeness::Everybody, service)], Country::Russia)
}

fn pieces(pieces: i64, length_mm: i64) -> LineService {
    LineService {
        name: "Резка".into(),
        pieces: Some(pieces),
        length_mm: Some(length_mm),
        terms: None,
    }
}

/// A pipe at 100 roubles for a unit.
fn priced<'b>(
    book: &'b RuleBook,
    document: &Document,
    unit_mm: Option<i64>,
    milli: i64,
    services: &[LineService],
) -> draft::Priced<'b> {
    let item = ItemId::from("pipe");
    let line = Line {
        facts: facts(&item, unit_mm),
        quantity: Quantity::from_milli(milli),
        services,
    };
    draft::price(book, document, &[line])
}

fn facts(item: &ItemId, unit_mm: Option<i64>) -> Facts<'_> {
    Facts {
        item,
        groups: &[],
        list: Some((UnitPrice::from_micro(100_000_000), RUB)),
        vat: Some(VatRate::Percent(20)),
        is_on_sale: true,
        is_whole: unit_mm.is_none(),
        weight_g: None,
        volume_cm3: None,
        unit_mm,
    }
}

#[test]
fn each_measure_has_its_own_count_and_the_sum_is_rounded_once() {
    let bar = |service| Service {
        bar_mm: Some(6_000),
        ..service
    };
    for (name, service, milli, wanted, count, sum) in [
        (
            "for the line",
            cutting(ServicePer::Line, "300"),
            9_000,
            pieces(3, 2_000),
            1_000,
            30_000,
        ),
        (
            "for a piece",
            cutting(ServicePer::Piece, "50"),
            9_000,
            pieces(3, 2_000),
            3_000,
            15_000,
        ),
        (
            "for a cut, some is left",
            cutting(ServicePer::Cut, "50"),
            9_000,
            pieces(3, 2_000),
            3_000,
            15_000,
        ),
        (
            "for a cut, nothing is left",
            cutting(ServicePer::Cut, "50"),
            6_000,
            pieces(3, 2_000),
            2_000,
            10_000,
        ),
        (
            "for a metre",
            cutting(ServicePer::Unit, "0.335"),
            1_500,
            pieces(1, 700),
            1_500,
            50,
        ),
        (
            "from bars",
            bar(cutting(ServicePer::Cut, "50")),
            12_000,
            pieces(5, 2_000),
            4_000,
            20_000,
        ),
    ] {
        let book = everywhere(service);
        let one = &priced(&book, &DOCUMENT, Some(1_000), milli, &[wanted]).lines[0];
        assert_eq!(one.trouble, None, "{name}");
        let charge = one.services[0].charge.unwrap();
        assert_eq!((charge.count.milli(), charge.sums.sum.minor()), (count, sum), "{name}");
    }
}

#[test]
fn a_minimum_is_paid_once_and_vat_is_its_own() {
    let book = everywhere(Service {
        minimum_minor: 20_001,
        vat: Some(VatRate::None),
        ..cutting(ServicePer::Cut, "50")
    });
    let draft = priced(&book, &DOCUMENT, Some(1_000), 9_000, &[pieces(2, 2_000)]);
    let service = &draft.lines[0].services[0];
    let charge = service.charge.unwrap();
    assert_eq!((charge.count.milli(), charge.price.micro()), (1_000, 200_010_000));
    assert_eq!((charge.sums.sum.minor(), charge.sums.vat.minor()), (20_001, 0));
    assert!(charge.is_minimum);
    assert_eq!(service.left_mm, Some(5_000));
    let total = draft.totals.sums[&RUB];
    assert_eq!(total.sum.minor(), 90_000 + 20_001, "the total has both");
    assert_eq!(total.vat.minor(), 16_230, "of the goods alone: 90000 × 22 / 122");
    let on_top = Document {
        vat_on_top: true,
        ..DOCUMENT
    };
    let book = everywhere(cutting(ServicePer::Piece, "50"));
    let draft = priced(&book, &on_top, Some(1_000), 9_000, &[pieces(2, 2_000)]);
    let sums = draft.lines[0].services[0].charge.unwrap().sums;
    assert_eq!((sums.sum.minor(), sums.vat.minor()), (12_200, 2_200));
}

#[test]
fn what_the_goods_are_not_enough_for_says_what_can_be_done() {
    let bars = everywhere(Service {
        bar_mm: Some(6_000),
        ..cutting(ServicePer::Cut, "50")
    });
    let metres = everywhere(cutting(ServicePer::Cut, "50"));
    let q = Quantity::from_milli;
    let unset = LineService {
        length_mm: None,
        ..pieces(1, 1)
    };
    let other = LineService {
        name: "Гибка".into(),
        ..pieces(1, 1)
    };
    for (name, book, unit_mm, milli, wanted, expected) in [
        (
            "metres",
            &metres,
            Some(1_000),
            5_000,
            pieces(3, 2_000),
            ServiceTrouble::Short {
                made: 2,
                up: Some(q(6_000)),
            },
        ),
        (
            "bars",
            &bars,
            None,
            1_000,
            pieces(7, 2_000),
            ServiceTrouble::Short {
                made: 3,
                up: Some(q(3_000)),
            },
        ),
        (
            "longer than a bar",
            &bars,
            None,
            9_000,
            pieces(1, 6_001),
            ServiceTrouble::TooLong { most_mm: 6_000 },
        ),
        ("no length", &metres, Some(1_000), 9_000, unset, ServiceTrouble::Unset),
        ("not offered", &metres, Some(1_000), 9_000, other, ServiceTrouble::Gone),
    ] {
        let draft = priced(book, &DOCUMENT, unit_mm, milli, &[wanted]);
        let line = &draft.lines[0];
        assert_eq!(line.trouble, Some(Trouble::Service(expected)), "{name}");
        assert!(
            line.sums.is_some() && line.services[0].charge.is_none(),
            "{name}: the goods keep their sum"
        );
        if let WayOut::SetQuantity { up: Some(up), .. } = line.trouble.unwrap().way_out() {
            let again = priced(
                book,
                &DOCUMENT,
                unit_mm,
                up.milli(),
                &[pieces(if unit_mm.is_some() { 3 } else { 7 }, 2_000)],
            );
            assert_eq!(again.lines[0].trouble, None, "{name}: the way out is one");
        }
    }
    // Goods of which nobody knows the length are not judged, and say so.
    let draft = priced(&metres, &DOCUMENT, None, 1_000, &[pieces(3, 2_000)]);
    assert_eq!(
        (draft.lines[0].trouble, draft.lines[0].services[0].left_mm),
        (None, None)
    );
    assert_eq!(draft.lines[0].services[0].charge.unwrap().count, q(3_000));
}

#[test]
fn the_closest_rule_of_a_service_counts_and_a_rate_makes_it_what_is_paid() {
    let item = Goods::Item("pipe".into());
    let rules = [
        rule("all", Goods::All, Closeness::Entity, cutting(ServicePer::Cut, "10")),
        rule(
            "everybody",
            item.clone(),
            Closeness::Everybody,
            cutting(ServicePer::Cut, "20"),
        ),
        rule(
            "dear",
            item.clone(),
            Closeness::Contract,
            cutting(ServicePer::Cut, "40"),
        ),
        rule("cheap", item, Closeness::Contract, cutting(ServicePer::Cut, "30")),
        rule(
            "other",
            Goods::Item("rod".into()),
            Closeness::Entity,
            cutting(ServicePer::Cut, "1"),
        ),
    ];
    let pipe = ItemId::from("pipe");
    for reversed in [false, true] {
        let mut rules = rules.to_vec();
        if reversed {
            rules.reverse();
        }
        let book = RuleBook::new(rules, Country::Russia);
        let offered = offers(&book, &DOCUMENT, &facts(&pipe, Some(1_000)));
        let found: Vec<(&str, i64)> = offered
            .iter()
            .map(|one| (one.rule.unwrap().id.as_str(), one.terms.price_micro))
            .collect();
        assert_eq!(found, [("cheap", 30_000_000)]);
    }
    let dollars = Currency::from_code("USD").unwrap();
    let rate = Rule {
        effect: Effect::Rate {
            from: dollars,
            to: RUB,
            rate_micro: 91_234_567,
            on: date!(2026 - 03 - 01),
        },
        ..rule("rate", Goods::All, Closeness::Everybody, cutting(ServicePer::Cut, "1"))
    };
    let service = Service {
        currency: dollars,
        minimum_minor: 100,
        ..cutting(ServicePer::Cut, "0.5")
    };
    let book = RuleBook::new(
        [rule("s", Goods::All, Closeness::Everybody, service), rate],
        Country::Russia,
    );
    let terms = offers(&book, &DOCUMENT, &facts(&pipe, Some(1_000))).remove(0).terms;
    assert_eq!(
        (terms.price_micro, terms.minimum_minor, terms.currency.as_str()),
        (45_620_000, 9_123, "RUB")
    );
}

#[test]
fn services_earn_no_promotion_and_change_no_price() {
    let promotion = Rule {
        effect: Effect::Promotion {
            when: crate::rule::Condition {
                quantity: None,
                sum: Some((100_000, RUB)),
            },
            change: Change::Percent(-10_000),
        },
        ..rule("p", Goods::All, Closeness::Everybody, cutting(ServicePer::Line, "1"))
    };
    let service = rule("s", Goods::All, Closeness::Everybody, cutting(ServicePer::Line, "500"));
    let book = RuleBook::new([promotion, service], Country::Russia);
    let draft = priced(&book, &DOCUMENT, Some(1_000), 9_000, &[pieces(1, 1_000)]);
    assert!(draft.lines[0].steps.is_empty());
    assert_eq!(draft.totals.sums[&RUB].sum.minor(), 140_000);
}
