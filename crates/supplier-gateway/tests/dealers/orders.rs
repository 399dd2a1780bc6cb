//! Check 1, check 2, and that an order happens once and never on worse terms.

use crate::support::{NOON, Shop, line, own_clock, place_command};
use crate::xml::{article, catalogue_xml, offers_xml};
use cabinet_domain::access::Role;
use cabinet_domain::line::{VatRate, added_vat, included_vat, line_sum};
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::orders::WantedLine;
use serde_json::json;
use std::sync::atomic::Ordering;
use supplier_gateway::access::people;
use supplier_gateway::orders::end_expired_holds;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn check_1_names_every_change_and_holds_nothing() {
    let shop = Shop::new(&[
        article("a", "100", [5, 2]),
        article("b", "50", [1, 0]),
        article("c", "", [9, 9]),
    ]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [
        line("a", 3, Some(90)),
        line("b", 4, Some(60)),
        line("c", 1, Some(10)),
        line("no such item", 1, None),
    ];
    let quote = shop.checkout(&buyer, &e, &lines).await;
    let flags: Vec<_> = quote
        .lines
        .iter()
        .map(|l| (l.is_dearer, l.is_cheaper, l.is_short, l.is_gone, l.available_milli))
        .collect();
    assert_eq!(
        flags,
        [
            (true, false, false, false, Some(3_000)),
            (false, true, true, false, Some(1_000)),
            (false, false, false, true, Some(0)),
            (false, false, false, true, Some(0)),
        ]
    );
    assert_eq!((quote.total_minor, quote.currency.as_str()), (35_000, "RUB"));
    assert_eq!(
        quote,
        shop.checkout(&buyer, &e, &lines).await,
        "asking changes nothing, the name of the quote included"
    );
    let dearer = shop.checkout(&buyer, &e, &[line("a", 3, None)]).await;
    assert!(dearer.lines[0].is_dearer, "who knew no price accepted none");
    assert_ne!(dearer.quote, quote.quote);
}

#[tokio::test]
async fn an_order_stands_whole_with_its_hold_its_rows_and_its_invoice() {
    let settings = "[supplier]\nname = \"Поставщик\"\ninn = \"7700000000\"\n[supplier.bank]\naccount = \"40702\"\n[orders]\nfirst_number = 500\n";
    let shop = Shop::open(
        settings,
        crate::support::noon,
        &[article("a", "100.10", [5, 8]), article("b", "0.0123", [1000, 0])],
    );
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [
        WantedLine {
            item: "a".into(),
            quantity_milli: 10_000,
            price_micro: Some(100_100_000),
            currency: None,
        },
        WantedLine {
            item: "b".into(),
            quantity_milli: 333_000,
            price_micro: Some(12_300),
            currency: None,
        },
    ];
    let result = shop.place(&buyer, &e, "k1", &lines).await;
    let Verdict::Placed {
        number,
        total_minor,
        currency,
        ..
    } = result.verdict
    else {
        panic!("{:?}", result.verdict)
    };
    assert_eq!(
        (number.as_str(), total_minor, currency.as_str()),
        ("500", 100_100 + 410, "RUB")
    );

    let (order, invoice) = shop.document(&buyer, &e).await;
    assert_eq!(
        (order.number.as_str(), order.state.as_str(), order.command_key.as_str()),
        ("500", "held", "k1")
    );
    assert_eq!((order.total_minor, order.placed_by.as_str()), (total_minor, "Иванов"));
    assert_eq!(order.history.len(), 1);
    for (row, price, quantity) in [(&order.lines[0], "100.10", "10"), (&order.lines[1], "0.0123", "333")] {
        let sum = line_sum(
            UnitPrice::parse(price).unwrap(),
            Quantity::parse(quantity).unwrap(),
            Currency::RUB,
        )
        .unwrap();
        let vat = included_vat(sum, VatRate::Percent(20)).unwrap();
        assert_eq!(
            (row.sum_minor, row.vat_minor, row.vat.as_str()),
            (sum.minor(), vat.minor(), "20")
        );
    }
    assert!(invoice.is_preliminary);
    assert_eq!((invoice.number.as_str(), invoice.date.as_str()), ("500", "2026-02-01"));
    assert_eq!(invoice.basis, "Заказ № 500 от 01.02.2026");
    assert_eq!((invoice.total_minor, invoice.lines.len()), (total_minor, 2));
    assert_eq!(invoice.seller.unwrap().name, "Поставщик");
    assert_eq!(invoice.buyer.unwrap().inn, "7707083893");
    assert_eq!(invoice.bank.unwrap().account, "40702");

    // The fullest warehouse gave first.
    assert_eq!(
        (shop.stock(&buyer, "w1", "a").await, shop.stock(&buyer, "w2", "a").await),
        (3, 0)
    );
}

#[tokio::test]
async fn vat_comes_on_top_where_prices_do_not_include_it() {
    let shop = Shop::new(&[article("a", "100.01", [50, 0])]);
    let e = shop.entity("ООО Ромашка", Some("p2"));
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [WantedLine {
        item: "a".into(),
        quantity_milli: 3_000,
        price_micro: Some(100_010_000),
        currency: None,
    }];
    let base = line_sum(
        UnitPrice::parse("100.01").unwrap(),
        Quantity::from_milli(3_000),
        Currency::RUB,
    )
    .unwrap();
    let vat = added_vat(base, VatRate::Percent(20)).unwrap();
    let quote = shop.checkout(&buyer, &e, &lines).await;
    assert_eq!(quote.total_minor, base.minor() + vat.minor());
    shop.placed(&buyer, &e, "k1", &lines).await;
    let (order, invoice) = shop.document(&buyer, &e).await;
    assert_eq!(
        (order.total_minor, order.vat_minor),
        (base.minor() + vat.minor(), vat.minor())
    );
    assert_eq!(order.lines[0].price_micro, 100_010_000);
    assert!(invoice.vat_on_top);
}

#[tokio::test]
async fn a_price_that_rose_after_the_check_stops_the_whole_order_and_a_lower_one_passes() {
    let shop = Shop::new(&[article("a", "100", [50, 0]), article("b", "10", [50, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 2, Some(100)), line("b", 2, Some(10))];
    assert!(
        shop.checkout(&buyer, &e, &lines)
            .await
            .lines
            .iter()
            .all(cabinet_protocol::orders::QuotedLine::passes)
    );

    shop.offers(&[article("a", "101", [50, 0])]);
    let Verdict::Changed { quote } = shop.place(&buyer, &e, "k1", &lines).await.verdict else {
        panic!("placed")
    };
    assert_eq!(
        (quote.lines[0].is_dearer, quote.lines[0].price_now_micro),
        (true, Some(101_000_000))
    );
    assert!(quote.lines[1].passes());
    assert_eq!(shop.count_orders(), 0);
    assert_eq!(
        shop.stock(&buyer, "w1", "b").await,
        50,
        "nothing is held for the good line"
    );

    shop.offers(&[article("a", "90", [50, 0])]);
    let replay = shop.place(&buyer, &e, "k1", &lines).await;
    assert!(
        replay.is_replay && matches!(replay.verdict, Verdict::Changed { .. }),
        "a verdict is final"
    );
    shop.placed(&buyer, &e, "k2", &lines).await;
    let (order, _) = shop.document(&buyer, &e).await;
    assert_eq!(order.lines[0].price_micro, 90_000_000);
    assert_eq!(order.total_minor, 20_000);
}

#[tokio::test]
async fn a_price_accepted_in_another_currency_is_not_accepted() {
    let shop = Shop::new(&[article("a", "100", [50, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    for (currency, passes) in [(Some("RUB"), true), (Some("USD"), false), (None, true)] {
        let wanted = WantedLine {
            currency: currency.map(ToOwned::to_owned),
            ..line("a", 1, Some(200))
        };
        let quote = shop.checkout(&buyer, &e, std::slice::from_ref(&wanted)).await;
        assert_eq!(
            (quote.lines[0].passes(), quote.currency.as_str()),
            (passes, "RUB"),
            "{currency:?}"
        );
        let result = shop.place(&buyer, &e, currency.unwrap_or("none"), &[wanted]).await;
        assert_eq!(matches!(result.verdict, Verdict::Placed { .. }), passes, "{currency:?}");
    }
}

#[tokio::test]
async fn the_last_piece_goes_to_exactly_one_of_many() {
    let shop = Shop::new(&[article("a", "100", [1, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 1, Some(100))];
    let keys: Vec<String> = (0..8).map(|n| format!("k{n}")).collect();
    let results = futures_util::future::join_all(keys.iter().map(|key| shop.place(&buyer, &e, key, &lines))).await;
    let placed = results
        .iter()
        .filter(|r| matches!(r.verdict, Verdict::Placed { .. }))
        .count();
    let changed = results
        .iter()
        .filter(|r| matches!(&r.verdict, Verdict::Changed { quote } if quote.lines[0].is_short))
        .count();
    assert_eq!((placed, changed), (1, 7));
    assert_eq!(shop.count_orders(), 1);
}

#[tokio::test]
async fn a_supplier_who_tells_no_stock_takes_orders_and_one_who_does_is_taken_at_his_word() {
    let goods = [article("a", "100", [0, 0])];
    let silent = offers_xml(&goods)
        .replace("<Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"0\"/>", "")
        .replace("<Склад ИдСклада=\"w2\" КоличествоНаСкладе=\"0\"/>", "");
    let shop = Shop::new(&[]);
    shop.import(&catalogue_xml(&goods));
    shop.import(&silent);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 3, Some(100))];
    let placed = shop.place(&buyer, &e, "k1", &lines).await;
    assert!(matches!(placed.verdict, Verdict::Placed { .. }), "{:?}", placed.verdict);

    shop.import(&offers_xml(&goods));
    let short = shop.place(&buyer, &e, "k2", &lines).await;
    assert!(
        matches!(&short.verdict, Verdict::Changed { quote } if quote.lines[0].is_short && quote.lines[0].available_milli == Some(0)),
        "{:?}",
        short.verdict
    );
}

#[tokio::test]
async fn i7_a_key_sent_fifty_times_at_once_makes_one_order() {
    let shop = Shop::new(&[article("a", "100", [500, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 1, Some(100))];
    let results = futures_util::future::join_all((0..50).map(|_| shop.place(&buyer, &e, "same", &lines))).await;
    assert_eq!(results.iter().filter(|r| !r.is_replay).count(), 1);
    assert!(results.iter().all(|r| r.verdict == results[0].verdict));
    assert_eq!(shop.count_orders(), 1);
    assert_eq!(shop.stock(&buyer, "w1", "a").await, 499);
}

#[tokio::test]
async fn a_key_belongs_to_what_it_was_first_used_for() {
    let shop = Shop::new(&[article("a", "100", [500, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let other = shop.entity("ООО Лютик", None);
    let buyer = shop.device(&[e.clone(), other.clone()], Role::Buyer).await;
    shop.placed(&buyer, &e, "k", &[line("a", 1, Some(100))]).await;
    assert_eq!(
        shop.place(&buyer, &e, "k", &[line("a", 2, Some(100))]).await.verdict,
        Verdict::KeyReused
    );
    shop.placed(&buyer, &other, "k", &[line("a", 1, Some(100))]).await;
    assert_eq!(shop.count_orders(), 2);
}

#[tokio::test]
async fn whoever_lost_the_right_still_learns_what_became_of_his_command() {
    let shop = Shop::new(&[article("a", "100", [500, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 1, Some(100))];
    let first = shop.place(&buyer, &e, "k", &lines).await;
    shop.write(|tx| people::withdraw(tx, &buyer.person, &e, NOON).unwrap());
    let again = shop.place(&buyer, &e, "k", &lines).await;
    assert_eq!((again.is_replay, again.verdict), (true, first.verdict));
    let fresh = shop.place(&buyer, &e, "k2", &lines).await;
    assert_eq!(
        fresh.verdict,
        Verdict::Rejected {
            reason: RejectReason::Forbidden
        }
    );
}

#[tokio::test]
async fn i7_a_command_that_was_refused_is_not_carried_out_when_the_right_is_back() {
    let shop = Shop::new(&[article("a", "100", [500, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 1, Some(100))];
    let refused = Verdict::Rejected {
        reason: RejectReason::Forbidden,
    };
    shop.write(|tx| people::withdraw(tx, &buyer.person, &e, NOON).unwrap());
    assert_eq!(shop.place(&buyer, &e, "k", &lines).await.verdict, refused);
    shop.write(|tx| people::grant(tx, &buyer.person, &e, Role::Buyer, NOON).unwrap());
    // The first try, which was long on its way.
    let late = shop.place(&buyer, &e, "k", &lines).await;
    assert_eq!((late.is_replay, late.verdict), (true, refused));
    assert_eq!(shop.count_orders(), 0);
    // A stranger's refusal takes nobody else's key.
    let stranger = shop.device(&[], Role::Buyer).await;
    shop.place(&stranger, &e, "k2", &lines).await;
    shop.placed(&buyer, &e, "k2", &lines).await;
}

#[tokio::test]
async fn orders_that_can_never_succeed_are_rejected_with_the_reason() {
    let shop = Shop::open(
        "[orders]\nmax_held_orders = 1\n",
        crate::support::noon,
        &[article("a", "100", [500, 0])],
    );
    let e = shop.entity("ООО Ромашка", None);
    let without = shop.entity("Без цен", Some("no such price type"));
    let buyer = shop.device(&[e.clone(), without.clone()], Role::Buyer).await;
    let good = line("a", 1, Some(100));
    let huge = WantedLine {
        quantity_milli: i64::MAX,
        ..good.clone()
    };
    for (name, entity, lines, reason) in [
        ("no lines", &e, vec![], RejectReason::Empty),
        (
            "an item twice",
            &e,
            vec![good.clone(), good.clone()],
            RejectReason::Invalid,
        ),
        (
            "nothing asked",
            &e,
            vec![line("a", 0, Some(100))],
            RejectReason::Invalid,
        ),
        (
            "less than nothing",
            &e,
            vec![line("a", -1, Some(100))],
            RejectReason::Invalid,
        ),
        ("no prices", &without, vec![good.clone()], RejectReason::NoPrices),
    ] {
        let result = shop.place(&buyer, entity, name, &lines).await;
        assert_eq!(result.verdict, Verdict::Rejected { reason }, "{name}");
    }
    let result = shop.place(&buyer, &e, "beyond all stock", &[huge]).await;
    assert!(
        matches!(result.verdict, Verdict::Changed { .. }),
        "{:?}",
        result.verdict
    );
    shop.placed(&buyer, &e, "one", std::slice::from_ref(&good)).await;
    let result = shop.place(&buyer, &e, "two", &[good]).await;
    assert_eq!(
        result.verdict,
        Verdict::Rejected {
            reason: RejectReason::TooManyHolds
        }
    );
}

#[tokio::test]
async fn several_commands_in_one_call_have_a_verdict_each() {
    let shop = Shop::new(&[article("a", "100", [2, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let commands: Vec<_> = [("k1", 2), ("k2", 1), ("k1", 2)]
        .map(|(key, quantity)| place_command(&e, key, &[line("a", quantity, Some(100))]))
        .into();
    let (_, body) = shop
        .post("/v1/commands", Some(&buyer.token), &json!({ "commands": commands }))
        .await;
    let answer: cabinet_protocol::commands::CommandsResponse = crate::support::parse(&body);
    assert!(matches!(answer.results[0].verdict, Verdict::Placed { .. }));
    assert!(matches!(answer.results[1].verdict, Verdict::Changed { .. }));
    assert!(answer.results[2].is_replay);
}

#[tokio::test]
async fn a_hold_that_1c_never_took_up_ends_by_itself() {
    own_clock!(NOW, clock);
    let shop = Shop::open("[orders]\nhold_days = 2\n", clock, &[article("a", "100", [1, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let lines = [line("a", 1, Some(100))];
    shop.placed(&buyer, &e, "k1", &lines).await;
    assert!(shop.checkout(&buyer, &e, &lines).await.lines[0].is_short);
    NOW.store(NOON + 2 * DAY_MS, Ordering::SeqCst);
    shop.write(|tx| end_expired_holds(tx, NOON + 2 * DAY_MS).unwrap());
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    assert_eq!(shop.stock(&buyer, "w1", "a").await, 1);
    assert!(shop.checkout(&buyer, &e, &lines).await.lines[0].passes());
}

#[tokio::test]
async fn an_entity_without_a_price_type_follows_the_first_one_of_a_later_import() {
    let shop = Shop::new(&[]);
    let e = shop.entity("ООО Ромашка", None);
    shop.offers(&[article("a", "100", [5, 0])]);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let (_, body) = shop
        .post(
            "/v1/hello",
            Some(&buyer.token),
            &json!({ "app_version": "1", "schema": 1, "cursors": {} }),
        )
        .await;
    let answer: cabinet_protocol::session::HelloResponse = crate::support::parse(&body);
    assert_eq!(answer.grants[0].price_type, Some("p1".into()));
}
