//! Delivery: directories from files, a choice checked twice, and the way of it into 1C's order and back.

use crate::ordered::with;
use crate::support::{Device, Shop, line, noon, place_command};
use crate::xml::article;
use axum::http::StatusCode;
use cabinet_domain::access::Role;
use cabinet_domain::delivery::DeliveryProblem;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::delivery::{AddressRow, BranchRow, DeliveryChoice, DeliveryRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::orders::{PlaceOrder, Quote};
use commerceml::model::Document;
use prost::Message;
use serde_json::json;
use std::path::Path;
use supplier_gateway::catalogue::CurrencyTable;
use supplier_gateway::delivery::import::{DirectoryKind, DirectoryReport, import};
use supplier_gateway::orders::{Returned, apply_returned, pending_for_1c};
use supplier_gateway::table;

struct Served {
    shop: Shop,
    e: EntityId,
    buyer: Device,
}

const WAYS: &str = "id;название;вид;дней;дни;перевозчик;примечание
самовывоз;Самовывоз;pickup;;;;до 16:00
наш;Доставка по городу;транспорт;1;пн,ср,пт;;
тк;Перевозчик;carrier;;;;
нп;Новая почта;carrier;2;;np;
";
const CARRIERS: &str = "id,name\nnp,Новая почта\ndl,Деловые линии\n";
const BRANCHES: &str =
    "carrier;id;city;number;address\nnp;k12;Киев;12;ул. Садовая, 5\nnp;k9;Киев;9;\ndl;t1;Тула;;ш. Южное, 1\n";

async fn served() -> Served {
    let shop = Shop::open("", noon, &[article("a", "100", [10, 0]), article("b", "50", [10, 0])]);
    let e = shop.entity("Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let served = Served { shop, e, buyer };
    served.good(DirectoryKind::Carriers, "carriers.csv", CARRIERS);
    served.good(DirectoryKind::Ways, "ways.csv", WAYS);
    served.good(DirectoryKind::Branches, "branches.csv", BRANCHES);
    let addresses = json!([
        { "entity": served.e, "id": "склад", "name": "Склад", "address": "Тула, ул. Мира, 1" },
        { "entity": "7707083893", "address": "Тула, ул. Ленина, 2" },
    ]);
    served.good(DirectoryKind::Addresses, "addresses.json", &addresses.to_string());
    served
}

impl Served {
    fn file(&self, name: &str, text: &str) -> std::path::PathBuf {
        let path = self.shop.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn take(&self, kind: DirectoryKind, path: &Path) -> DirectoryReport {
        let rows = table::read(path).unwrap().rows;
        let now_ms = self.shop.state.now_ms();
        self.shop
            .write(|tx| import(tx, &self.shop.state.settings, kind, &rows, now_ms).unwrap())
    }

    fn good(&self, kind: DirectoryKind, name: &str, text: &str) -> DirectoryReport {
        let report = self.take(kind, &self.file(name, text));
        assert_eq!(report.faults, [], "{name}");
        report
    }

    async fn quote(&self, choice: &DeliveryChoice) -> Quote {
        let body = json!({ "entity": self.e, "lines": [line("a", 1, Some(100))], "delivery": choice });
        let (status, body) = self.shop.post("/v1/checkout", Some(&self.buyer.token), &body).await;
        assert_eq!(status, StatusCode::OK);
        crate::support::parse(&body)
    }

    fn order(&self, key: &str, change: impl FnOnce(&mut PlaceOrder)) -> Command {
        let mut command = place_command(&self.e, key, &[line("a", 4, Some(100)), line("b", 2, Some(50))]);
        if let CommandBody::Place(order) = &mut command.body {
            change(order);
        }
        command
    }

    async fn verdict(&self, command: Command) -> Verdict {
        self.shop.command(&self.buyer, command).await.verdict
    }

    fn sent(&self) -> Document {
        let settings = &self.shop.state.settings;
        self.shop
            .write(|tx| pending_for_1c(tx, settings, "main").unwrap().remove(0).1)
    }
}

fn by_branch(branch: &str) -> DeliveryChoice {
    DeliveryChoice {
        way: Some("нп".into()),
        branch: Some(branch.into()),
        date: Some("2026-02-03".into()),
        ..DeliveryChoice::default()
    }
}

#[tokio::test]
async fn what_was_chosen_and_written_reaches_1c_and_is_not_lost_when_it_comes_back() {
    let served = served().await;
    let command = served.order("k1", |order| {
        *order.delivery = by_branch("k12");
        order.own_number = " 45/2 ".into();
        order.line_comments.insert("b".into(), "без коробки <&>".into());
    });
    let verdict = served.verdict(command).await;
    assert!(matches!(verdict, Verdict::Placed { .. }), "{verdict:?}");

    // What 1C gets, read by a reader that is not ours.
    let mut xml = Vec::new();
    let sent = served.sent();
    commerceml::writer::orders::write_orders(&mut xml, "2026-02-01T12:00:00", std::slice::from_ref(&sent)).unwrap();
    let text = String::from_utf8(xml).unwrap();
    let tree = roxmltree::Document::parse(&text).unwrap();
    let document = tree.descendants().find(|node| node.has_tag_name("Документ")).unwrap();
    let child = |node: roxmltree::Node<'_, '_>, name: &str| -> String {
        let found = node.children().find(|child| child.has_tag_name(name));
        found.and_then(|child| child.text()).unwrap_or_default().to_owned()
    };
    let requisites = |node: roxmltree::Node<'_, '_>| -> Vec<(String, String)> {
        let list = node
            .children()
            .find(|child| child.has_tag_name("ЗначенияРеквизитов"))
            .unwrap();
        list.children()
            .filter(roxmltree::Node::is_element)
            .map(|one| (child(one, "Наименование"), child(one, "Значение")))
            .collect()
    };
    let said = requisites(document);
    for (name, value) in [
        ("Способ доставки", "Новая почта"),
        ("Перевозчик", "Новая почта"),
        ("Отделение перевозчика", "Киев, № 12, ул. Садовая, 5"),
        ("Адрес доставки", "Киев, № 12, ул. Садовая, 5"),
        ("Дата отгрузки", "2026-02-03"),
        ("Номер по данным клиента", "45/2"),
        ("Статус заказа", "Новый"),
    ] {
        assert!(said.contains(&(name.to_owned(), value.to_owned())), "{name}: {said:?}");
    }
    let comment = child(document, "Комментарий");
    for words in [
        "Отделение перевозчика: Киев, № 12, ул. Садовая, 5",
        "до обеда",
        "ART-b: без коробки <&>",
    ] {
        assert!(comment.contains(words), "{comment}");
    }
    let goods: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("Товар"))
        .collect();
    assert!(!requisites(goods[0]).iter().any(|(name, _)| name == "Комментарий"));
    assert!(requisites(goods[1]).contains(&("Комментарий".to_owned(), "без коробки <&>".to_owned())));
    let buyer = document
        .descendants()
        .find(|node| node.has_tag_name("Контрагент"))
        .unwrap();
    assert!(
        !buyer
            .descendants()
            .any(|node| node.text().is_some_and(|text| text.contains("Садовая")))
    );

    // 1C returns the order with a changed line, another order of lines, and its own comment.
    let mut returned = Document {
        requisites: with(&[])
            .into_iter()
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect(),
        comment: "из 1С".to_owned(),
        ..sent
    };
    returned.lines.reverse();
    returned.lines[0].quantity = "1".to_owned();
    returned.lines[0].sum = "50".to_owned();
    for line in &mut returned.lines {
        line.requisites.clear();
    }
    let now_ms = served.shop.state.now_ms();
    let applied = served.shop.write(|tx| {
        let settings = &served.shop.state.settings;
        let currencies = CurrencyTable::new(&settings.currencies);
        apply_returned(tx, settings, &currencies, &returned, now_ms).unwrap()
    });
    assert_eq!(applied, Returned::Applied);
    let (order, invoice) = served.shop.document(&served.buyer, &served.e).await;
    assert_eq!(order.state, "reserved");
    let delivery = order.delivery.unwrap();
    assert_eq!(
        (delivery.way.as_str(), delivery.kind.as_str(), delivery.branch.as_str()),
        ("Новая почта", "carrier", "Киев, № 12, ул. Садовая, 5")
    );
    assert_eq!(
        (delivery.date.as_str(), delivery.own_number.as_str()),
        ("2026-02-03", "45/2")
    );
    assert_eq!(order.comment, "до обеда");
    let b = order.lines.iter().find(|line| line.item == "b").unwrap();
    assert_eq!((b.comment.as_str(), b.quantity_milli), ("без коробки <&>", 1000));
    assert!(invoice.basis.ends_with("(ваш № 45/2)"), "{}", invoice.basis);

    // A later directory changes no order.
    served.good(
        DirectoryKind::Branches,
        "branches.csv",
        "carrier;id;city;number\nnp;k9;Киев;9\n",
    );
    let (order, _) = served.shop.document(&served.buyer, &served.e).await;
    assert_eq!(order.delivery.unwrap().branch, "Киев, № 12, ул. Садовая, 5");
}

#[tokio::test]
async fn a_branch_that_was_withdrawn_is_named_by_both_checks_and_another_one_is_placed() {
    let served = served().await;
    assert_eq!(served.quote(&by_branch("k12")).await.delivery, []);
    let report = served.good(
        DirectoryKind::Branches,
        "branches.csv",
        "carrier;id;city;number\nnp;k9;Киев;9\n",
    );
    assert_eq!(
        (report.withdrawn, report.changed),
        (1, 0),
        "those of other carriers stay"
    );
    let quote = served.quote(&by_branch("k12")).await;
    assert_eq!(quote.delivery, [DeliveryProblem::BranchGone]);
    assert!(
        quote.lines.iter().all(cabinet_protocol::orders::QuotedLine::passes),
        "the goods are as good as ever"
    );
    let verdict = served
        .verdict(served.order("k1", |order| *order.delivery = by_branch("k12")))
        .await;
    let Verdict::Changed { quote } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!(quote.delivery, [DeliveryProblem::BranchGone]);
    assert_eq!(served.shop.count_orders(), 0);
    assert_eq!(served.shop.stock(&served.buyer, "w1", "a").await, 10, "nothing is held");
    let other = served
        .verdict(served.order("k2", |order| *order.delivery = by_branch("k9")))
        .await;
    assert!(matches!(other, Verdict::Placed { .. }));
    let open = served.verdict(served.order("k3", |_| {})).await;
    assert!(matches!(open, Verdict::Placed { .. }), "nothing is mandatory");
}

#[tokio::test]
async fn each_problem_of_a_choice_has_its_name() {
    use DeliveryProblem as P;
    let served = served().await;
    let choice = |way: &str| DeliveryChoice {
        way: Some(way.into()),
        ..DeliveryChoice::default()
    };
    let on = |way: &str, date: &str| DeliveryChoice {
        date: Some(date.into()),
        address: Some("склад".into()),
        ..choice(way)
    };
    let early = |earliest: &str| P::DateTooEarly {
        earliest: earliest.into(),
    };
    // It is Sunday, the first of February.
    for (choice, expected) in [
        (choice("самовывоз"), vec![]),
        (choice("голубем"), vec![P::WayGone]),
        (choice("наш"), vec![P::AddressMissing]),
        (choice("тк"), vec![P::BranchMissing]),
        (on("наш", "2026-02-02"), vec![]),
        (on("наш", "2026-02-01"), vec![early("2026-02-02")]),
        (
            on("наш", "2026-02-03"),
            vec![P::DateNotServed {
                earliest: "2026-02-04".into(),
            }],
        ),
        (on("нп", "2026-02-02"), vec![early("2026-02-03")]),
        (on("наш", "завтра"), vec![P::DateUnreadable]),
        (
            DeliveryChoice {
                carrier: Some("dl".into()),
                branch: Some("k12".into()),
                ..choice("тк")
            },
            vec![P::BranchGone],
        ),
        (
            DeliveryChoice {
                address: Some("чужой".into()),
                ..choice("наш")
            },
            vec![P::AddressGone],
        ),
    ] {
        assert_eq!(served.quote(&choice).await.delivery, expected, "{choice:?}");
    }
}

#[tokio::test]
async fn a_file_with_broken_rows_brings_the_good_ones_and_withdraws_nothing() {
    let served = served().await;
    let report = served.take(
        DirectoryKind::Branches,
        &served.file(
            "broken.csv",
            "carrier;id;city;number\nnp;k12;Киев;12\nxx;1;Киев;1\nnp;;;\nnp;k12;Киев;13\nnp;n1;Нежин;1\n",
        ),
    );
    let faults: Vec<(u64, &str)> = report.faults.iter().map(|fault| (fault.row, fault.column)).collect();
    assert_eq!(faults, [(3, "carrier"), (4, "city"), (5, "id")]);
    assert_eq!((report.added, report.changed, report.withdrawn), (1, 1, 0));
    let ways = served.take(
        DirectoryKind::Ways,
        &served.file(
            "ways.csv",
            "id;name;kind;days\n1;А;дрон;\n2;;pickup;\n3;В;pickup;когда-нибудь\n",
        ),
    );
    let faults: Vec<(u64, &str)> = ways.faults.iter().map(|fault| (fault.row, fault.column)).collect();
    assert_eq!(faults, [(2, "kind"), (3, "name"), (4, "days")]);
    assert_eq!(
        served.quote(&by_branch("k9")).await.delivery,
        [],
        "nothing was withdrawn"
    );
    let carriers = served.take(
        DirectoryKind::Carriers,
        &served.file("c.csv", "id;name\ndl;Деловые линии\n"),
    );
    assert!(carriers.faults[0].message.contains("нп"), "a way needs the carrier");
    let addresses = served.take(
        DirectoryKind::Addresses,
        &served.file("a.csv", "инн;адрес\n7707083893;Тула\n0000000000;Орёл\n;Псков\n"),
    );
    assert_eq!(addresses.faults.len(), 2);
    assert_eq!(addresses.added, 1);
}

#[tokio::test]
async fn a_workbook_is_read_with_its_numbers() {
    let served = served().await;
    let path = served.shop.path().join("branches.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["Перевозчик", "Код", "Город", "Номер", "Адрес"].iter().enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    sheet.write(1, 0, "np").unwrap();
    sheet.write(1, 1, 1_000_000_000_123_i64).unwrap();
    sheet.write(1, 2, "Львов").unwrap();
    sheet.write(1, 3, 7).unwrap();
    sheet.write(3, 0, "np").unwrap();
    book.save(&path).unwrap();
    let report = served.take(DirectoryKind::Branches, &path);
    assert_eq!(report.added, 1);
    assert_eq!(report.faults[0].row, 4, "as the spreadsheet counts");
    let rows = served.shop.rows(&served.buyer, &FeedName::Branches).await;
    let rows: Vec<BranchRow> = rows
        .iter()
        .map(|body| BranchRow::decode(body.as_slice()).unwrap())
        .collect();
    let lviv = rows.iter().find(|row| row.city == "Львов").unwrap();
    assert_eq!((lviv.id.as_str(), lviv.number.as_str()), ("1000000000123", "7"));
}

#[tokio::test]
async fn directories_are_on_no_device_that_does_not_order() {
    let served = served().await;
    let rows = served.shop.rows(&served.buyer, &FeedName::Delivery).await;
    let rows: Vec<DeliveryRow> = rows
        .iter()
        .map(|body| DeliveryRow::decode(body.as_slice()).unwrap())
        .collect();
    assert_eq!(rows.iter().filter(|row| row.way.is_some()).count(), 4);
    assert_eq!(rows.iter().filter(|row| row.carrier.is_some()).count(), 2);
    let addresses = FeedName::Addresses(served.e.to_string());
    let rows = served.shop.rows(&served.buyer, &addresses).await;
    let rows: Vec<AddressRow> = rows
        .iter()
        .map(|body| AddressRow::decode(body.as_slice()).unwrap())
        .collect();
    assert_eq!(rows.len(), 2);
    let other = served.shop.entity_with_inn("Лютик", "500100732259", None);
    let stranger = served.shop.device(&[other], Role::Buyer).await;
    let viewer = served.shop.device(std::slice::from_ref(&served.e), Role::Viewer).await;
    for (device, feed) in [
        (&stranger, &addresses),
        (&viewer, &addresses),
        (&viewer, &FeedName::Delivery),
        (&viewer, &FeedName::Branches),
    ] {
        let (status, _) = served
            .shop
            .get(&format!("/v1/feeds/{feed}/manifest"), Some(&device.token))
            .await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{feed}");
    }
}

#[tokio::test]
async fn endless_texts_and_comments_on_other_lines_are_refused() {
    let served = served().await;
    type Change = fn(&mut PlaceOrder);
    let changes: [Change; 3] = [
        |order| order.own_number = "9".repeat(51),
        |order| {
            order.line_comments.insert("a".into(), "я".repeat(501));
        },
        |order| {
            order.line_comments.insert("z".into(), "не тут".into());
        },
    ];
    for (change, key) in changes.into_iter().zip(["k1", "k2", "k3"]) {
        let verdict = served.verdict(served.order(key, change)).await;
        assert_eq!(
            verdict,
            Verdict::Rejected {
                reason: RejectReason::Invalid
            },
            "{key}"
        );
    }
}

#[tokio::test]
async fn an_order_without_any_of_it_is_on_the_wire_what_it_always_was() {
    let served = served().await;
    let wire = serde_json::to_value(served.order("k", |_| {}).body).unwrap();
    let mut fields: Vec<&String> = wire.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["comment", "draft", "draft_name", "kind", "lines", "quote"]);
    assert!(matches!(
        served.verdict(served.order("k", |_| {})).await,
        Verdict::Placed { .. }
    ));
    let sent = served.sent();
    assert_eq!(sent.comment, "до обеда");
    assert_eq!(sent.requisites.len(), 1, "{:?}", sent.requisites);
    let (order, invoice) = served.shop.document(&served.buyer, &served.e).await;
    assert!(order.delivery.is_none());
    assert_eq!(invoice.basis, "Заказ № 1 от 01.02.2026");
}
