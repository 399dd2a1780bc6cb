//! What an act is made of, to the kopeck, and when there is none.

use super::make::{Anchor, Cannot, Known, OrderWord, Wanted, make};
use crate::documents::{Facts, StoredDocument};
use cabinet_domain::settlement::ActTrouble;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::settlement::CurrencyActRow;
use proptest::prelude::*;

use DocumentKind::{Bill, Payment, Refund, Return, Shipment, Upd};

fn paper(number: &str, kind: DocumentKind, date: &str, total_minor: i64) -> StoredDocument {
    StoredDocument {
        id: format!("{number}-{}", kind.code()),
        facts: Facts {
            number: number.to_owned(),
            date: date.to_owned(),
            currency: "RUB".to_owned(),
            total_minor: Some(total_minor),
            ..Facts::new(kind)
        },
        entity: None,
        order: None,
        is_by_hand: false,
        trouble: None,
        counted_by: String::new(),
        is_withdrawn: false,
        origin: String::new(),
        came_at_ms: 1,
        file: None,
    }
}

fn of_order(order: &str, document: StoredDocument) -> StoredDocument {
    StoredDocument {
        order: Some(order.into()),
        ..document
    }
}

fn order(id: &str, contract: &str) -> OrderWord {
    OrderWord {
        id: id.into(),
        number: format!("№{id}"),
        contract: contract.to_owned(),
        is_cancelled: false,
        total_minor: 100,
        shipment_number: String::new(),
        shipment_date: String::new(),
        payment_number: String::new(),
        payment_date: String::new(),
        currency: "RUB".to_owned(),
    }
}

fn known(documents: Vec<StoredDocument>) -> Known {
    Known {
        documents,
        ..Known::default()
    }
}

const MARCH: Wanted<'_> = Wanted {
    contract: "",
    from: "2026-03-01",
    to: "2026-03-31",
};

/// Opening, entries as number and sum, closing.
fn told(acts: &[CurrencyActRow]) -> (i64, Vec<(String, i64)>, i64) {
    let [act] = acts else {
        panic!("one act is expected: {acts:?}");
    };
    let entries = act
        .entries
        .iter()
        .map(|entry| (entry.number.clone(), entry.debit_minor - entry.credit_minor))
        .collect();
    (act.opening_minor, entries, act.closing_minor)
}

fn is(acts: &[CurrencyActRow], opening: i64, entries: &[(&str, i64)], closing: i64, name: &str) {
    let entries = entries
        .iter()
        .map(|(number, minor)| ((*number).to_owned(), *minor))
        .collect();
    assert_eq!(told(acts), (opening, entries, closing), "{name}");
}

fn papers() -> Vec<StoredDocument> {
    let mut counted = paper("РТУ-2", Upd, "2026-03-05", 700);
    counted.counted_by = "РТУ-2-shipment".to_owned();
    vec![
        paper("РТУ-1", Shipment, "2026-02-10", 1000),
        paper("П-1", Payment, "2026-02-28", 300),
        paper("РТУ-2", Shipment, "2026-03-05", 700),
        counted,
        paper("П-2", Payment, "2026-03-10", 500),
        paper("В-1", Return, "2026-03-12", 50),
        paper("К-1", Upd, "2026-03-13", -20),
        paper("ВП-1", Refund, "2026-03-31", 5),
        paper("С-1", Bill, "2026-03-15", 999),
        paper("РТУ-3", Shipment, "2026-04-01", 40),
    ]
}

#[test]
fn documents_before_the_period_open_it_and_those_within_close_it() {
    let entries = [("РТУ-2", 700), ("П-2", -500), ("В-1", -50), ("К-1", -20), ("ВП-1", 5)];
    is(
        &make(&known(papers()), MARCH).unwrap(),
        700,
        &entries,
        835,
        "by documents",
    );
}

