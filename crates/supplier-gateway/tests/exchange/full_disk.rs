//! A disk without room: it is called what it is, nothing is lost, and the gateway goes on once there is room.

use crate::support::{Gateway, catalogue, command, ids};
use std::path::Path;
use std::process::{Command, Output};

/// Runs a command that may let no file grow beyond `blocks` (of 512 or 1,024 bytes, as the shell counts).
fn limited(data: &Path, blocks: u32, words: &str) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {words} --data \"$1\"");
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_supplier-gateway")])
        .arg(data)
        .env_remove("RUST_LOG")
        .output()
        .unwrap()
}

fn assert_full(words: &str, case: &str) {
    assert!(
        words.contains("full") && words.contains("free space"),
        "{case}: {words}"
    );
    assert!(!words.contains("backup"), "{case}: {words}");
}

#[cfg(unix)]
#[test]
fn a_gateway_that_starts_without_room_asks_for_room_and_not_for_a_backup() {
    let mut refused = 0;
    for blocks in [0, 1, 4, 16, 40, 64, 100, 200] {
        let dir = tempfile::tempdir().unwrap();
        let case = format!("a new gateway with {blocks} blocks");
        let output = limited(dir.path(), blocks, "import missing.xml");
        let words = String::from_utf8(output.stderr).unwrap();
        if words.contains("missing.xml") {
            continue;
        }
        assert_eq!(output.status.code(), Some(1), "{case}: {words}");
        assert_full(&words, &case);
        refused += 1;
        let settings = std::fs::read_to_string(dir.path().join("gateway.toml"));
        assert!(
            settings.as_ref().map_or(true, |text| text.contains("[supplier.bank]")),
            "{case}: half a file of settings stays behind: {settings:?}"
        );
        let again = command(dir.path(), &["import", "missing.xml"]).output().unwrap();
        let words = String::from_utf8(again.stderr).unwrap();
        assert!(words.contains("missing.xml"), "{case}, with room: {words}");
    }
    assert!(refused >= 4, "the limits are all too wide: {refused}");
}

#[tokio::test]
async fn a_disk_that_fills_up_fails_the_import_and_the_start_and_loses_nothing() {
    let mount = tempfile::tempdir().unwrap();
    let path = mount.path().to_str().unwrap();
    let is_mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=6m", "tmpfs", path])
        .status()
        .is_ok_and(|status| status.success());
    if !is_mounted {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let _unmount = Unmount(path.to_owned());
    let dir = tempfile::tempdir_in(mount.path()).unwrap();
    let gateway = Gateway::start_at(dir, "");
    gateway
        .session()
        .await
        .take("import0_1.xml", &catalogue(ids(0, 50), false))
        .await;

    let session = gateway.session().await;
    let more = catalogue(ids(50, 3_000), false);
    assert_eq!(
        session.send("catalog", "import0_2.xml", more.as_str()).await.text(),
        "success"
    );
    let filler = mount.path().join("filler");
    fill(&filler);
    let (answer, _) = session.import("catalog", "import0_2.xml").await;
    assert_eq!(answer.lines()[0], "failure", "{answer:?}");
    assert_full(answer.text(), "an import");
    let (answer, _) = session.import("catalog", "import0_2.xml").await;
    assert_full(answer.text(), "the same import again");

    let data = gateway.dir.path().to_owned();
    let dir = gateway.killed();
    fill(&filler);
    let start = command(&data, &["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    let words = String::from_utf8(start.stderr).unwrap();
    assert_eq!(start.status.code(), Some(1), "{words}");
    assert_full(&words, "a start");

    std::fs::remove_file(&filler).unwrap();
    let gateway = Gateway::start_again(dir);
    assert_eq!(gateway.stats()["products"], 50, "what was stored is there");
    gateway.session().await.take("import0_2.xml", &more).await;
    assert_eq!(gateway.stats()["products"], 3_000);
}

/// Takes all the room that is left.
fn fill(path: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    let piece = [1; 4_096];
    while file.write_all(&piece).is_ok() {}
}

struct Unmount(String);

impl Drop for Unmount {
    fn drop(&mut self) {
        // Lazily: the gateway may still be ending.
        let _unmounted = Command::new("umount").args(["-l", &self.0]).status();
    }
}
