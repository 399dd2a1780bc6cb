//! The log: to standard error, warnings by default, `CABINET_LOG` for more, and its last lines in memory for support. No
//! prices, names or tokens are ever logged.

use cabinet_commands::support::journal;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

/// Starts logging for the process.
pub fn start() {
    let filter = EnvFilter::try_from_env("CABINET_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::io::stderr.and(journal))
        .init();
}
