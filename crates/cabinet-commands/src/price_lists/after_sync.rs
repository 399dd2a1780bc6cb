//! `price_lists_set_file`, and the files that are written anew after a sync.
//!
//! A file is written only when other goods, prices or words stand in it than were written last, or when it is gone. One that cannot
//! be written (a spreadsheet holds it, the disk is full) stays as it was; that is noted, told, and tried again after the next sync.

use super::file::bytes_of;
use super::list::whole;
use super::make::{Made, Purchase, make};
use super::table::sheet;
use super::{PriceListFile, PriceListView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use crate::written_file::written;
use cabinet_desk::PriceListFile as Target;
use cabinet_documents::sheet::csv;
use std::path::Path;
use std::sync::Arc;

/// Has a price list written to a file now and after each sync that changes it; `None`: no more. Where it cannot be written now, the
/// view says why, and it is tried again.
///
/// # Errors
/// `not_found`; `invalid` for a path that is not whole or has no ending of a price list.
pub async fn set_file(cabinet: &Cabinet, list: String, path: Option<String>) -> Result<PriceListView, CommandError> {
    if let Some(path) = &path {
        if !Path::new(path).is_absolute() {
            return Err(Reason::ListPathNotWhole.into());
        }
        PriceListFile::of(None, Some(path))?;
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            open.desk.set_price_list_file(&list, path.as_deref())?;
            if let Some(target) = open.desk.price_list_file(&list)? {
                bring_up_to_date(open, &target)?;
            }
            whole(open, &list)
        })
        .await
}

/// Writes what a sync has changed. Nothing of it may fail a sync: what goes wrong is noted with its list.
pub(crate) async fn rewrite(open: &Arc<Open>) {
    let is_due = std::mem::take(&mut open.track.standing().are_lists_due);
    if !is_due {
        return;
    }
    let done = open
        .blocking(|open| {
            let mut are_all_written = true;
            let mut is_any_news = false;
            for target in open.desk.price_list_files()? {
                let found = bring_up_to_date(open, &target)?;
                are_all_written &= found != Found::Failed;
                is_any_news |= found != Found::UpToDate;
            }
            if is_any_news {
                open.tell(Changes {
                    documents: true,
                    ..Changes::default()
                });
            }
            Ok(are_all_written)
        })
        .await;
    let is_again = match done {
        Ok(are_all_written) => !are_all_written,
        Err(error) => {
            tracing::warn!(price_list.cause = ?error.code, "The files of price lists could not be looked through");
            true
        }
    };
    if is_again {
        open.track.standing().are_lists_due = true;
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    UpToDate,
    Written,
    Failed,
}

/// Writes a file whose content is another one by now, and notes what came of it.
fn bring_up_to_date(open: &Open, target: &Target) -> Result<Found, CommandError> {
    match write(open, target) {
        Ok(None) => Ok(Found::UpToDate),
        Ok(Some(content)) => {
            open.desk
                .note_price_list_written(target, &content, open.clock.now_ms())?;
            Ok(Found::Written)
        }
        Err(error) => {
            tracing::warn!(price_list.cause = ?error.code, "The file of a price list could not be written; the one before stays");
            let failure = serde_json::to_string(&error)
                .map_err(|error| CommandError::internal("a failure could not be written down", &error))?;
            open.desk.note_price_list_failed(target, &failure)?;
            Ok(Found::Failed)
        }
    }
}

/// The hash of what was written; `None` when the file has it already.
fn write(open: &Open, target: &Target) -> Result<Option<String>, CommandError> {
    let view = whole(open, &target.list)?;
    let kind = PriceListFile::of(None, Some(&target.path))?;
    let made = make(open, &view.recipe, Purchase::Kept)?;
    if made.goods.is_empty() {
        return Err(Reason::PriceListEmpty.into());
    }
    let content = content(&made, &view.summary.name, kind);
    let is_there = Path::new(&target.path).is_file();
    if content == target.content && target.failure.is_none() && is_there {
        return Ok(None);
    }
    let file = bytes_of(&made, &view.summary.name, kind, open.is_sample())?;
    // A path is given, so the folder of exports is not asked for.
    written(Path::new(""), Some(target.path.clone()), "", kind.ending(), &file.bytes)?;
    Ok(Some(content))
}

/// What makes one file differ from another: the moment at which prices were true does not.
fn content(made: &Made, name: &str, kind: PriceListFile) -> String {
    let mut hash = blake3::Hasher::new();
    for text in [kind.ending(), name, &made.seller] {
        hash.update(text.as_bytes());
        hash.update(&[0]);
    }
    hash.update(&[made.includes_vat.map_or(2, u8::from)]);
    hash.update(csv(&sheet(made, name)).as_bytes());
    if kind == PriceListFile::Yml {
        for goods in &made.goods {
            hash.update(goods.item.as_bytes());
            hash.update(&[goods.is_in_stock().map_or(2, u8::from)]);
        }
    }
    hash.finalize().to_hex().to_string()
}
