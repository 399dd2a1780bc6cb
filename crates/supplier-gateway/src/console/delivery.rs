//! `delivery`: directories that dealers choose their delivery from, imported from files and listed.

use super::faults;
use super::import::Outcome;
use super::target::{Target, write_json};
use crate::delivery::import::{DirectoryKind, DirectoryReport, import as import_rows};
use crate::delivery::{DeliveryError, directory};
use crate::state::OpenError;
use crate::storage::{StorageError, Tx, read, write};
use crate::table::{self, TableError};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::delivery::branch_words;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command about directories did nothing.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The directories could not be read or written.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// The file gives no rows.
    #[error("{path}: {source}")]
    File {
        /// As it was named.
        path: String,
        /// Why.
        source: TableError,
    },
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

/// `delivery …`
#[derive(Debug, clap::Subcommand)]
pub enum DeliveryCommand {
    /// Bring a directory to what a file says; reports every broken row.
    Import(DeliveryImport),
    /// List a directory.
    List(DeliveryList),
}

/// `delivery import`
#[derive(Debug, clap::Args)]
pub struct DeliveryImport {
    #[command(flatten)]
    target: Target,
    /// Which directory. The file is the whole of it; of branches and addresses, the whole of each carrier and each legal
    /// entity that it names.
    #[arg(long)]
    kind: DirectoryKind,
    /// CSV, XLSX, XLS, ODS or JSON.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// `delivery list`
#[derive(Debug, clap::Args)]
pub struct DeliveryList {
    #[command(flatten)]
    target: Target,
    /// Which directory.
    #[arg(long)]
    kind: DirectoryKind,
    /// Only branches of this carrier.
    #[arg(long, value_name = "ID")]
    carrier: Option<String>,
    /// Only addresses of this legal entity.
    #[arg(long, value_name = "ID")]
    entity: Option<String>,
}

/// Runs `delivery …`. Broken rows go to `err`.
///
/// # Errors
/// [`DeliveryCommandError`].
pub(super) fn delivery(
    command: &DeliveryCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, DeliveryCommandError> {
    match command {
        DeliveryCommand::Import(import) => take(import, out, err),
        DeliveryCommand::List(list) => {
            show(list, out)?;
            Ok(Outcome::Done)
        }
    }
}

fn take(import: &DeliveryImport, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, DeliveryCommandError> {
    let state = import.target.open_or_make()?;
    let shown = import.file.display().to_string();
    let table = table::read(&import.file).map_err(|source| DeliveryCommandError::File {
        path: shown.clone(),
        source,
    })?;
    let report = write(state.db.as_ref(), |tx| {
        import_rows(tx, &state.settings, import.kind, &table.rows, state.now_ms()).map_err(DeliveryCommandError::from)
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
    faults::list(&report.faults, err)?;
    if report.faults.is_empty() {
        return Ok(Outcome::Done);
    }
    let (broken, rows) = (u64::try_from(report.faults.len()).unwrap_or(u64::MAX), report.rows);
    if broken >= rows {
        writeln!(err, "none of the {rows} rows was taken, and nothing was withdrawn")?;
    } else {
        writeln!(
            err,
            "{broken} of {rows} rows not taken; the others are in, and nothing was withdrawn"
        )?;
    }
    Ok(Outcome::NotAll)
}

fn as_json(shown: &str, report: &DirectoryReport) -> Value {
    json!({
        "id": shown,
        "ok": report.faults.is_empty(),
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "withdrawn": report.withdrawn,
        "faults": report.faults,
    })
}

fn show(list: &DeliveryList, out: &mut dyn Write) -> Result<(), DeliveryCommandError> {
    let state = list.target.open()?;
    let rows = read(state.db.as_ref(), |tx| rows_of(tx, list))?;
    if list.target.json {
        let items: Vec<&Value> = rows.iter().map(|(value, _)| value).collect();
        return Ok(write_json(out, &items)?);
    }
    for (_, words) in &rows {
        writeln!(out, "{words}")?;
    }
    Ok(())
}

/// Each row as JSON and as text for people.
fn rows_of(tx: &mut dyn Tx, list: &DeliveryList) -> Result<Vec<(Value, String)>, DeliveryCommandError> {
    Ok(match list.kind {
        DirectoryKind::Ways => directory::ways(tx)?.iter().map(way_row).collect(),
        DirectoryKind::Carriers => directory::carriers(tx)?.iter().map(carrier_row).collect(),
        DirectoryKind::Branches => {
            let carriers = match &list.carrier {
                Some(id) => vec![id.clone()],
                None => directory::carriers(tx)?.into_iter().map(|carrier| carrier.id).collect(),
            };
            let mut rows = Vec::new();
            for carrier in carriers {
                rows.extend(directory::branches(tx, &carrier)?.iter().map(branch_row));
            }
            rows
        }
        DirectoryKind::Addresses => {
            let entities = match &list.entity {
                Some(id) => vec![EntityId::from(id.as_str())],
                None => crate::access::entities::list(tx)
                    .map_err(DeliveryError::from)?
                    .into_iter()
                    .map(|entity| entity.id)
                    .collect(),
            };
            let mut rows = Vec::new();
            for entity in entities {
                rows.extend(directory::addresses(tx, &entity)?.iter().map(address_row));
            }
            rows
        }
    })
}

fn way_row(way: &directory::Way) -> (Value, String) {
    let json = json!({
        "id": way.id,
        "name": way.name,
        "kind": way.terms.kind.code(),
        "carrier": way.carrier,
        "min_working_days": way.terms.min_working_days,
        "days": way.terms.days.bits(),
        "note": way.note,
    });
    let kind = way.terms.kind.code();
    (json, format!("{}  {}  {kind}  {}", way.id, way.name, way.carrier))
}

fn carrier_row(carrier: &directory::Carrier) -> (Value, String) {
    let json = json!({ "id": carrier.id, "name": carrier.name });
    (json, format!("{}  {}", carrier.id, carrier.name))
}

fn branch_row(branch: &directory::Branch) -> (Value, String) {
    let json = json!({
        "id": branch.id,
        "carrier": branch.carrier,
        "city": branch.city,
        "number": branch.number,
        "address": branch.address,
        "note": branch.note,
    });
    let words = branch_words(&branch.city, &branch.number, &branch.address);
    (json, format!("{}  {}  {words}", branch.carrier, branch.id))
}

fn address_row(address: &directory::Address) -> (Value, String) {
    let json = json!({
        "id": address.id,
        "entity": address.entity,
        "name": address.name,
        "address": address.address,
        "note": address.note,
    });
    (json, format!("{}  {}  {}", address.entity, address.id, address.address))
}
