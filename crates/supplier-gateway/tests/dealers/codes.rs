//! Own codes: the last word of each person, by when it was said; for those who order, shown to those who see goods.

use crate::support::{Device, NOON, Shop};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::codes::{CODE_LIMIT, CodeRow, CodeWord, TeachCodes, WORDS_LIMIT};
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use prost::Message;

fn word(text: &str, item: Option<&str>, said_at_ms: i64) -> CodeWord {
    CodeWord {
        text: text.to_owned(),
        item: item.map(Into::into),
        article: item.unwrap_or_default().to_uppercase(),
        said_at_ms,
    }
}

async fn teach(shop: &Shop, device: &Device, entity: &EntityId, key: &str, words: Vec<CodeWord>) -> Verdict {
    let command = Command {
        key: key.into(),
        entity: entity.clone(),
        body: CommandBody::TeachCodes(TeachCodes { words }),
    };
    shop.command(device, command).await.verdict
}

/// Person, text, item and time of each row, by key.
async fn known(shop: &Shop, device: &Device, entity: &EntityId) -> Vec<(String, String, Option<String>, i64)> {
    let rows = shop.rows(device, &FeedName::Codes(entity.to_string())).await;
    let mut rows: Vec<CodeRow> = rows
        .iter()
        .map(|body| CodeRow::decode(body.as_slice()).unwrap())
        .collect();
    rows.sort_by_key(CodeRow::key);
    rows.into_iter()
        .map(|row| (row.person, row.text, row.item, row.said_at_ms))
        .collect()
}

#[tokio::test]
async fn each_person_has_a_last_word_by_when_it_was_said_and_takes_none_away_from_a_colleague() {
    let shop = Shop::new(&[article("a", "100", [0, 0]), article("b", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let anna = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let boris = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let viewer = shop.device(std::slice::from_ref(&e), Role::Viewer).await;
    let now = shop.state.now_ms();
    // Said on Tuesday, and what was said offline on Monday comes later.
    let tuesday = vec![word("Наш болт", Some("a"), now - 10)];
    assert_eq!(teach(&shop, &anna, &e, "k1", tuesday).await, Verdict::Done);
    let monday = vec![word("НАШ-БОЛТ", Some("b"), now - 20)];
    assert_eq!(teach(&shop, &anna, &e, "k2", monday).await, Verdict::Done);
    let (a, b) = (anna.person.to_string(), boris.person.to_string());
    assert_eq!(
        known(&shop, &viewer, &e).await,
        [(a.clone(), "Наш болт".to_owned(), Some("a".to_owned()), now - 10)]
    );
    // A clock that is ahead has no last word for ever, and a removal is a word too.
    let ahead = vec![word("наш болт", None, now + 1_000_000)];
    assert_eq!(teach(&shop, &boris, &e, "k3", ahead).await, Verdict::Done);
    let mut expected = vec![
        (a, "Наш болт".to_owned(), Some("a".to_owned()), now - 10),
        (b, "наш болт".to_owned(), None, now),
    ];
    expected.sort();
    assert_eq!(known(&shop, &viewer, &e).await, expected);
}

#[tokio::test]
async fn who_may_not_order_teaches_nothing_and_a_senseless_word_is_refused_with_all_of_its_command() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (e, other) = (shop.entity("Мы", None), shop.entity("Они", None));
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let rejected = |reason| Verdict::Rejected { reason };
    for role in [Role::Viewer, Role::Claims, Role::Accountant] {
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let verdict = teach(&shop, &device, &e, "k", vec![word("x", Some("a"), NOON)]).await;
        assert_eq!(verdict, rejected(RejectReason::Forbidden), "{role:?}");
    }
    let good = || word("x", Some("a"), NOON);
    for (key, words, reason) in [
        ("none", Vec::new(), RejectReason::Invalid),
        (
            "no letters",
            vec![good(), word(" -/ ", Some("a"), NOON)],
            RejectReason::Invalid,
        ),
        (
            "long",
            vec![good(), word(&"x".repeat(CODE_LIMIT + 1), Some("a"), NOON)],
            RejectReason::Invalid,
        ),
        (
            "no item",
            vec![good(), word("y", Some(""), NOON)],
            RejectReason::Invalid,
        ),
        ("many", vec![good(); WORDS_LIMIT + 1], RejectReason::TooMuch),
    ] {
        assert_eq!(teach(&shop, &buyer, &e, key, words).await, rejected(reason), "{key}");
    }
    assert_eq!(
        teach(&shop, &buyer, &other, "k", vec![good()]).await,
        rejected(RejectReason::Forbidden)
    );
    let feed = FeedName::Codes(e.to_string());
    assert!(
        shop.write(|tx| supplier_gateway::feeds::row(tx, &feed, &format!("{}/X", buyer.person)).unwrap())
            .is_none()
    );
}
