//! Notices: each thing is told once, to those who asked and may know, and outlives neither the right nor its time.

use crate::ordered::{POSTED, ordered};
use crate::support::{Device, NOON, Shop, line, own_clock};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::subscriptions::{Subscribe, Unsubscribe};
use std::sync::atomic::Ordering;
use supplier_gateway::access::people;
use supplier_gateway::{notices, subscriptions};

fn arrival(item: &str, pieces: i64) -> Subscribe {
    Subscribe {
        item: item.into(),
        threshold_milli: Some(pieces * 1000),
        watches_price: false,
        until: None,
    }
}

async fn send(shop: &Shop, device: &Device, e: &EntityId, key: &str, body: CommandBody) -> Verdict {
    let command = Command {
        key: key.into(),
        entity: e.clone(),
        body,
    };
    shop.command(device, command).await.verdict
}

async fn subscribed(shop: &Shop, device: &Device, e: &EntityId, key: &str, wanted: Subscribe) {
    let verdict = send(shop, device, e, key, CommandBody::Subscribe(wanted)).await;
    assert_eq!(verdict, Verdict::Done);
}

/// Kind, item and quantity in pieces of each notice, the oldest first.
async fn told(shop: &Shop, device: &Device) -> Vec<(String, String, Option<i64>)> {
    let (_, notices) = shop.personal(device).await;
    notices
        .into_iter()
        .map(|notice| {
            (
                notice.kind,
                notice.item,
                notice.quantity_milli.map(|milli| milli / 1000),
            )
        })
        .collect()
}

fn arrived(item: &str, pieces: i64) -> (String, String, Option<i64>) {
    ("arrival".to_owned(), item.to_owned(), Some(pieces))
}

