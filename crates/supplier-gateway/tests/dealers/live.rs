//! Live hints: who is told of what, and how a line ends.

use crate::listening::{Heard, Listening};
use crate::support::{Device, Shop, line, noon, own_clock};
use crate::xml::article;
use axum::http::header;
use cabinet_domain::access::Role;
use cabinet_protocol::live::PING;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use supplier_gateway::access::devices::{self, RevokedWhy};
use supplier_gateway::access::people;

fn shop() -> Shop {
    Shop::open(
        "[http]\nlive_ping_s = 1\n",
        noon,
        &[article("a", "100", [5, 5]), article("b", "100", [5, 5])],
    )
}

async fn device_of(shop: &Shop, name: &str, price_type: &str, role: Role) -> Device {
    let e = shop.entity(name, Some(price_type));
    shop.device(&[e], role).await
}

fn device_id(shop: &Shop, device: &Device) -> String {
    let all = shop.write(|tx| devices::list(tx).unwrap());
    all.into_iter().find(|one| one.person == device.person).unwrap().id
}

#[tokio::test]
async fn a_hint_names_only_feeds_that_the_listener_may_read() {
    let shop = shop();
    let (mine, theirs) = (shop.entity("Мы", Some("p1")), shop.entity("Они", Some("p2")));
    let me = shop.device(std::slice::from_ref(&mine), Role::Buyer).await;
    let them = shop.device(std::slice::from_ref(&theirs), Role::Buyer).await;
    let storekeeper = shop.device(std::slice::from_ref(&mine), Role::Viewer).await;
    let mut mine_heard = Listening::open(&shop, &me).await;
    let mut theirs_heard = Listening::open(&shop, &them).await;
    let mut storekeeper_heard = Listening::open(&shop, &storekeeper).await;

    shop.placed(&me, &mine, "k", &[line("a", 1, Some(100))]).await;
    shop.offers(&[article("a", "120", [5, 5]), article("b", "130", [5, 7])]);
    let documents = format!("doc:{mine}");
    let everyones = ["stock:w1:exact", "stock:w2:exact"];
    let mut mine_told = mine_heard
        .feeds_until(&[&documents, "price:p1", everyones[0], everyones[1]])
        .await;
    let mut theirs_told = theirs_heard
        .feeds_until(&["price:p2", everyones[0], everyones[1]])
        .await;
    let mut storekeeper_told = storekeeper_heard.feeds_until(&everyones).await;
    // Whatever the rounds before had for somebody else would be out by the next one.
    shop.offers(&[article("a", "120", [8, 8])]);
    mine_told.extend(mine_heard.feeds_until(&everyones).await);
    theirs_told.extend(theirs_heard.feeds_until(&everyones).await);
    storekeeper_told.extend(storekeeper_heard.feeds_until(&everyones).await);
    for (heard, hidden) in [
        (&mine_told, vec!["price:p2".to_owned(), format!("doc:{theirs}")]),
        (&theirs_told, vec!["price:p1".to_owned(), format!("doc:{mine}")]),
        (
            &storekeeper_told,
            vec!["price:p1".to_owned(), "price:p2".to_owned(), format!("doc:{mine}")],
        ),
    ] {
        assert!(!heard.iter().any(|feed| hidden.contains(feed)), "{heard:?}");
    }
}

#[tokio::test]
async fn whoever_loses_his_rights_is_told_so_and_nothing_more() {
    let shop = shop();
    let e = shop.entity("Мы", Some("p1"));
    let device = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let other = device_of(&shop, "Они", "p1", Role::Buyer).await;
    let mut heard = Listening::open(&shop, &device).await;
    let mut other_heard = Listening::open(&shop, &other).await;
    shop.write(|tx| people::withdraw(tx, &device.person, &e, noon()).unwrap());
    assert_eq!(heard.heard().await, Heard::Grants);

    shop.offers(&[article("a", "120", [6, 7])]);
    other_heard.feeds_until(&["stock:w2:exact"]).await;
    // The same round that told the other had nothing for him: the next thing that he hears is his new role.
    shop.write(|tx| people::grant(tx, &device.person, &e, Role::Viewer, noon()).unwrap());
    assert_eq!(heard.heard().await, Heard::Grants);
}

