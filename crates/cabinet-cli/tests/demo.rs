//! `cabinet demo`: a supplier to look at without a network, for scripts too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;

#[test]
fn the_sample_is_made_searched_printed_and_deleted_and_never_sends() {
    let dealer = Dealer::new();
    let made = dealer.ok(&["demo"]);
    assert_eq!(made["is_sample"], true, "{made}");
    let sample = Dealer::in_directory(made["profile"].as_str().unwrap().as_ref());

    let found = sample.ok(&["search", "болт м8"]);
    assert!(found["total"].as_u64().unwrap() > 5, "{found}");
    let article = found["items"][0]["article"].as_str().unwrap();
    let draft = sample
        .run(&["draft", "new", "--entity", "sample-buyer", "--name", "Проба"])
        .json["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let added = sample.run_with_input(&["draft", "add", &draft, "-"], &format!("{article};10\n"));
    assert_eq!(added.json["matched"].as_array().unwrap().len(), 1, "{}", added.json);
    for command in [&["checkout", &draft][..], &["place", &draft, "--accept"], &["sync"]] {
        let words = sample.fails(command, 6, "sample");
        assert!(words.contains("sample"), "{words}");
    }
    let status = sample.ok(&["status"]);
    assert_eq!(
        (&status["is_sample"], &status["sync"]["queued"]),
        (&true.into(), &0.into())
    );

    let document = sample.ok(&["documents"])["items"][0]["id"].as_str().unwrap().to_owned();
    let paper = sample.file("../счёт.pdf");
    sample.ok(&["print", &document, "--out", paper.to_str().unwrap()]);
    assert!(std::fs::read(paper).unwrap().starts_with(b"%PDF"));

    // The profile beside it is as free as before, and a second sample beside the sample is a mistake.
    dealer.fails(&["status"], 5, "not_ready");
    assert!(!dealer.profile().exists(), "a sample makes no profile");
    sample.fails(&["demo"], 1, "invalid");
    dealer.ok(&["demo", "--remove"]);
    assert!(!sample.profile().exists());
    dealer.ok(&["demo", "--remove"]);
}
