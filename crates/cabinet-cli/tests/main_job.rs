//! The main job from the command line, against the real gateway: enrol, sync, search, draft, check, place, print.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::json;
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn bolts() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", "12.30", 1000),
        ("Б-2", "Болт М10х60", "20", 500),
        ("Г-1", "Гайка М8", "0.0123", 100_000),
    ])
}

/// A supplier with three goods, and a dealer who is enrolled and in step with it.
fn supplier_and_dealer() -> Option<(Supplier, Dealer)> {
    let supplier = Supplier::with(&bolts())?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &code]);
    dealer.ok(&["sync"]);
    Some((supplier, dealer))
}

#[test]
fn the_main_job_goes_from_a_code_to_a_printed_invoice() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let code = supplier.invite(&entity, "buyer");
    let dealer = Dealer::new();
    let enrolled = dealer.run_with_input(&["enroll", &supplier.url(), "-"], &code.to_lowercase());
    assert_eq!(enrolled.code, 0, "{}", enrolled.words);
    assert_eq!(enrolled.json["entities"][0]["id"], json!(entity));
    assert_eq!(enrolled.json["entities"][0]["tax_id"], json!("ИНН 7707083893"));
    let price_type = &enrolled.json["entities"][0]["price_type_id"];
    assert!(price_type.is_string());
    assert_eq!(
        enrolled.json["entities"][0]["price_type"],
        json!(null),
        "an id of 1C is no name"
    );
    assert!(enrolled.json["recovery_code"].as_str().unwrap().len() > 30);

    let synced = dealer.ok(&["sync"]);
    assert_eq!(
        (&synced["is_searchable"], &synced["link"]),
        (&json!(true), &json!("online"))
    );
    let known = &dealer.ok(&["status"])["entities"][0];
    assert_eq!(
        (&known["price_type_id"], &known["price_type"]),
        (price_type, &json!("Оптовая"))
    );
    let found = dealer.ok(&["search", "болт м8"]);
    assert_eq!(found["items"][0]["article"], json!("Б-1"));
    assert_eq!(found["items"][0]["price"], json!("12.30"));
    assert_eq!(found["items"][0]["price_micro"], json!(12_300_000));
    assert_eq!(found["items"][0]["stock"], json!("1000"));

    let draft = dealer.ok(&["draft", "new", "--entity", &entity, "--name", "Заказ"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let lines = "Артикул;Количество\nБ-1;10\nГ-1;1000\nнет такого;1\nБ-2\n";
    let added = dealer.run_with_input(&["draft", "add", &draft, "-"], lines).json;
    assert_eq!(added["matched"].as_array().unwrap().len(), 2, "{added}");
    assert_eq!(added["matched"][0]["quantity_milli"], json!(10_000));
    let reasons: Vec<_> = added["not_found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["reason"])
        .collect();
    assert_eq!(reasons, ["unknown_article", "no_quantity"]);
    assert_eq!(dealer.ok(&["draft", "show", &draft])["total"], json!("135.30"));

    assert_eq!(dealer.ok(&["checkout", &draft])["is_clean"], json!(true));
    let placed = dealer.ok(&["place", &draft]);
    assert_eq!(
        (&placed["outcome"], &placed["total"]),
        (&json!("placed"), &json!("135.30"))
    );
    let orders = dealer.ok(&["orders"]);
    assert_eq!(orders["items"][0]["state"], json!("held"));
    assert_eq!(orders["items"][0]["id"], placed["id"]);
    let line = &orders["items"][0]["lines"][0];
    assert_eq!(
        (
            &line["article"],
            &line["placed_quantity"],
            &line["price_micro"],
            &line["sum_minor"]
        ),
        (&json!("Б-1"), &json!("10"), &json!(12_300_000), &json!(12_300)),
        "{orders}"
    );
    assert_eq!(orders["items"][0]["payment_number"], json!(""));
    for name in [&placed["id"], &placed["number"]] {
        let shown = dealer.ok(&["order", "show", name.as_str().unwrap()]);
        assert_eq!(
            (&shown["id"], shown["lines"].as_array().unwrap().len()),
            (&placed["id"], 2)
        );
    }
    dealer.fails(&["order", "show", "no such order"], 1, "not_found");
    let bought = dealer.ok(&["purchases", "Б-1"]);
    assert_eq!(
        (
            &bought["items"][0]["order"],
            &bought["items"][0]["quantity"],
            &bought["dearest"]
        ),
        (&placed["id"], &json!("10"), &json!("12.30")),
        "{bought}"
    );
    assert_eq!(dealer.ok(&["purchases", "Б-2"])["items"], json!([]));
    let months = dealer.ok(&["purchases"]);
    assert_eq!(
        (&months["items"][0]["total_minor"], &months["items"][0]["orders"]),
        (&json!(13_530), &json!(1)),
        "{months}"
    );
    assert_eq!(
        dealer.ok(&["draft", "list"])["items"],
        json!([]),
        "a placed draft is gone"
    );

    let document = dealer.ok(&["documents"])["items"][0].clone();
    assert_eq!(
        (&document["total_minor"], &document["is_preliminary"]),
        (&json!(13_530), &json!(true))
    );
    let pdf = dealer.file("invoice.pdf");
    dealer.ok(&[
        "print",
        document["id"].as_str().unwrap(),
        "--out",
        pdf.to_str().unwrap(),
    ]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    assert_eq!(supplier.orders(), 1);
}

#[test]
fn worse_terms_are_shown_and_placed_only_when_accepted() {
    let Some((supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    let draft = dealer.draft("Б-1;10\nБ-2;600\nГ-1;100");
    // Dearer, short, and gone from the price list.
    supplier.import(&goods(&[
        ("Б-1", "Болт М8х40", "15.00", 1000),
        ("Б-2", "Болт М10х60", "19", 500),
        ("Г-1", "Гайка М8", "0.0123", 0),
    ]));

    for moment in ["before the device knows", "after it has synced"] {
        let check = dealer.run(&["checkout", &draft]);
        assert_eq!(check.code, 3, "{moment}: {}", check.json);
        let lines = check.json["changed"].as_array().unwrap().clone();
        let flags = |article: &str| {
            let line = lines.iter().find(|line| line["article"] == json!(article)).unwrap();
            ["is_dearer", "is_cheaper", "is_short"].map(|flag| line[flag].as_bool().unwrap())
        };
        assert_eq!(flags("Б-1"), [true, false, false], "{moment}");
        assert_eq!(flags("Б-2"), [false, true, true], "{moment}");
        assert_eq!(flags("Г-1"), [false, false, true], "{moment}");
        assert_eq!(lines[0]["price_was"], json!("12.30"), "{moment}: what the user saw");
        dealer.ok(&["sync"]);
    }

    let refused = dealer.run(&["place", &draft]);
    assert_eq!((refused.code, &refused.json["outcome"]), (3, &json!("changed")));
    assert_eq!(supplier.orders(), 0);

    let placed = dealer.ok(&["place", &draft, "--accept"]);
    assert_eq!(placed["outcome"], json!("placed"));
    assert_eq!(placed["total"], json!("9650.00"), "10 × 15.00 + 500 × 19");
    assert_eq!(placed["lines_left"], json!(1));
    let left = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        left["lines"][0]["article"],
        json!("Г-1"),
        "what is not there stays in the draft"
    );
    assert_eq!(supplier.orders(), 1);
}

#[test]
fn an_order_queued_offline_goes_by_itself_when_the_gateway_returns() {
    let Some((mut supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    supplier.kill();

    let draft = dealer.draft("Б-1;10");
    dealer.fails(&["checkout", &draft], 4, "offline");
    let queued = dealer.ok(&["place", &draft]);
    assert_eq!(queued["outcome"], json!("queued"));
    dealer.fails(&["sync"], 4, "offline");
    let waiting = dealer.ok(&["orders"])["items"][0].clone();
    assert_eq!((&waiting["id"], &waiting["state"]), (&queued["id"], &json!("queued")));
    assert!(waiting["why"].as_str().unwrap().contains("no connection"));
    assert_eq!(waiting["why_code"], json!("offline"));
    assert!(
        dealer.ok(&["draft", "show", &draft])["lines"][0]["is_in_flight"]
            .as_bool()
            .unwrap()
    );

    supplier.serve();
    let synced = dealer.ok(&["sync"]);
    assert_eq!((&synced["commands_done"], &synced["queued"]), (&json!(1), &json!(0)));
    assert_eq!(dealer.ok(&["orders"])["items"][0]["state"], json!("held"));
    assert_eq!(supplier.orders(), 1);
}

#[test]
fn an_order_queued_offline_asks_when_terms_got_worse_meanwhile() {
    let Some((mut supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    supplier.kill();
    let draft = dealer.draft("Б-1;10");
    dealer.ok(&["place", &draft]);
    supplier.import(&goods(&[("Б-1", "Болт М8х40", "13", 1000)]));
    supplier.serve();

    let synced = dealer.ok(&["sync"]);
    assert_eq!((&synced["needs_user"], &synced["queued"]), (&json!(1), &json!(0)));
    assert_eq!(supplier.orders(), 0);
    assert_eq!(dealer.ok(&["orders"])["items"][0]["state"], json!("needs_user"));
    assert!(
        !dealer.ok(&["draft", "show", &draft])["lines"][0]["is_in_flight"]
            .as_bool()
            .unwrap()
    );

    assert_eq!(dealer.ok(&["place", &draft, "--accept"])["total"], json!("130.00"));
    let orders = dealer.ok(&["orders"]);
    assert_eq!(
        orders["items"].as_array().unwrap().len(),
        1,
        "the answered question is gone: {orders}"
    );
    assert_eq!(supplier.orders(), 1);
}

#[test]
fn several_drafts_are_kept_and_lines_add_up() {
    let Some((_supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    let first = dealer.draft("Б-1;10\nБ-1;5 шт");
    dealer.draft("Б-2;2");
    let shown = dealer.ok(&["draft", "show", &first]);
    assert_eq!(
        (&shown["lines"][0]["quantity"], &shown["total"]),
        (&json!("15"), &json!("184.50"))
    );
    let list = dealer.ok(&["draft", "list"]);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(list["items"][0]["total"], json!("40.00"), "the last changed first");
    dealer.fails(&["draft", "show", "no such draft"], 1, "not_found");
}

#[test]
fn a_person_of_several_entities_searches_at_the_prices_of_the_first_that_has_some() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let (first, second) = (
        supplier.entity("ООО Ромашка", "7707083893"),
        supplier.entity("ООО Василёк", "7728168971"),
    );
    let invited = supplier.console(&[
        "invite",
        "--entity",
        &first,
        "--entity",
        &second,
        "--person",
        "Иванов",
        "--role",
        "buyer",
    ]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), invited["code"].as_str().unwrap()]);
    dealer.ok(&["sync"]);
    let known = dealer.ok(&["status"])["entities"].clone();
    let found = dealer.ok(&["search", "Б-1"]);
    assert_eq!(found["entity"], known[0]["id"]);
    assert_eq!(found["items"][0]["price"], json!("12.30"));
    assert_eq!(
        dealer.ok(&["search", "Б-1", "--entity", &second])["entity"],
        json!(second)
    );
    for list in [vec!["draft", "list"], vec!["orders"], vec!["documents"]] {
        assert_eq!(dealer.ok(&list)["items"], json!([]), "{list:?}");
    }
    dealer.fails(&["draft", "new", "--name", "Заказ"], 1, "invalid");
}

#[test]
fn lines_name_goods_by_article_id_or_barcode() {
    let Some((supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    testkit::export::write(folder.path(), &bolts());
    let file = folder.path().join("import0_1.xml");
    let export = std::fs::read_to_string(&file).unwrap();
    let with_barcode = export.replace(
        "<Артикул>Б-2</Артикул>",
        "<Штрихкод>4600000000015</Штрихкод><Артикул>Б-2</Артикул>",
    );
    std::fs::write(&file, with_barcode).unwrap();
    supplier.console(&["import", folder.path().to_str().unwrap()]);
    dealer.ok(&["sync"]);
    let bolt = dealer.ok(&["search", "Б-1"])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let draft = dealer.draft(&format!("{bolt};2\n\"4600000000015\";\"3\"\nГ-1;4;срочно"));
    let lines = dealer.ok(&["draft", "show", &draft])["lines"].clone();
    let read: Vec<_> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["article"].as_str().unwrap(), line["quantity"].as_str().unwrap()))
        .collect();
    assert_eq!(read, [("Б-1", "2"), ("Б-2", "3"), ("Г-1", "4")]);
    let unknown = dealer
        .run_with_input(&["draft", "add", &draft, "-"], "4600000000022;1")
        .json;
    assert_eq!(unknown["not_found"][0]["reason"], json!("unknown_article"));
}

#[test]
fn a_person_without_the_right_places_nothing() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let code = supplier.invite(&entity, "viewer");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &code]);
    dealer.ok(&["sync"]);
    let found = dealer.ok(&["search", "Б-1"]);
    assert_eq!(
        found["items"][0]["price"],
        json!(null),
        "a viewer's device has no prices"
    );
    dealer.fails(&["draft", "new", "--name", "Заказ"], 6, "not_allowed");
    assert_eq!(dealer.ok(&["unsent", "list"])["items"], json!([]));
}

#[test]
fn text_for_people_is_aligned_and_json_is_not_mixed_in() {
    let Some((_supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    let output = dealer.command(&["search", "болт"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("article  name         price       stock  unit\n"),
        "{text}"
    );
    assert!(text.ends_with("2 of 2\n"), "{text}");
}

#[test]
fn what_an_item_cost_before_is_told_since_this_computer_looks() {
    let Some((supplier, dealer)) = supplier_and_dealer() else {
        return;
    };
    let still = dealer.ok(&["prices", "Б-1"]);
    assert_eq!(
        (&still["items"][0]["price"], &still["items"][1], &still["lowest"]),
        (&json!("12.30"), &json!(null), &json!(null)),
        "{still}"
    );
    assert_eq!(still["items"][0]["at_ms"], still["since_ms"]);
    supplier.import(&goods(&[("Б-1", "Болт М8х40", "13.10", 1000)]));
    dealer.ok(&["sync"]);
    let risen = dealer.ok(&["prices", "Б-1"]);
    assert_eq!(
        (
            &risen["items"][0]["price"],
            &risen["items"][1]["price_micro"],
            &risen["highest"]["price"]
        ),
        (&json!("12.30"), &json!(13_100_000), &json!("13.10")),
        "{risen}"
    );
    dealer.fails(&["prices", "нет такого"], 1, "not_found");
    let person = supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let entity = risen["entity"].as_str().unwrap().to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "claims",
    ]);
    dealer.ok(&["sync"]);
    assert_eq!(
        (
            &dealer.ok(&["prices", "Б-1"])["items"],
            &dealer.ok(&["prices", "Б-1"])["since_ms"]
        ),
        (&json!([]), &json!(null)),
        "the history goes with the right"
    );
}
