//! What a user meets when something is broken: each a clear message, nothing lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::{Dealer, PASSPHRASE};
use common::shop::{behind_a_proxy, bolt, in_step, supplier};
use serde_json::json;
use std::fs;
use std::process::Command;
use std::time::Duration;
use testkit::export::goods;
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;

#[test]
fn a_code_that_is_used_unknown_or_mistyped_is_told_apart_and_leaves_no_profile() {
    let Some((supplier, entity)) = supplier() else { return };
    let code = supplier.invite(&entity, "buyer");
    let dealer = Dealer::new();
    dealer.fails(&["enroll", &supplier.url(), "7K2M-ABCD"], 1, "invalid");
    dealer.fails(
        &["enroll", &supplier.url(), "7K2M-ABCD-EFGH-JKMN-PQRS"],
        1,
        "code_unknown",
    );
    dealer.fails(&["enroll", "http://orders.example.com", &code], 1, "invalid");
    assert!(!dealer.profile().exists());

    dealer.ok(&["enroll", &supplier.url(), &code]);
    dealer.fails(&["enroll", &supplier.url(), &code], 1, "invalid");
    Dealer::new().fails(&["enroll", &supplier.url(), &code], 1, "code_used");
}

#[test]
fn an_enrolment_in_vain_takes_away_what_it_made_and_nothing_else() {
    let Some((supplier, entity)) = supplier() else { return };
    let wrong = "7K2M-ABCD-EFGH-JKMN-PQRS";
    let base = tempfile::tempdir().unwrap();
    let enroll = |directory: &std::path::Path, code: &str| {
        Dealer::in_directory(directory).run(&["enroll", &supplier.url(), code])
    };
    let deep = base.path().join("dealer-cabinet/default");
    assert_eq!(enroll(&deep, wrong).code, 1);
    assert!(!base.path().join("dealer-cabinet").exists(), "nothing is left behind");

    let own = base.path().join("own");
    fs::create_dir(&own).unwrap();
    assert_eq!(enroll(&own, wrong).code, 1);
    assert!(own.is_dir(), "what was there stays");
    fs::write(own.join("notes.txt"), "мои").unwrap();
    assert_eq!(enroll(&own, wrong).code, 1);
    assert!(own.join("notes.txt").exists());

    let code = supplier.invite(&entity, "buyer");
    let kept = base.path().join("kept");
    assert_eq!(enroll(&kept, &code).code, 0);
    assert_eq!(enroll(&kept, wrong).code, 1);
    assert!(kept.join("keys.json").exists());
    assert_eq!(Dealer::in_directory(&kept).ok(&["status"])["stage"], json!("ready"));
    // The text says the same.
    let told = Dealer::in_directory(&kept).command(&["status"]).output().unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains("stage     ready"), "{text}");
}

#[test]
fn a_code_whose_answers_are_lost_is_told_without_a_window() {
    let Some((supplier, entity)) = supplier() else { return };
    let proxy = Proxy::before(supplier.address());
    proxy.set(Mischief::HalfBody);
    let dealer = Dealer::new();
    let done = dealer.run(&["enroll", &proxy.url(), &supplier.invite(&entity, "buyer")]);
    assert_ne!(done.code, 0);
    assert!(
        done.words.contains("may be used up") && !done.words.contains("window"),
        "{}",
        done.words
    );
}

#[test]
fn strange_answers_at_enrolment_cost_no_code() {
    let Some((supplier, entity)) = supplier() else { return };
    let code = supplier.invite(&entity, "buyer");
    let proxy = Proxy::before(supplier.address());
    let dealer = Dealer::new();
    proxy.set(Mischief::Page);
    let words = dealer.fails(&["enroll", &proxy.url(), &code], 4, "not_a_gateway");
    assert!(words.contains("Wi-Fi"), "{words}");
    proxy.set(Mischief::Failure);
    dealer.fails(&["enroll", &proxy.url(), &code], 4, "failing");
    proxy.set(Mischief::None);
    dealer.ok(&["enroll", &proxy.url(), &code]);
}

