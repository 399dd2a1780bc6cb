//! Acts of reconciliation: who may ask, what is refused, and that the same ask is one row.

use crate::support::{Device, NOON, Shop};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::DocumentRow;
use cabinet_protocol::settlement::{ActRow, AskAct};
use prost::Message;
use supplier_gateway::access::credit::{self, Balance};
use supplier_gateway::settlement::{self, SettlementError};

async fn ask(
    shop: &Shop,
    device: &Device,
    entity: &EntityId,
    (key, contract, from, to): (&str, &str, &str, &str),
) -> Verdict {
    let command = Command {
        key: key.into(),
        entity: entity.clone(),
        body: CommandBody::AskAct(AskAct {
            contract: contract.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        }),
    };
    shop.command(device, command).await.verdict
}

async fn acts(shop: &Shop, device: &Device, entity: &EntityId) -> Vec<ActRow> {
    let rows = shop.rows(device, &FeedName::Documents(entity.to_string())).await;
    rows.iter()
        .filter_map(|body| DocumentRow::decode(body.as_slice()).unwrap().act)
        .collect()
}

fn balance(shop: &Shop, entity: &EntityId, debt_minor: i64) {
    let told = Balance {
        entity: entity.clone(),
        currency: "RUB".to_owned(),
        debt_minor,
        overdue_minor: 0,
        as_of_ms: NOON,
    };
    shop.write(|tx| credit::put_balance(tx, &told).unwrap());
}

#[tokio::test]
async fn the_same_ask_is_one_row_whose_last_answer_stands() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let device = shop.device(std::slice::from_ref(&e), Role::Accountant).await;
    let january = |key| (key, "", "2026-01-01", "2026-01-31");
    assert_eq!(ask(&shop, &device, &e, january("k1")).await, Verdict::Done);
    let all = acts(&shop, &device, &e).await;
    assert_eq!((all.len(), all[0].trouble.as_str()), (1, "nothing_told"));
    balance(&shop, &e, 700);
    assert_eq!(ask(&shop, &device, &e, january("k2")).await, Verdict::Done);
    let all = acts(&shop, &device, &e).await;
    assert_eq!((all.len(), all[0].trouble.as_str(), all[0].acts.len()), (1, "", 1));
    assert_eq!((all[0].acts[0].opening_minor, all[0].acts[0].closing_minor), (700, 700));
    assert_eq!(all[0].acts[0].opening_by, "balance");

    // The operator's word stands until the act is made anew.
    let id = all[0].id.clone();
    shop.write(|tx| settlement::answer(tx, &id, " позже ", None, NOON).unwrap());
    assert_eq!(acts(&shop, &device, &e).await[0].note, "позже");
    balance(&shop, &e, 900);
    shop.write(|tx| settlement::make_again(tx, &shop.state.settings, &id, NOON).unwrap());
    let again = acts(&shop, &device, &e).await;
    assert_eq!((again[0].note.as_str(), again[0].acts[0].closing_minor), ("", 900));
    let unknown = shop.write(|tx| settlement::answer(tx, "x", "", None, NOON));
    assert!(matches!(unknown, Err(SettlementError::Unknown(_))));
    let long = "x".repeat(settlement::NOTE_LIMIT + 1);
    assert!(shop.write(|tx| settlement::answer(tx, &id, &long, None, NOON)).is_err());
}

#[tokio::test]
async fn only_who_sees_money_asks_and_only_for_a_period_that_is_over_and_an_own_contract() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (e, other) = (shop.entity("Мы", None), shop.entity("Они", None));
    let rejected = |reason| Verdict::Rejected { reason };
    for role in [Role::Viewer, Role::Claims] {
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let verdict = ask(&shop, &device, &e, ("k", "", "2026-01-01", "2026-01-31")).await;
        assert_eq!(verdict, rejected(RejectReason::Forbidden), "{role:?}");
    }
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let verdict = ask(&shop, &buyer, &other, ("k", "", "2026-01-01", "2026-01-31")).await;
    assert_eq!(verdict, rejected(RejectReason::Forbidden));
    let long = "1".repeat(101);
    for (name, contract, from, to) in [
        ("backwards", "", "2026-01-31", "2026-01-01"),
        ("ahead", "", "2026-01-01", "2026-02-02"),
        ("no day", "", "2026-01-32", "2026-02-01"),
        ("no contract", "17", "2026-01-01", "2026-01-31"),
        ("long", &long, "2026-01-01", "2026-01-31"),
    ] {
        let verdict = ask(&shop, &buyer, &e, (name, contract, from, to)).await;
        assert_eq!(verdict, rejected(RejectReason::Invalid), "{name}");
    }
    assert!(
        shop.write(|tx| settlement::list(tx).unwrap()).is_empty(),
        "nothing is kept"
    );
    let today = ask(&shop, &buyer, &e, ("today", "", "2026-02-01", "2026-02-01")).await;
    assert_eq!(today, Verdict::Done);
}

#[tokio::test]
async fn a_hundred_asks_are_kept_and_the_oldest_go() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("Мы", None);
    let device = shop.device(std::slice::from_ref(&e), Role::Admin).await;
    for n in 0..102_u32 {
        let from = format!("{}-01-01", 1900 + n);
        let verdict = ask(&shop, &device, &e, (&n.to_string(), "", &from, "2026-01-31")).await;
        assert_eq!(verdict, Verdict::Done);
    }
    assert_eq!(acts(&shop, &device, &e).await.len(), 100);
}
