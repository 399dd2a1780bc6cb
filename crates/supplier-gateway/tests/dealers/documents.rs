//! Documents of the supplier: whose they are, of which order, who sees them, and that none is counted twice.

use crate::ordered::{POSTED, ordered};
use crate::support::{Device, NOON, Shop, noon};
use crate::xml::article;
use axum::http::StatusCode;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::feed::FeedName;
use commerceml::model::Document;
use commerceml::writer::orders::write_orders;
use std::io::{Cursor, Write as _};
use supplier_gateway::access::entities::TaxCodes;
use supplier_gateway::documents::{
    self, Attach, Facts, FileError, FileTaken, Taken, Trouble, attach, rematch, take_file,
};
use supplier_gateway::storage::read;

const OTHER_INN: &str = "7736050003";

/// A УПД of so many `a`, whose buyer has the ИНН of the shop's dealer.
fn upd(number: &str, order: &str, pieces: i64, total: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Файл ИдФайл="ON_NSCHFDOPPR_1" ВерсФорм="5.01"><Документ КНД="1115131" Функция="СЧФДОП">
<СвСчФакт НомерСчФ="{number}" ДатаСчФ="03.02.2026" КодОКВ="643">
<СвПрод><ИдСв><СвЮЛУч НаимОрг="Поставщик" ИННЮЛ="5024002119"/></ИдСв></СвПрод>
<СвПокуп><ИдСв><СвЮЛУч НаимОрг="Ромашка" ИННЮЛ="7707083893"/></ИдСв></СвПокуп></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Болт" КолТов="{pieces}" НалСт="22%" СтТовУчНал="{pieces}00.00"><ДопСведТов АртикулТов="АRТ-а"/></СведТов>
<ВсегоОпл СтТовУчНалВсего="{total}"/></ТаблСчФакт>
<СвПродПер><СвПер СодОпер="Товары переданы"><ОснПер НаимОсн="Заказ" НомОсн="{order}"/></СвПер></СвПродПер>
</Документ></Файл>"#
    )
}

fn taken(shop: &Shop, name: &str, bytes: &[u8]) -> Vec<FileTaken> {
    take_file(&shop.state, name, bytes, "folder", &|_: &mut Facts| {}).unwrap()
}

fn one(shop: &Shop, name: &str, bytes: &[u8]) -> Taken {
    taken(shop, name, bytes).remove(0).taken.unwrap()
}

fn unmatched(shop: &Shop) -> Vec<Option<Trouble>> {
    let all = read(shop.state.db.as_ref(), documents::list).unwrap();
    all.into_iter()
        .filter(|one| one.entity.is_none())
        .map(|one| one.trouble)
        .collect()
}

fn priced(entity: &EntityId) -> FeedName {
    FeedName::Documents(entity.to_string())
}

async fn fetch(shop: &Shop, device: &Device, feed: &FeedName, id: &str, hash: &str) -> (StatusCode, Vec<u8>) {
    let path = format!("/v1/feeds/{feed}/files/{hash}?item=d:{id}");
    shop.get(&path, Some(&device.token)).await
}

fn xml(documents: &[Document]) -> String {
    let mut xml = Vec::new();
    write_orders(&mut xml, "2026-02-02T10:00:00", documents).unwrap();
    String::from_utf8(xml).unwrap()
}

