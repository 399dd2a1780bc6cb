//! What support needs to see, and nothing else: collected by an allow-list, shown before it is saved.
//!
//! Goes in: versions, the system, sizes and counts, choices of taste, states with their codes, the connection check, and the
//! last lines that this program itself wrote into the log. Never goes in: names of people, firms, drafts and goods, prices and sums, quantities, tokens,
//! codes, passwords, paths of the user. Log lines hold none of them by rule; a line that holds one all the same is left out.

mod collect;
mod journal;
mod lines;
mod save;

pub use collect::collect;
pub use journal::{Journal, journal};
pub use save::{save, save_to};

use crate::network::ConnectionReport;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Everything that would be saved, as it would be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupportBundle {
    /// The files of the archive.
    pub files: Vec<SupportFile>,
}

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupportFile {
    /// Its name.
    pub name: String,
    /// Its whole text.
    pub text: String,
}

/// What to collect.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct SupportRequest {
    /// The connection check that was made last, to go in; `None` for none.
    pub connection: Option<ConnectionReport>,
}
