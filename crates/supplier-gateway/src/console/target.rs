//! What every command takes: the data directory and the form of the answer; and how answers are written.

use crate::orders::local_time::LocalTime;
use crate::state::{GatewayState, OpenError};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// `--data` and `--json`.
#[derive(Debug, Clone, clap::Args)]
pub struct Target {
    /// The data directory of the gateway; made at first use.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print JSON instead of text for people.
    #[arg(long)]
    pub json: bool,
}

impl Target {
    /// Opens the data directory.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self) -> Result<GatewayState, OpenError> {
        GatewayState::open(&self.data, crate::clock::now_ms)
    }
}

/// Writes a value as one line of JSON.
///
/// # Errors
/// Those of `out`.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// A moment for people: `2026-02-01 14:05:59 UTC`.
#[must_use]
pub fn moment(ms: i64) -> String {
    let at = LocalTime::at(ms, 0);
    format!("{} {} UTC", at.iso_date(), at.time())
}
