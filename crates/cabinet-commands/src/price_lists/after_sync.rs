//! `price_lists_set_file`, and the files that are written anew after a sync.
//!
//! A file is written only when other goods, prices or words stand in it than were written last, or when it is gone. One that cannot
//! be written (a spreadsheet holds it, the disk is full) stays as it was; that is noted, told, and tried again after the next sync.
//! One that the list did not write is nobody's to write over.

use super::file::bytes_of;
use super::list::whole;
use super::make::{Made, Purchase, make};
use super::table::sheet;
use super::{PriceListFile, PriceListView};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Reason;
use crate::settings::demand_shown_prices;
use crate::written_file::written;
use cabinet_desk::{Grant, PriceListFile as Target};
use cabinet_documents::sheet::csv;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use time::Date;

/// How long whoever syncs or keeps a list waits for its files: a server that does not answer holds nobody longer. What is being written
/// then is written to its end all the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// Has a price list written to a file now and after each sync that changes it; `None`: no more. Where it cannot be written now, the
/// view says why, and it is tried again.
///
/// # Errors
/// `not_found`; `invalid` for a path that is not whole or has no ending of a price list, that another list is written to, or where a
/// file stands that this list did not write; `invalid` too while prices are hidden.
pub async fn set_file(cabinet: &Cabinet, list: String, path: Option<String>) -> Result<PriceListView, CommandError> {
    if let Some(path) = &path {
        if !Path::new(path).is_absolute() {
            return Err(Reason::ListPathNotWhole.into());
        }
        PriceListFile::of(None, Some(path))?;
        demand_shown_prices(cabinet).await?;
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            let _writing = open.track.writing_lists();
            let path = match path {
                Some(path) => Some(free_path(open, &list, path)?),
                None => None,
            };
            open.desk.set_price_list_file(&list, path.as_deref())?;
            if let Some(target) = open.desk.price_list_file(&list)? {
                bring_up_to_date(open, &target)?;
            }
            whole(open, &list)
        })
        .await
}

/// The path, where a list may have its file there: nobody's work is written over. Lists in the trash give way.
fn free_path(open: &Open, list: &str, path: String) -> Result<String, CommandError> {
    let before = open.desk.price_list_file(list)?;
    if let Some(before) = before.filter(|before| before.written_ms.is_some() && is_same_path(&before.path, &path)) {
        return Ok(before.path);
    }
    for other in open.desk.price_list_files(false)? {
        if other.list != list && is_same_path(&other.path, &path) {
            let name = whole(open, &other.list)?.summary.name;
            return Err(Reason::ListFileOfAnother { name }.into());
        }
    }
    if Path::new(&path).exists() {
        return Err(Reason::ListFileTaken { path }.into());
    }
    for other in open.desk.price_list_files(true)? {
        if other.list != list && is_same_path(&other.path, &path) {
            open.desk.set_price_list_file(&other.list, None)?;
        }
    }
    Ok(path)
}

/// Windows tells no case apart in names of files.
fn is_same_path(one: &str, other: &str) -> bool {
    if cfg!(windows) {
        Path::new(&one.to_lowercase()) == Path::new(&other.to_lowercase())
    } else {
        Path::new(one) == Path::new(other)
    }
}

/// Writes what keeping a list or taking one out of the trash has changed.
pub(super) async fn rewrite_kept(open: &Arc<Open>) {
    open.track.standing().are_lists_due = true;
    rewrite(open).await;
}

/// Writes what a sync has changed. Nothing of it may fail a sync, nor hold it for long: what goes wrong is noted with its list.
pub(crate) async fn rewrite(open: &Arc<Open>) {
    let work = open.clone();
    let work = tokio::spawn(async move { work.blocking(look_through).await });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Ok(()))) => {}
        Ok(Ok(Err(error))) => {
            tracing::warn!(price_list.cause = ?error.code, "The files of price lists could not be looked through");
        }
        Ok(Err(error)) => {
            tracing::warn!(price_list.cause = %error, "The files of price lists could not be looked through");
        }
        Err(_) => tracing::warn!("The files of price lists are still being written; nobody waits for them"),
    }
}

