//! A profile that a newer version has written: refused in words by every command, with the copy from before, and untouched.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_keys::{Keys, Passphrase};
use common::dealer::{Dealer, PASSPHRASE};
use common::shop::in_step;
use rusqlite::Connection;
use testkit::export::goods;
use testkit::supplier::Supplier;

/// Writes to the desk what a version of tomorrow would.
fn update_to_tomorrow(dealer: &Dealer) {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
    let keys = Keys::open(dealer.profile(), Some(&passphrase)).unwrap();
    let key = keys.data_key("desk").unwrap().unwrap().to_bytes();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let conn = Connection::open(dealer.file("desk.db")).unwrap();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 4096; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
         INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (99, 'tomorrow', '', '1');"
    ))
    .unwrap();
}

#[test]
fn a_desk_of_a_newer_version_is_refused_with_both_versions_and_the_copy_and_is_left_alone() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "12.30", 100)])) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    dealer.draft("Б-1;10");
    let copy = dealer.file("desk.change-1.db");
    std::fs::copy(dealer.file("desk.db"), &copy).unwrap();
    update_to_tomorrow(&dealer);
    let before = std::fs::read(dealer.file("desk.db")).unwrap();
    for args in [vec!["draft", "list"], vec!["sync"], vec!["search", "болт"]] {
        let words = dealer.fails(&args, 1, "newer");
        for part in [
            "change 99",
            "this program knows",
            "install the newer version",
            copy.to_str().unwrap(),
        ] {
            assert!(words.contains(part), "{args:?}: {words}");
        }
        assert!(
            std::fs::read(dealer.file("desk.db")).unwrap() == before,
            "{args:?} wrote to it"
        );
    }
    // What the words advise.
    for tail in ["", "-wal", "-shm"] {
        let name = format!("desk.db{tail}");
        let _ = std::fs::rename(dealer.file(&name), dealer.file(&format!("{name}.away")));
    }
    std::fs::rename(&copy, dealer.file("desk.db")).unwrap();
    assert_eq!(dealer.ok(&["draft", "list"])["items"].as_array().unwrap().len(), 1);
}
