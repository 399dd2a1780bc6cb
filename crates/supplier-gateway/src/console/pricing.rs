//! `pricing …`: rules of prices, imported from a table, listed, shown and written out as a table again.

use super::faults;
use super::import::Outcome;
use super::target::{Target, write_json};
use crate::pricing::PricingError;
use crate::pricing::columns::COLUMNS;
use crate::pricing::import::{RulesReport, import as import_rules};
use crate::pricing::stored::{self, StoredRule};
use crate::pricing::written::cells;
use crate::state::OpenError;
use crate::storage::{StorageError, read, write};
use crate::table::{self, TableError};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command about rules did nothing.
#[derive(Debug, thiserror::Error)]
pub enum PricingCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The rules could not be read or written.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// The file gives no rows.
    #[error("{path}: {source}")]
    File {
        /// As it was named.
        path: String,
        /// Why.
        source: TableError,
    },
    /// There is no such rule.
    #[error("there is no rule «{0}»; `pricing list` names them")]
    Unknown(String),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

/// `pricing …`
#[derive(Debug, clap::Subcommand)]
pub enum PricingCommand {
    /// Bring the rules to what a table says; reports every broken row. The columns are in docs/pricing.md.
    Import(PricingImport),
    /// List the rules.
    List(Target),
    /// Show one rule.
    Show(PricingOne),
    /// Write all rules as CSV that `pricing import` takes back.
    Export(Target),
}

/// `pricing import`
#[derive(Debug, clap::Args)]
pub struct PricingImport {
    #[command(flatten)]
    target: Target,
    /// CSV, XLSX, XLS, ODS or JSON; it is the whole list of rules.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// `pricing show`
#[derive(Debug, clap::Args)]
pub struct PricingOne {
    #[command(flatten)]
    target: Target,
    /// Id of the rule.
    id: String,
}

/// Runs `pricing …`. Broken rows go to `err`.
///
/// # Errors
/// [`PricingCommandError`].
pub(super) fn pricing(
    command: &PricingCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, PricingCommandError> {
    match command {
        PricingCommand::Import(import) => return take(import, out, err),
        PricingCommand::List(target) => list(target, out)?,
        PricingCommand::Show(one) => show(one, out)?,
        PricingCommand::Export(target) => export(target, out)?,
    }
    Ok(Outcome::Done)
}

fn take(import: &PricingImport, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, PricingCommandError> {
    let state = import.target.open()?;
    let shown = import.file.display().to_string();
    let table = table::read(&import.file).map_err(|source| PricingCommandError::File {
        path: shown.clone(),
        source,
    })?;
    let report = write(state.db.as_ref(), |tx| {
        import_rules(tx, &state.settings, &table, state.now_ms()).map_err(PricingCommandError::from)
    })?;
    if import.target.json {
        write_json(out, &as_json(&shown, &report))?;
    } else {
        writeln!(
            out,
            "{shown}: {} rows, {} added, {} changed, {} withdrawn",
            report.rows, report.added, report.changed, report.withdrawn
        )?;
    }
    for column in &report.unknown_columns {
        writeln!(err, "warning: the column «{column}» is not known and was not read")?;
    }
    faults::list(&report.faults, err)?;
    if report.faults.is_empty() {
        return Ok(Outcome::Done);
    }
    writeln!(
        err,
        "{} of {} rows not taken; the others are in, and nothing was withdrawn",
        report.faults.len(),
        report.rows
    )?;
    Ok(Outcome::NotAll)
}

fn as_json(shown: &str, report: &RulesReport) -> Value {
    json!({
        "id": shown,
        "ok": report.faults.is_empty(),
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "withdrawn": report.withdrawn,
        "unknown_columns": report.unknown_columns,
        "faults": report.faults,
    })
}

/// A rule with the columns that it fills.
fn rule_json(stored: &StoredRule) -> Value {
    let mut filled = Map::new();
    for (column, cell) in cells(stored) {
        filled.insert(column.to_owned(), Value::String(cell));
    }
    Value::Object(filled)
}

/// A rule in one line.
fn line(stored: &StoredRule) -> String {
    let words: Vec<String> = cells(stored)
        .into_iter()
        .filter(|(column, _)| *column != "id")
        .map(|(column, cell)| match column {
            "kind" => cell,
            _ => format!("{column} {cell}"),
        })
        .collect();
    format!("{}  {}", stored.rule.id, words.join("; "))
}

fn list(target: &Target, out: &mut dyn Write) -> Result<(), PricingCommandError> {
    let state = target.open()?;
    let rules = read(state.db.as_ref(), stored::all)?;
    if target.json {
        let items: Vec<Value> = rules.iter().map(rule_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for stored in &rules {
        writeln!(out, "{}", line(stored))?;
    }
    Ok(())
}

fn show(one: &PricingOne, out: &mut dyn Write) -> Result<(), PricingCommandError> {
    let state = one.target.open()?;
    let found = read(state.db.as_ref(), |tx| stored::get(tx, &one.id))?;
    let stored = found.ok_or_else(|| PricingCommandError::Unknown(one.id.clone()))?;
    if one.target.json {
        return Ok(write_json(out, &rule_json(&stored))?);
    }
    for (column, cell) in cells(&stored) {
        writeln!(out, "{column}: {cell}")?;
    }
    Ok(())
}

fn export(target: &Target, out: &mut dyn Write) -> Result<(), PricingCommandError> {
    let state = target.open()?;
    let rules = read(state.db.as_ref(), stored::all)?;
    if target.json {
        let items: Vec<Value> = rules.iter().map(rule_json).collect();
        return Ok(write_json(out, &items)?);
    }
    let head: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    writeln!(out, "{}", head.join(";"))?;
    for stored in &rules {
        let filled = cells(stored);
        let cell = |column: &str| {
            filled
                .iter()
                .find(|(name, _)| *name == column)
                .map_or("", |(_, cell)| cell)
        };
        let row: Vec<String> = head.iter().map(|column| quoted(cell(column))).collect();
        writeln!(out, "{}", row.join(";"))?;
    }
    Ok(())
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', ',']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
