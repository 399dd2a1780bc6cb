//! Notices of papers and of acts: told once to everyone who may see them, and to nobody else.

use crate::support::{Device, NOON, Shop};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::commands::{Command, CommandBody, Verdict};
use cabinet_protocol::settlement::AskAct;
use supplier_gateway::access::credit::{self, Balance};
use supplier_gateway::access::people;
use supplier_gateway::documents::{self, Attach, Facts, StoredDocument};
use supplier_gateway::settlement;

fn facts(entity_inn: &str, kind: DocumentKind, number: &str, date: &str) -> Facts {
    let mut facts = Facts::new(kind);
    number.clone_into(&mut facts.number);
    date.clone_into(&mut facts.date);
    entity_inn.clone_into(&mut facts.buyer.inn);
    facts.currency = "RUB".to_owned();
    facts.total_minor = Some(12_345);
    facts
}

fn take(shop: &Shop, facts: Facts) -> StoredDocument {
    shop.write(|tx| documents::take(tx, &shop.state.settings, facts, None, "console", NOON).unwrap())
        .document()
        .clone()
}

/// Kind of notice, kind of paper and its number, of everything that the device was told, by number.
async fn told(shop: &Shop, device: &Device) -> Vec<(String, String, String)> {
    let (_, notices) = shop.personal(device).await;
    let mut told: Vec<_> = notices
        .into_iter()
        .map(|notice| {
            assert_eq!(notice.total_minor, None, "no sum in a notice of a paper");
            (notice.kind, notice.paper_kind, notice.paper_number)
        })
        .collect();
    told.sort_by(|a, b| a.2.cmp(&b.2));
    told
}

fn one(kind: &str, paper: &str, number: &str) -> (String, String, String) {
    (kind.to_owned(), paper.to_owned(), number.to_owned())
}

#[tokio::test]
async fn a_paper_is_told_once_to_everyone_who_may_see_it() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity_with_inn("ООО Ромашка", "7707083893", None);
    let other = shop.entity_with_inn("Лютик", "7736050003", None);
    let ours = std::slice::from_ref(&e);
    let buyer = shop.device(ours, Role::Buyer).await;
    let storekeeper = shop.device(ours, Role::Claims).await;
    let viewer = shop.device(ours, Role::Viewer).await;
    let stranger = shop.device(std::slice::from_ref(&other), Role::Admin).await;

    let bill = facts("7707083893", DocumentKind::Bill, "С-1", "2026-02-01");
    let document = take(&shop, bill.clone());
    take(&shop, bill);
    take(&shop, facts("7707083893", DocumentKind::Upd, "У-2", "2026-02-01"));
    take(&shop, facts("7707083893", DocumentKind::Payment, "П-3", "2026-02-01"));
    take(&shop, facts("7707083893", DocumentKind::Shipment, "Н-4", "2025-06-01"));
    let both = [one("document", "bill", "С-1"), one("waybill", "upd", "У-2")];
    assert_eq!(told(&shop, &buyer).await, both, "neither payments nor history");
    assert_eq!(told(&shop, &storekeeper).await, both[1..]);
    assert_eq!(told(&shop, &viewer).await, []);
    assert_eq!(told(&shop, &stranger).await, []);

    // Put elsewhere, it is told there, and is no more told here.
    let to = Attach {
        entity: other.clone(),
        order: None,
    };
    shop.write(|tx| documents::attach(tx, &document.id, &to, NOON).unwrap());
    assert_eq!(told(&shop, &buyer).await, both[1..]);
    assert_eq!(told(&shop, &stranger).await, both[..1]);
    shop.write(|tx| documents::withdraw_one(tx, &document.id, NOON).unwrap());
    assert_eq!(told(&shop, &stranger).await, []);

    // Who sees papers no more is told of none.
    shop.write(|tx| people::grant(tx, &buyer.person, &e, Role::Viewer, NOON).unwrap());
    assert_eq!(told(&shop, &buyer).await, []);
}

async fn ask(shop: &Shop, device: &Device, entity: &EntityId) -> Verdict {
    let command = Command {
        key: "k1".into(),
        entity: entity.clone(),
        body: CommandBody::AskAct(AskAct {
            contract: String::new(),
            from: "2026-01-01".to_owned(),
            to: "2026-01-31".to_owned(),
        }),
    };
    shop.command(device, command).await.verdict
}

#[tokio::test]
async fn who_asked_for_an_act_and_the_accountants_are_told_of_the_answer_and_not_of_its_paper_besides() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity_with_inn("ООО Ромашка", "7707083893", None);
    let ours = std::slice::from_ref(&e);
    let buyer = shop.device(ours, Role::Buyer).await;
    let accountant = shop.device(ours, Role::Accountant).await;
    let colleague = shop.device(ours, Role::Buyer).await;
    assert_eq!(ask(&shop, &buyer, &e).await, Verdict::Done);
    assert_eq!(told(&shop, &buyer).await, [], "an answer at once needs no call");
    let id = shop.write(|tx| settlement::list(tx).unwrap()).remove(0).row.id;

    let paper = take(
        &shop,
        facts("7707083893", DocumentKind::Reconciliation, "", "2026-01-31"),
    );
    assert_eq!(told(&shop, &colleague).await.len(), 1);
    shop.write(|tx| settlement::answer(tx, &id, "подписан", Some(&paper.id), NOON).unwrap());
    for (device, count) in [(&buyer, 1), (&accountant, 1), (&colleague, 0)] {
        let (_, notices) = shop.personal(device).await;
        assert_eq!(notices.len(), count, "{notices:?}");
        for notice in notices {
            assert_eq!(
                (notice.kind.as_str(), notice.act.as_str(), notice.paper.as_str()),
                ("act", id.as_str(), paper.id.as_str())
            );
            assert_eq!(
                (notice.act_from.as_str(), notice.act_to.as_str()),
                ("2026-01-01", "2026-01-31")
            );
        }
    }

    // Made anew out of what is known by now: an answer too.
    let balance = Balance {
        entity: e.clone(),
        currency: "RUB".to_owned(),
        debt_minor: 700,
        overdue_minor: 0,
        as_of_ms: NOON,
    };
    shop.write(|tx| credit::put_balance(tx, &balance).unwrap());
    shop.write(|tx| settlement::make_again(tx, &shop.state.settings, &id, NOON).unwrap());
    assert_eq!(shop.personal(&buyer).await.1.len(), 2);
}
