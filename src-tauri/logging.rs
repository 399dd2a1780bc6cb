//! The log: to standard error, warnings by default, `CABINET_LOG` for more. No prices, names or tokens are ever logged.

use tracing_subscriber::EnvFilter;

/// Starts logging for the process.
pub fn start() {
    let filter = EnvFilter::try_from_env("CABINET_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
