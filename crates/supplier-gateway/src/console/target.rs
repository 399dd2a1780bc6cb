//! What every command takes: the data directory and the form of the answer; and how answers are written.

use crate::orders::local_time::LocalTime;
use crate::state::{DATABASE, GatewayState, OpenError};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// `--data` and `--json`.
#[derive(Debug, Clone, clap::Args)]
pub struct Target {
    /// The data directory of the gateway; made by the first `serve`, `node add`, `entity add` or `import`.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print JSON instead of text for people.
    #[arg(long)]
    pub json: bool,
}

impl Target {
    /// Opens the data directory of a gateway that exists: a mistyped path makes no new one.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self) -> Result<GatewayState, OpenError> {
        if !self.data.join(DATABASE).is_file() {
            return Err(OpenError::NoGateway {
                path: self.data.clone(),
            });
        }
        self.open_or_make()
    }

    /// Opens the data directory, or makes it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_or_make(&self) -> Result<GatewayState, OpenError> {
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
