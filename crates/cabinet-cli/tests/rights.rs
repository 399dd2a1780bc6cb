//! Rights from the command line against the real gateway: a role lost with work in the queue, a device that was shut out,
//! a contract whose stock is told in words, and the people of a legal entity.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use testkit::export::goods;
use testkit::supplier::Supplier;

/// A supplier, a buyer's machine, the person and the entity.
fn supplier_and_dealer() -> Option<(Supplier, Dealer, String, String)> {
    let supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 777),
        ("Г-1", "Гайка М8", "0.50", 3),
    ]))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let invited = supplier.console(&[
        "invite",
        "--entity",
        &entity,
        "--person",
        "Анна Смирнова",
        "--role",
        "buyer",
    ]);
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), invited["code"].as_str().unwrap()]);
    dealer.ok(&["sync"]);
    Some((supplier, dealer, invited["id"].as_str().unwrap().to_owned(), entity))
}

fn device(dealer: &Dealer) -> String {
    dealer.ok(&["status"])["id"].as_str().unwrap().to_owned()
}

/// What is unsent: reason, and the quantities of its lines.
fn unsent(dealer: &Dealer) -> Vec<(Value, Vec<Value>)> {
    let list = dealer.ok(&["unsent", "list"]);
    let lines = |work: &Value| {
        let drafts = work["drafts"].as_array().unwrap();
        let lines = drafts.iter().flat_map(|draft| draft["lines"].as_array().unwrap());
        lines.map(|line| line["quantity"].clone()).collect()
    };
    let works = list["items"].as_array().unwrap();
    works.iter().map(|work| (work["reason"].clone(), lines(work))).collect()
}

#[test]
fn a_role_lost_with_work_in_the_queue_sends_nothing_and_offers_a_file() {
    let Some((mut supplier, dealer, person, entity)) = supplier_and_dealer() else {
        return;
    };
    let draft = dealer.draft("Б-1;10\nГ-1;2");
    supplier.kill();
    assert_eq!(dealer.ok(&["place", &draft])["outcome"], json!("queued"));
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "claims",
    ]);
    supplier.serve();
    dealer.ok(&["sync"]);

    let orders = dealer.ok(&["orders"]);
    assert_eq!(
        (&orders["items"][0]["state"], &orders["items"][0]["why_code"]),
        (&json!("rejected"), &json!("no_rights"))
    );
    assert_eq!(
        orders["items"][0]["total"],
        json!(null),
        "a storekeeper's device has forgotten the prices"
    );
    assert_eq!(orders["items"][0]["lines"][0]["price"], json!(null));
    assert_eq!(supplier.orders(), 0);
    assert_eq!(unsent(&dealer), [(json!("role_lost"), vec![json!("10"), json!("2")])]);
    dealer.fails(&["place", &draft], 6, "not_allowed");

    let file = dealer.profile().join("unsent.csv");
    let saved = dealer.ok(&["unsent", "export", "--out", file.to_str().unwrap()]);
    assert_eq!(saved["path"], json!(file.to_str().unwrap()));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("Б-1;10;шт, Болт М8х40") && !text.contains("12.3"),
        "{text}"
    );
    dealer.fails(&["unsent", "export", "--out", "/nonexistent/unsent.csv"], 1, "invalid");

    // The right comes back: nothing goes by itself, and the file makes a draft.
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "buyer",
    ]);
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    assert_eq!((supplier.orders(), unsent(&dealer)), (0, Vec::new()));
    dealer.fails(&["unsent", "discard", "--entity", &entity], 6, "not_allowed");
    let again = dealer.ok(&["draft", "new", "--name", "Снова"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let added = dealer.ok(&["draft", "add", &again, file.to_str().unwrap()]);
    assert_eq!(added["matched"].as_array().unwrap().len(), 2, "{added}");

    // The whole entity is lost.
    supplier.console(&["person", "withdraw", "--person", &person, "--entity", &entity]);
    dealer.ok(&["sync"]);
    assert_eq!(unsent(&dealer).len(), 1);
    assert_eq!(unsent(&dealer)[0].0, json!("entity_lost"));
    dealer.ok(&["unsent", "discard", "--entity", &entity]);
    assert_eq!(unsent(&dealer), Vec::new());
}

#[test]
fn a_device_that_was_shut_out_loses_the_suppliers_data_and_keeps_its_own_work() {
    let Some((supplier, dealer, person, entity)) = supplier_and_dealer() else {
        return;
    };
    let placed = dealer.draft("Б-1;1");
    assert_eq!(dealer.ok(&["place", &placed])["outcome"], json!("placed"));
    dealer.ok(&["sync"]);
    dealer.draft("Б-1;7");
    let documents = dealer.file(&format!("entity-{entity}.db"));
    assert!(documents.exists());
    supplier.console(&["device", "revoke", &device(&dealer)]);
    dealer.fails(&["sync"], 6, "signed_out");
    // A second contact finds nothing more to take.
    dealer.fails(&["sync"], 6, "signed_out");

    assert!(!documents.exists());
    let status = dealer.ok(&["status"]);
    assert_eq!(
        (&status["is_shut_out"], &status["entities"]),
        (&json!(true), &json!([]))
    );
    let keys = std::fs::read_to_string(dealer.file("keys.json")).unwrap();
    assert!(!keys.contains(&format!("entity-{entity}")), "its key is forgotten");
    assert_eq!(status["problem"]["code"], json!("signed_out"));
    let told = dealer.command(&["status"]).output().unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.status.success() && text.contains("signed this device out"),
        "{text}"
    );
    assert!(
        text.contains("enroll") && !text.contains("cabinet sync"),
        "another sync brings nothing: {text}"
    );
    // An empty list would look as if there never was anything.
    for list in [
        &["draft", "list"][..],
        &["orders"],
        &["documents"],
        &["claim", "list"],
        &["notices"],
    ] {
        let done = dealer.run(list);
        assert_eq!(
            (done.code, &done.json["items"], &done.json["problem"]["code"]),
            (6, &json!([]), &json!("signed_out")),
            "{list:?}: {}",
            done.words
        );
        assert!(
            done.words.contains("signed this device out"),
            "{list:?}: {}",
            done.words
        );
    }
    let commands: [&[&str]; 5] = [
        &["search", "Б-1"],
        &["draft", "new", "--name", "Заказ"],
        &["draft", "new", "--name", "Заказ", "--entity", &entity],
        &["order", "show", "1"],
        &["subscribe", "Б-1"],
    ];
    for command in commands {
        let words = dealer.fails(command, 6, "signed_out");
        assert!(
            words.contains("enroll") && words.lines().count() == 1,
            "{command:?}: {words}"
        );
    }
    assert_eq!(unsent(&dealer), [(json!("shut_out"), vec![json!("7")])]);

    let code = supplier.console(&["invite", "--entity", &entity, "--person", &person, "--role", "buyer"]);
    dealer.ok(&["enroll", &supplier.url(), code["code"].as_str().unwrap()]);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "12.30");
    assert_eq!((unsent(&dealer), supplier.orders()), (Vec::new(), 1));
    assert_eq!(dealer.ok(&["draft", "list"])["items"].as_array().unwrap().len(), 1);
}

