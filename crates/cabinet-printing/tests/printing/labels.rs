//! Labels against what was looked at; `LABELS=write` writes the files anew.

use cabinet_printing::zpl::{Label, LabelPaper, NoLabel, Resolution, USUAL_FONT, label, test_label};
use std::path::PathBuf;

fn paper(width_mm: u32, height_mm: u32, resolution: Resolution) -> LabelPaper {
    LabelPaper {
        width_mm,
        height_mm,
        resolution,
        right_dots: 0,
        down_dots: 0,
        font: USUAL_FONT.to_owned(),
    }
}

fn bolt() -> Label {
    Label {
        article: "Б-8^40~_".to_owned(),
        name: "Болт М8×40 оцинкований, ґатунок «А», ГОСТ 7798-70".to_owned(),
        barcode: Some("4600000000008".to_owned()),
        price: None,
        copies: 2,
    }
}

fn same_as_golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/printing/golden")
        .join(name);
    if std::env::var("LABELS").is_ok_and(|value| value == "write") {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn labels_are_what_was_looked_at() {
    let small = paper(58, 40, Resolution::Dpi203);
    same_as_golden("ean.zpl", &label(&bolt(), &small).unwrap());
    let priced = Label {
        price: Some("1 205,50 ₽".to_owned()),
        barcode: Some("BLT-8>40".to_owned()),
        ..bolt()
    };
    let moved = LabelPaper {
        right_dots: 12,
        down_dots: 5,
        ..paper(100, 60, Resolution::Dpi300)
    };
    same_as_golden("code128_priced.zpl", &label(&priced, &moved).unwrap());
    same_as_golden("test.zpl", &test_label(&small).unwrap());
}

#[test]
fn no_price_stands_where_none_was_asked_for_and_no_name_is_a_command() {
    let text = label(&bolt(), &paper(58, 40, Resolution::Dpi203)).unwrap();
    assert!(!text.contains('₽'));
    assert_eq!(text.matches("^XA").count(), 1);
    assert_eq!(text.matches("^XZ").count(), 1);
    assert!(!text.contains('~'));
    assert!(text.contains("^FDБ-8_5E40_7E_5F^FS"), "{text}");
}

#[test]
fn a_long_name_is_cut_and_never_printed_over_itself() {
    let long = Label {
        name: "Болт оцинкованный ".repeat(30),
        ..bolt()
    };
    let text = label(&long, &paper(58, 40, Resolution::Dpi203)).unwrap();
    let line = text.lines().find(|line| line.contains("Болт")).unwrap();
    let name = line.split("^FD").nth(1).unwrap().trim_end_matches("^FS");
    // Four lines of thirty letters, a fifth of them left free.
    assert!((90..=96).contains(&name.chars().count()), "{name}");
    assert!(name.ends_with('…'));
}

#[test]
fn what_cannot_be_read_afterwards_is_refused() {
    let narrow = paper(25, 20, Resolution::Dpi203);
    let long = Label {
        barcode: Some("LONG-ARTICLE-12345678".to_owned()),
        ..bolt()
    };
    assert_eq!(label(&long, &narrow), Err(NoLabel::BarcodeTooLong));
    let low = Label {
        price: Some("1".to_owned()),
        ..bolt()
    };
    assert_eq!(label(&low, &paper(58, 20, Resolution::Dpi203)), Err(NoLabel::Paper));
    assert_eq!(label(&bolt(), &paper(500, 40, Resolution::Dpi203)), Err(NoLabel::Paper));
    let font = LabelPaper {
        font: "E:X^XZ".to_owned(),
        ..paper(58, 40, Resolution::Dpi203)
    };
    assert_eq!(label(&bolt(), &font), Err(NoLabel::Font));
}
