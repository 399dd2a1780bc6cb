//! `files`, `file open` and `file save`: pictures, certificates and instructions of goods.

use super::entity;
use super::goods::item;
use crate::answer::Answer;
use crate::attachments::{self, Attachment};
use crate::exit::Failure;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue::{self, ItemCard};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::media;
use std::path::PathBuf;

/// The fewest letters that stand for a hash.
const FEWEST_OF_HASH: usize = 8;

/// What can be opened of an item.
pub async fn list(cabinet: &Cabinet, goods: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let (entity, card) = card_of(cabinet, goods, wanted).await?;
    Ok(Answer::new(&attachments::files(&entity, &card), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("kind", Align::Left),
            ("title", Align::Left),
            ("bytes", Align::Right),
            ("valid until", Align::Left),
            ("", Align::Left),
        ]);
        for file in attachments::of(&card) {
            table.row(vec![
                file.blake3.chars().take(FEWEST_OF_HASH).collect(),
                file.kind.to_owned(),
                file.title,
                file.bytes.to_string(),
                file.valid_until,
                if file.is_here { "here" } else { "to fetch" }.to_owned(),
            ]);
        }
        table.write(out)
    }))
}

/// Writes a picture or a file where the user says, or into his folder of documents.
pub async fn save(
    cabinet: &Cabinet,
    goods: &str,
    file: &str,
    out: Option<PathBuf>,
    wanted: Option<String>,
) -> Result<Answer, Failure> {
    let (entity, card) = card_of(cabinet, goods, wanted).await?;
    let blake3 = named(&card, file)?;
    let path = match out {
        // Relative to where the command stands, as every tool does.
        Some(out) => {
            let what = format!("{} cannot be written", out.display());
            Some(std::path::absolute(&out).map_err(Failure::file(what))?)
        }
        None => None,
    };
    let path = path.map(|path| path.display().to_string());
    let copy = media::save_at(cabinet, entity, card.row.item, blake3.clone(), path).await?;
    Ok(Answer::new(&attachments::copy(&blake3, &copy), move |out| {
        writeln!(out, "{} ({} bytes)", copy.path, copy.bytes)
    }))
}

/// Opens a copy in the program that the system has for it; the copy lies in the clear until the profile is opened again.
pub async fn open(cabinet: &Cabinet, goods: &str, file: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let (entity, card) = card_of(cabinet, goods, wanted).await?;
    let blake3 = named(&card, file)?;
    let copy = media::open_copy(cabinet, entity, card.row.item, blake3.clone()).await?;
    if let Err(error) = open::that_detached(&copy.path) {
        tracing::warn!(%error, "The system has no viewer for a file");
        let words = "the system has no program that opens this file; save it with `cabinet file save`";
        return Err(CommandError::new(ErrorCode::Invalid, words).into());
    }
    Ok(Answer::new(&attachments::copy(&blake3, &copy), move |out| {
        writeln!(out, "{} ({} bytes)", copy.path, copy.bytes)
    }))
}

/// The item, as the entity sees it.
async fn card_of(cabinet: &Cabinet, goods: &str, wanted: Option<String>) -> Result<(String, ItemCard), Failure> {
    let entity = entity(cabinet, wanted).await?;
    let item = item(cabinet, &entity, goods).await?;
    let card = catalogue::card(cabinet, entity.clone(), item, None).await?;
    Ok((entity, card))
}

/// The hash that a word means: itself, its beginning, or a title that only one file has.
fn named(card: &ItemCard, word: &str) -> Result<String, Failure> {
    let is_meant = |file: &Attachment| {
        let is_hash = word.len() >= FEWEST_OF_HASH && file.blake3.starts_with(&word.to_lowercase());
        is_hash || file.title.to_lowercase() == word.to_lowercase()
    };
    let mut found: Vec<String> = attachments::of(card)
        .into_iter()
        .filter(is_meant)
        .map(|file| file.blake3)
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => {
            let words = "several files are called so; name one by its id (`cabinet files`)";
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
        (None, _) => {
            let words = "the goods have no such picture or file; `cabinet files` lists them";
            Err(CommandError::new(ErrorCode::NotFound, words).into())
        }
    }
}