#[tokio::test]
async fn a_revoked_device_is_cut_off_within_seconds_and_no_other() {
    let shop = shop();
    let lost = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    let other = device_of(&shop, "Они", "p1", Role::Buyer).await;
    let mut lost_heard = Listening::open(&shop, &lost).await;
    let mut other_heard = Listening::open(&shop, &other).await;
    let id = device_id(&shop, &lost);
    let began = Instant::now();
    shop.write(|tx| devices::revoke(tx, &id, RevokedWhy::Operator, noon()).unwrap());
    assert_eq!(lost_heard.heard().await, Heard::End);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    shop.offers(&[article("a", "120", [6, 7])]);
    other_heard.feeds_until(&["stock:w2:exact"]).await;
}

#[tokio::test]
async fn a_line_ends_with_the_life_of_its_token() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[article("a", "100", [5, 5])]);
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    NOW.fetch_add(10 * 60 * 1000 - 300, Ordering::SeqCst);
    let mut heard = Listening::open(&shop, &device).await;
    assert_eq!(heard.heard().await, Heard::Bye(0));
    assert_eq!(heard.heard().await, Heard::End);
}

#[tokio::test]
async fn an_idle_line_gives_named_signs_of_life_that_nothing_may_keep_back() {
    let shop = shop();
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    let mut heard = Listening::open(&shop, &device).await;
    assert_eq!(heard.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(heard.headers["x-accel-buffering"], "no");
    for _ in 0..2 {
        assert_eq!(heard.event().await.unwrap().0, PING);
    }
}

#[tokio::test]
async fn a_third_line_of_a_device_ends_its_oldest() {
    let shop = shop();
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    let mut first = Listening::open(&shop, &device).await;
    let mut second = Listening::open(&shop, &device).await;
    let mut third = Listening::open(&shop, &device).await;
    assert_eq!(first.heard().await, Heard::End);
    shop.offers(&[article("a", "120", [6, 7])]);
    second.feeds_until(&["stock:w2:exact"]).await;
    third.feeds_until(&["stock:w2:exact"]).await;
    assert_eq!(shop.state.live.listeners(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_commits_make_one_hint_a_second_for_a_feed() {
    let shop = shop();
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    let mut heard = Listening::open(&shop, &device).await;
    let began = Instant::now();
    let mut exports = 0;
    while began.elapsed() < Duration::from_millis(2_500) {
        exports += 1;
        shop.offers(&[article("a", "100", [5, 10 + exports])]);
    }
    let mut hints = 0;
    let mut head = 0;
    loop {
        if let Heard::Hint(hint) = heard.heard().await
            && hint.feed.to_string() == "stock:w2:exact"
        {
            hints += 1;
            assert!(hint.head > head, "a hint came late");
            head = hint.head;
            // Two articles made the feed, and each export moved one of them.
            if head == 2 + u64::try_from(exports).unwrap() {
                break;
            }
        }
    }
    let most = began.elapsed().as_secs() + 2;
    assert!(hints <= most, "{hints} hints in {most} s");
    assert!(exports > 4 * i64::try_from(hints).unwrap(), "{exports} exports");
}

#[tokio::test]
async fn nothing_is_watched_while_nobody_listens() {
    let shop = shop();
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    assert!(!shop.state.live.is_watched());
    let heard = Listening::open(&shop, &device).await;
    assert!(shop.state.live.is_watched());
    drop(heard);
    assert_eq!(shop.state.live.listeners(), 0);
    let ended = async {
        while shop.state.live.is_watched() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended).await.unwrap();
    // Whoever comes after that is told as before.
    let mut heard = Listening::open(&shop, &device).await;
    shop.offers(&[article("a", "120", [6, 7])]);
    heard.feeds_until(&["stock:w2:exact"]).await;
}

#[tokio::test]
async fn a_gateway_that_stops_says_goodbye_to_all_who_listen_and_come() {
    let shop = shop();
    let device = device_of(&shop, "Мы", "p1", Role::Buyer).await;
    let mut heard = Listening::open(&shop, &device).await;
    shop.state.live.close();
    assert!(matches!(heard.heard().await, Heard::Bye(seconds) if (2..10).contains(&seconds)));
    assert_eq!(heard.heard().await, Heard::End);
    let mut late = Listening::open(&shop, &device).await;
    assert!(matches!(late.heard().await, Heard::Bye(_)));
}
