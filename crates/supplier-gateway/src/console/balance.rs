//! `balance …`: how dealers stand by the supplier's books, out of a file.

use super::books;
use super::faults;
use super::import::Outcome;
use super::target::{Target, moment, write_json};
use crate::access::credit::{self, Balance};
use crate::access::entities::{self, Entity};
use crate::pricing::values::money_micro;
use crate::state::OpenError;
use crate::storage::{StorageError, read, write};
use crate::table::{self, Fault, TableError, TableRow};
use cabinet_domain::money::{Currency, hundredths_text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command about balances did nothing.
#[derive(Debug, thiserror::Error)]
pub enum BalanceCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file gives no rows.
    #[error("{path}: {source}")]
    File {
        /// As it was named.
        path: String,
        /// Why.
        source: TableError,
    },
    /// None has that id.
    #[error("there is no legal entity «{0}»; `entity list` shows all")]
    UnknownEntity(String),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

/// `balance …`
#[derive(Debug, clap::Subcommand)]
pub enum BalanceCommand {
    /// Take debts and overdue sums from a file: columns entity (id, INN, EDRPOU), debt, overdue, currency; reports every
    /// broken row. Who is not in the file stays as he was.
    Import(BalanceImport),
    /// Take the documents of the settlements from a file: columns entity (id, INN, EDRPOU), contract, document, number, date,
    /// due, currency, sum, paid, owed; reports every broken row. What a legal entity had is replaced as a whole; one with a
    /// broken row, and who is not in the file, stays as he was; with `--whole`, who is not in the file owes nothing.
    Documents(BalanceDocuments),
    /// Say that legal entities owe nothing: their documents of the settlements are taken away.
    Settled(BalanceSettled),
    /// List what is known.
    List(Target),
}

/// `balance import`
#[derive(Debug, clap::Args)]
pub struct BalanceImport {
    #[command(flatten)]
    pub(super) target: Target,
    /// CSV, XLSX, XLS, ODS or JSON.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

/// `balance documents`
#[derive(Debug, clap::Args)]
pub struct BalanceDocuments {
    #[command(flatten)]
    pub(super) import: BalanceImport,
    /// The file lists everybody who owes or has paid ahead: who is not in it owes nothing. Nobody is taken for one while a row
    /// names no known legal entity.
    #[arg(long)]
    pub(super) whole: bool,
}

/// `balance settled`
#[derive(Debug, clap::Args)]
pub struct BalanceSettled {
    #[command(flatten)]
    pub(super) target: Target,
    /// Which legal entity, by its id; may be given several times.
    #[arg(long = "entity", value_name = "ID", required = true)]
    pub(super) entities: Vec<String>,
}

const ENTITY: [&str; 7] = ["entity", "инн", "едрпоу", "єдрпоу", "inn", "edrpou", "код"];
const DEBT: [&str; 5] = ["debt", "долг", "борг", "задолженность", "заборгованість"];
const OVERDUE: [&str; 5] = [
    "overdue",
    "просрочено",
    "прострочено",
    "просроченный долг",
    "прострочений борг",
];
const CURRENCY: [&str; 2] = ["currency", "валюта"];

/// Runs `balance …`. Broken rows go to `err`.
///
/// # Errors
/// [`BalanceCommandError`].
pub(super) fn balance(
    command: &BalanceCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, BalanceCommandError> {
    match command {
        BalanceCommand::Import(import) => take(import, out, err),
        BalanceCommand::Documents(documents) => books::take(documents, out, err),
        BalanceCommand::Settled(settled) => {
            books::settle(settled, out)?;
            Ok(Outcome::Done)
        }
        BalanceCommand::List(target) => {
            list(target, out)?;
            Ok(Outcome::Done)
        }
    }
}

fn take(import: &BalanceImport, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, BalanceCommandError> {
    let state = import.target.open()?;
    let shown = import.file.display().to_string();
    let table = table::read(&import.file).map_err(|source| BalanceCommandError::File {
        path: shown.clone(),
        source,
    })?;
    let now_ms = state.now_ms();
    let (taken, broken) = write(state.db.as_ref(), |tx| {
        let known = entities::list(tx)?;
        let mut broken: Vec<Fault> = Vec::new();
        let mut taken = 0_u64;
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            match read_row(row, &known, now_ms) {
                Ok(balance) if !seen.insert(balance.entity.clone()) => broken.push(Fault {
                    row: row.line,
                    column: "entity",
                    message: "this legal entity stands in an earlier row too; one row for each".to_owned(),
                }),
                Ok(balance) => {
                    credit::put_balance(tx, &balance)?;
                    taken = taken.saturating_add(1);
                }
                Err((column, message)) => broken.push(Fault {
                    row: row.line,
                    column,
                    message,
                }),
            }
        }
        Ok::<_, StorageError>((taken, broken))
    })?;
    if import.target.json {
        let shape =
            json!({ "id": shown, "ok": broken.is_empty(), "rows": table.rows.len(), "taken": taken, "faults": broken });
        write_json(out, &shape)?;
    } else {
        writeln!(out, "{shown}: {} rows, {taken} taken", table.rows.len())?;
    }
    faults::list(&broken, err)?;
    Ok(if broken.is_empty() {
        Outcome::Done
    } else {
        Outcome::NotAll
    })
}

fn read_row(row: &TableRow, known: &[Entity], now_ms: i64) -> Result<Balance, (&'static str, String)> {
    let entity = entity_of(row, known)?;
    let debt = row.cell(&DEBT);
    let debt_minor = signed_minor(debt).map_err(|message| ("debt", message))?;
    let overdue = row.cell(&OVERDUE);
    let overdue_minor = if overdue.is_empty() {
        0
    } else {
        minor(overdue).map_err(|message| ("overdue", message))?
    };
    let currency = currency_of(row, entity)?;
    Ok(Balance {
        entity: entity.id.clone(),
        currency: currency.code().to_owned(),
        debt_minor,
        overdue_minor,
        as_of_ms: now_ms,
    })
}

/// The legal entity that a row is about.
pub(super) fn entity_of<'a>(row: &TableRow, known: &'a [Entity]) -> Result<&'a Entity, (&'static str, String)> {
    let asked = row.cell(&ENTITY);
    let mut fitting = known.iter().filter(|entity| {
        !asked.is_empty() && (entity.id.as_str() == asked || entity.codes.inn == asked || entity.codes.edrpou == asked)
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(("entity", format!("several legal entities have «{asked}»; write an id"))),
        (None, _) => Err(("entity", format!("there is no legal entity «{asked}»"))),
    }
}

/// The currency of a row; without one, that of the country of the legal entity.
pub(super) fn currency_of(row: &TableRow, entity: &Entity) -> Result<Currency, (&'static str, String)> {
    let written = row.cell(&CURRENCY);
    let currency = if written.is_empty() {
        if entity.codes.edrpou.is_empty() { "RUB" } else { "UAH" }
    } else {
        written
    };
    Currency::from_code(&currency.to_uppercase())
        .ok_or_else(|| ("currency", format!("«{currency}» is no currency by ISO 4217")))
}

/// Kopecks, below zero for an advance: so books write them.
pub(super) fn signed_minor(text: &str) -> Result<i64, String> {
    match text.strip_prefix(['-', '−']) {
        Some(advance) => minor(advance).map(|minor| 0_i64.saturating_sub(minor)),
        None => minor(text),
    }
}

/// Kopecks, not below zero.
pub(super) fn minor(text: &str) -> Result<i64, String> {
    let micro = money_micro(text)?;
    if micro % 10_000 != 0 {
        return Err(format!("«{text}» has parts of a kopeck"));
    }
    Ok(micro / 10_000)
}

fn list(target: &Target, out: &mut dyn Write) -> Result<(), BalanceCommandError> {
    let state = target.open()?;
    let (all, names) = read(state.db.as_ref(), |tx| {
        Ok::<_, StorageError>((credit::balances(tx)?, entities::list(tx)?))
    })?;
    if target.json {
        let items: Vec<Value> = all
            .iter()
            .map(|one| {
                json!({
                    "entity": one.entity,
                    "currency": one.currency,
                    "debt_minor": one.debt_minor,
                    "overdue_minor": one.overdue_minor,
                    "as_of_ms": one.as_of_ms,
                })
            })
            .collect();
        return Ok(write_json(out, &items)?);
    }
    for one in &all {
        let name = names
            .iter()
            .find(|entity| entity.id == one.entity)
            .map_or("", |entity| entity.name.as_str());
        writeln!(
            out,
            "{}  {name}  owes {} {}, overdue {}  {}",
            one.entity,
            hundredths_text(one.debt_minor),
            one.currency,
            hundredths_text(one.overdue_minor),
            moment(one.as_of_ms)
        )?;
    }
    Ok(())
}
