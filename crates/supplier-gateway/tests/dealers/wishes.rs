//! Wishes: told once, when the article is among the goods of the entity, to those who may still know.

use crate::support::{Device, NOON, Shop};
use crate::xml::{article, catalogue_xml, offers_xml};
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::wishes::{Unwish, Wish};
use std::collections::BTreeSet;
use supplier_gateway::access::contracts::{self, ContractTerms};
use supplier_gateway::access::people;
use supplier_gateway::catalogue::{self, Part};
use supplier_gateway::wishes;

fn wish(article: &str) -> CommandBody {
    CommandBody::Wish(Wish {
        article: article.to_owned(),
        quantity_milli: Some(3_000),
        note: String::new(),
    })
}

async fn send(shop: &Shop, device: &Device, entity: &EntityId, key: &str, body: CommandBody) -> Verdict {
    let command = Command {
        key: key.into(),
        entity: entity.clone(),
        body,
    };
    shop.command(device, command).await.verdict
}

/// Kind, item and wanted quantity of each notice.
async fn told(shop: &Shop, device: &Device) -> Vec<(String, String, Option<i64>)> {
    let (_, notices) = shop.personal(device).await;
    notices
        .into_iter()
        .map(|notice| (notice.kind, notice.item, notice.wanted_milli))
        .collect()
}

fn found(item: &str) -> (String, String, Option<i64>) {
    ("wish_found".to_owned(), item.to_owned(), Some(3_000))
}

/// Goods come, with prices and stock.
fn bring(shop: &Shop, ids: &[&str]) {
    let articles: Vec<_> = ids.iter().map(|id| article(id, "100", [0, 0])).collect();
    shop.import(&catalogue_xml(&articles));
    shop.import(&offers_xml(&articles));
}

/// How many wishes the supplier's people see that are not found.
fn open_wishes(shop: &Shop) -> usize {
    let all = shop.write(|tx| wishes::list(tx).unwrap());
    all.iter().filter(|wish| wish.found.is_none()).count()
}

/// A contract for these products only.
fn contract(shop: &Shop, entity: &EntityId, products: &[&str]) {
    shop.write(|tx| {
        let parts: BTreeSet<Part> = products.iter().map(|id| Part::Product((*id).to_owned())).collect();
        let terms = ContractTerms {
            number: "1".to_owned(),
            assortment: catalogue::define(tx, &parts, NOON).unwrap(),
            price_type: None,
            payment: String::new(),
            delivery: String::new(),
            stock: StockMode::Exact,
        };
        contracts::add(tx, entity, &terms, NOON).unwrap();
    });
}

#[tokio::test]
async fn each_who_wished_is_told_once_in_whatever_spelling_and_however_often_it_is_imported() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (mine, theirs) = (shop.entity("Мы", None), shop.entity("Они", None));
    let me = shop.device(std::slice::from_ref(&mine), Role::Buyer).await;
    let them = shop.device(std::slice::from_ref(&theirs), Role::Viewer).await;
    assert_eq!(send(&shop, &me, &mine, "k1", wish("art b")).await, Verdict::Done);
    assert_eq!(send(&shop, &them, &theirs, "k1", wish("ART/B")).await, Verdict::Done);
    assert_eq!(send(&shop, &me, &mine, "k2", wish("ART-Z")).await, Verdict::Done);
    assert_eq!(open_wishes(&shop), 3);
    bring(&shop, &["b"]);
    bring(&shop, &["b"]);
    assert_eq!(told(&shop, &me).await, [found("b")]);
    assert_eq!(told(&shop, &them).await, [found("b")]);
    assert_eq!(open_wishes(&shop), 1, "the supplier still sees what he does not have");
    assert_eq!(send(&shop, &me, &mine, "k3", wish("ART-A")).await, Verdict::Done);
    assert_eq!(told(&shop, &me).await.len(), 2, "what is there already is told at once");
}

#[tokio::test]
async fn goods_outside_the_assortment_are_not_told_until_the_terms_show_them() {
    let shop = Shop::new(&[article("a", "100", [0, 0]), article("b", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    contract(&shop, &e, &["a"]);
    assert_eq!(send(&shop, &buyer, &e, "k1", wish("ART-b")).await, Verdict::Done);
    bring(&shop, &["b"]);
    assert_eq!(told(&shop, &buyer).await, [], "it looks like one that does not exist");
    contract(&shop, &e, &["a", "b"]);
    assert_eq!(told(&shop, &buyer).await, [found("b")]);
}

#[tokio::test]
async fn a_wish_ends_with_the_right_and_by_its_person_and_a_senseless_one_is_refused() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (mine, theirs) = (shop.entity("Мы", None), shop.entity("Они", None));
    let me = shop.device(std::slice::from_ref(&mine), Role::Buyer).await;
    let rejected = |reason| Verdict::Rejected { reason };
    for (key, body, reason) in [
        ("nothing", wish(" -/ "), RejectReason::Invalid),
        ("long", wish(&"x".repeat(101)), RejectReason::TooMuch),
        (
            "none of it",
            CommandBody::Wish(Wish {
                article: "b".to_owned(),
                quantity_milli: Some(0),
                note: String::new(),
            }),
            RejectReason::Invalid,
        ),
    ] {
        assert_eq!(send(&shop, &me, &mine, key, body).await, rejected(reason), "{key}");
    }
    assert_eq!(
        send(&shop, &me, &theirs, "k", wish("b")).await,
        rejected(RejectReason::Forbidden)
    );
    send(&shop, &me, &mine, "k1", wish("ART-b")).await;
    let end = CommandBody::Unwish(Unwish {
        article: "art b".to_owned(),
    });
    assert_eq!(send(&shop, &me, &mine, "k2", end).await, Verdict::Done);
    assert_eq!(open_wishes(&shop), 0);
    send(&shop, &me, &mine, "k3", wish("ART-b")).await;
    shop.write(|tx| people::withdraw(tx, &me.person, &mine, NOON).unwrap());
    assert_eq!(open_wishes(&shop), 0, "it does not outlive the right");
    bring(&shop, &["b"]);
    shop.write(|tx| people::grant(tx, &me.person, &mine, Role::Buyer, NOON).unwrap());
    assert_eq!(told(&shop, &me).await, []);
}
