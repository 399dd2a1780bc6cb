//! Delivery from the command line against the real gateway: directories, a choice, what became of it, and a withdrawn one.

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

const CARRIERS: &str = "id,name\nnp,Новая почта\n";
const WAYS: &str = "id;name;kind;min_days;carrier\nself;Самовывоз;pickup;;\nown;Наш транспорт;transport;1;\nnp;Новая почта;carrier;1;np\n";
const BRANCHES: &str = "carrier;id;city;number;address\nnp;k12;Киев;12;ул. Садовая, 5\nnp;k9;Киев;9;\nnp;l1;Львов;1;\n";

fn import(supplier: &Supplier, kind: &str, text: &str) -> Value {
    let path = supplier.path().join(format!("{kind}.csv"));
    std::fs::write(&path, text).unwrap();
    supplier.console(&["delivery", "import", "--kind", kind, path.to_str().unwrap()])
}

fn supplier_and_dealer(has_directories: bool) -> Option<(Supplier, Dealer)> {
    let supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 100),
        ("Г-1", "Гайка М8", "0.50", 100),
    ]))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    if has_directories {
        import(&supplier, "carriers", CARRIERS);
        import(&supplier, "ways", WAYS);
        assert_eq!(import(&supplier, "branches", BRANCHES)["added"], 3);
        import(
            &supplier,
            "addresses",
            &format!("entity;id;address\n{entity};склад;Тула, ул. Мира, 1\n"),
        );
    }
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    Some((supplier, dealer))
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_delivery_is_chosen_offline_kept_over_kill_9_and_found_again_on_the_order() {
    let Some((mut supplier, dealer)) = supplier_and_dealer(true) else {
        return;
    };
    supplier.kill();
    assert_eq!(ids(&dealer.ok(&["delivery", "ways"])), ["self", "own", "np"]);
    assert_eq!(ids(&dealer.ok(&["delivery", "carriers", "почта"])), ["np"]);
    assert_eq!(ids(&dealer.ok(&["delivery", "addresses"])), ["склад"]);
    let branches = dealer.ok(&["delivery", "branches", "киев"]);
    assert_eq!((ids(&branches), &branches["total"]), (vec!["k9", "k12"], &json!(2)));
    let draft = dealer.draft("Б-1;2\nГ-1;3\n");
    let set = dealer.ok(&[
        "draft",
        "set",
        &draft,
        "--way",
        "Новая почта",
        "--branch",
        "киев 12",
        "--own-number",
        "45/2",
        "--comment",
        "до обеда",
        "--item",
        "Г-1",
        "--item-comment",
        "без коробки",
    ]);
    assert_eq!(set["delivery"]["branch"]["id"], "k12", "{set}");
    assert_eq!(set["delivery"]["problems"], json!([]));
    dealer.fails(&["draft", "set", &draft, "--way", "голубем"], 1, "not_found");
    dealer.fails(&["draft", "set", &draft, "--branch", "киев"], 1, "invalid");
    dealer.fails(&["draft", "set", &draft, "--date", "завтра"], 1, "invalid");
    let kept = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(kept["delivery"]["own_number"], "45/2");
    let queued = dealer.ok(&["place", &draft]);
    assert_eq!(queued["outcome"], "queued");
    let waiting = dealer.ok(&["order", "show", queued["id"].as_str().unwrap()]);
    assert_eq!(waiting["delivery"]["branch"], "Киев, № 12, ул. Садовая, 5", "{waiting}");
    supplier.serve();
    dealer.ok(&["sync"]);
    dealer.ok(&["sync"]);
    supplier.kill();
    let orders = dealer.ok(&["orders"]);
    let order = &orders["items"][0];
    assert_eq!(order["state"], "held", "{orders}");
    assert_eq!(
        order["delivery"],
        json!({
            "way": "Новая почта", "carrier": "Новая почта", "branch": "Киев, № 12, ул. Садовая, 5", "address": "",
            "date": "", "own_number": "45/2", "ship_together": "",
        })
    );
    let comments: Vec<&str> = order["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["comment"].as_str().unwrap())
        .collect();
    assert_eq!(
        (order["comment"].as_str(), comments),
        (Some("до обеда"), vec!["", "без коробки"])
    );
    // The next draft begins with it, without the number.
    let next = dealer.draft("Б-1;1\n");
    let next = dealer.ok(&["draft", "show", &next]);
    assert_eq!(next["delivery"]["branch"]["id"], "k12");
    assert_eq!(next["delivery"]["own_number"], "");
}

#[test]
fn a_branch_withdrawn_meanwhile_is_named_and_the_order_is_not_lost() {
    let Some((mut supplier, dealer)) = supplier_and_dealer(true) else {
        return;
    };
    let draft = dealer.draft("Б-1;2\n");
    dealer.ok(&["draft", "set", &draft, "--way", "np", "--branch", "k12"]);
    supplier.kill();
    let queued = dealer.ok(&["place", &draft]);
    import(&supplier, "branches", "carrier;id;city;number\nnp;k9;Киев;9\n");
    supplier.serve();
    dealer.ok(&["sync"]);
    let orders = dealer.ok(&["orders"]);
    assert_eq!(orders["items"][0]["state"], "needs_user", "{orders}");
    assert_eq!(orders["items"][0]["id"], queued["id"]);
    assert_eq!(supplier.orders(), 0);
    let check = dealer.run(&["checkout", &draft]);
    assert_eq!(check.code, 3);
    assert_eq!(
        check.json["delivery"]["problems"][0]["problem"], "branch_gone",
        "{}",
        check.json
    );
    assert_eq!(check.json["changed"], json!([]));
    let refused = dealer.run(&["place", &draft, "--accept"]);
    assert_eq!(
        (refused.code, &refused.json["outcome"]),
        (3, &json!("changed")),
        "{}",
        refused.json
    );
    supplier.kill();
    // Offline the mirror knows it as well: it is said before anything is queued.
    let words = dealer.fails(&["place", &draft], 1, "invalid");
    assert!(words.contains("branch_gone"), "{words}");
    supplier.serve();
    dealer.ok(&["draft", "set", &draft, "--branch", "k9"]);
    assert_eq!(dealer.ok(&["place", &draft])["outcome"], "placed");
    assert_eq!(supplier.orders(), 1);
}

#[test]
fn where_there_are_no_directories_nothing_is_asked_and_nothing_is_said() {
    let Some((supplier, dealer)) = supplier_and_dealer(false) else {
        return;
    };
    for directory in ["ways", "carriers", "addresses", "branches"] {
        assert!(ids(&dealer.ok(&["delivery", directory])).is_empty());
    }
    let draft = dealer.draft("Б-1;2\n");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!(shown["delivery"]["problems"], json!([]));
    assert_eq!(dealer.ok(&["place", &draft])["outcome"], "placed");
    assert_eq!(supplier.orders(), 1);
}