#[test]
fn what_1c_told_in_an_unknown_currency_is_never_passed_over_and_an_old_scan_stops_nothing() {
    let mut strange = paper("Х", Shipment, "2025-01-10", 0);
    strange.facts.currency.clear();
    strange.facts.total_minor = None;
    let balance = Anchor {
        debt_minor: 900,
        as_of_ms: 1,
        day: "2026-02-20".to_owned(),
    };
    let with = |document: StoredDocument| Known {
        documents: vec![document],
        balances: [("RUB".to_owned(), balance.clone())].into(),
        ..Known::default()
    };
    assert_eq!(
        make(&with(strange.clone()), MARCH).unwrap()[0].opening_minor,
        900,
        "a scan"
    );
    strange.facts.onec_id = "1c-x".to_owned();
    let cannot = make(&with(strange.clone()), MARCH).unwrap_err();
    assert_eq!(
        (cannot.trouble, cannot.numbers),
        (ActTrouble::WithoutSum, vec!["Х".to_owned()])
    );
    strange.facts.total_minor = Some(0);
    assert_eq!(make(&with(strange), MARCH).unwrap()[0].opening_minor, 900, "of nothing");
}

#[test]
fn a_balance_that_was_told_opens_the_act_whatever_was_never_told_before() {
    let entries = [("РТУ-2", 700), ("П-2", -500), ("В-1", -50), ("К-1", -20), ("ВП-1", 5)];
    for (name, day, as_of_ms, debt, opening) in [
        ("before the period", "2026-02-20", 9, 5000, 4700),
        ("within it", "2026-03-10", 9, 5000, 4800),
        ("on a day whose document came later", "2026-03-10", 0, 5000, 4300),
        ("after it", "2026-04-02", 9, 5000, 4825),
    ] {
        let balances = [(
            "RUB".to_owned(),
            Anchor {
                debt_minor: debt,
                as_of_ms,
                day: day.to_owned(),
            },
        )];
        let known = Known {
            balances: balances.into(),
            ..known(papers())
        };
        is(&make(&known, MARCH).unwrap(), opening, &entries, opening + 135, name);
    }
}

#[test]
fn what_has_no_sum_counts_on_every_day_where_a_currency_has_no_balance() {
    let mut silent = paper("Х", Shipment, "2026-01-02", 0);
    silent.facts.total_minor = None;
    let balance = |currency: &str| {
        let anchor = Anchor {
            debt_minor: 5,
            as_of_ms: 9,
            day: "2026-02-20".to_owned(),
        };
        (currency.to_owned(), anchor)
    };
    let mut euros = paper("Е", Shipment, "2026-03-02", 7);
    "EUR".clone_into(&mut euros.facts.currency);
    let mut known = Known {
        balances: [balance("RUB")].into(),
        ..known(vec![silent, euros])
    };
    let without = make(&known, MARCH).map(|acts| acts.len());
    assert_eq!(without.map_err(|cannot| cannot.trouble), Err(ActTrouble::WithoutSum));
    known.balances.extend([balance("EUR")]);
    assert_eq!(make(&known, MARCH).map(|acts| acts.len()), Ok(2));
}

#[test]
fn a_payment_told_beside_its_order_stands_once() {
    let documents = vec![
        paper("П-7", Payment, "2026-03-10", 500),
        StoredDocument {
            id: "other".to_owned(),
            ..of_order("o1", paper("П-7", Payment, "2026-03-10", 500))
        },
    ];
    is(
        &make(&known(documents), MARCH).unwrap(),
        0,
        &[("П-7", -500)],
        -500,
        "once",
    );
}