#[test]
fn where_stock_is_told_in_words_no_answer_names_a_number_and_guessing_ends() {
    let Some((supplier, dealer, _, entity)) = supplier_and_dealer() else {
        return;
    };
    supplier.console(&[
        "contract",
        "add",
        "--entity",
        &entity,
        "--number",
        "17/26",
        "--stock",
        "words",
        "--payment",
        "14 дней",
    ]);
    dealer.ok(&["sync"]);
    let found = dealer.ok(&["search", "Б-1"]);
    let item = &found["items"][0];
    assert_eq!((&item["stock"], &item["stock_level"]), (&json!(null), &json!("many")));
    let draft = dealer.draft("Б-1;900");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(
        shown["contract"],
        json!({ "number": "17/26", "payment": "14 дней", "delivery": "" })
    );
    let ask = |quantity: i64| {
        let draft = dealer.draft(&format!("Б-1;{quantity}"));
        dealer.run(&["checkout", &draft])
    };
    let check = ask(900);
    assert_eq!(check.code, 3, "{}", check.words);
    let line = &check.json["changed"][0];
    assert_eq!((&line["is_short"], &line["available"]), (&json!(true), &json!(null)));
    assert_eq!(check.json["total_now"], json!("0.00"), "nor does the sum tell it");
    // As a number of its own: the digits alone may stand in a random id.
    let told = check.json.to_string();
    for stock in ["\"777\"", "\"777.", ":777,", ":777}", "777000"] {
        assert!(!told.contains(stock), "{told}");
    }
    for quantity in [450, 675, 787, 731] {
        assert!(matches!(ask(quantity).code, 0 | 3), "{quantity}");
    }
    assert_eq!(ask(759).json["error"]["code"], json!("too_many_checks"));
    assert_eq!(ask(731).code, 0, "what was asked before may be asked again");
    // Nor by waiting for arrivals.
    let refused = dealer.run(&["subscribe", "Б-1", "--threshold", "770"]);
    assert_eq!((refused.code, &refused.json["reason"]), (1, &json!("too_many_checks")));
    dealer.ok(&["subscribe", "Б-1", "--threshold", "731"]);
    let told = dealer.ok(&["notices"]);
    assert_eq!(
        (&told["items"][0]["kind"], &told["items"][0]["quantity"]),
        (&json!("arrival"), &json!(null))
    );
}

#[test]
fn an_administrator_sees_who_works_for_the_entity_and_others_do_not() {
    let Some((supplier, dealer, person, entity)) = supplier_and_dealer() else {
        return;
    };
    dealer.fails(&["people"], 6, "not_allowed");
    supplier.console(&[
        "person", "grant", "--person", &person, "--entity", &entity, "--role", "admin",
    ]);
    dealer.ok(&["sync"]);
    let people = dealer.ok(&["people"]);
    assert_eq!(
        people["items"],
        json!([{ "id": person, "name": "Анна Смирнова", "role": "admin" }])
    );
}
