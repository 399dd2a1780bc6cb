//! What happened to notices on this device outlives the mirror and the program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{NoticeMark, NoticeState};
use common::open;
use std::collections::BTreeSet;

#[test]
fn what_was_shown_read_or_dismissed_is_known_after_a_restart_until_the_notice_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let ids = ["a".to_owned(), "b".to_owned()];
    {
        let desk = open(dir.path(), 0);
        desk.mark_notices(&ids, NoticeMark::Toasted, 1).unwrap();
        desk.mark_notices(&ids[..1], NoticeMark::Read, 2).unwrap();
        desk.mark_notices(&[], NoticeMark::Dismissed, 3).unwrap();
    }
    let desk = open(dir.path(), 5);
    desk.mark_notices(&ids[1..], NoticeMark::Dismissed, 6).unwrap();
    let states = desk.notice_states().unwrap();
    let state = |is_read, is_dismissed| NoticeState {
        is_toasted: true,
        is_read,
        is_dismissed,
    };
    assert_eq!((states["a"], states["b"]), (state(true, false), state(false, true)));
    desk.forget_notices(&BTreeSet::from(["b"])).unwrap();
    let left: Vec<String> = desk.notice_states().unwrap().into_keys().collect();
    assert_eq!(left, ["b"]);
}
