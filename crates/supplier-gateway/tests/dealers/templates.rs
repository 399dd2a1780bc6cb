//! Shared templates: the version of each person, by when it was given; of those who order, shown to those who see goods of the
//! same legal entity, and to nobody else.

use crate::support::{Device, NOON, Shop};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::marks::{LineMarks, LinePart};
use cabinet_domain::service::{LineService, ServicePer, ServiceTerms};
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::templates::{ShareTemplate, SharedLine, TEMPLATE_LINES_LIMIT, TEMPLATE_NAME_LIMIT, TemplateRow};
use prost::Message;

fn line(item: &str) -> SharedLine {
    SharedLine {
        item: item.into(),
        quantity_milli: 2_000,
        article: item.to_uppercase(),
        name: "Болт".to_owned(),
        unit: "шт".to_owned(),
        marks: LineMarks::default(),
    }
}

fn template(name: &str, lines: Vec<SharedLine>, said_at_ms: i64) -> ShareTemplate {
    ShareTemplate {
        template: "t1".to_owned(),
        name: name.to_owned(),
        is_shared: !lines.is_empty(),
        lines,
        said_at_ms,
    }
}

async fn share(shop: &Shop, device: &Device, entity: &EntityId, key: &str, wanted: ShareTemplate) -> Verdict {
    let command = Command {
        key: key.into(),
        entity: entity.clone(),
        body: CommandBody::ShareTemplate(wanted),
    };
    shop.command(device, command).await.verdict
}

/// Person, name, number of lines and time of each row, by key.
async fn known(shop: &Shop, device: &Device, entity: &EntityId) -> Vec<(String, String, usize, i64)> {
    let rows = shop.rows(device, &FeedName::Templates(entity.to_string())).await;
    let mut rows: Vec<TemplateRow> = rows
        .iter()
        .map(|body| TemplateRow::decode(body.as_slice()).unwrap())
        .collect();
    rows.sort_by_key(TemplateRow::key);
    rows.into_iter()
        .map(|row| {
            let lines: Vec<SharedLine> = serde_json::from_str(&row.lines).unwrap();
            (row.person, row.name, lines.len(), row.said_at_ms)
        })
        .collect()
}

#[tokio::test]
async fn two_colleagues_who_change_one_template_keep_a_version_each_and_each_takes_back_only_his_own() {
    let shop = Shop::new(&[article("a", "100", [0, 0]), article("b", "100", [0, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let anna = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let boris = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let viewer = shop.device(std::slice::from_ref(&e), Role::Viewer).await;
    let now = shop.state.now_ms();
    let tuesday = template("Крепёж", vec![line("a")], now - 10);
    assert_eq!(share(&shop, &anna, &e, "k1", tuesday).await, Verdict::Done);
    // What was given offline on Monday comes later, and changes nothing.
    let monday = template("Крепёж", vec![line("a"), line("b")], now - 20);
    assert_eq!(share(&shop, &anna, &e, "k2", monday).await, Verdict::Done);
    // A clock that is ahead has no last word for ever.
    let ahead = template("Крепёж и гайки", vec![line("a"), line("b")], now + 1_000_000);
    assert_eq!(share(&shop, &boris, &e, "k3", ahead).await, Verdict::Done);
    let of_anna = (anna.person.to_string(), "Крепёж".to_owned(), 1, now - 10);
    let of_boris = (boris.person.to_string(), "Крепёж и гайки".to_owned(), 2, now);
    let mut both = vec![of_anna.clone(), of_boris];
    both.sort();
    assert_eq!(known(&shop, &viewer, &e).await, both);
    let back = template("Крепёж и гайки", Vec::new(), now + 1);
    assert_eq!(share(&shop, &boris, &e, "k4", back).await, Verdict::Done);
    assert_eq!(known(&shop, &viewer, &e).await, [of_anna]);
}

#[tokio::test]
async fn who_may_not_order_shares_nothing_and_what_cannot_be_a_template_is_refused() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let (e, other) = (shop.entity("Мы", None), shop.entity("Они", None));
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let stranger = shop.device(std::slice::from_ref(&other), Role::Admin).await;
    let rejected = |reason| Verdict::Rejected { reason };
    let good = || template("Крепёж", vec![line("a")], NOON);
    for role in [Role::Viewer, Role::Claims, Role::Accountant] {
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let verdict = share(&shop, &device, &e, "k", good()).await;
        assert_eq!(verdict, rejected(RejectReason::Forbidden), "{role:?}");
    }
    let verdict = share(&shop, &stranger, &e, "k", good()).await;
    assert_eq!(verdict, rejected(RejectReason::Forbidden), "of another legal entity");
    let with_marks = |marks: LineMarks| SharedLine { marks, ..line("a") };
    let priced = with_marks(LineMarks {
        services: vec![LineService {
            name: "Резка".into(),
            pieces: Some(2),
            length_mm: Some(700),
            terms: Some(ServiceTerms {
                per: ServicePer::Cut,
                price_micro: 50,
                minimum_minor: 0,
                currency: "RUB".into(),
                bar_mm: None,
                vat: String::new(),
            }),
        }],
        ..LineMarks::default()
    });
    let divided = with_marks(LineMarks {
        parts: vec![LinePart::plain(1_000)],
        ..LineMarks::default()
    });
    let many: Vec<SharedLine> = (0..=TEMPLATE_LINES_LIMIT).map(|at| line(&format!("i{at}"))).collect();
    for (key, wanted, reason) in [
        ("no name", template("  ", vec![line("a")], NOON), RejectReason::Invalid),
        (
            "long name",
            template(&"x".repeat(TEMPLATE_NAME_LIMIT + 1), vec![line("a")], NOON),
            RejectReason::Invalid,
        ),
        (
            "nothing in it",
            ShareTemplate {
                is_shared: true,
                ..template("x", Vec::new(), NOON)
            },
            RejectReason::Invalid,
        ),
        (
            "twice",
            template("x", vec![line("a"), line("a")], NOON),
            RejectReason::Invalid,
        ),
        ("a price", template("x", vec![priced], NOON), RejectReason::Invalid),
        (
            "not the line",
            template("x", vec![divided], NOON),
            RejectReason::Invalid,
        ),
        (
            "another's key",
            ShareTemplate {
                template: "somebody/t1".to_owned(),
                ..good()
            },
            RejectReason::Invalid,
        ),
        ("many", template("x", many, NOON), RejectReason::TooMuch),
    ] {
        assert_eq!(share(&shop, &buyer, &e, key, wanted).await, rejected(reason), "{key}");
    }
    let feed = FeedName::Templates(e.to_string());
    assert!(
        shop.write(|tx| supplier_gateway::feeds::row(tx, &feed, &format!("{}/t1", buyer.person)).unwrap())
            .is_none()
    );
}
