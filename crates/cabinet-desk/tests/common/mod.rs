//! A desk in a fresh folder, and short ways to fill it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test file takes a part"
)]

use cabinet_desk::{Desk, LineChange, NewLine, PlacedLine, Placement, new_command_key};
use cabinet_domain::ids::{CommandKey, DraftId, EntityId};
use cabinet_domain::marks::LineMarks;
use cabinet_sqlite::Key;
use std::path::Path;

pub fn open(dir: &Path, now_ms: i64) -> Desk {
    Desk::open(&dir.join("desk.db"), &Key::from_bytes([3; 32]), now_ms).unwrap()
}

pub fn entity() -> EntityId {
    EntityId::from("entity-1")
}

pub fn line(item: &str, pieces: i64) -> NewLine {
    NewLine {
        item: item.into(),
        quantity_milli: pieces * 1000,
        seen_price: Some((12_300, "RUB".to_owned())),
        article: format!("art-{item}"),
        name: format!("Болт {item}"),
        unit: "шт".to_owned(),
        marks: LineMarks::default(),
    }
}

pub fn draft_with(desk: &Desk, items: &[&str]) -> DraftId {
    let draft = desk.create_draft(&entity(), "Заказ на среду", 1).unwrap();
    let lines: Vec<_> = items.iter().map(|item| line(item, 2)).collect();
    desk.put_lines(&entity(), &draft, &lines, LineChange::Set, 2).unwrap();
    draft
}

pub fn place(desk: &Desk, draft: &DraftId, items: &[&str], now_ms: i64) -> CommandKey {
    let key = new_command_key();
    desk.queue_placement(&entity(), &placement(draft, items, &key), now_ms)
        .unwrap();
    key
}

pub fn placement(draft: &DraftId, items: &[&str], key: &CommandKey) -> Placement {
    let lines = items
        .iter()
        .map(|item| PlacedLine {
            item: (*item).into(),
            quantity_milli: 2000,
        })
        .collect();
    Placement {
        draft: draft.clone(),
        key: key.clone(),
        body: "{\"kind\":\"place\"}".to_owned(),
        lines,
        standing: None,
    }
}

pub fn items_of(desk: &Desk, draft: &DraftId) -> Vec<(String, bool)> {
    let Some(draft) = desk.draft(&entity(), draft).unwrap() else {
        return Vec::new();
    };
    draft
        .lines
        .into_iter()
        .map(|line| (line.item.as_str().to_owned(), line.in_command.is_some()))
        .collect()
}
