//! Words of `queue`: what waits to be sent.

use clap::Subcommand;
use std::path::PathBuf;

/// Commands on what waits to be sent.
#[derive(Debug, Subcommand)]
pub enum Queue {
    /// What waits to be sent, for the user or for somebody's help: what it is about, why it waits, and when it is tried next
    List,
    /// Save everything that waits as one sealed file, which the supplier takes with `supplier-gateway queue accept`; it goes on
    /// to be sent too, happens once, and cannot be withdrawn any more
    Export {
        /// Where to write it
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}