#[test]
fn spoiled_answers_are_named_and_the_old_data_stays() {
    let Some((supplier, proxy, dealer)) = behind_a_proxy() else {
        return;
    };
    supplier.import(&bolt("15.00"));
    for (mischief, exit, code) in [
        (Mischief::Page, 4, "not_a_gateway"),
        (Mischief::Failure, 4, "failing"),
        (Mischief::HalfBody, 4, "offline"),
        (Mischief::FlippedBit, 4, "failing"),
        (Mischief::Longer, 4, "failing"),
    ] {
        proxy.set(mischief);
        let words = dealer.fails(&["sync"], exit, code);
        assert!(words.len() > 20, "{mischief:?}: {words}");
        assert_eq!(dealer.price("Б-1"), "12.30", "{mischief:?}");
    }
    proxy.set(Mischief::None);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "15.00");
}

#[test]
fn a_spoiled_first_load_is_taken_up_again() {
    let Some((supplier, entity)) = supplier() else { return };
    let proxy = Proxy::before(supplier.address());
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &proxy.url(), &supplier.invite(&entity, "buyer")]);
    for (mischief, exit, code) in [
        (Mischief::FlippedBit, 4, "failing"),
        (Mischief::Longer, 4, "failing"),
        (Mischief::HalfBody, 4, "offline"),
    ] {
        proxy.set(mischief);
        dealer.fails(&["sync"], exit, code);
    }
    // Wherever the bit is flipped, in a name, a number, a hash or the cursor.
    let places = (0..10).map(|turn| Mischief::FlippedManifest(turn * 67));
    for mischief in places.chain([Mischief::FlippedHash]) {
        proxy.set(mischief);
        let words = dealer.fails(&["sync"], 4, "failing");
        assert!(words.contains("damaged"), "{mischief:?}: {words}");
        assert!(!words.contains("too old"), "{mischief:?}: {words}");
    }
    proxy.set(Mischief::None);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "12.30");
}

#[test]
fn a_lost_verdict_is_asked_for_again_and_makes_one_order() {
    let Some((supplier, proxy, dealer)) = behind_a_proxy() else {
        return;
    };
    let draft = dealer.draft("Б-1;10");
    proxy.set(Mischief::LostVerdict);
    assert_eq!(dealer.ok(&["place", &draft])["outcome"], json!("queued"));
    assert_eq!(supplier.orders(), 1, "the gateway has it, the device does not know");
    assert_eq!(dealer.ok(&["orders"])["items"][0]["state"], json!("sent"));
    proxy.set(Mischief::None);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.ok(&["orders"])["items"][0]["state"], json!("held"));
    assert_eq!(supplier.orders(), 1);
    assert_eq!(dealer.ok(&["draft", "list"])["items"], json!([]));
}

#[test]
fn a_command_killed_in_the_middle_of_placing_loses_nothing_and_doubles_nothing() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");

    supplier.signal("STOP");
    let mut placing = dealer.spawn(&["place", &draft]);
    // Meanwhile the profile is in use, which another command says after it has waited a little.
    // On a busy machine the first ones may come before the placing has taken the profile; without a pause between them they
    // would keep it from ever getting it.
    let ask = |_| {
        std::thread::sleep(Duration::from_millis(200));
        dealer.run(&["status"])
    };
    let busy = (0..50).map(ask).find(|done| done.code == 7);
    let busy = busy
        .expect("the profile is in use while an order is being placed")
        .words;
    assert!(busy.contains("uses this profile"), "{busy}");
    placing.kill().unwrap();
    placing.wait().unwrap();
    supplier.signal("CONT");

    assert_eq!(
        dealer.ok(&["draft", "show", &draft])["lines"][0]["quantity"],
        json!("10")
    );
    let placed = dealer.run(&["place", &draft]);
    dealer.ok(&["sync"]);
    assert_eq!(supplier.orders(), 1, "{}", placed.json);
    assert_eq!(dealer.ok(&["orders"])["items"].as_array().unwrap().len(), 1);
}

