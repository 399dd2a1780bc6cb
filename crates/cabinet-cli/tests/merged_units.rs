//! Drafts merged in which the same goods are counted in pieces and in packs.

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
use testkit::export::{self, goods};
use testkit::supplier::Supplier;

/// An export of bolts that are counted in this unit, which another one is so many of.
fn bolts(folder: &Path, unit: &str, other: &str) {
    export::write(folder, &goods(&[("Б-1", "Болт М8х40", "10.00", 1000)]));
    let file = folder.join("import0_1.xml");
    let text = std::fs::read_to_string(&file).unwrap();
    let piece = r#"<БазоваяЕдиница Код="796" НаименованиеПолное="Штука">шт</БазоваяЕдиница>"#;
    assert!(text.contains(piece));
    std::fs::write(&file, text.replace(piece, &format!("{unit}{other}</БазоваяЕдиница>"))).unwrap();
}

const PIECES: &str = r#"<БазоваяЕдиница Код="796" НаименованиеПолное="Штука">"#;
const PACKS: &str = r#"<БазоваяЕдиница Код="778" НаименованиеПолное="Упаковка">"#;
const PACK_OF_12: &str = "<Пересчет><Единица>778</Единица><Коэффициент>12</Коэффициент></Пересчет>";

/// Count and unit of what was, came and is.
fn joined(report: &Value) -> Vec<(i64, &str)> {
    let line = &report["joined"][0];
    ["was", "added", "now"]
        .into_iter()
        .map(|which| {
            let amount = &line[which];
            (
                amount["count_milli"].as_i64().unwrap_or_else(|| panic!("{report}")),
                amount["unit"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn pieces_and_packs_of_the_same_goods_become_one_line_and_it_is_told_how() {
    let folder = tempfile::tempdir().unwrap();
    bolts(folder.path(), PACKS, "");
    let Some(supplier) = Supplier::with_export(folder.path()) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    // Written down when the supplier still counted in packs.
    let old = dealer.draft("Б-1;2");
    bolts(folder.path(), PIECES, PACK_OF_12);
    supplier.import_folder(folder.path());
    dealer.ok(&["sync"]);

    let packs = dealer.draft("Б-1;2 упак");
    let shown = dealer.ok(&["draft", "show", &packs]);
    let line = &shown["lines"][0];
    assert_eq!(
        (&line["quantity_milli"], &line["packs"]["count_milli"]),
        (&json!(24_000), &json!(2_000)),
        "{shown}"
    );
    let pieces = dealer.draft("Б-1;10");
    let report = dealer.ok(&["draft", "repeat", &packs, "--into", &pieces]);
    assert_eq!(joined(&report), [(10_000, "шт"), (2_000, "упак"), (34_000, "шт")]);

    let even = dealer.draft("Б-1;24");
    let report = dealer.ok(&["draft", "repeat", &packs, "--into", &even]);
    assert_eq!(joined(&report), [(24_000, "шт"), (2_000, "упак"), (4_000, "упак")]);
    let shown = dealer.ok(&["draft", "show", &even]);
    assert_eq!(shown["lines"][0]["quantity_milli"], json!(48_000));
    assert_eq!(shown["lines"].as_array().unwrap().len(), 1);

    // Two packs of then are 24 pieces of now, whichever of the drafts takes the other's line.
    let report = dealer.ok(&["draft", "repeat", &old, "--into", &packs]);
    assert_eq!(report["joined"], json!([]), "both are packs: {report}");
    assert_eq!(
        dealer.ok(&["draft", "show", &packs])["lines"][0]["quantity_milli"],
        json!(48_000)
    );
    let report = dealer.ok(&["draft", "repeat", &pieces, "--into", &old]);
    assert_eq!(joined(&report), [(2_000, "упак"), (34_000, "шт"), (58_000, "шт")]);
    assert_eq!(
        dealer.ok(&["draft", "show", &old])["lines"][0]["quantity_milli"],
        json!(58_000)
    );
}

#[test]
fn a_line_that_is_recounted_does_not_keep_the_unit_that_it_was_typed_in() {
    const BOX_OF_10: &str = "<Пересчет><Единица>812</Единица><Коэффициент>10</Коэффициент></Пересчет>";
    let folder = tempfile::tempdir().unwrap();
    bolts(folder.path(), PACKS, BOX_OF_10);
    let Some(supplier) = Supplier::with_export(folder.path()) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    let old = dealer.draft("Б-1;1");
    let set = dealer.ok(&["draft", "quantity", &old, "Б-1", "2 ящ"]);
    assert_eq!(set["line"]["in_unit"]["count"], json!("2"), "{set}");
    bolts(folder.path(), PIECES, PACK_OF_12);
    supplier.import_folder(folder.path());
    dealer.ok(&["sync"]);

    // Twenty packs are 240 pieces now; ten of them are no box.
    let ten = dealer.draft("Б-1;10");
    dealer.ok(&["draft", "repeat", &ten, "--into", &old]);
    let shown = dealer.ok(&["draft", "show", &old]);
    let line = &shown["lines"][0];
    assert_eq!(
        (&line["quantity"], &line["in_unit"]),
        (&json!("250"), &json!(null)),
        "{shown}"
    );
}
