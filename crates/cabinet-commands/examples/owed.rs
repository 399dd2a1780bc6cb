//! What the tree of settlements costs: 20 legal entities with 5,000 documents each, all of one person.
//!
//! `owed`, without words, beside a built `supplier-gateway`; prints one `name value` a line. What is measured is what a window waits
//! for: the whole command, encrypted files included; the first call opens the files.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for developers: it ends at the first thing that fails"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::profile::{self, EnrollRequest};
use cabinet_commands::{money, sync};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;
use testkit::supplier::Supplier;

const ENTITIES: u64 = 20;
const DOCUMENTS: u64 = 5_000;

#[tokio::main]
async fn main() {
    let Some(supplier) = Supplier::with(&[]) else { return };
    let mut words: Vec<String> = ["invite", "--person", "Анна", "--role", "accountant"]
        .map(str::to_owned)
        .into();
    let mut books = "entity;contract;document;number;date;due;currency;sum;paid\n".to_owned();
    for number in 0..ENTITIES {
        let entity = supplier.entity(&format!("ООО {number}"), &format!("77070{number:05}"));
        for at in 0..DOCUMENTS {
            let (month, day) = (at % 12 + 1, at % 28 + 1);
            let contract = at % 3;
            writeln!(
                books,
                "{entity};{contract}/26;УПД;Р-{at};2026-01-01;2026-{month:02}-{day:02};RUB;{at}.50;0.25"
            )
            .unwrap();
        }
        words.extend(["--entity".to_owned(), entity]);
    }
    let file = supplier.path().join("books.csv");
    std::fs::write(&file, books).unwrap();
    let began = Instant::now();
    supplier.console(&["balance", "documents", file.to_str().unwrap()]);
    say("import_of_100000_documents_ms", began.elapsed().as_millis());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let invited = supplier.console(&words);
    let directory = tempfile::tempdir().unwrap();
    let profile = directory.path().join("profile");
    let cabinet = Cabinet::open(profile, OpenOptions::default()).await.unwrap();
    let request = EnrollRequest {
        url: supplier.url(),
        code: invited["code"].as_str().unwrap().to_owned(),
        passphrase: Some("correct horse".to_owned()),
    };
    profile::enroll(&cabinet, request).await.unwrap();
    let began = Instant::now();
    sync::now(&cabinet).await.unwrap();
    say("first_sync_ms", began.elapsed().as_millis());
    let mut took = Vec::new();
    for _ in 0..51 {
        let began = Instant::now();
        let tree = money::tree(&cabinet, None).await.unwrap();
        took.push(began.elapsed().as_micros());
        assert_eq!(u64::from(tree.rows[0].sums.documents), ENTITIES * DOCUMENTS);
    }
    say("tree_first_us", took[0]);
    took.sort_unstable();
    say("tree_median_us", took[took.len() / 2]);
    say("tree_slowest_us", took[took.len() - 1]);
}

fn say(name: &str, value: u128) {
    let _ = writeln!(std::io::stdout(), "{name} {value}");
}