#[test]
fn secrets_that_are_missing_or_wrong_are_told_apart() {
    let Some((supplier, entity)) = supplier() else { return };
    let mut dealer = Dealer::new();
    dealer.set("CABINET_PASSPHRASE", "");
    let words = dealer.fails(
        &["enroll", &supplier.url(), "7K2M-ABCD-EFGH-JKMN-PQRS"],
        5,
        "passphrase_needed",
    );
    assert!(words.contains("--passphrase-file"), "{words}");
    dealer.set("CABINET_PASSPHRASE", "short");
    let words = dealer.fails(
        &["enroll", &supplier.url(), "7K2M-ABCD-EFGH-JKMN-PQRS"],
        1,
        "code_unknown",
    );
    assert!(words.contains("fewer than 8 characters"), "{words}");

    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), format!("{PASSPHRASE}\n")).unwrap();
    let with_file = ["--passphrase-file", file.path().to_str().unwrap()];
    let enrolled = dealer.ok(&[
        &["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")],
        with_file.as_slice(),
    ]
    .concat());
    dealer.set("CABINET_PASSPHRASE", "wrong passphrase");
    dealer.fails(&["draft", "list"], 5, "wrong_secret");
    dealer.set("CABINET_PASSPHRASE", "");
    dealer.fails(&["draft", "list"], 5, "passphrase_needed");
    assert_eq!(dealer.ok(&["status"])["stage"], json!("locked"));
    dealer.ok(&[with_file.as_slice(), &["draft", "list"]].concat());

    dealer.set("CABINET_PASSPHRASE", "another passphrase");
    dealer.fails(&["recover", "0000-0000"], 5, "wrong_secret");
    let recovered = dealer.run_with_input(&["recover", "-"], enrolled["recovery_code"].as_str().unwrap());
    assert_eq!(
        (recovered.code, &recovered.json["stage"]),
        (0, &json!("ready")),
        "{}",
        recovered.words
    );
    dealer.ok(&["draft", "list"]);
    dealer.fails(&[&["draft", "list"], with_file.as_slice()].concat(), 5, "wrong_secret");
}

#[test]
fn a_damaged_mirror_is_fetched_anew_and_drafts_stay() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");
    fs::write(
        dealer.file("mirror.db"),
        b"this is not a database at all, whatever its name says",
    )
    .unwrap();
    for tail in ["mirror.db-wal", "mirror.db-shm"] {
        let _ = fs::remove_file(dealer.file(tail));
    }
    // Whatever is asked first: nothing looks empty, gone or free of charge.
    let found = dealer.run(&["search", "болт"]);
    assert_eq!(
        (found.code, &found.json["problem"]["code"]),
        (8, &json!("not_loaded")),
        "{}",
        found.words
    );
    assert!(
        found.words.contains("could not be read") && found.words.contains("cabinet sync"),
        "{}",
        found.words
    );
    let shown = dealer.run(&["draft", "show", &draft]);
    assert_eq!(shown.code, 8, "{}", shown.words);
    let line = &shown.json["lines"][0];
    assert_eq!(
        (&line["name"], &line["is_gone"], &shown.json["total"]),
        (&json!("Болт М8х40"), &json!(false), &json!(null)),
        "a line survives without the mirror"
    );
    let added = dealer.run_with_input(&["draft", "add", &draft, "-"], "Б-2;1");
    assert_eq!(
        (added.code, &added.json["error"]["code"]),
        (8, &json!("not_loaded")),
        "{}",
        added.words
    );
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "12.30");
    assert_eq!(dealer.ok(&["draft", "show", &draft])["total"], json!("123.00"));

    // A file that is gone or empty is as lost as one that is damaged.
    for is_empty in [false, true] {
        fs::remove_file(dealer.file("mirror.db")).unwrap();
        if is_empty {
            fs::write(dealer.file("mirror.db"), b"").unwrap();
        }
        let found = dealer.run(&["search", "болт"]);
        assert_eq!(
            (found.code, &found.json["problem"]["code"]),
            (8, &json!("not_loaded")),
            "{}",
            found.words
        );
        dealer.ok(&["sync"]);
        assert_eq!(dealer.price("Б-1"), "12.30");
    }

    // Damage in the middle is met while reading.
    let mut bytes = fs::read(dealer.file("mirror.db")).unwrap();
    let length = bytes.len();
    for at in (length / 3..length).step_by(512) {
        bytes[at] ^= 0x55;
    }
    fs::write(dealer.file("mirror.db"), bytes).unwrap();
    supplier.import(&bolt("15.00"));
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "15.00");
    assert_eq!(
        dealer.ok(&["draft", "show", &draft])["lines"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn damaged_documents_are_missed_aloud_until_they_are_here_again() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    // Before the first sync too, an empty list is no answer.
    assert_eq!(dealer.run(&["orders"]).code, 8);
    assert_eq!(dealer.run(&["search", "болт"]).code, 8);
    dealer.ok(&["sync"]);
    dealer.ok(&["place", &dealer.draft("Б-1;10")]);
    assert_eq!(dealer.ok(&["documents"])["items"].as_array().unwrap().len(), 1);
    let file = format!("entity-{entity}.db");
    fs::write(dealer.file(&file), vec![0x5a; 8_192]).unwrap();
    for tail in ["-wal", "-shm"] {
        let _ = fs::remove_file(dealer.file(&format!("{file}{tail}")));
    }
    for list in ["documents", "orders"] {
        let done = dealer.run(&[list]);
        assert_eq!(
            (done.code, &done.json["problem"]["code"]),
            (8, &json!("not_loaded")),
            "{list}: {}",
            done.words
        );
    }
    dealer.ok(&["search", "болт"]);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.ok(&["documents"])["items"].as_array().unwrap().len(), 1);
    assert_eq!(dealer.ok(&["orders"])["items"].as_array().unwrap().len(), 1);
}