#[tokio::test]
async fn a_upd_reaches_its_order_and_only_those_who_may_see_it() {
    let ordered = ordered().await;
    let (shop, e) = (&ordered.shop, &ordered.e);
    let other = shop.entity_with_inn("Лютик", OTHER_INN, None);
    let bytes = upd("Б-1", &ordered.number, 3, "300.00").into_bytes();
    let Taken::Added(document) = one(shop, "УПД.xml", &bytes) else {
        panic!("it is new");
    };
    assert_eq!(document.entity.as_ref(), Some(e));
    let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    let (order, _) = shop.document(&ordered.buyer, e).await;
    assert_eq!(
        (row.kind.as_str(), row.number.as_str(), row.date.as_str()),
        ("upd", "Б-1", "2026-02-03")
    );
    assert_eq!((row.order.as_str(), row.total_minor), (order.id.as_str(), Some(30_000)));
    // The article is written in Cyrillic there and in Latin here.
    assert_eq!((row.lines[0].item.as_str(), row.lines[0].quantity_milli), ("a", 3_000));
    assert!(row.doubts.is_empty() && row.counted_by.is_empty());

    let file = row.file.as_ref().unwrap();
    assert_eq!(
        fetch(shop, &ordered.buyer, &priced(e), &row.id, &file.blake3).await,
        (StatusCode::OK, bytes)
    );
    let storekeeper = shop.device(std::slice::from_ref(e), Role::Claims).await;
    let viewer = shop.device(std::slice::from_ref(e), Role::Viewer).await;
    let stranger = shop.device(std::slice::from_ref(&other), Role::Admin).await;
    let unpriced = FeedName::UnpricedDocuments(e.to_string());
    let seen = shop.supplier_documents(&storekeeper, &unpriced).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (
            seen[0].total_minor,
            seen[0].lines[0].sum_minor,
            &seen[0].file,
            seen[0].currency.as_str()
        ),
        (None, None, &None, "")
    );
    assert_eq!(seen[0].lines[0].quantity_milli, 3_000);
    for (who, device) in [
        ("storekeeper", &storekeeper),
        ("viewer", &viewer),
        ("stranger", &stranger),
    ] {
        for feed in [&priced(e), &unpriced] {
            let (status, _) = fetch(shop, device, feed, &row.id, &file.blake3).await;
            assert!(
                matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{who} got {status} of {feed}"
            );
        }
    }
    let (status, _) = fetch(shop, &ordered.buyer, &priced(e), "another", &file.blake3).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a hash opens nothing without its row");
}

#[tokio::test]
async fn a_total_that_lies_is_shown_with_the_document() {
    let ordered = ordered().await;
    one(
        &ordered.shop,
        "УПД.xml",
        upd("Б-1", &ordered.number, 3, "900.00").as_bytes(),
    );
    let rows = ordered
        .shop
        .supplier_documents(&ordered.buyer, &priced(&ordered.e))
        .await;
    let doubt = &rows[0].doubts[0];
    assert_eq!(
        (doubt.code.as_str(), doubt.stated.as_str(), doubt.computed.as_str()),
        ("total", "90000", "30000")
    );
}

#[tokio::test]
async fn the_same_bytes_or_number_are_told_and_not_doubled() {
    let ordered = ordered().await;
    let shop = &ordered.shop;
    let first = upd("Б-1", &ordered.number, 3, "300.00");
    one(shop, "УПД.xml", first.as_bytes());
    assert!(matches!(one(shop, "копия.xml", first.as_bytes()), Taken::Same(_)));
    let changed = upd("Б-1", &ordered.number, 4, "400.00");
    assert!(matches!(
        one(shop, "УПД.xml", changed.as_bytes()),
        Taken::OtherOfThatNumber(_)
    ));
    let corrected = changed.replace(
        "<СвПрод>",
        "<ИспрСчФ НомИспрСчФ=\"1\" ДатаИспрСчФ=\"04.02.2026\"/><СвПрод>",
    );
    assert!(matches!(one(shop, "УПД.xml", corrected.as_bytes()), Taken::Added(_)));
    let rows = shop.supplier_documents(&ordered.buyer, &priced(&ordered.e)).await;
    let counted: Vec<i64> = rows
        .iter()
        .filter(|row| row.counted_by.is_empty())
        .map(|row| row.lines[0].quantity_milli)
        .collect();
    assert_eq!(
        (rows.len(), counted),
        (2, vec![4_000]),
        "the correction is counted in place of the first"
    );
}

