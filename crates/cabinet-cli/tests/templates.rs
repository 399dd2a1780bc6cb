//! Drafts split and compared, and templates that all legal entities of a person share.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::in_step;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

/// A supplier with bolts and nuts, and a dealer in step with him.
fn shop() -> Option<(Supplier, String, Dealer)> {
    let shelf = [
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 1000),
        ("Г-1", "Гайка М8", "3.00", 1000),
    ];
    let supplier = Supplier::with(&goods(&shelf))?;
    let (entity, dealer) = in_step(&supplier);
    Some((supplier, entity, dealer))
}

fn lines(view: &Value) -> Vec<(&str, i64)> {
    let lines = view["lines"].as_array().unwrap_or_else(|| panic!("{view}"));
    lines
        .iter()
        .map(|line| {
            (
                line["article"].as_str().unwrap(),
                line["quantity_milli"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_draft_is_split_by_label_and_by_day_with_its_delivery_and_comments() {
    let Some((_supplier, _, dealer)) = shop() else { return };
    let draft = dealer.draft("Б-1;10\nБ-2;5\nГ-1;100");
    dealer.fails(&["draft", "split", &draft, "--by", "label"], 1, "invalid");
    dealer.ok(&["draft", "mark", &draft, "Б-1", "--quantity", "4", "--label", "Цех 2"]);
    dealer.ok(&[
        "draft",
        "mark",
        &draft,
        "Г-1",
        "--label",
        "Цех 2",
        "--date",
        "2036-12-01",
    ]);
    dealer.ok(&[
        "draft",
        "set",
        &draft,
        "--own-number",
        "45/2",
        "--item",
        "Г-1",
        "--item-comment",
        "оцинк.",
    ]);
    let split = dealer.ok(&["draft", "split", &draft, "--by", "label"]);
    let made = &split["made"][0];
    assert_eq!(
        (&made["name"], &made["label"]),
        (&json!("Заказ — Цех 2"), &json!("Цех 2")),
        "{split}"
    );
    let shop = dealer.ok(&["draft", "show", made["id"].as_str().unwrap()]);
    assert_eq!(lines(&shop), [("Б-1", 4_000), ("Г-1", 100_000)]);
    assert_eq!(
        shop["lines"][0]["parts"],
        json!([]),
        "the draft says it for all of them"
    );
    assert_eq!(
        (&shop["lines"][1]["comment"], &shop["delivery"]["own_number"]),
        (&json!("оцинк."), &json!("45/2"))
    );
    let rest = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(lines(&rest), [("Б-1", 6_000), ("Б-2", 5_000)]);

    let split = dealer.ok(&["draft", "split", made["id"].as_str().unwrap(), "--by", "date"]);
    let later = dealer.ok(&["draft", "show", split["made"][0]["id"].as_str().unwrap()]);
    assert_eq!(
        (lines(&later), &later["delivery"]["date"]),
        (vec![("Г-1", 100_000)], &json!("2036-12-01"))
    );
    assert_eq!(later["label"], json!("Цех 2"));
}

#[test]
fn two_drafts_or_a_draft_and_an_order_are_compared() {
    let Some((supplier, _, dealer)) = shop() else { return };
    let left = dealer.draft("Б-1;10\nБ-2;5");
    let right = dealer.draft("Б-1;10\nБ-2;7\nГ-1;100");
    let view = dealer.ok(&["draft", "compare", &left, &right]);
    let told: Vec<_> = view["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["article"].as_str().unwrap(), row["what"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("Б-2", "quantity"), ("Г-1", "only_right")]);
    assert_eq!(
        (&view["same_count"], &view["left"]["total_minor"]),
        (&json!(1), &json!(20_000))
    );
    dealer.fails(&["draft", "compare", &left, &left], 1, "invalid");

    let number = dealer.ok(&["place", &right])["number"].as_str().unwrap().to_owned();
    supplier.import(&goods(&[("Б-1", "Болт М8х40", "11.00", 1000)]));
    dealer.ok(&["sync"]);
    let view = dealer.ok(&["draft", "compare", &left, &number]);
    assert_eq!(view["right"]["kind"], json!("order"));
    let bolt = &view["rows"][0];
    assert_eq!(
        (&bolt["article"], &bolt["what"]),
        (&json!("Б-1"), &json!("price")),
        "{view}"
    );
    assert_eq!(
        (&bolt["left"]["price"], &bolt["right"]["price"]),
        (&json!("11.00"), &json!("10.00"))
    );
}

#[test]
fn a_template_makes_drafts_of_every_legal_entity_at_the_prices_of_today() {
    let Some((supplier, entity, dealer)) = shop() else {
        return;
    };
    let draft = dealer.draft("Б-1;10\nГ-1;100");
    dealer.ok(&["draft", "label", &draft, "Цех 2"]);
    let kept = dealer.ok(&["template", "save", &draft, "--name", "Каждый понедельник"]);
    assert_eq!(lines(&kept), [("Б-1", 10_000), ("Г-1", 100_000)]);
    let again = dealer.ok(&["template", "save", &draft, "--name", " Каждый понедельник "]);
    assert_eq!(again["id"], kept["id"], "the same name renews it");

    supplier.import(&goods(&[("Б-1", "Болт М8х40", "11.50", 1000)]));
    dealer.ok(&["sync"]);
    let made = dealer.ok(&["template", "use", "Каждый понедельник"]);
    assert_eq!(
        (&made["added"], &made["draft"]["name"]),
        (&json!(2), &json!("Каждый понедельник")),
        "{made}"
    );
    assert_eq!(made["repriced"][0]["price_now_micro"], json!(11_500_000));
    let shown = dealer.ok(&["draft", "show", made["id"].as_str().unwrap()]);
    assert_eq!(shown["lines"][0]["parts"][0]["label"], json!("Цех 2"));

    // Another legal entity of the same person: what the goods cost the first one says nothing here.
    let other = supplier.entity("ООО Василёк", "7728168971");
    let person = supplier.console(&["person", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &other, "--role", "buyer",
    ]);
    dealer.ok(&["sync"]);
    let made = dealer.ok(&["template", "use", "Каждый понедельник", "--entity", &other]);
    assert_eq!(
        (&made["repriced"], &made["draft"]["entity"]),
        (&json!([]), &json!(other))
    );

    let id = kept["id"].as_str().unwrap();
    dealer.ok(&["template", "set", id, "Б-1", "25"]);
    let less = dealer.ok(&["template", "set", id, "Г-1", "0"]);
    assert_eq!(lines(&less), [("Б-1", 25_000)]);
    dealer.ok(&["template", "rename", id, "По вторникам"]);
    dealer.ok(&["template", "remove", "По вторникам"]);
    assert_eq!(dealer.ok(&["template", "list"])["items"], json!([]));
    dealer.fails(
        &["template", "use", "По вторникам", "--entity", &entity],
        1,
        "not_found",
    );
    dealer.ok(&["template", "restore", "По вторникам"]);
    assert_eq!(dealer.ok(&["template", "list"])["items"][0]["line_count"], json!(1));
}

#[test]
fn after_the_third_order_of_the_same_goods_a_template_is_offered_until_it_is_made() {
    let Some((_supplier, entity, dealer)) = shop() else {
        return;
    };
    let offered = || dealer.ok(&["template", "offered"])["items"].as_array().unwrap().clone();
    let order = |text: &str| {
        let draft = dealer.draft(text);
        let placed = dealer.ok(&["place", &draft]);
        dealer.ok(&["sync"]);
        placed["number"].as_str().unwrap().to_owned()
    };
    order("Б-1;10\nБ-2;5\nГ-1;100");
    order("Б-1;12\nБ-2;5\nГ-1;50");
    order("Б-1;1");
    assert_eq!(offered(), Vec::<Value>::new());
    let newest = order("Б-1;7\nБ-2;8\nГ-1;9");
    let offers = offered();
    assert_eq!(offers.len(), 1, "{offers:?}");
    assert_eq!((&offers[0]["entity"], &offers[0]["goods"]), (&json!(entity), &json!(3)));
    assert_eq!(offers[0]["numbers"][0], json!(newest));
    assert_eq!(offers[0]["numbers"].as_array().unwrap().len(), 3);

    let kept = dealer.ok(&["template", "save", "--order", &newest, "--name", "Как всегда"]);
    assert_eq!(lines(&kept), [("Б-1", 7_000), ("Б-2", 8_000), ("Г-1", 9_000)]);
    assert_eq!(offered(), Vec::<Value>::new(), "there is a template of them now");
}

/// Name, author, who is newer and whether it is the dealer's own, of each template.
fn known(dealer: &Dealer) -> Vec<(String, String, String, bool)> {
    let list = dealer.ok(&["template", "list"]);
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let rows = list["items"].as_array().unwrap().iter();
    rows.map(|row| {
        (
            text(row, "name"),
            text(row, "author"),
            text(row, "newer_by"),
            row["is_own"].as_bool().unwrap(),
        )
    })
    .collect()
}

#[test]
fn a_template_is_shared_with_colleagues_each_of_whom_keeps_a_version_and_with_nobody_else() {
    let Some((mut supplier, entity, anna)) = shop() else {
        return;
    };
    let colleague = |entity: &str| {
        let dealer = Dealer::new();
        dealer.ok(&["enroll", &supplier.url(), &supplier.invite(entity, "buyer")]);
        dealer.ok(&["sync"]);
        dealer
    };
    let boris = colleague(&entity);
    let stranger = colleague(&supplier.entity("ООО Василёк", "7707083894"));
    let draft = anna.draft("Б-1;10\nГ-1;100");
    anna.ok(&["template", "save", &draft, "--name", "Крепёж"]);
    anna.ok(&["template", "share", "Крепёж"]);
    boris.ok(&["sync"]);
    stranger.ok(&["sync"]);
    let theirs: [(String, String, String, bool); 1] = known(&boris).try_into().unwrap();
    let [(name, author, newer, false)] = theirs else {
        panic!("it is not his own")
    };
    assert_eq!((name.as_str(), newer.as_str()), ("Крепёж", ""));
    assert!(!author.is_empty(), "whose it is stands beside it");
    assert_eq!(known(&stranger), [], "another legal entity's people see nothing of it");
    // A draft is made of it at once; it is changed only after it was taken.
    let made = boris.ok(&["template", "use", "Крепёж", "--name", "По шаблону"]);
    assert_eq!(made["added"], json!(2), "{made}");
    boris.fails(&["template", "set", "Крепёж", "Б-1", "7"], 1, "not_found");
    boris.ok(&["template", "take", "Крепёж"]);
    boris.ok(&["template", "set", "Крепёж", "Б-1", "7"]);
    anna.ok(&["sync"]);
    assert_eq!(known(&anna).len(), 1, "what he took is only his until he shares it");

    supplier.kill();
    let told = boris.ok(&["template", "share", "Крепёж"]);
    assert_eq!(told["sent"]["outcome"], json!("queued"), "{told}");
    supplier.serve();
    boris.ok(&["sync"]);
    anna.ok(&["sync"]);
    let versions = known(&anna);
    let [own, other] = versions.as_slice() else {
        panic!("{versions:?}")
    };
    assert_eq!((own.3, other.3, other.2.as_str()), (true, false, ""), "{versions:?}");
    assert_eq!(own.2, other.1, "hers is the older one, and stays: {versions:?}");
    let list = anna.ok(&["template", "list"]);
    let theirs = list["items"][1]["id"].as_str().unwrap();
    assert_eq!(lines(&anna.ok(&["template", "show", theirs]))[0], ("Б-1", 7_000));
    assert_eq!(lines(&anna.ok(&["template", "show", "Крепёж"]))[0], ("Б-1", 10_000));

    // A change of what is shared goes by itself, and the later one counts.
    anna.ok(&["template", "set", "Крепёж", "Б-1", "12"]);
    anna.ok(&["sync"]);
    boris.ok(&["sync"]);
    let versions = known(&boris);
    let newer: Vec<(&str, bool)> = versions.iter().map(|one| (one.2.as_str(), one.3)).collect();
    assert_eq!(newer, [(author.as_str(), true), ("", false)], "{versions:?}");
    anna.ok(&["template", "share", "Крепёж", "--off"]);
    boris.ok(&["sync"]);
    assert_eq!(known(&boris).len(), 1, "his own version stays");
    boris.ok(&["template", "remove", "Крепёж"]);
    boris.ok(&["sync"]);
    anna.ok(&["sync"]);
    assert_eq!(known(&anna).len(), 1, "what is in the trash is shared no more");
}
