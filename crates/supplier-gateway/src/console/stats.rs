//! `stats`: how many distinct live objects the gateway holds.

use super::target::{Target, write_json};
use crate::catalogue;
use crate::state::OpenError;
use crate::storage::{StorageError, read};
use std::io::{self, Write};

/// Why nothing was counted.
#[derive(Debug, thiserror::Error)]
pub(super) enum StatsError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

pub(super) fn stats(target: &Target, out: &mut dyn Write) -> Result<(), StatsError> {
    let state = target.open()?;
    let stats = read(state.db.as_ref(), |tx| catalogue::stats(tx))?;
    if target.json {
        write_json(out, &stats)?;
        return Ok(());
    }
    for (name, count) in [
        ("groups", stats.groups),
        ("properties", stats.properties),
        ("products", stats.products),
        ("variants", stats.variants),
        ("price types", stats.price_types),
        ("prices", stats.prices),
        ("warehouses", stats.warehouses),
        ("stock rows", stats.stock_rows),
        ("orders", stats.orders),
        ("pictures", stats.pictures),
        ("files", stats.files),
        ("unusable", stats.unusable_files),
    ] {
        writeln!(out, "{name:<12} {count:>10}")?;
    }
    Ok(())
}