#[test]
fn an_order_waits_in_the_queue_for_whatever_time_may_heal() {
    let Some((supplier, proxy, dealer)) = behind_a_proxy() else {
        return;
    };
    for (number, mischief) in (1..).zip([Mischief::Page, Mischief::Failure, Mischief::HalfBody]) {
        let draft = dealer.draft("Б-1;10");
        proxy.set(mischief);
        let placed = dealer.ok(&["place", &draft]);
        assert_eq!(placed["outcome"], json!("queued"), "{mischief:?}");
        let waits = dealer.ok(&["queue", "list"]);
        assert_eq!(
            (&waits[0]["id"], &waits[0]["kind"], &waits[0]["why_code"]),
            (&placed["id"], &json!("place"), &json!("no_answer")),
            "{waits}"
        );
        assert!(waits[0]["next_try_in_s"].is_u64(), "{waits}");
        proxy.set(Mischief::None);
        dealer.ok(&["sync"]);
        assert_eq!(supplier.orders(), number, "{mischief:?}");
        assert_eq!(dealer.ok(&["queue", "list"]), json!([]));
    }
}

#[test]
fn with_nothing_left_to_send_the_changed_terms_are_the_answer() {
    let Some((supplier, proxy, dealer)) = behind_a_proxy() else {
        return;
    };
    let draft = dealer.draft("Б-1;10");
    supplier.import(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 0),
        ("Б-2", "Болт М10х60", "20", 500),
    ]));
    let placed = dealer.run(&["place", &draft, "--accept"]);
    assert_eq!(
        (placed.code, &placed.json["outcome"]),
        (3, &json!("changed")),
        "{}",
        placed.words
    );
    assert_eq!(placed.json["check"]["changed"][0]["is_short"], json!(true));
    assert_eq!(dealer.ok(&["draft", "show", &draft])["line_count"], json!(1));
    drop(proxy);
}

#[test]
fn who_sees_no_prices_gets_no_total_rather_than_nothing_to_pay() {
    let Some((supplier, _)) = supplier() else { return };
    let added = supplier.console(&[
        "entity",
        "add",
        "--name",
        "Новый",
        "--inn",
        "7707083893",
        "--no-prices",
        "--allow-duplicate",
    ]);
    let entity = added["id"].as_str().unwrap();
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");
    let shown = dealer.ok(&["draft", "show", &draft]);
    assert_eq!((&shown["total"], &shown["total_minor"]), (&json!(null), &json!(null)));
    let status = dealer.ok(&["status"]);
    assert_eq!(
        (&status["entities"][0]["prices"], &status["entities"][0]["may_order"]),
        (&json!("no_contract"), &json!(false))
    );
    let words = dealer.fails(&["place", &draft], 6, "not_allowed");
    assert!(words.contains("contract"), "{words}");
}

#[test]
fn a_profile_that_does_not_exist_is_named_and_not_made() {
    let dealer = Dealer::new();
    let commands: [&[&str]; 8] = [
        &["status"],
        &["sync"],
        &["search", "болт"],
        &["draft", "list"],
        &["orders"],
        &["recover", "AAAA"],
        &["check-connection"],
        &["support-bundle", "--out", "x.zip"],
    ];
    let path = dealer.profile().display().to_string();
    for command in commands {
        let words = dealer.fails(command, 5, "not_ready");
        assert!(
            words.contains(&path) && words.contains("enroll"),
            "{command:?}: {words}"
        );
        assert!(!dealer.profile().exists(), "{command:?}");
    }
    // A look at an address needs no profile, and makes none.
    let looked = dealer.run(&["check-connection", "http://127.0.0.1:9"]);
    assert_eq!(looked.code, 4, "{}", looked.words);
    assert!(!dealer.profile().exists());
}