#[tokio::test]
async fn documents_of_1c_under_their_order_are_its_shipments_and_a_upd_of_the_same_goods_is_one_with_them() {
    let ordered = ordered().await;
    let (shop, e) = (&ordered.shop, &ordered.e);
    let order = ordered.returned(&POSTED);
    let shipment = |id: &str, number: &str, kind: &str| Document {
        id: id.to_owned(),
        number: number.to_owned(),
        date: "2026-02-03".to_owned(),
        operation: kind.to_owned(),
        total: "300".to_owned(),
        lines: order.lines[..1]
            .iter()
            .cloned()
            .map(|mut line| {
                line.quantity = "3".to_owned();
                line.sum = "300".to_owned();
                line
            })
            .collect(),
        requisites: Vec::new(),
        ..order.clone()
    };
    let inside = [
        shipment("s1", "РТ-1", "Отпуск товара"),
        shipment("i1", "СЧ-1", "Счет на оплату"),
        shipment("p1", "ПП-1", "Выплата безналичных денег"),
    ];
    let mut whole = vec![order.clone()];
    whole.extend(inside);
    // The writer puts documents side by side; 1C puts those of an order into one container.
    let text = xml(&whole);
    let begin = text.find("<Документ>").unwrap();
    let end = text.rfind("</Документ>").unwrap() + "</Документ>".len();
    let contained = format!(
        "{}<Контейнер>{}</Контейнер>{}",
        &text[..begin],
        &text[begin..end],
        &text[end..]
    );
    let report = shop.import(&contained);
    assert_eq!(
        (report.counts.documents, report.notes.len()),
        (4, 0),
        "{:?}",
        report.notes
    );
    let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["payment", "shipment", "bill"]);
    assert!(rows.iter().all(|row| !row.order.is_empty() && row.file.is_none()));

    let again = shop.import(&contained);
    assert_eq!(again.published, report.published, "the same file changes nothing");
    assert_eq!(shop.supplier_documents(&ordered.buyer, &priced(e)).await, rows);

    one(shop, "УПД.xml", upd("77", "УТ-000017", 3, "300.00").as_bytes());
    let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
    let upd = rows.iter().find(|row| row.kind == "upd").unwrap();
    let paper = rows.iter().find(|row| row.kind == "shipment").unwrap();
    assert_eq!(upd.order, paper.order, "found by the order's number in 1C");
    assert_eq!(
        (paper.counted_by.as_str(), upd.counted_by.as_str()),
        (upd.id.as_str(), "")
    );

    let mut deleted = shipment("s1", "РТ-1", "Отпуск товара");
    deleted
        .requisites
        .push(("ПометкаУдаления".to_owned(), "true".to_owned()));
    shop.import(&xml(&[deleted]));
    let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
    assert_eq!(rows.len(), 3, "what 1C deleted is taken back");
}

#[test]
fn papers_of_one_shipment_without_an_order_are_counted_once_by_number_day_and_sum() {
    let shop = Shop::new(&[article("a", "100", [0, 0])]);
    let e = shop.entity("Ромашка", None);
    let paper = |kind: DocumentKind, number: &str, total_minor: i64| {
        let facts = Facts {
            number: number.to_owned(),
            date: "2026-02-03".to_owned(),
            currency: "RUB".to_owned(),
            total_minor: Some(total_minor),
            buyer: TaxCodes {
                inn: "7707083893".to_owned(),
                ..TaxCodes::default()
            },
            ..Facts::new(kind)
        };
        let taken = shop.write(|tx| documents::take(tx, &shop.state.settings, facts, None, "n", NOON).unwrap());
        taken.document().id.clone()
    };
    let first = paper(DocumentKind::Shipment, "УТ-000007", 500);
    let upd = paper(DocumentKind::Upd, "7", 500);
    let other_sum = paper(DocumentKind::Shipment, "УТ-000008", 500);
    paper(DocumentKind::Upd, "8", 700);
    paper(DocumentKind::Upd, "9", 500);
    let by = || -> Vec<(String, String)> {
        let all = read(shop.state.db.as_ref(), documents::list).unwrap();
        let counted = all.into_iter().filter(|one| !one.counted_by.is_empty());
        counted.map(|one| (one.id, one.counted_by)).collect()
    };
    assert_eq!(by(), [(first.clone(), upd.clone())], "{other_sum} stands by itself");
    shop.write(|tx| documents::withdraw_one(tx, &upd, NOON).unwrap());
    assert_eq!(by(), [], "{first} stands again; {e}");
}

