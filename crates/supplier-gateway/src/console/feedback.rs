//! `feedback list`, `feedback show`, `feedback save`: what dealers' people say of the program.

use crate::console::target::{Target, moment, write_json};
use crate::feedback::{self, Feedback};
use crate::state::OpenError;
use crate::storage::{StorageError, read};
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command about feedback did nothing.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// No such number.
    #[error("there is no feedback {0}; see `feedback list`")]
    Unknown(i64),
    /// Nothing to save.
    #[error("no picture was added to feedback {0}")]
    NoScreenshot(i64),
    /// The picture cannot be written.
    #[error("«{}» cannot be written: {source}", path.display())]
    Save {
        /// Where to.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// `feedback …`
#[derive(Debug, clap::Subcommand)]
pub enum FeedbackCommand {
    /// List what was said, the newest first.
    List(FeedbackList),
    /// Show one whole.
    Show(FeedbackShow),
    /// Save the picture of one.
    Save(FeedbackSave),
}

/// `feedback list`
#[derive(Debug, clap::Args)]
pub struct FeedbackList {
    #[command(flatten)]
    target: Target,
}

/// `feedback show`
#[derive(Debug, clap::Args)]
pub struct FeedbackShow {
    #[command(flatten)]
    target: Target,
    /// Its number.
    number: i64,
}

/// `feedback save`
#[derive(Debug, clap::Args)]
pub struct FeedbackSave {
    #[command(flatten)]
    target: Target,
    /// Its number.
    number: i64,
    /// Where to write the JPEG; a file that is there already is not overwritten.
    #[arg(long, value_name = "FILE.jpg")]
    out: PathBuf,
}

/// Runs `feedback …`.
///
/// # Errors
/// [`FeedbackCommandError`].
pub(super) fn feedback(command: &FeedbackCommand, out: &mut dyn Write) -> Result<(), FeedbackCommandError> {
    match command {
        FeedbackCommand::List(list) => show_all(list, out),
        FeedbackCommand::Show(show) => show_one(show, out),
        FeedbackCommand::Save(save) => save_picture(save, out),
    }
}

fn show_all(list: &FeedbackList, out: &mut dyn Write) -> Result<(), FeedbackCommandError> {
    let state = list.target.open()?;
    let rows = read(state.db.as_ref(), |tx| feedback::list(tx))?;
    if list.target.json {
        let items: Vec<Value> = rows.iter().map(as_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for row in &rows {
        let picture = if row.has_screenshot { "  +picture" } else { "" };
        let first = row.text.lines().next().unwrap_or_default();
        writeln!(
            out,
            "{}  {}  {}  {}  {}{picture}  {first}",
            row.number,
            moment(row.at_ms),
            row.kind,
            row.entity_name,
            row.person_name
        )?;
    }
    Ok(())
}

fn show_one(show: &FeedbackShow, out: &mut dyn Write) -> Result<(), FeedbackCommandError> {
    let state = show.target.open()?;
    let rows = read(state.db.as_ref(), |tx| feedback::list(tx))?;
    let row = rows
        .into_iter()
        .find(|row| row.number == show.number)
        .ok_or(FeedbackCommandError::Unknown(show.number))?;
    if show.target.json {
        return Ok(write_json(out, &as_json(&row))?);
    }
    writeln!(out, "{}  {}  {}", row.number, moment(row.at_ms), row.kind)?;
    writeln!(out, "{}, {}", row.person_name, row.entity_name)?;
    writeln!(
        out,
        "program {}, screen {}, {}",
        row.app_version, row.screen, row.language
    )?;
    writeln!(out, "\n{}", row.text)?;
    if row.has_screenshot {
        writeln!(
            out,
            "\nA picture was added: `feedback save {} --out FILE.jpg`",
            row.number
        )?;
    }
    Ok(())
}

fn save_picture(save: &FeedbackSave, out: &mut dyn Write) -> Result<(), FeedbackCommandError> {
    let state = save.target.open()?;
    let bytes = read(state.db.as_ref(), |tx| feedback::screenshot(tx, save.number))?
        .ok_or(FeedbackCommandError::NoScreenshot(save.number))?;
    let failed = |source| FeedbackCommandError::Save {
        path: save.out.clone(),
        source,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&save.out)
        .map_err(failed)?;
    file.write_all(&bytes).map_err(failed)?;
    if save.target.json {
        let path = save.out.display().to_string();
        write_json(out, &json!({ "id": save.number, "path": path, "bytes": bytes.len() }))?;
    }
    Ok(())
}

fn as_json(row: &Feedback) -> Value {
    json!({
        "id": row.number,
        "kind": row.kind,
        "text": row.text,
        "entity": row.entity,
        "entity_name": row.entity_name,
        "person": row.person_name,
        "app_version": row.app_version,
        "screen": row.screen,
        "language": row.language,
        "at_ms": row.at_ms,
        "has_screenshot": row.has_screenshot,
    })
}
