//! `exchange list` and `exchange show`: what came from 1C and what went to it, and what was left out of it.

use super::target::{Target, moment, write_json};
use crate::exchange_log::{self, Entry, Outcome, Wanted};
use crate::orders::local_time::start_of_day_ms;
use crate::state::OpenError;
use crate::storage::{StorageError, read};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Why a command about exchanges gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// No date.
    #[error("--since {0} is not a date: write it like 2026-02-01")]
    Since(String),
    /// No such exchange or session.
    #[error("there is no exchange and no session «{0}»; see `exchange list` (entries are kept for 90 days)")]
    Unknown(String),
}

/// `exchange …`
#[derive(Debug, clap::Subcommand)]
pub enum ExchangeCommand {
    /// List exchanges, the newest first: when, node, session, what, file, result, counts.
    List(ExchangeList),
    /// Show one exchange with its notes, or all of a session.
    Show(ExchangeShow),
}

/// `exchange list`
#[derive(Debug, clap::Args)]
pub struct ExchangeList {
    #[command(flatten)]
    target: Target,
    /// Only those of this exchange node; `console` for files imported by hand.
    #[arg(long, value_name = "NAME")]
    node: Option<String>,
    /// Only those since the beginning of this day (2026-02-01) at the supplier's.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only those that failed or left something out.
    #[arg(long)]
    failed: bool,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// `exchange show`
#[derive(Debug, clap::Args)]
pub struct ExchangeShow {
    #[command(flatten)]
    target: Target,
    /// Number of an exchange, or a session (`s-…`), as `exchange list` shows them.
    id: String,
}

/// Runs `exchange …`.
///
/// # Errors
/// [`ExchangeCommandError`].
pub fn exchange(command: &ExchangeCommand, out: &mut dyn Write) -> Result<(), ExchangeCommandError> {
    match command {
        ExchangeCommand::List(wanted) => list(wanted, out),
        ExchangeCommand::Show(wanted) => show(wanted, out),
    }
}

fn list(list: &ExchangeList, out: &mut dyn Write) -> Result<(), ExchangeCommandError> {
    let state = list.target.open()?;
    let offset = state.settings.orders.utc_offset_minutes;
    let since_ms = match &list.since {
        None => i64::MIN,
        Some(day) => start_of_day_ms(day, offset).ok_or_else(|| ExchangeCommandError::Since(day.clone()))?,
    };
    let wanted = Wanted {
        node: list.node.clone(),
        session: None,
        since_ms,
        only_failed: list.failed,
        limit: list.limit,
    };
    let entries = read(state.db.as_ref(), |tx| exchange_log::list(tx, &wanted))?;
    if list.target.json {
        let items: Vec<Value> = entries.iter().map(as_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for entry in &entries {
        writeln!(out, "{}", line(entry))?;
    }
    Ok(())
}

fn show(show: &ExchangeShow, out: &mut dyn Write) -> Result<(), ExchangeCommandError> {
    let state = show.target.open()?;
    let mut entries = read(state.db.as_ref(), |tx| match show.id.parse() {
        Ok(id) => exchange_log::get(tx, id).map(|found| found.into_iter().collect()),
        Err(_) => {
            let wanted = Wanted {
                session: Some(show.id.clone()),
                since_ms: i64::MIN,
                limit: usize::MAX,
                ..Wanted::default()
            };
            exchange_log::list(tx, &wanted)
        }
    })?;
    // A session is a story: it is told from its beginning.
    entries.reverse();
    if entries.is_empty() {
        return Err(ExchangeCommandError::Unknown(show.id.clone()));
    }
    if show.target.json {
        let items: Vec<Value> = entries.iter().map(as_json).collect();
        return Ok(write_json(out, &json!({ "id": show.id, "items": items }))?);
    }
    for entry in &entries {
        writeln!(out, "{}", line(entry))?;
        if !entry.error.is_empty() {
            writeln!(out, "  {}", entry.error)?;
        }
        for note in &entry.details.notes {
            writeln!(out, "  {}", note.text)?;
        }
    }
    Ok(())
}

fn line(entry: &Entry) -> String {
    let result = match entry.outcome() {
        Outcome::Taken => "taken".to_owned(),
        Outcome::Partly => format!("taken but for {} notes", entry.details.notes.len()),
        Outcome::Failed => "FAILED".to_owned(),
    };
    let counts: Vec<String> = entry
        .details
        .counts
        .iter()
        .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
        .collect();
    let parts = [
        entry.id.to_string(),
        moment(entry.started_at_ms),
        entry.node.clone(),
        entry.details.session.clone(),
        entry.details.kind.code().to_owned(),
        entry.file.clone(),
        result,
        counts.join(", "),
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

fn as_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id.to_string(),
        "at_ms": entry.started_at_ms,
        "duration_ms": entry.finished_at_ms.saturating_sub(entry.started_at_ms),
        "node": entry.node,
        "session": entry.details.session,
        "kind": entry.details.kind.code(),
        "file": entry.file,
        "result": entry.outcome().code(),
        "error": entry.error,
        "counts": entry.details.counts,
        "published": entry.details.published,
        "notes": entry.details.notes,
    })
}