#[tokio::test]
async fn payments_within_an_order_and_the_day_to_pay_reach_the_device_and_follow_the_next_exchange() {
    let ordered = ordered().await;
    let (shop, e) = (&ordered.shop, &ordered.e);
    let order = xml(&[ordered.returned(&POSTED)]);
    let with = |money: &str| order.replacen("<Контрагенты>", &format!("{money}<Контрагенты>"), 1);
    let payment = |number: &str, sum: &str| {
        format!(
            "<Оплата><НомерДокумента>{number}</НомерДокумента><ДатаОплаты>2026-02-04</ДатаОплаты><СуммаОплаты>{sum}</СуммаОплаты></Оплата>"
        )
    };
    let due = "<СрокПлатежа>2026-02-17</СрокПлатежа>";
    let two = format!(
        "{due}<Оплаты>{}{}</Оплаты>",
        payment("ПП-1", "100.50"),
        payment("ПП-2", "50")
    );
    let report = shop.import(&with(&two));
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    let (row, _) = shop.document(&ordered.buyer, e).await;
    assert_eq!(row.due_date, "2026-02-17");
    let sums = async || {
        let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
        let mut sums: Vec<(String, Option<i64>)> =
            rows.iter().map(|row| (row.number.clone(), row.total_minor)).collect();
        assert!(
            rows.iter().all(|row| row.kind == "payment" && !row.order.is_empty()),
            "{rows:?}"
        );
        sums.sort();
        sums
    };
    let both = [("ПП-1".to_owned(), Some(10_050)), ("ПП-2".to_owned(), Some(5_000))];
    assert_eq!(sums().await, both);
    shop.import(&with(&two));
    assert_eq!(sums().await, both, "the same file changes nothing");
    // The second was taken back in 1C, the first corrected.
    shop.import(&with(&format!("{due}<Оплаты>{}</Оплаты>", payment("ПП-1", "90"))));
    assert_eq!(sums().await, [("ПП-1".to_owned(), Some(9_000))]);
}

#[tokio::test]
async fn payments_of_one_order_that_bear_the_same_number_are_all_kept() {
    let ordered = ordered().await;
    let (shop, e) = (&ordered.shop, &ordered.e);
    let order = xml(&[ordered.returned(&POSTED)]);
    let payment = |transaction: &str, date: &str, sum: &str| {
        format!(
            "<Оплата><НомерДокумента>1</НомерДокумента><НомерТранзакции>{transaction}</НомерТранзакции>\
             <ДатаОплаты>{date}</ДатаОплаты><СуммаОплаты>{sum}</СуммаОплаты></Оплата>"
        )
    };
    let payments = [
        payment("", "2026-01-12", "100"),
        payment("", "2026-02-15", "100"),
        payment("", "2026-02-15", "50"),
        payment("т-2", "2026-02-15", "50"),
    ];
    let paid = format!("<Оплаты>{}</Оплаты><Контрагенты>", payments.concat());
    let text = order.replacen("<Контрагенты>", &paid, 1);
    let mut all = Vec::new();
    for _ in 0..2 {
        shop.import(&text);
        let rows = shop.supplier_documents(&ordered.buyer, &priced(e)).await;
        all = rows
            .into_iter()
            .map(|row| (row.number, row.date, row.total_minor))
            .collect();
        all.sort();
    }
    let one = |date: &str, minor| ("1".to_owned(), date.to_owned(), Some(minor));
    assert_eq!(
        all,
        [
            one("2026-01-12", 10_000),
            one("2026-02-15", 5_000),
            one("2026-02-15", 5_000),
            one("2026-02-15", 10_000)
        ],
        "and the same file again changes nothing"
    );
}