#[test]
fn what_would_make_a_wrong_act_makes_none() {
    let shipped = |date: &str| OrderWord {
        shipment_number: "РТУ-9".to_owned(),
        shipment_date: date.to_owned(),
        ..order("o1", "")
    };
    let paid = OrderWord {
        payment_number: " П-2 ".to_owned(),
        payment_date: "2026-03-10".to_owned(),
        ..order("o2", "")
    };
    let with_orders = |orders: Vec<OrderWord>| Known {
        orders,
        ..known(papers())
    };
    let with = |document: StoredDocument| {
        let mut documents = papers();
        documents.push(document);
        known(documents)
    };
    let silent = |date: &str| {
        let mut document = paper("Х", Shipment, date, 0);
        document.facts.total_minor = None;
        document
    };
    let cannot = |trouble, number: &str| {
        Err(Cannot {
            trouble,
            numbers: vec![number.to_owned()],
        })
    };
    let outcome = |known: &Known| make(known, MARCH).map(|acts| acts.len());
    for (name, known, expected) in [
        ("nothing", Known::default(), Err(ActTrouble::NothingTold.into())),
        (
            "no sum",
            with(silent("2026-03-02")),
            cannot(ActTrouble::WithoutSum, "Х"),
        ),
        (
            "no sum before",
            with(silent("2026-01-02")),
            cannot(ActTrouble::WithoutSum, "Х"),
        ),
        ("no sum afterwards", with(silent("2026-04-02")), Ok(1)),
        (
            "no day",
            with(paper("Х", Payment, "", 5)),
            cannot(ActTrouble::WithoutDate, "Х"),
        ),
        (
            "a shipment of an order",
            with_orders(vec![shipped("2026-03-03")]),
            cannot(ActTrouble::OnlyOrders, "№o1"),
        ),
        (
            "on no day",
            with_orders(vec![shipped("")]),
            cannot(ActTrouble::OnlyOrders, "№o1"),
        ),
        ("afterwards", with_orders(vec![shipped("2026-04-03")]), Ok(1)),
        ("a payment that was told of no order", with_orders(vec![paid]), Ok(1)),
        (
            "cancelled",
            with_orders(vec![OrderWord {
                is_cancelled: true,
                ..shipped("2026-03-03")
            }]),
            Ok(1),
        ),
        (
            "beyond 64 bits",
            known(vec![
                paper("1", Shipment, "2026-03-03", i64::MAX),
                paper("2", Shipment, "2026-03-03", i64::MAX),
            ]),
            Err(ActTrouble::OutOfRange.into()),
        ),
    ] {
        assert_eq!(outcome(&known), expected, "{name}");
    }
    let many = (0..5_001)
        .map(|n| paper(&n.to_string(), Shipment, "2026-03-03", 1))
        .collect();
    assert_eq!(outcome(&known(many)), Err(ActTrouble::TooMany.into()));
}

#[test]
fn an_act_of_a_contract_is_made_only_where_every_document_says_by_which_it_is() {
    let by = |contract| Wanted { contract, ..MARCH };
    let two = |documents| Known {
        contracts: ["1".to_owned(), "2".to_owned()].into(),
        orders: vec![order("o1", "1"), order("o2", "2")],
        ..known(documents)
    };
    let first = || of_order("o1", paper("Р-1", Shipment, "2026-03-03", 100));
    let second = || of_order("o2", paper("Р-2", Shipment, "2026-03-04", 30));
    is(
        &make(&two(vec![first(), second()]), by("2")).unwrap(),
        0,
        &[("Р-2", 30)],
        30,
        "of two",
    );
    let of_none = paper("П-1", Payment, "2026-03-05", 5);
    assert_eq!(
        make(&two(vec![first(), of_none.clone()]), by("1")),
        Err(Cannot {
            trouble: ActTrouble::OfContract,
            numbers: vec!["П-1".to_owned()]
        })
    );
    let only = Known {
        contracts: ["1".to_owned()].into(),
        ..known(vec![of_none])
    };
    is(&make(&only, by("1")).unwrap(), 0, &[("П-1", -5)], -5, "the only one");
}