/// Looks at every file, where anything that stands in one may be another by now.
fn look_through(open: &Open) -> Result<(), CommandError> {
    // While somebody else writes, what is due stays due.
    let Some(_writing) = open.track.try_writing_lists() else {
        return Ok(());
    };
    let targets = open.desk.price_list_files(false)?;
    if targets.is_empty() || !open.track.standing().take_lists_due(days(open)?) {
        return Ok(());
    }
    let done = look_at(open, &targets);
    if !matches!(done, Ok(false)) {
        open.track.standing().are_lists_due = true;
    }
    done.map(|_| ())
}

/// Whether any of them is to be tried again.
fn look_at(open: &Open, targets: &[Target]) -> Result<bool, CommandError> {
    let mut is_again = false;
    let mut is_any_news = false;
    for target in targets {
        match bring_up_to_date(open, target)? {
            Found::UpToDate => {}
            Found::Written => is_any_news = true,
            Found::Failed { is_news, may_heal } => {
                is_any_news |= is_news;
                is_again |= may_heal;
            }
        }
    }
    if is_any_news {
        open.tell(Changes {
            documents: true,
            ..Changes::default()
        });
    }
    Ok(is_again)
}

/// The day that it is at the supplier, for each legal entity: with it promotions begin and end.
fn days(open: &Open) -> Result<Vec<Option<Date>>, CommandError> {
    let goods = open.goods()?;
    let of = |grant: &Grant| {
        let rules = goods.rules(&grant.entity)?;
        open.supplier_day(rules.utc_offset_minutes)
    };
    open.grants()?.iter().map(of).collect()
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    UpToDate,
    Written,
    Failed {
        /// It failed in another way before, or did not.
        is_news: bool,
        /// The next try may succeed although nothing else changes.
        may_heal: bool,
    },
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
            let failure = serde_json::to_string(&error)
                .map_err(|error| CommandError::internal("a failure could not be written down", &error))?;
            let is_news = target.failure.as_ref() != Some(&failure);
            if is_news {
                tracing::warn!(price_list.cause = ?error.code, "The file of a price list could not be written; the one before stays");
                open.desk.note_price_list_failed(target, &failure)?;
            }
            Ok(Found::Failed {
                is_news,
                may_heal: may_heal(&error),
            })
        }
    }
}

/// A disk has room again and a spreadsheet lets go of its file; rights, rules and goods that are others by then make the files due
/// by themselves.
const fn may_heal(error: &CommandError) -> bool {
    match error.code {
        ErrorCode::Invalid => matches!(error.reason, Some(Reason::File { .. } | Reason::ListFileTaken { .. })),
        ErrorCode::NotAllowed | ErrorCode::NotFound => false,
        _ => true,
    }
}

/// The hash of what was written; `None` when the file has it already.
fn write(open: &Open, target: &Target) -> Result<Option<String>, CommandError> {
    let view = whole(open, &target.list)?;
    let kind = PriceListFile::of(None, Some(&target.path))?;
    if target.written_ms.is_none() && Path::new(&target.path).exists() {
        // It has come there since the path was chosen, by somebody else.
        let path = target.path.clone();
        return Err(Reason::ListFileTaken { path }.into());
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::FileDeed;

    #[test]
    fn a_sync_tries_again_what_a_disk_refused_and_not_what_rights_or_rules_refuse() {
        let held = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let path = Path::new("розница.xlsx");
        let taken = Reason::ListFileTaken {
            path: path.display().to_string(),
        };
        for error in [
            CommandError::file(FileDeed::WriteFile, path, &held),
            CommandError::file(FileDeed::WriteFile, path, &full),
            taken.into(),
        ] {
            assert!(may_heal(&error), "{error:?}");
        }
        for reason in [Reason::NoPriceList, Reason::PriceListEmpty, Reason::MarkupOutOfRange] {
            assert!(!may_heal(&reason.into()));
        }
    }
}
