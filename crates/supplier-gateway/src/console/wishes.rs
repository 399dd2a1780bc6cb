//! `wish list`: articles that dealers asked for and the supplier does not have.

use crate::console::target::{Target, moment, write_json};
use crate::state::OpenError;
use crate::storage::{StorageError, read};
use crate::wishes::{self, Listed};
use cabinet_domain::quantity::Quantity;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Why a command about wishes did nothing.
#[derive(Debug, thiserror::Error)]
pub enum WishCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

/// `wish …`
#[derive(Debug, clap::Subcommand)]
pub enum WishCommand {
    /// List what dealers asked for, by article.
    List(WishList),
}

/// `wish list`
#[derive(Debug, clap::Args)]
pub struct WishList {
    #[command(flatten)]
    target: Target,
    /// Also those that were found since.
    #[arg(long)]
    all: bool,
}

/// Runs `wish …`.
///
/// # Errors
/// [`WishCommandError`].
pub(super) fn wish(command: &WishCommand, out: &mut dyn Write) -> Result<(), WishCommandError> {
    let WishCommand::List(list) = command;
    let state = list.target.open()?;
    let mut rows = read(state.db.as_ref(), |tx| wishes::list(tx))?;
    rows.retain(|row| list.all || row.found.is_none());
    if list.target.json {
        let items: Vec<Value> = rows.iter().map(as_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for row in &rows {
        writeln!(out, "{}", words(row))?;
    }
    Ok(())
}

fn as_json(row: &Listed) -> Value {
    json!({
        "id": row.norm,
        "article": row.article,
        "quantity": row.quantity_milli.map(|milli| Quantity::from_milli(milli).to_decimal()),
        "quantity_milli": row.quantity_milli,
        "note": row.note,
        "entity": row.entity,
        "entity_name": row.entity_name,
        "person": row.person_name,
        "wished_at_ms": row.wished_at_ms,
        "found_item": row.found.as_ref().map(|(item, _)| item),
        "found_at_ms": row.found.as_ref().map(|(_, at_ms)| at_ms),
    })
}

fn words(row: &Listed) -> String {
    let quantity = row
        .quantity_milli
        .map(|milli| format!("{} wanted", Quantity::from_milli(milli).to_decimal()));
    let found = row
        .found
        .as_ref()
        .map(|(item, at_ms)| format!("found as {item} {}", moment(*at_ms)));
    let parts = [
        Some(row.article.clone()),
        quantity,
        Some(row.entity_name.clone()),
        Some(row.person_name.clone()),
        Some(moment(row.wished_at_ms)),
        Some(row.note.clone()).filter(|note| !note.is_empty()),
        found,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
