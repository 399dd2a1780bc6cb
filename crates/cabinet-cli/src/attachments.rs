//! Pictures and files of goods as one list, and its shape in JSON (docs/cli.md).

use cabinet_commands::catalogue::{FileKindView, ItemCard};
use cabinet_commands::media::ClearCopy;
use serde_json::{Value, json};

/// A picture or a file of goods.
pub struct Attachment {
    pub blake3: String,
    /// `picture`, `certificate`, `instruction` or `other`.
    pub kind: &'static str,
    /// Empty for a picture.
    pub title: String,
    pub extension: String,
    pub bytes: u32,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// ISO; empty where nothing is said.
    pub valid_until: String,
    pub is_here: bool,
}

/// Pictures, the main one first, then files.
pub fn of(card: &ItemCard) -> Vec<Attachment> {
    let pictures = card.pictures.iter().map(|picture| Attachment {
        blake3: picture.blake3.clone(),
        kind: "picture",
        title: String::new(),
        extension: "jpg".to_owned(),
        bytes: picture.bytes,
        width: Some(picture.width),
        height: Some(picture.height),
        valid_until: String::new(),
        is_here: picture.is_here,
    });
    let files = card.files.iter().map(|file| Attachment {
        blake3: file.blake3.clone(),
        kind: match file.kind {
            FileKindView::Certificate => "certificate",
            FileKindView::Instruction => "instruction",
            FileKindView::Other => "other",
        },
        title: file.title.clone(),
        extension: file.extension.clone(),
        bytes: file.bytes,
        width: None,
        height: None,
        valid_until: file.valid_until.clone(),
        is_here: file.is_here,
    });
    pictures.chain(files).collect()
}

pub fn files(entity: &str, card: &ItemCard) -> Value {
    let items: Vec<Value> = of(card)
        .into_iter()
        .map(|file| {
            json!({
                "id": file.blake3,
                "kind": file.kind,
                "title": file.title,
                "extension": file.extension,
                "bytes": file.bytes,
                "width": file.width,
                "height": file.height,
                "valid_until": file.valid_until,
                "is_here": file.is_here,
            })
        })
        .collect();
    json!({ "id": card.row.item, "entity": entity, "article": card.row.article, "items": items })
}

pub fn copy(blake3: &str, copy: &ClearCopy) -> Value {
    json!({ "id": blake3, "path": copy.path, "bytes": copy.bytes })
}