#[tokio::test]
async fn an_arrival_is_told_once_however_often_and_in_whatever_portions_it_is_imported() {
    let shop = Shop::new(&[article("a", "100", [0, 0]), article("b", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    subscribed(&shop, &buyer, &e, "k1", arrival("a", 10)).await;
    subscribed(&shop, &buyer, &e, "k2", arrival("b", 1)).await;
    let (subscriptions, _) = shop.personal(&buyer).await;
    assert_eq!(subscriptions.len(), 2);
    assert_eq!(
        (subscriptions[0].article.as_str(), subscriptions[0].threshold_milli),
        ("ART-a", Some(10_000))
    );

    shop.offers(&[article("a", "100", [4, 0])]);
    shop.offers(&[article("a", "100", [4, 5])]);
    assert_eq!(told(&shop, &buyer).await, [], "nine are not ten");
    shop.offers(&[article("a", "100", [5, 5])]);
    assert_eq!(told(&shop, &buyer).await, [arrived("a", 10)]);
    shop.offers(&[article("a", "100", [5, 5])]);
    shop.offers(&[article("a", "100", [50, 5])]);
    shop.offers(&[article("a", "100", [0, 0])]);
    shop.offers(&[article("a", "100", [90, 0])]);
    assert_eq!(told(&shop, &buyer).await, [arrived("a", 10)], "told once");
    let (subscriptions, _) = shop.personal(&buyer).await;
    let left: Vec<&str> = subscriptions.iter().map(|row| row.item.as_str()).collect();
    assert_eq!(left, ["b"], "what was told is not waited for any more");

    subscribed(&shop, &buyer, &e, "k3", arrival("a", 100)).await;
    shop.offers(&[article("a", "100", [100, 0])]);
    assert_eq!(told(&shop, &buyer).await.len(), 2, "a new subscription is told anew");
}

#[tokio::test]
async fn every_subscriber_is_told_once_and_sees_it_on_every_device() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (mine, theirs) = (shop.entity("Мы", None), shop.entity("Они", None));
    let me = shop.device(std::slice::from_ref(&mine), Role::Buyer).await;
    let my_notebook = shop
        .another_device(&me.person, std::slice::from_ref(&mine), Role::Buyer)
        .await;
    let them = shop.device(std::slice::from_ref(&theirs), Role::Viewer).await;
    let nobody = shop.device(std::slice::from_ref(&mine), Role::Admin).await;
    subscribed(&shop, &me, &mine, "k1", arrival("a", 1)).await;
    subscribed(&shop, &my_notebook, &mine, "k2", arrival("a", 2)).await;
    subscribed(&shop, &them, &theirs, "k1", arrival("a", 3)).await;
    shop.offers(&[article("a", "100", [1, 0])]);
    assert_eq!(
        told(&shop, &me).await,
        [],
        "the later subscription took the place of the first"
    );
    shop.offers(&[article("a", "100", [7, 0])]);
    let (_, on_desk) = shop.personal(&me).await;
    let (_, on_notebook) = shop.personal(&my_notebook).await;
    assert_eq!((on_desk.len(), &on_desk), (1, &on_notebook));
    assert_eq!(told(&shop, &them).await, [arrived("a", 7)]);
    assert_eq!(told(&shop, &nobody).await, []);
    let feed = format!("/v1/feeds/{}/manifest", notices::feed_of(&me.person));
    let (status, _) = shop.get(&feed, Some(&nobody.token)).await;
    assert_eq!(status, 403, "nobody reads the notices of another person");
}

#[tokio::test]
async fn goods_held_for_an_order_are_not_there_and_goods_that_came_meanwhile_are_told_at_once() {
    let shop = Shop::new(&[article("a", "100", [10, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    shop.placed(&buyer, &e, "o", &[line("a", 8, Some(100))]).await;
    subscribed(&shop, &buyer, &e, "k1", arrival("a", 5)).await;
    shop.offers(&[article("a", "100", [12, 0])]);
    assert_eq!(told(&shop, &buyer).await, [], "eight of the twelve are promised");
    shop.offers(&[article("a", "100", [13, 0])]);
    assert_eq!(told(&shop, &buyer).await, [arrived("a", 5)]);
    subscribed(&shop, &buyer, &e, "k2", arrival("a", 5)).await;
    assert_eq!(told(&shop, &buyer).await, [arrived("a", 5), arrived("a", 5)]);
}

own_clock!(DAY, day_clock);

#[tokio::test]
async fn a_subscription_ends_with_its_last_day_or_when_it_is_taken_back() {
    let shop = Shop::open("", day_clock, &[article("a", "100", [0, 0]), article("b", "1", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let until = Subscribe {
        until: Some("2026-02-01".to_owned()),
        ..arrival("a", 1)
    };
    subscribed(&shop, &buyer, &e, "k1", until.clone()).await;
    subscribed(&shop, &buyer, &e, "k2", arrival("b", 1)).await;
    let end = CommandBody::Unsubscribe(Unsubscribe { item: "b".into() });
    assert_eq!(send(&shop, &buyer, &e, "k3", end).await, Verdict::Done);
    assert_eq!(shop.personal(&buyer).await.0.len(), 1);

    DAY.store(NOON + 24 * 3_600_000, Ordering::SeqCst);
    // The token of yesterday is out of date.
    let buyer = shop
        .another_device(&buyer.person, std::slice::from_ref(&e), Role::Buyer)
        .await;
    shop.offers(&[article("a", "100", [5, 0]), article("b", "1", [5, 0])]);
    assert_eq!(told(&shop, &buyer).await, []);
    let ended = shop.write(|tx| subscriptions::end_expired(tx, day_clock()).unwrap());
    assert_eq!((ended, shop.personal(&buyer).await.0.len()), (1, 0));
    subscribed(&shop, &buyer, &e, "k4", until).await;
    assert_eq!(
        shop.personal(&buyer).await,
        (vec![], vec![]),
        "too late is no subscription"
    );
}

#[tokio::test]
async fn what_was_told_does_not_outlive_the_right_to_it() {
    let shop = Shop::new(&[article("a", "100", [0, 0]), article("b", "100", [0, 0])]);
    let (e, other) = (shop.entity("Мы", None), shop.entity("Ещё мы", None));
    let buyer = shop.device(&[e.clone(), other.clone()], Role::Buyer).await;
    let watch = Subscribe {
        threshold_milli: None,
        watches_price: true,
        ..arrival("a", 1)
    };
    subscribed(&shop, &buyer, &e, "k1", watch.clone()).await;
    subscribed(&shop, &buyer, &e, "k2", arrival("b", 1)).await;
    subscribed(&shop, &buyer, &other, "k3", arrival("b", 1)).await;
    shop.offers(&[article("a", "90", [0, 0]), article("b", "100", [1, 0])]);
    assert_eq!(shop.personal(&buyer).await.1.len(), 3);

    shop.write(|tx| people::grant(tx, &buyer.person, &e, Role::Viewer, NOON).unwrap());
    let (subscriptions, notices) = shop.personal(&buyer).await;
    let kinds: Vec<&str> = notices.iter().map(|notice| notice.kind.as_str()).collect();
    assert_eq!(
        (subscriptions.len(), kinds),
        (0, vec!["arrival", "arrival"]),
        "no prices"
    );
    let forbidden = Verdict::Rejected {
        reason: RejectReason::Forbidden,
    };
    assert_eq!(
        send(&shop, &buyer, &e, "k4", CommandBody::Subscribe(watch)).await,
        forbidden
    );

    subscribed(&shop, &buyer, &e, "k5", arrival("a", 1)).await;
    assert!(shop.write(|tx| people::withdraw(tx, &buyer.person, &e, NOON).unwrap()));
    shop.offers(&[article("a", "90", [9, 0])]);
    let (subscriptions, notices) = shop.personal(&buyer).await;
    let of: Vec<&str> = notices.iter().map(|notice| notice.entity.as_str()).collect();
    assert_eq!((subscriptions.len(), of), (0, vec![other.as_str()]));
}

own_clock!(PRICES, price_clock);

#[tokio::test]
async fn a_watched_price_is_told_each_time_it_falls_and_never_when_it_rises() {
    let shop = Shop::open("", price_clock, &[article("a", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let watch = Subscribe {
        watches_price: true,
        ..arrival("a", 1)
    };
    subscribed(&shop, &buyer, &e, "k1", watch).await;
    for price in ["110", "110", "105", "", "104.5", "200"] {
        PRICES.fetch_add(1_000, Ordering::SeqCst);
        shop.offers(&[article("a", price, [0, 0])]);
    }
    let (_, notices) = shop.personal(&buyer).await;
    let falls: Vec<_> = notices
        .iter()
        .map(|notice| (notice.kind.as_str(), notice.old_price_micro, notice.price_micro))
        .collect();
    assert_eq!(
        falls,
        [
            ("price_drop", Some(110_000_000), Some(105_000_000)),
            ("price_drop", Some(105_000_000), Some(104_500_000)),
        ]
    );
    PRICES.fetch_add(1_000, Ordering::SeqCst);
    shop.offers(&[article("a", "200", [1, 0])]);
    let (subscriptions, notices) = shop.personal(&buyer).await;
    assert_eq!(notices.len(), 3, "and its arrival");
    assert_eq!(
        (subscriptions[0].threshold_milli, subscriptions[0].watches_price),
        (None, true),
        "the price is watched on"
    );
    let day_ms = 24 * 3_600_000;
    let pruned = shop.write(|tx| notices::prune(tx, price_clock() + 91 * day_ms).unwrap());
    assert_eq!((pruned, shop.personal(&buyer).await.1.len()), (3, 0));
}

#[tokio::test]
async fn what_1c_made_of_an_order_is_told_to_its_buyer_and_its_invoice_to_the_accountant_too() {
    let ordered = ordered().await;
    let shop = &ordered.shop;
    let accountant = shop.device(std::slice::from_ref(&ordered.e), Role::Accountant).await;
    let other_buyer = shop.device(std::slice::from_ref(&ordered.e), Role::Buyer).await;
    let document = ordered.returned(&POSTED);
    ordered.apply(&document);
    ordered.apply(&document);
    let (_, notices) = shop.personal(&ordered.buyer).await;
    let mut kinds: Vec<_> = notices
        .iter()
        .map(|notice| {
            (
                notice.kind.as_str(),
                notice.order_state.as_str(),
                notice.order_number.clone(),
            )
        })
        .collect();
    kinds.sort_unstable();
    let number = || ordered.number.clone();
    assert_eq!(
        kinds,
        [("invoice", "", number()), ("order_state", "reserved", number())]
    );
    let (_, notices) = shop.personal(&accountant).await;
    assert_eq!(notices.len(), 1);
    assert_eq!(
        (
            notices[0].kind.as_str(),
            notices[0].invoice_number.as_str(),
            notices[0].total_minor
        ),
        ("invoice", "УТ-000017", Some(50_000))
    );
    assert_eq!(shop.personal(&other_buyer).await.1, []);
}
