//! The queue as a file: saved where there is no connection, taken by the gateway once, found done by a later sync.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::shop::in_step;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use testkit::export::goods;
use testkit::supplier::{Supplier, binary};

/// `queue accept`, which may refuse: how it ended, its answer, its words.
fn accept(supplier: &Supplier, file: &Path) -> (i32, Value, String) {
    let output = Command::new(binary().unwrap())
        .args(["queue", "accept", file.to_str().unwrap(), "--json"])
        .args(["--data", supplier.path().join("data").to_str().unwrap()])
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), json, words)
}

fn outcomes(answer: &Value) -> Vec<&str> {
    let commands = answer["commands"].as_array().unwrap();
    commands.iter().map(|one| one["outcome"].as_str().unwrap()).collect()
}

fn refused(supplier: &Supplier, file: &Path, word: &str) {
    let (code, _, words) = accept(supplier, file);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains(word), "{words}");
}

#[test]
fn a_saved_queue_is_taken_once_and_a_later_sync_finds_it_done() {
    let goods = goods(&[("Б-1", "Болт М8х40", "12.30", 1000), ("Г-1", "Гайка М8", "5", 10)]);
    let Some(mut supplier) = Supplier::with(&goods) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.txt");
    let file = path.to_str().unwrap();
    assert!(
        dealer
            .fails(&["queue", "export", file], 1, "not_found")
            .contains("nothing waits")
    );

    supplier.kill();
    let first = dealer.draft("Б-1;10");
    dealer.ok(&["place", &first]);
    let second = dealer.draft("Г-1;5");
    dealer.ok(&["place", &second]);
    dealer.ok(&["subscribe", "Г-1", "--threshold", "100"]);
    let saved = dealer.ok(&["queue", "export", file]);
    assert_eq!((&saved["commands"], &saved["path"]), (&json!(3), &json!(file)));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"quantity_milli\":10000"), "it can be read: {text}");
    // It may be carried out from now on.
    let waiting = dealer.ok(&["orders"]);
    assert_eq!(waiting["items"][0]["why_code"], json!("in_file"), "{waiting}");
    assert!(
        dealer.ok(&["draft", "show", &second])["lines"][0]["is_in_flight"]
            .as_bool()
            .unwrap(),
        "the lines are not to be ordered once more"
    );

    // Changed on its way, cut, of another supplier.
    let bad = folder.path().join("bad.txt");
    std::fs::write(
        &bad,
        text.replacen("\"quantity_milli\":10000", "\"quantity_milli\":90000", 1),
    )
    .unwrap();
    refused(&supplier, &bad, "was changed after it was saved");
    std::fs::write(&bad, &text[..text.len() - 20]).unwrap();
    refused(&supplier, &bad, "not whole");
    std::fs::write(&bad, "Артикул;Количество\n").unwrap();
    refused(&supplier, &bad, "no queue");
    let other = Supplier::with(&goods).unwrap();
    refused(&other, &path, "another gateway");
    assert_eq!((supplier.orders(), other.orders()), (0, 0));

    // The gateway takes it without a network, and once.
    let (code, answer, words) = accept(&supplier, &path);
    assert_eq!(code, 0, "{words}");
    assert_eq!(outcomes(&answer), ["taken", "taken", "taken"], "{answer}");
    assert_eq!(answer["person"], json!("Иванов Иван"));
    assert_eq!(supplier.orders(), 2);
    let (code, answer, _) = accept(&supplier, &path);
    assert_eq!((code, outcomes(&answer)), (0, vec!["already", "already", "already"]));
    assert_eq!(supplier.orders(), 2);

    // The same device comes back: everything is done already, under the same keys.
    supplier.serve();
    let synced = dealer.ok(&["sync"]);
    assert_eq!((&synced["commands_done"], &synced["queued"]), (&json!(3), &json!(0)));
    assert_eq!(supplier.orders(), 2);
    let orders = dealer.ok(&["orders"]);
    let states: Vec<&Value> = orders["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| &order["state"])
        .collect();
    assert_eq!(states, [&json!("held"), &json!("held")], "{orders}");
    assert_eq!(
        dealer.run(&["draft", "show", &first]).code,
        1,
        "what was ordered is in no draft any more"
    );
}

#[test]
fn a_queue_that_a_sync_was_faster_than_and_one_of_a_revoked_device_do_nothing() {
    let Some(mut supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 1000)])) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.txt");
    let file = path.to_str().unwrap();
    supplier.kill();
    let draft = dealer.draft("Б-1;10");
    dealer.ok(&["place", &draft]);
    dealer.ok(&["queue", "export", file]);
    supplier.serve();
    dealer.ok(&["sync"]);
    assert_eq!(supplier.orders(), 1);
    let (code, answer, _) = accept(&supplier, &path);
    assert_eq!((code, outcomes(&answer)), (0, vec!["already"]));
    assert_eq!(supplier.orders(), 1);

    supplier.kill();
    let draft = dealer.draft("Б-1;7");
    dealer.ok(&["place", &draft]);
    dealer.ok(&["queue", "export", file]);
    let device = supplier.console(&["device", "list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    supplier.console(&["device", "revoke", &device]);
    refused(&supplier, &path, "revoked");
    assert_eq!(supplier.orders(), 1);
}
