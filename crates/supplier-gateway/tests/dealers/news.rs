//! News by the clock: shown on their first day, told once to each person, gone after their last one.

use crate::support::{Device, NOON, Shop, own_clock};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use std::sync::atomic::Ordering;
use supplier_gateway::news::{self, NewNews};

const MINUTE_MS: i64 = 60_000;

fn piece(entity: Option<&EntityId>, title: &str, from_ms: i64, until_ms: Option<i64>) -> NewNews {
    NewNews {
        entity: entity.cloned(),
        title: title.to_owned(),
        text: "…".to_owned(),
        from_ms,
        until: until_ms.map(|ms| ("2026-02-01".to_owned(), ms)),
    }
}

#[tokio::test]
async fn a_person_of_two_entities_is_told_once_and_nothing_is_told_before_its_time_or_after() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[article("a", "100", [0, 0])]);
    let both = [shop.entity("Мы", None), shop.entity("Мы тоже", None)];
    let theirs = shop.entity("Они", None);
    let me = shop.device(&both, Role::Buyer).await;
    let them = shop.device(std::slice::from_ref(&theirs), Role::Viewer).await;
    shop.write(|tx| {
        news::add(tx, &piece(None, "всем", NOON, Some(NOON + 5 * MINUTE_MS)), NOON).unwrap();
        news::add(tx, &piece(Some(&theirs), "им", NOON + MINUTE_MS, None), NOON).unwrap();
    });
    let titles = async |device: &Device| {
        let (_, notices) = shop.personal(device).await;
        notices.into_iter().map(|notice| notice.name).collect::<Vec<_>>()
    };
    assert_eq!(titles(&me).await, ["всем"]);
    assert_eq!(titles(&them).await, ["всем"]);
    NOW.store(NOON + 2 * MINUTE_MS, Ordering::SeqCst);
    shop.write(|tx| news::bring_up(tx, NOON + 2 * MINUTE_MS).unwrap());
    shop.write(|tx| news::bring_up(tx, NOON + 2 * MINUTE_MS).unwrap());
    assert_eq!(titles(&me).await, ["всем"]);
    assert_eq!(titles(&them).await.len(), 2, "told once");
    let feed = format!("/v1/feeds/news:{theirs}/manifest");
    assert_eq!(
        shop.get(&feed, Some(&me.token)).await.0,
        403,
        "news of others are not read"
    );
    assert_eq!(shop.get(&feed, Some(&them.token)).await.0, 200);
    NOW.store(NOON + 6 * MINUTE_MS, Ordering::SeqCst);
    let now_ms = NOON + 6 * MINUTE_MS;
    assert_eq!(shop.write(|tx| news::bring_up(tx, now_ms).unwrap()), 1);
    assert!(titles(&me).await.is_empty(), "what is over takes its notice with it");
}
