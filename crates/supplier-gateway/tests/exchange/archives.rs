//! `zip=yes`: one archive of the whole export under a name of its own, and archives that are refused.

use crate::support::{Gateway, Session, catalogue, ids, offers};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn send_in_pieces(session: &Session<'_>, name: &str, bytes: &[u8]) {
    for piece in bytes.chunks(300) {
        assert_eq!(session.send("catalog", name, piece).await.text(), "success");
    }
}

#[tokio::test]
async fn an_archive_in_pieces_with_windows_paths_is_unpacked_at_the_first_import() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let bytes = archive(&[
        ("webdata\\import0_1.xml", catalogue(ids(0, 5), true).as_bytes()),
        ("webdata\\import_files\\4f\\a.jpg", &[0xff, 0xd8]),
        ("webdata\\offers0_1.xml", offers(ids(0, 5)).as_bytes()),
    ]);
    send_in_pieces(&session, "v8_A1_3f.zip", &bytes).await;
    for name in ["import0_1.xml", "offers0_1.xml", "webdata/import0_1.xml"] {
        assert_eq!(session.import("catalog", name).await.0.text(), "success", "{name}");
    }
    let stats = gateway.stats();
    assert_eq!(
        (stats["products"].as_u64(), stats["prices"].as_u64()),
        (Some(5), Some(5))
    );
}

#[tokio::test]
async fn an_archive_is_known_by_its_first_bytes_even_where_none_was_asked_for() {
    let gateway = Gateway::start();
    let session = gateway.sign_in("/1c/plain", "site2").await;
    let bytes = archive(&[("import0_1.xml", catalogue(ids(0, 2), true).as_bytes())]);
    send_in_pieces(&session, "v8_A1_3f.tmp", &bytes).await;
    assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    assert_eq!(gateway.stats()["products"], 2);
}

#[tokio::test]
async fn a_second_archive_of_a_session_replaces_files_of_the_same_name() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    for (name, range) in [("v8_1.zip", ids(0, 2)), ("v8_2.zip", ids(2, 5))] {
        let bytes = archive(&[("import0_1.xml", catalogue(range, false).as_bytes())]);
        send_in_pieces(&session, name, &bytes).await;
        assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    }
    assert_eq!(gateway.stats()["products"], 5);
}

#[tokio::test]
async fn an_archive_that_leads_out_of_its_folder_is_refused() {
    let gateway = Gateway::start();
    for name in [
        "../outside.xml",
        "..\\..\\outside.xml",
        "/tmp/outside.xml",
        "C:\\outside.xml",
    ] {
        let session = gateway.session().await;
        let bytes = archive(&[("import0_1.xml", catalogue(ids(0, 1), true).as_bytes()), (name, b"x")]);
        send_in_pieces(&session, "v8.zip", &bytes).await;
        let (answer, _) = session.import("catalog", "import0_1.xml").await;
        assert_eq!(answer.lines()[0], "failure", "{name}");
        assert!(answer.text().contains("refused"), "{name}: {}", answer.text());
    }
    assert_eq!(gateway.stats()["products"], 0, "nothing of such an archive is taken");
    assert!(!gateway.dir.path().join("outside.xml").exists());
}

#[tokio::test]
async fn a_bomb_is_refused_in_words() {
    let many: Vec<String> = (0..101_000).map(|n| format!("{n}")).collect();
    let entries: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let many = archive(&entries);
    let bomb = archive(&[("import0_1.xml", &vec![b' '; 60 * 1024 * 1024])]);
    let gateway = Gateway::start();
    let session = gateway.session().await;
    assert!(bomb.len() < 100_000);
    assert_eq!(session.send("catalog", "v8.zip", bomb).await.text(), "success");
    let (answer, _) = session.import("catalog", "import0_1.xml").await;
    assert!(
        answer.text().starts_with("failure\n") && answer.text().contains("bomb"),
        "{}",
        answer.text()
    );

    let session = gateway.session().await;
    assert_eq!(session.send("catalog", "v8.zip", many).await.text(), "success");
    let (answer, _) = session.import("catalog", "import0_1.xml").await;
    assert!(answer.text().contains("entries"), "{}", answer.text());
}

#[tokio::test]
async fn what_a_session_may_hold_is_limited() {
    let gateway = Gateway::start_with("[exchange]\nsession_limit_bytes = 20000\n");
    let session = gateway.session().await;
    let xml = catalogue(ids(0, 500), true);
    let answer = session.send("catalog", "import0_1.xml", xml.clone()).await;
    assert!(
        answer.text().starts_with("failure\n") && answer.text().contains("session_limit_bytes"),
        "{}",
        answer.text()
    );
    let bytes = archive(&[("import0_1.xml", xml.as_bytes())]);
    assert!(bytes.len() < 20_000);
    assert_eq!(
        session.send("catalog", "v8.zip", bytes).await.text(),
        "success",
        "a refused piece does not count"
    );
    let (answer, _) = session.import("catalog", "import0_1.xml").await;
    assert!(answer.text().contains("expands"), "{}", answer.text());
}

#[tokio::test]
async fn a_damaged_archive_is_a_failure_in_words() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let mut bytes = archive(&[("import0_1.xml", catalogue(ids(0, 50), true).as_bytes())]);
    bytes.truncate(bytes.len() / 2);
    assert_eq!(session.send("catalog", "v8.zip", bytes).await.text(), "success");
    let (answer, _) = session.import("catalog", "import0_1.xml").await;
    assert!(
        answer.text().starts_with("failure\n") && answer.text().contains("damaged"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn an_import_asked_for_before_the_upload_has_ended_can_be_asked_for_again() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let zip = archive(&[("import0_1.xml", catalogue(ids(0, 60), true).as_bytes())]);
    let xml = catalogue(ids(60, 90), false).into_bytes();
    for (sent, name, bytes) in [
        ("v8.zip", "import0_1.xml", zip),
        ("import0_2.xml", "import0_2.xml", xml),
    ] {
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        assert_eq!(session.send("catalog", sent, first).await.text(), "success");
        assert_eq!(session.import("catalog", name).await.0.lines()[0], "failure", "{name}");
        assert_eq!(session.send("catalog", sent, rest).await.text(), "success");
        assert_eq!(session.import("catalog", name).await.0.text(), "success", "{name}");
    }
    assert_eq!(gateway.stats()["products"], 90);
}