#[test]
fn a_command_line_that_cannot_be_understood_is_told_in_json_too() {
    let done = Dealer::new().run(&["bogus"]);
    assert_eq!(
        (done.code, &done.json["error"]["code"]),
        (2, &json!("usage")),
        "{}",
        done.words
    );
    let help = Dealer::new().command(&["--help", "--json"]).output().unwrap();
    assert!(help.status.success() && help.stdout.starts_with(b"Offline"));
}

#[test]
fn a_short_passphrase_is_warned_about_and_taken() {
    let Some((supplier, entity)) = supplier() else { return };
    let mut dealer = Dealer::new();
    dealer.set("CABINET_PASSPHRASE", "кот");
    let enrolled = dealer.run(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    assert_eq!(enrolled.code, 0, "{}", enrolled.words);
    assert!(enrolled.words.contains("fewer than 8 characters"), "{}", enrolled.words);
    dealer.ok(&["sync"]);
}

#[test]
fn a_profile_without_its_keys_is_no_first_run_and_costs_no_code() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    let enrolled = dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    let (keys, backup) = (dealer.file("keys.json"), dealer.file("keys.backup"));
    fs::rename(&keys, &backup).unwrap();
    let status = dealer.ok(&["status"]);
    assert_eq!(
        (&status["stage"], &status["can_recover"]),
        (&json!("key_missing"), &json!(false))
    );
    let code = supplier.invite(&entity, "buyer");
    for args in [
        vec!["draft", "list"],
        vec!["sync"],
        vec!["recover", enrolled["recovery_code"].as_str().unwrap()],
        vec!["enroll", &supplier.url(), &code],
    ] {
        let words = dealer.fails(&args, 5, "key_missing");
        assert!(
            words.contains("keys.json is missing") && words.contains("from a backup") && words.contains("aside"),
            "{args:?}: {words}"
        );
    }
    assert!(!keys.exists(), "no new keys were made");
    // Half a file of keys is no file of keys, and stays as it is.
    let whole = fs::read(&backup).unwrap();
    fs::write(&keys, &whole[..whole.len() / 2]).unwrap();
    let words = dealer.fails(&["draft", "list"], 5, "key_missing");
    assert!(
        words.contains("keys.json is damaged") && words.contains("from a backup") && words.contains("aside"),
        "{words}"
    );
    assert_eq!(fs::read(&keys).unwrap(), whole[..whole.len() / 2]);
    Dealer::new().ok(&["enroll", &supplier.url(), &code]);
    fs::rename(&backup, &keys).unwrap();
    dealer.ok(&["draft", "list"]);
}

#[test]
fn no_list_looks_empty_when_the_desk_was_damaged() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.draft_file_is_damaged();
    let words = dealer.fails(&["draft", "list"], 1, "damaged");
    assert!(words.contains("desk.set-aside-1.db"), "{words}");
    let words = dealer.fails(&["draft", "list"], 5, "not_ready");
    assert!(words.contains("enroll"), "{words}");
    dealer.draft_file_is_damaged();
    let again = dealer.run(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    assert_eq!(again.code, 0, "{}", again.words);
    assert!(again.words.contains("desk.set-aside-2.db"), "{}", again.words);
    assert_eq!(dealer.ok(&["draft", "list"])["items"], json!([]));
}

#[test]
fn a_damaged_desk_is_kept_aside_and_the_user_is_told() {
    let Some((supplier, entity)) = supplier() else { return };
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.draft_file_is_damaged();
    let told = dealer.run(&["status"]);
    assert!(told.words.contains("desk.set-aside-1.db"), "{}", told.words);
    let status = told.json;
    let first = status["notice"].as_str().unwrap().to_owned();
    assert!(first.contains("desk.set-aside-1.db"), "{status}");
    assert!(dealer.file("desk.set-aside-1.db").exists());
    // Not only once: later commands know it too, with its place, its day and its size.
    let later = dealer.ok(&["status"]);
    let kept = &later["set_aside"][0];
    assert_eq!(
        kept["path"],
        json!(dealer.file("desk.set-aside-1.db").display().to_string()),
        "{later}"
    );
    assert_eq!(kept["bytes"], json!(40_960), "{later}");
    assert!(
        kept["changed_at_ms"].as_i64().is_some_and(|ms| ms > 1_600_000_000_000),
        "{later}"
    );
    let text = dealer.command(&["status"]).output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        text.contains("desk.set-aside-1.db") && text.contains("delete it"),
        "{text}"
    );
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    assert_eq!(dealer.price("Б-1"), "12.30");
}

