//! What the desk reported as kept is there after the process is killed at any moment.
#![cfg(unix)]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::LineChange;
use cabinet_domain::ids::DraftId;
use cabinet_sqlite::Integrity;
use common::{entity, items_of, line, open};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const FOLDER: &str = "CABINET_DESK_TEST_FOLDER";
const DRAFT: &str = "CABINET_DESK_TEST_DRAFT";
const LINES: usize = 300;

/// Not a test by itself: the part of the next one that is killed.
#[test]
fn writes_lines_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let desk = open(folder.as_ref(), 0);
    let draft = DraftId::new(std::env::var(DRAFT).unwrap());
    let from = items_of(&desk, &draft).len();
    let mut out = std::io::stdout().lock();
    for n in from..LINES {
        desk.put_lines(&entity(), &draft, &[line(&format!("i{n}"), 1)], LineChange::Set, 1)
            .unwrap();
        writeln!(out, "kept {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn every_line_that_was_reported_as_kept_is_there_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = desk.create_draft(&entity(), "под ударом", 1).unwrap();
    drop(desk);
    let mut kills = 0;
    let mut dice = 88_172_645_463_325_252_u64;
    let mut kept = 0;
    while kept < LINES {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_lines_until_it_is_killed", "--nocapture"])
            .env(FOLDER, dir.path())
            .env(DRAFT, draft.as_str())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Killed after a number of reports that differs each time; the next write is then somewhere in the middle.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let stop_after = usize::try_from(1 + dice % 40).unwrap();
        let mut reports = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut reported = 0;
        while let Some(Ok(report)) = reports.next() {
            if let Some(n) = report.strip_prefix("kept ") {
                kept = n.parse::<usize>().unwrap() + 1;
                reported += 1;
                if reported == stop_after {
                    child.kill().unwrap();
                    kills += 1;
                }
            }
        }
        child.wait().unwrap();
        let desk = open(dir.path(), 0);
        let there = items_of(&desk, &draft).len();
        assert!(there >= kept, "reported {kept}, there are {there}");
        assert!(there <= kept + 1, "at most the line that was being written");
        assert_eq!(desk.check().unwrap(), Integrity::Sound);
        kept = there;
    }
    assert!(kills >= 5, "{kills} kills");
    let desk = open(dir.path(), 0);
    let items: Vec<_> = items_of(&desk, &draft).into_iter().map(|(item, _)| item).collect();
    assert_eq!(items, (0..LINES).map(|n| format!("i{n}")).collect::<Vec<_>>());
}
