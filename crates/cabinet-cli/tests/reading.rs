//! `cabinet read`: an order list as it is understood, without a profile.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Exit code, the answer, the words about failures.
fn run(args: &[&str], input: &[u8]) -> (i32, String, String) {
    let nowhere = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cabinet"))
        .args(args)
        .env("CABINET_PROFILE", nowhere.path().join("none"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(!nowhere.path().join("none").exists(), "reading a list made a profile");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const LIST: &str = "Заказ на май;;;\nАртикул;Наименование;Кол-во, шт;Цена\nБГ-12;Болт;5;12,50\nШГ-7;Шайба;1,000;0,95\nГЩ-1;Гайка;много;1,00\n;Итого;;\n";

#[test]
fn a_list_is_shown_as_it_is_understood() {
    let (code, out, words) = run(&["read", "-", "--json"], LIST.as_bytes());
    assert_eq!((code, words.as_str()), (0, ""));
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        json["columns"],
        json!({
            "article": "Артикул", "barcode": null, "name": "Наименование", "quantity": "Кол-во, шт", "unit": null,
            "price": "Цена", "sum": null,
        })
    );
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{json:#}");
    assert_eq!(
        rows[0],
        json!({
            "sheet": "1", "row": 3, "article": "БГ-12", "barcode": null, "name": "Болт", "quantity": "5",
            "quantity_milli": 5_000, "readings": [], "unit": "шт", "price": "12,50", "is_hidden": false,
        })
    );
    assert_eq!(
        (&rows[1]["quantity"], &rows[1]["readings"]),
        (&Value::Null, &json!(["1000", "1"]))
    );
    assert_eq!(json["unreadable"][0]["reason"], "not_a_number");
    let skipped: Vec<_> = json["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rows| (rows["row"].clone(), rows["why"].clone()))
        .collect();
    assert_eq!(
        skipped,
        [
            (json!(1), json!("title")),
            (json!(2), json!("header")),
            (json!(6), json!("total"))
        ]
    );
}

#[test]
fn a_file_is_read_by_its_content_and_shown_as_a_table() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("заказ.xls");
    std::fs::write(
        &path,
        "<table><tr><td>Артикул<td>Количество<tr><td>БГ-12<td>5 шт</table>",
    )
    .unwrap();
    let (code, out, _) = run(&["read", path.to_str().unwrap()], b"");
    assert_eq!(code, 0);
    assert!(out.contains("БГ-12") && out.contains("1 lines, 0 not read"), "{out}");
}

#[test]
fn what_is_no_list_is_told_with_a_way_out() {
    for (name, bytes, said) in [
        ("nothing", &b""[..], "empty"),
        ("a picture", &b"\x89PNG\r\n\x1a\n\0"[..], "a picture"),
        ("a workbook, cut off", &b"PK\x03\x04\x14\0\0\0"[..], "cut off"),
    ] {
        let (code, out, words) = run(&["read", "-", "--json"], bytes);
        let json: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, &json["error"]["code"]), (1, &json!("invalid")), "{name}");
        assert!(words.contains(said), "{name}: {words}");
    }
    let (code, _, words) = run(&["read", "/nonexistent/list.xlsx"], b"");
    assert_eq!(code, 1);
    assert!(words.contains("/nonexistent/list.xlsx cannot be read"), "{words}");
}