impl Dealer {
    fn draft_file_is_damaged(&self) {
        fs::write(self.file("desk.db"), vec![0x5a; 40_960]).unwrap();
        for tail in ["desk.db-wal", "desk.db-shm"] {
            let _ = fs::remove_file(self.file(tail));
        }
    }
}

#[test]
fn an_enrolment_whose_answer_is_lost_costs_no_second_code() {
    let Some((supplier, entity)) = supplier() else { return };
    let proxy = Proxy::before(supplier.address());
    proxy.set(Mischief::LostEnrolment);
    let dealer = Dealer::new();
    let code = supplier.invite(&entity, "buyer");
    dealer.ok(&["enroll", &proxy.url(), &code]);
    dealer.ok(&["sync"]);
    let devices = supplier.console(&["device", "list"]);
    assert_eq!(devices.as_array().unwrap().len(), 1, "{devices}");
    // Another device that saw the code gets nothing by it.
    let words = Dealer::new().fails(&["enroll", &supplier.url(), &code], 1, "code_used");
    assert!(words.contains("used already"), "{words}");
}

#[test]
fn a_draft_in_two_currencies_is_named_as_such() {
    let mut goods = bolt("12.30");
    goods[1].currency = "UAH".to_owned();
    let Some(supplier) = Supplier::with(&goods) else { return };
    let (_, dealer) = in_step(&supplier);
    let draft = dealer.draft("Б-1;1\nБ-2;1");
    assert_eq!(dealer.ok(&["draft", "show", &draft])["total"], json!(null));
    dealer.fails(&["checkout", &draft], 1, "mixed_currency");
}

#[test]
fn a_full_disk_says_so_and_keeps_what_was_there() {
    let Some((supplier, entity)) = supplier() else { return };
    let mount = tempfile::tempdir().unwrap();
    let path = mount.path().to_str().unwrap();
    let is_mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs", path])
        .status()
        .is_ok_and(|status| status.success());
    if !is_mounted {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let dealer = Dealer::in_directory(&mount.path().join("profile"));
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");
    let filler = mount.path().join("filler");
    let _ = fs::write(&filler, vec![1; 8 * 1024 * 1024]);
    let full = dealer.run_with_input(&["draft", "add", &draft, "-"], "Б-2;1");
    fs::remove_file(&filler).unwrap();
    let kept = dealer.run(&["draft", "show", &draft]);
    let unmounted = Command::new("umount").arg(path).status().unwrap();
    assert!(unmounted.success());
    assert_eq!(
        (full.code, &full.json["error"]["code"]),
        (1, &json!("disk_full")),
        "{}",
        full.words
    );
    assert_eq!(kept.json["lines"].as_array().unwrap().len(), 1, "{}", kept.json);
}

#[test]
fn a_clock_years_off_changes_nothing() {
    let library = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/faketime/libfaketime.so.1",
    ]
    .into_iter()
    .find(|path| fs::exists(path).unwrap());
    let Some(library) = library else {
        println!("skipped: libfaketime is not installed");
        return;
    };
    let Some((mut supplier, entity)) = supplier() else {
        return;
    };
    let code = supplier.invite(&entity, "buyer");
    let mut dealer = Dealer::new();
    dealer.set("LD_PRELOAD", library);
    dealer.set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    dealer.set("FAKETIME", "-9y");
    dealer.ok(&["enroll", &supplier.url(), &code]);
    dealer.ok(&["sync"]);
    let draft = dealer.draft("Б-1;10");
    supplier.kill();
    dealer.ok(&["place", &draft]);
    supplier.serve();
    // Queued by a clock nine years behind, sent by one nine years ahead, and the other way round.
    dealer.set("FAKETIME", "+9y");
    dealer.ok(&["sync"]);
    assert_eq!(supplier.orders(), 1);
    let draft = dealer.draft("Б-2;1");
    supplier.kill();
    dealer.ok(&["place", &draft]);
    supplier.serve();
    dealer.set("FAKETIME", "-9y");
    dealer.ok(&["sync"]);
    assert_eq!(supplier.orders(), 2);
}
