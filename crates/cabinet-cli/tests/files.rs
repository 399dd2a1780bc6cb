//! Pictures and certificates of goods from the command line: listed, saved, opened, offline once fetched.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use common::shop::in_step;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use testkit::export::goods;
use testkit::photo::Photo;
use testkit::supplier::Supplier;

/// A supplier whose first goods have a picture, a certificate and an instruction of the operator, and an enrolled buyer.
fn furnished() -> Option<(Supplier, String, Dealer)> {
    let supplier = Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 1000),
        ("Б-2", "Болт М10", "20", 5),
    ]))?;
    let tables = supplier.path().join("tables");
    fs::create_dir_all(&tables).unwrap();
    fs::write(tables.join("bolt.jpg"), Photo::of_phone(800, 600).bytes()).unwrap();
    fs::write(tables.join("cert.pdf"), b"%PDF-1.4 certificate").unwrap();
    fs::write(tables.join("manual.pdf"), b"%PDF-1.4 manual").unwrap();
    let table = |name: &str, text: &str, kind: &str| {
        let path = tables.join(name);
        fs::write(&path, text).unwrap();
        supplier.console(&["goods", "import", path.to_str().unwrap(), "--kind", kind]);
    };
    table("pictures.csv", "артикул;файл\nБ-1;bolt.jpg\n", "pictures");
    let files = "артикул;файл;название;вид;действует до\nБ-1;cert.pdf;Сертификат на болты;сертификат;31.03.2027\n\
                 Б-1;manual.pdf;Инструкция;инструкция;\n";
    table("files.csv", files, "files");
    let (entity, dealer) = in_step(&supplier);
    Some((supplier, entity, dealer))
}

fn of_kind(list: &Value, kind: &str) -> Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|file| file["kind"] == kind).unwrap().clone()
}

fn id(file: &Value) -> &str {
    file["id"].as_str().unwrap()
}

#[test]
fn what_goods_have_is_listed_saved_and_stays_offline() {
    let Some((mut supplier, entity, dealer)) = furnished() else {
        return;
    };
    let list = dealer.ok(&["files", "Б-1"]);
    assert_eq!((&list["article"], &list["entity"]), (&json!("Б-1"), &json!(entity)));
    let (picture, certificate, manual) = (
        of_kind(&list, "picture"),
        of_kind(&list, "certificate"),
        of_kind(&list, "instruction"),
    );
    assert_eq!(
        (&picture["width"], &picture["height"], &picture["is_here"]),
        (&json!(800), &json!(600), &json!(false))
    );
    assert_eq!(
        (
            &certificate["title"],
            &certificate["valid_until"],
            &certificate["bytes"]
        ),
        (&json!("Сертификат на болты"), &json!("2027-03-31"), &json!(20))
    );
    assert_eq!(dealer.ok(&["files", "Б-2"])["items"], json!([]));

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bolt.jpg");
    let out = out.to_str().unwrap();
    let saved = dealer.ok(&["file", "save", "Б-1", &id(&picture)[..8], "--out", out]);
    let bytes = fs::read(out).unwrap();
    assert_eq!((&saved["id"], &saved["bytes"]), (&picture["id"], &json!(bytes.len())));
    assert!(bytes.starts_with(&[0xff, 0xd8, 0xff]) && saved["bytes"] == picture["bytes"]);
    // Saved once more, and by its title: what is there is replaced.
    fs::write(out, "something else").unwrap();
    dealer.ok(&["file", "save", "Б-1", "сертификат на болты", "--out", out]);
    assert_eq!(fs::read(out).unwrap(), b"%PDF-1.4 certificate");

    for (words, exit, code) in [
        (vec!["file", "save", "Б-1", "паспорт", "--out", out], 1, "not_found"),
        (
            vec!["file", "save", "Б-1", &id(&picture)[..7], "--out", out],
            1,
            "not_found",
        ),
        (vec!["file", "save", "Б-2", id(&picture), "--out", out], 1, "not_found"),
        (vec!["file", "save", "нет", id(&picture), "--out", out], 1, "not_found"),
        (vec!["files", "Б-1", "--entity", "чужое"], 6, "not_allowed"),
        (
            vec!["file", "save", "Б-1", id(&picture), "--out", "/nonexistent/x.jpg"],
            1,
            "invalid",
        ),
    ] {
        let done = dealer.run(&words);
        assert_eq!(
            (done.code, &done.json["error"]["code"]),
            (exit, &json!(code)),
            "{words:?}"
        );
    }

    supplier.kill();
    assert_eq!(
        of_kind(&dealer.ok(&["files", "Б-1"]), "certificate")["is_here"],
        json!(true)
    );
    dealer.ok(&["file", "save", "Б-1", id(&certificate), "--out", out]);
    let done = dealer.run(&["file", "save", "Б-1", id(&manual), "--out", out]);
    assert_eq!(
        (done.code, &done.json["error"]["code"]),
        (4, &json!("offline")),
        "{}",
        done.words
    );
    assert_eq!(
        fs::read(out).unwrap(),
        b"%PDF-1.4 certificate",
        "a failure leaves what was there"
    );
}

#[test]
#[cfg(unix)]
fn a_file_is_opened_by_the_viewer_of_the_system_and_its_copy_goes_at_the_next_command() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some((_supplier, _, mut dealer)) = furnished() else {
        return;
    };
    let tools = tempfile::tempdir().unwrap();
    dealer.set("PATH", tools.path().to_str().unwrap());
    let done = dealer.run(&["file", "open", "Б-1", "Инструкция"]);
    assert_eq!(
        (done.code, &done.json["error"]["code"]),
        (1, &json!("invalid")),
        "{}",
        done.words
    );

    let seen = tools.path().join("seen");
    let viewer = tools.path().join("xdg-open");
    let script = format!(
        "#!/bin/sh\n/bin/cat \"$1\" >'{0}.part'\n/bin/mv '{0}.part' '{0}'\n",
        seen.display()
    );
    fs::write(&viewer, script).unwrap();
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).unwrap();
    let opened = dealer.ok(&["file", "open", "Б-1", "Инструкция"]);
    let copy = Path::new(opened["path"].as_str().unwrap());
    let began = std::time::Instant::now();
    while !seen.exists() {
        assert!(began.elapsed().as_secs() < 20, "the viewer was not asked");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(fs::read(&seen).unwrap(), b"%PDF-1.4 manual");
    assert!(copy.exists(), "a command ends before its viewer has read the copy");
    let mode = fs::metadata(copy.parent().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else may read it");
    dealer.ok(&["status"]);
    assert!(!copy.exists());
}
