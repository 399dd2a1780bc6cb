//! Pictures and files of an item as its card shows them.

use super::{FileKindView, FileView, PictureView};
use crate::error::CommandError;
use crate::media::image;
use crate::open::Open;
use cabinet_domain::goods_file::FileKind;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::media::FileRow;

/// Thumbnail, pictures and files.
#[derive(Default)]
pub(super) struct Shown {
    pub thumbnail: String,
    pub pictures: Vec<PictureView>,
    pub files: Vec<FileView>,
}

pub(super) fn of(open: &Open, item: &ItemId, assortment: &str) -> Result<Shown, CommandError> {
    let Some(media) = open.goods()?.media(item, assortment)? else {
        return Ok(Shown::default());
    };
    let is_here = |blake3: &str| -> bool {
        // Whether something would have to be fetched is a hint only; a cache that fails is met when it is read.
        open.files
            .media()
            .and_then(|cache| Ok(cache.has(blake3)?))
            .unwrap_or(false)
    };
    let pictures = media.pictures.iter().map(|row| PictureView {
        blake3: row.blake3.clone(),
        width: row.width,
        height: row.height,
        bytes: u32::try_from(row.bytes).unwrap_or(u32::MAX),
        is_here: is_here(&row.blake3),
    });
    Ok(Shown {
        thumbnail: image(&media.thumbnail),
        pictures: pictures.collect(),
        files: media.files.iter().map(|row| file(row, is_here(&row.blake3))).collect(),
    })
}

fn file(row: &FileRow, is_here: bool) -> FileView {
    FileView {
        blake3: row.blake3.clone(),
        title: row.title.clone(),
        kind: match FileKind::from_code(&row.kind).unwrap_or(FileKind::Other) {
            FileKind::Certificate => FileKindView::Certificate,
            FileKind::Instruction => FileKindView::Instruction,
            FileKind::Other => FileKindView::Other,
        },
        extension: row.extension.clone(),
        bytes: u32::try_from(row.bytes).unwrap_or(u32::MAX),
        valid_until: row.valid_until.clone(),
        is_here,
    }
}