#[test]
fn an_order_has_its_paper_only_by_number_and_one_without_a_day_only_with_the_order() {
    let shipped = |number: &str, date: &str| OrderWord {
        shipment_number: number.to_owned(),
        shipment_date: date.to_owned(),
        ..order("o1", "")
    };
    let paid = |number: &str, date: &str| OrderWord {
        payment_number: number.to_owned(),
        payment_date: date.to_owned(),
        ..order("o1", "")
    };
    let with = |order: OrderWord, document: StoredDocument| Known {
        orders: vec![order],
        ..known(vec![document])
    };
    let goods = |number: &str| of_order("o1", paper(number, Shipment, "2026-03-03", 100));
    let counted = |number: &str| StoredDocument {
        counted_by: "other".to_owned(),
        ..goods(number)
    };
    let money = |number: &str, date: &str| paper(number, Payment, date, 100);
    for (name, known, is_made) in [
        ("its own", with(shipped("УТ-000009", "2026-03-03"), goods("9")), true),
        (
            "another one of it",
            with(shipped("10", "2026-03-04"), goods("9")),
            false,
        ),
        ("without a number", with(shipped("10", "2026-03-04"), goods("")), true),
        (
            "one whose goods another document counts",
            Known {
                documents: vec![counted("9"), goods("УПД-77")],
                ..with(shipped("9", "2026-03-03"), goods(""))
            },
            true,
        ),
        (
            "of the day",
            with(paid("5", "2026-03-03"), money("УТ-5", "2026-03-03")),
            true,
        ),
        ("of another year", with(paid("5", ""), money("5", "2023-03-03")), false),
        (
            "no day, with the order",
            with(paid("5", ""), of_order("o1", money("5", "2026-03-03"))),
            true,
        ),
        (
            "another payment of it",
            with(paid("6", "2026-03-04"), of_order("o1", money("5", "2026-03-03"))),
            false,
        ),
    ] {
        let trouble = make(&known, MARCH).err().map(|cannot| cannot.trouble);
        let expected = (!is_made).then_some(ActTrouble::OnlyOrders);
        assert_eq!(trouble, expected, "{name}");
    }
}

#[test]
fn an_act_is_of_zeros_or_there_is_a_trouble_and_never_neither() {
    let nothing = paper("К-1", Upd, "2026-03-03", 0);
    is(&make(&known(vec![nothing]), MARCH).unwrap(), 0, &[], 0, "zeros");
    let later = OrderWord {
        shipment_number: "9".to_owned(),
        shipment_date: "2026-04-03".to_owned(),
        ..order("o1", "")
    };
    let only_later = Known {
        orders: vec![later],
        ..Known::default()
    };
    let trouble = make(&only_later, MARCH).map_err(|cannot| cannot.trouble);
    assert_eq!(trouble, Err(ActTrouble::NothingTold));
}

proptest! {
    #[test]
    fn acts_of_neighbouring_periods_meet_to_the_kopeck_with_a_balance_and_without(
        sums in prop::collection::vec((1_u8..29, -1_000_000_i64..1_000_000, prop::sample::select(vec![Shipment, Payment, Return, Refund])), 1..40),
        cut in 2_u8..28,
        balance in prop::option::of((1_u8..29, -1_000_000_i64..1_000_000)),
    ) {
        let documents = sums.iter().enumerate().map(|(n, (day, minor, kind))| {
            paper(&n.to_string(), *kind, &format!("2026-03-{day:02}"), *minor)
        }).collect();
        let mut all = known(documents);
        if let Some((day, debt_minor)) = balance {
            all.balances.insert("RUB".to_owned(), Anchor { debt_minor, as_of_ms: 9, day: format!("2026-03-{day:02}") });
        }
        let (first_to, second_from) = (format!("2026-03-{:02}", cut - 1), format!("2026-03-{cut:02}"));
        let of = |from: &str, to: &str| make(&all, Wanted { contract: "", from, to }).unwrap();
        let (whole, first, second) = (of("2026-03-01", "2026-03-31"), of("2026-03-01", &first_to), of(&second_from, "2026-03-31"));
        if let ([whole], [first], [second]) = (whole.as_slice(), first.as_slice(), second.as_slice()) {
            prop_assert_eq!(whole.opening_minor, first.opening_minor);
            prop_assert_eq!(first.closing_minor, second.opening_minor);
            prop_assert_eq!(second.closing_minor, whole.closing_minor);
            prop_assert_eq!(whole.entries.len(), first.entries.len() + second.entries.len());
            for act in [whole, first, second] {
                let moved: i64 = act.entries.iter().map(|entry| entry.debit_minor - entry.credit_minor).sum();
                prop_assert_eq!(act.opening_minor + moved, act.closing_minor);
            }
        }
    }
}
