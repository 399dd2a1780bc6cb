//! `import`, `stats` and `node` as the operator runs them: the built program, its output and its exit codes.

use crate::support::{catalogue, offer, offers, product};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn gateway(data: &Path, arguments: &[&str]) -> Output {
    let (command, rest) = arguments.split_first().unwrap();
    let mut all = vec![*command];
    // `node add` has its options after the second word.
    let rest = if *command == "node" {
        all.push(rest[0]);
        &rest[1..]
    } else {
        rest
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_supplier-gateway"))
        .args(all)
        .arg("--data")
        .arg(data)
        .args(rest)
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that reads nothing may have ended already.
    let _sent = stdin.write_all("пароль с пробелом\r\nвторая строка\n".as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// Makes a gateway with one product.
fn make(data: &Path) {
    let file = data.join("import0_1.xml");
    std::fs::create_dir_all(data).unwrap();
    std::fs::write(&file, catalogue(&product("b"))).unwrap();
    let output = gateway(data, &["import", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn stats(data: &Path) -> serde_json::Value {
    let output = gateway(data, &["stats", "--json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn files_folders_and_archives_are_imported_in_any_order_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let folder = dir.path().join("export");
    std::fs::create_dir_all(folder.join("deep")).unwrap();
    std::fs::write(folder.join("offers0_1.xml"), offers(&offer("b", "10", "5"))).unwrap();
    std::fs::write(folder.join("deep/import0_1.XML"), catalogue(&product("b"))).unwrap();
    std::fs::write(folder.join("readme.txt"), "нет").unwrap();
    let archive = dir.path().join("v8.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).unwrap());
    zip.start_file("webdata\\offers0_2.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(offers(&offer("c#1", "10", "5")).as_bytes()).unwrap();
    zip.finish().unwrap();
    let plain = dir.path().join("import0_2.xml");
    std::fs::write(&plain, catalogue(&product("c"))).unwrap();

    let named = [
        archive.to_str().unwrap(),
        folder.to_str().unwrap(),
        plain.to_str().unwrap(),
        "--json",
    ];
    let output = gateway(&data, &[&["import"][..], &named[..]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (report["failed"].as_u64(), report["items"].as_array().unwrap().len()),
        (Some(0), 4)
    );
    let expected = serde_json::json!({
        "groups": 0, "properties": 0, "products": 2, "variants": 1, "price_types": 1, "prices": 2,
        "warehouses": 1, "stock_rows": 2, "orders": 0, "pictures": 0, "files": 0, "unusable_files": 0
    });
    assert_eq!(stats(&data), expected);
    assert_eq!(
        std::fs::read_dir(data.join("exchange")).unwrap().count(),
        0,
        "nothing unpacked is left behind"
    );
}

#[test]
fn one_broken_file_fails_the_command_and_not_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let good = dir.path().join("good.xml");
    let bad = dir.path().join("bad.xml");
    std::fs::write(&good, catalogue(&product("a"))).unwrap();
    std::fs::write(&bad, "<КоммерческаяИнформация>\n<Каталог>\n</Каталог1>").unwrap();
    let missing = dir.path().join("missing.xml");
    let named = [bad.to_str().unwrap(), missing.to_str().unwrap(), good.to_str().unwrap()];
    let output = gateway(&data, &[&["import"][..], &named[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let errors = text(&output.stderr);
    assert!(errors.contains("bad.xml") && errors.contains("line 3"), "{errors}");
    assert!(errors.contains("missing.xml"), "{errors}");
    assert!(
        errors.contains("2 of 3 files not imported; the other one is in"),
        "{errors}"
    );
    assert!(text(&output.stdout).contains("products 1"));
    assert_eq!(stats(&data)["products"], 1);
}

#[test]
fn a_failure_is_told_once_and_others_are_named_only_where_there_are_others() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bad = dir.path().join("bad.xml");
    std::fs::write(&bad, "<КоммерческаяИнформация>\n<Каталог>\n</Каталог1>").unwrap();
    let worse = dir.path().join("worse.xml");
    std::fs::write(&worse, "").unwrap();
    let failing = |files: &[&Path]| {
        let named = files.iter().map(|file| file.to_str().unwrap());
        let output = gateway(&data, &["import"].into_iter().chain(named).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(1));
        text(&output.stderr)
    };
    let errors = failing(&[&bad]);
    assert_eq!(
        (errors.lines().count(), errors.matches("line 3").count()),
        (1, 1),
        "{errors}"
    );
    let errors = failing(&[&bad, &worse]);
    assert_eq!(errors.lines().count(), 3, "{errors}");
    assert!(
        errors.contains("none of the 2 files was imported") && !errors.contains("are in"),
        "{errors}"
    );
}

#[test]
fn a_node_is_added_with_a_password_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let add = [
        "node",
        "add",
        "--name",
        "ut",
        "--login",
        "site",
        "--password-file",
        "-",
        "--zip",
        "no",
        "--json",
    ];
    let output = gateway(dir.path(), &add);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let node: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (node["id"].as_str(), node["path"].as_str()),
        (Some("ut"), Some("/1c/ut"))
    );
    let again = gateway(dir.path(), &add);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("exists already"));
    let shared = add.map(|word| if word == "ut" { "second" } else { word });
    assert!(
        gateway(dir.path(), &shared).status.success(),
        "several nodes may have one login"
    );
    let unnamed = gateway(
        dir.path(),
        &["node", "add", "--name", "ut 2", "--login", "b", "--password-file", "-"],
    );
    assert!(text(&unnamed.stderr).contains("ut 2"));
    let list: serde_json::Value =
        serde_json::from_slice(&gateway(dir.path(), &["node", "list", "--json"]).stdout).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    let database = std::fs::read(dir.path().join("gateway.db")).unwrap();
    let password = "пароль с пробелом".as_bytes();
    assert!(
        !database.windows(password.len()).any(|window| window == password),
        "only a hash is stored"
    );
}

#[test]
fn json_is_asked_for_before_or_after_the_command() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let data = dir.path().to_str().unwrap();
    for words in [
        vec!["--json", "node", "list", "--data", data],
        vec!["node", "--json", "list", "--data", data],
        vec!["node", "list", "--json", "--data", data],
        vec!["node", "list", "--data", data, "--json"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_supplier-gateway"))
            .args(&words)
            .output()
            .unwrap();
        assert_eq!(text(&output.stdout), "[]\n", "{words:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(gateway(dir.path(), &["import"]).status.code(), Some(2));
}

#[test]
fn a_database_of_a_newer_gateway_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let db = rusqlite::Connection::open(dir.path().join("gateway.db")).unwrap();
    db.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (9999, 'future', '2030-01-01T00:00:00Z', '1')",
        [],
    )
    .unwrap();
    drop(db);
    let output = gateway(dir.path(), &["stats"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("newer version"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_mistyped_data_directory_makes_no_new_gateway() {
    let dir = tempfile::tempdir().unwrap();
    let typo = dir.path().join("gatway");
    let output = gateway(&typo, &["stats", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("gatway"), "{}", text(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["error"]["code"], "failed");
    assert!(!typo.exists());
    let output = gateway(&typo, &["stats", "--json", "--bogus"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), told["error"]["code"].as_str()),
        (Some(2), Some("usage"))
    );
}

#[test]
fn a_damaged_database_is_named_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let damaged = vec![0x5a; 8_192];
    std::fs::write(dir.path().join("gateway.db"), &damaged).unwrap();
    let output = gateway(dir.path(), &["stats"]);
    let words = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("gateway.db") && words.contains("backup"), "{words}");
    assert_eq!(std::fs::read(dir.path().join("gateway.db")).unwrap(), damaged);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_what_the_gateway_makes() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let file = dir.path().join("import0_1.xml");
    std::fs::write(&file, catalogue(&product("b"))).unwrap();
    let output = gateway(&data, &["import", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let entries = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path());
    for path in entries.chain([data.clone()]) {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
}
