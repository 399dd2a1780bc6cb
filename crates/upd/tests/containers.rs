//! Zips of EDO operators: what is taken of them, and that a bomb is not unpacked.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::{edition_501, windows_1251};
use std::io::{Cursor, Write};
use upd::container::{ContainerError, is_zip, open};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_documents_of_a_container_are_read_and_the_rest_is_named() {
    let good = windows_1251(&edition_501());
    let answer = edition_501().replace("КНД=\"1115131\"", "КНД=\"1115132\"");
    let broken = edition_501().replace("НомерСчФ=\"Б-17\"", "");
    let bytes = packed(&[
        ("УПД/ON_NSCHFDOPPR_1.xml", &good),
        ("УПД/ON_NSCHFDOPPR_1.sgn", b"not read"),
        ("УПД/ON_NSCHFDOPPOK_1.XML", answer.as_bytes()),
        ("card.xml", b"<card/>"),
        ("../../etc/broken.xml", broken.as_bytes()),
    ]);
    assert!(is_zip(&bytes));
    let container = open(&bytes).unwrap();
    assert_eq!(container.entries.len(), 2);
    assert_eq!(container.entries[0].bytes, good);
    assert_eq!(container.entries[0].upd.as_ref().unwrap().number, "Б-17");
    assert!(container.entries[1].upd.is_err(), "a document without a number is told");
    assert_eq!(container.others, ["УПД/ON_NSCHFDOPPOK_1.XML", "card.xml"]);
}

#[test]
fn a_bomb_and_a_damaged_container_are_refused() {
    let bomb = packed(&[("a.xml", &vec![b' '; 32 * 1024 * 1024])]);
    assert!(matches!(open(&bomb), Err(ContainerError::Bomb)));
    let huge = packed(&[("a.xml", &vec![b' '; upd::MOST_BYTES + 1])]);
    assert!(open(&huge).is_err());
    let good = packed(&[("a.xml", edition_501().as_bytes())]);
    assert!(matches!(open(&good[..good.len() / 2]), Err(ContainerError::Damaged(_))));
    assert!(matches!(open(b"PK\x03\x04"), Err(ContainerError::Damaged(_))));
}
