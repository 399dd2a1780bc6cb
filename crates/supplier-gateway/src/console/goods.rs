//! `goods import`: what 1C's exchange does not carry, from tables of the operator.

use super::import::Outcome;
use super::target::{Target, write_json};
use crate::goods_import::{self, GoodsImportError, GoodsReport, Kind};
use crate::state::OpenError;
use clap::{Args, Subcommand};
use std::io::{self, Write};
use std::path::PathBuf;

/// `goods …`
#[derive(Debug, Subcommand)]
pub(super) enum GoodsCommand {
    /// Take analogues, arrivals, files, pictures, or weights and volumes of goods from a table: CSV, XLSX, XLS, ODS or JSON.
    Import(GoodsImport),
}

/// `goods import`
#[derive(Debug, Args)]
pub(super) struct GoodsImport {
    #[command(flatten)]
    target: Target,
    /// The table; its first line names the columns. Files and pictures lie beside it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it is about.
    #[arg(long)]
    kind: Kind,
    /// Keep what earlier tables said of other goods; without it the table is the whole list.
    #[arg(long)]
    add: bool,
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum GoodsCommandError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Import(#[from] GoodsImportError),
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

pub(super) fn goods(
    command: &GoodsCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, GoodsCommandError> {
    let GoodsCommand::Import(import) = command;
    let state = import.target.open()?;
    let report = goods_import::import(&state, &import.file, import.kind, import.add)?;
    if import.target.json {
        write_json(out, &report)?;
    } else {
        print(out, err, &report)?;
    }
    Ok(if report.errors.is_empty() {
        Outcome::Done
    } else {
        Outcome::NotAll
    })
}

fn print(out: &mut dyn Write, err: &mut dyn Write, report: &GoodsReport) -> io::Result<()> {
    for error in &report.errors {
        writeln!(err, "error: row {}: {}", error.row, error.why)?;
    }
    writeln!(
        out,
        "{} of {} rows taken, {} left out; {} rows published",
        report.taken,
        report.rows,
        report.errors.len(),
        report.published
    )
}
