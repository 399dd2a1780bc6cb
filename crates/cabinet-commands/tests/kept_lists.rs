//! Order lists that are kept until the user is done with them, against a real gateway.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_commands::drafts::{self, MissingReason};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::{profile, sync};
use common::{enrolled, opened_again};
use testkit::export::goods;
use testkit::supplier::Supplier;

const LIST: &str = "Б-1;5\nнет-1;7\nБ-1;1,000\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_there_again_after_a_restart_and_adds_nothing_twice() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 10_000)])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), home.path()).await;
    sync::now(&cabinet).await.unwrap();
    let entity = profile::entities(&cabinet).await.unwrap()[0].id.clone();
    let draft = drafts::create(&cabinet, entity, "Май".to_owned()).await.unwrap().id;
    let file = home.path().join("Заказ на май.csv");
    std::fs::write(&file, LIST).unwrap();
    let report = drafts::add_file(&cabinet, draft.clone(), file.clone()).await.unwrap();
    assert!(report.is_kept);
    assert_eq!((report.matched.len(), report.not_found.len()), (1, 2));
    drafts::note_list_row(&cabinet, draft.clone(), String::new(), 2)
        .await
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    drop(cabinet);

    let cabinet = opened_again(home.path()).await;
    let shown = drafts::show(&cabinet, draft.clone()).await.unwrap();
    assert_eq!(shown.list.unwrap().name, "Заказ на май.csv");
    assert_eq!(shown.lines[0].quantity_milli, 5_000);
    let again = drafts::reopen_list(&cabinet, draft.clone()).await.unwrap();
    assert_eq!(again.matched.len(), 1);
    let open: Vec<(u32, MissingReason)> = again.not_found.iter().map(|line| (line.row, line.reason)).collect();
    assert_eq!(open, [(3, MissingReason::TwoReadings)], "row 2 was settled");
    let shown = drafts::show(&cabinet, draft.clone()).await.unwrap();
    assert_eq!(
        shown.lines[0].quantity_milli, 5_000,
        "what is in the draft is not added once more"
    );

    drafts::forget_list(&cabinet, draft.clone()).await.unwrap();
    assert!(drafts::show(&cabinet, draft.clone()).await.unwrap().list.is_none());
    let gone = drafts::reopen_list(&cabinet, draft.clone()).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);

    // What is no list leaves nothing behind, and a pasted one has no name.
    let picture = home.path().join("list.csv");
    std::fs::write(&picture, b"%PDF-1.7").unwrap();
    let refused = drafts::add_file(&cabinet, draft.clone(), picture).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(drafts::show(&cabinet, draft.clone()).await.unwrap().list.is_none());
    drafts::add_lines(&cabinet, draft.clone(), "Б-1;1".to_owned())
        .await
        .unwrap();
    assert_eq!(drafts::show(&cabinet, draft).await.unwrap().list.unwrap().name, "");

    // Nothing of it lies in plain files.
    let needle = "нет-1".as_bytes();
    let mut folders = vec![home.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let is_there = bytes.windows(needle.len()).any(|part| part == needle);
                assert!(!is_there, "{}", path.display());
            }
        }
    }
}
