//! Subscriptions as commands: under the rights of seeing goods, once each, only to what exists.

use crate::support::{Device, Shop};
use crate::xml::{article, catalogue_xml};
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::subscriptions::{Subscribe, Unsubscribe};

const INVALID: Verdict = Verdict::Rejected {
    reason: RejectReason::Invalid,
};

fn wish(item: &str, threshold_milli: i64, until: Option<&str>) -> CommandBody {
    CommandBody::Subscribe(Subscribe {
        item: item.into(),
        threshold_milli: Some(threshold_milli),
        watches_price: false,
        until: until.map(ToOwned::to_owned),
    })
}

async fn send(shop: &Shop, device: &Device, entity: &EntityId, key: &str, body: CommandBody) -> (bool, Verdict) {
    let command = Command {
        key: key.into(),
        entity: entity.clone(),
        body,
    };
    let result = shop.command(device, command).await;
    (result.is_replay, result.verdict)
}

#[tokio::test]
async fn whoever_sees_goods_may_subscribe_and_a_repeated_key_changes_nothing() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    for role in Role::ALL {
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let key = role.code();
        let body = || wish("a", 5_000, Some("2026-12-31"));
        assert_eq!(
            send(&shop, &device, &e, key, body()).await,
            (false, Verdict::Done),
            "{role:?}"
        );
        assert_eq!(
            send(&shop, &device, &e, key, body()).await,
            (true, Verdict::Done),
            "{role:?}"
        );
        assert_eq!(
            send(&shop, &device, &e, key, wish("a", 6_000, None)).await.1,
            Verdict::KeyReused,
            "{role:?}"
        );
        let end = CommandBody::Unsubscribe(Unsubscribe { item: "a".into() });
        let end_key = format!("{key}-end");
        assert_eq!(
            send(&shop, &device, &e, &end_key, end).await,
            (false, Verdict::Done),
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn a_wish_that_nothing_could_fulfil_is_refused_in_its_verdict() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let theirs = shop.entity("Они", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    for (key, body) in [
        ("no such item", wish("no such item", 1_000, None)),
        ("nothing at all", wish("a", 0, None)),
        ("no date", wish("a", 1_000, Some("завтра"))),
    ] {
        assert_eq!(send(&shop, &buyer, &e, key, body).await.1, INVALID, "{key}");
    }
    let forbidden = Verdict::Rejected {
        reason: RejectReason::Forbidden,
    };
    assert_eq!(
        send(&shop, &buyer, &theirs, "k", wish("a", 1_000, None)).await.1,
        forbidden
    );
}

#[tokio::test]
async fn goods_that_are_renamed_are_renamed_where_they_are_waited_for() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let (_, verdict) = send(&shop, &buyer, &e, "k1", wish("a", 1_000, None)).await;
    assert_eq!(verdict, Verdict::Done);
    shop.import(&catalogue_xml(&[article("a", "100", [0, 0])]).replace("Болт a", "Болт оцинкованный"));
    let (subscriptions, _) = shop.personal(&buyer).await;
    assert_eq!(subscriptions[0].name, "Болт оцинкованный");
}