#[tokio::test]
async fn what_cannot_be_placed_for_certain_is_shown_to_nobody_and_listed_with_why() {
    let settings = "[supplier]\nname = \"П\"\ninn = \"5024002119\"\n";
    let shop = Shop::open(settings, noon, &[article("a", "100", [10, 0])]);
    let e = shop.entity("Ромашка", None);
    let device = shop.device(std::slice::from_ref(&e), Role::Accountant).await;
    let good = upd("1", "", 1, "100.00");
    one(&shop, "1.xml", good.replace("5024002119", OTHER_INN).as_bytes());
    one(
        &shop,
        "2.xml",
        upd("2", "", 1, "100.00").replace("7707083893", OTHER_INN).as_bytes(),
    );
    one(&shop, "скан.pdf", b"%PDF-1.4 a");
    assert_eq!(
        unmatched(&shop),
        [
            Some(Trouble::NoBuyer),
            Some(Trouble::ForeignSeller),
            Some(Trouble::UnknownBuyer)
        ]
    );
    let bill = one(&shop, "7707083893/Счёт № 5 от 01.02.2026.pdf", b"%PDF-1.4 b");
    assert_eq!(bill.document().entity.as_ref(), Some(&e));
    assert_eq!(shop.supplier_documents(&device, &priced(&e)).await.len(), 1);

    // A second firm with the same ИНН makes it uncertain; КПП would tell them apart.
    shop.entity("Ромашка, филиал", None);
    one(&shop, "7707083893/Счёт № 6 от 01.02.2026.pdf", b"%PDF-1.4 c");
    assert!(unmatched(&shop).contains(&Some(Trouble::SeveralBuyers)));

    let added = shop.entity_with_inn("Лютик", OTHER_INN, None);
    let placed = shop.write(|tx| rematch(tx, &shop.state.settings, NOON).unwrap());
    assert_eq!(placed, 1, "an entity that was added later gets its document");
    let scan = read(shop.state.db.as_ref(), documents::list)
        .unwrap()
        .into_iter()
        .find(|one| one.trouble == Some(Trouble::NoBuyer))
        .unwrap();
    let to = |entity: &EntityId| Attach {
        entity: entity.clone(),
        order: None,
    };
    shop.write(|tx| attach(tx, &scan.id, &to(&e), NOON).unwrap());
    assert_eq!(shop.supplier_documents(&device, &priced(&e)).await.len(), 2);
    shop.write(|tx| attach(tx, &scan.id, &to(&added), NOON).unwrap());
    assert_eq!(
        shop.supplier_documents(&device, &priced(&e)).await.len(),
        1,
        "who saw it by mistake sees it no more"
    );
}

#[tokio::test]
async fn an_order_of_another_dealer_is_not_taken_for_this_one() {
    let ordered = ordered().await;
    let other = ordered.shop.entity_with_inn("Лютик", OTHER_INN, None);
    let foreign = upd("9", &ordered.number, 1, "100.00").replace("7707083893", OTHER_INN);
    let taken = one(&ordered.shop, "УПД.xml", foreign.as_bytes());
    assert_eq!(
        (taken.document().entity.as_ref(), &taken.document().order),
        (Some(&other), &None),
        "its number is that of another dealer's order by chance"
    );
    assert!(
        ordered
            .shop
            .supplier_documents(&ordered.buyer, &priced(&ordered.e))
            .await
            .is_empty()
    );
}

#[test]
fn files_that_are_not_taken_say_why() {
    let shop = Shop::new(&[]);
    let refused = |name: &str, bytes: &[u8]| match take_file(&shop.state, name, bytes, "folder", &|_| {}) {
        Ok(mut taken) => taken.remove(0).taken.unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(
        refused("счёт.pdf", b"%PDF-1.4 <</S/JavaScript/JS(app.alert(1))>>"),
        FileError::Script
    ));
    assert!(matches!(
        refused("счёт.pdf", b"%PDF-1.4 trailer<</Encrypt 1 0 R>>"),
        FileError::Hidden
    ));
    assert!(matches!(refused("run.exe", b"MZ"), FileError::UnknownKind));
    assert!(matches!(refused("УПД.xml", b"<html/>"), FileError::Upd(_)));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("1.sgn", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"x").unwrap();
    let empty = zip.finish().unwrap().into_inner();
    assert!(matches!(refused("УПД.zip", &empty), FileError::NothingInside));
    assert!(read(shop.state.db.as_ref(), documents::list).unwrap().is_empty());
}

#[test]
fn a_container_of_one_document_is_kept_whole_and_of_several_each_by_itself() {
    let shop = Shop::new(&[]);
    let packed = |numbers: &[&str]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in numbers {
            zip.start_file(format!("{number}.xml"), zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(upd(number, "", 1, "100.00").as_bytes()).unwrap();
            zip.start_file(format!("{number}.sgn"), zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(b"signature").unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let single = packed(&["1"]);
    let file = one(&shop, "УПД.zip", &single).document().file.clone().unwrap();
    assert_eq!(
        (file.extension.as_str(), file.bytes),
        ("zip", u64::try_from(single.len()).unwrap())
    );
    let several = taken(&shop, "месяц.zip", &packed(&["2", "3"]));
    let kinds: Vec<String> = several
        .into_iter()
        .map(|one| one.taken.unwrap().document().file.clone().unwrap().extension)
        .collect();
    assert_eq!(kinds, ["xml", "xml"]);
}
