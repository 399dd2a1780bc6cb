//! Documents of the supplier from the command line: listed, saved, there without a connection, and what they say of an order.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use std::fs;
use testkit::export::goods;
use testkit::supplier::Supplier;

const INN: &str = "7707083893";

/// A УПД of three bolts under an order.
fn upd(order: &str, total: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Файл ИдФайл="ON_NSCHFDOPPR_1" ВерсФорм="5.01"><Документ КНД="1115131" Функция="ДОП">
<СвСчФакт НомерСчФ="Б-7" ДатаСчФ="03.02.2026" КодОКВ="643">
<СвПрод><ИдСв><СвЮЛУч НаимОрг="Поставщик" ИННЮЛ="5024002119"/></ИдСв></СвПрод>
<СвПокуп><ИдСв><СвЮЛУч НаимОрг="Ромашка" ИННЮЛ="{INN}"/></ИдСв></СвПокуп></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Болт М8х40" КолТов="3" НалСт="22%" СтТовУчНал="36.90"><ДопСведТов АртикулТов="Б-1" НаимЕдИзм="шт"/></СведТов>
<ВсегоОпл СтТовУчНалВсего="{total}"/></ТаблСчФакт>
<СвПродПер><СвПер СодОпер="Товары переданы"><ОснПер НаимОсн="Заказ" НомОсн="{order}"/></СвПер></СвПродПер>
</Документ></Файл>"#
    )
}

fn of_kind<'a>(list: &'a Value, kind: &str) -> &'a Value {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|document| document["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind} in {list}"))
}

#[test]
fn a_upd_is_listed_saved_offline_once_fetched_and_tells_what_was_shipped() {
    let bolts = goods(&[("Б-1", "Болт М8х40", "12.30", 1000)]);
    let Some(mut supplier) = Supplier::with(&bolts) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", INN);
    let stranger = supplier.entity("ООО Лютик", "7736050003");
    let (buyer, keeper, other) = (Dealer::new(), Dealer::new(), Dealer::new());
    for (dealer, entity, role) in [
        (&buyer, &entity, "buyer"),
        (&keeper, &entity, "claims"),
        (&other, &stranger, "admin"),
    ] {
        dealer.ok(&["enroll", &supplier.url(), &supplier.invite(entity, role)]);
        dealer.ok(&["sync"]);
    }
    let placed = buyer.ok(&["place", &buyer.draft("Б-1;10")]);
    let number = placed["number"].as_str().unwrap();

    let folder = tempfile::tempdir().unwrap();
    let text = upd(number, "99.00");
    let paper = folder.path().join("УПД Б-7.xml");
    fs::write(&paper, &text).unwrap();
    let added = supplier.console(&["document", "add", paper.to_str().unwrap()]);
    assert_eq!(
        (&added[0]["entity"], &added[0]["became"]),
        (&json!(entity), &json!("added"))
    );
    for dealer in [&buyer, &keeper, &other] {
        dealer.ok(&["sync"]);
    }

    let list = buyer.ok(&["documents"]);
    let document = of_kind(&list, "upd");
    assert_eq!(
        (
            &document["number"],
            &document["date"],
            &document["order_number"],
            &document["total"]
        ),
        (&json!("Б-7"), &json!("2026-02-03"), &json!(number), &json!("99.00"))
    );
    assert_eq!(
        (&document["is_suppliers"], &document["has_doubts"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        of_kind(&list, "invoice")["is_suppliers"],
        json!(false),
        "printed ones stand beside"
    );
    let id = document["id"].as_str().unwrap();
    let shown = buyer.ok(&["document", "show", id]);
    assert_eq!(
        (
            &shown["doubts"][0]["code"],
            &shown["doubts"][0]["computed"],
            &shown["file"]["is_here"]
        ),
        (&json!("total"), &json!("3690"), &json!(false))
    );
    let order = buyer.ok(&["order", "show", number]);
    let line = &order["lines"][0];
    assert_eq!(
        (
            &line["held_milli"],
            &line["reserved_milli"],
            &line["shipped_milli"],
            &line["remaining_milli"]
        ),
        (&json!(7_000), &json!(0), &json!(3_000), &json!(7_000))
    );
    assert_eq!(
        (&order["shipments"][0]["id"], &order["shipments"][0]["kind"]),
        (&json!(id), &json!("upd"))
    );

    // Who sees no prices sees what was shipped, and no sum and no file.
    let seen = keeper.ok(&["document", "show", id]);
    assert_eq!(
        (
            &seen["total"],
            &seen["file"],
            &seen["lines"][0]["sum"],
            &seen["lines"][0]["quantity_milli"]
        ),
        (&Value::Null, &Value::Null, &Value::Null, &json!(3_000))
    );
    keeper.fails(&["document", "save", id], 1, "not_found");
    other.fails(&["document", "show", id], 1, "not_found");
    assert_eq!(other.ok(&["documents"])["items"], json!([]));

    let out = folder.path().join("saved.xml");
    let out = out.to_str().unwrap();
    supplier.kill();
    buyer.fails(&["document", "save", id, "--out", out], 4, "offline");
    supplier.serve();
    buyer.ok(&["document", "save", id, "--out", out]);
    assert_eq!(fs::read_to_string(out).unwrap(), text);
    fs::remove_file(out).unwrap();
    supplier.kill();
    let saved = buyer.ok(&["document", "save", id, "--out", out]);
    assert_eq!((&saved["id"], fs::read_to_string(out).unwrap()), (&json!(id), text));
    assert_eq!(buyer.ok(&["document", "show", id])["file"]["is_here"], json!(true));
}

#[test]
fn a_document_that_was_given_to_another_dealer_is_gone_with_its_bytes() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт", "1", 10)])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", INN);
    let right = supplier.entity("ООО Лютик", "7736050003");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "accountant")]);
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("Счёт № 5 от 01.02.2026.pdf");
    fs::write(&bill, b"%PDF-1.4 bill").unwrap();
    let added = supplier.console(&["document", "add", bill.to_str().unwrap(), "--entity", &entity]);
    dealer.ok(&["sync"]);
    let id = added[0]["id"].as_str().unwrap();
    let out = folder.path().join("out.pdf");
    dealer.ok(&["document", "save", id, "--out", out.to_str().unwrap()]);
    supplier.console(&["document", "attach", id, "--entity", &right]);
    dealer.ok(&["sync"]);
    dealer.fails(
        &["document", "save", id, "--out", out.to_str().unwrap()],
        1,
        "not_found",
    );
    assert_eq!(dealer.ok(&["documents"])["items"], json!([]));
}
