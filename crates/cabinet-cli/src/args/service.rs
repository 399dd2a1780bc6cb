//! Commands on services of a line.

use clap::Subcommand;

/// Commands on services of a line.
#[derive(Debug, Subcommand)]
pub enum Service {
    /// What is offered for the goods of a line, and what the line bears
    List {
        /// Which draft
        draft: String,
        /// Article, or id of the item
        goods: String,
    },
    /// Put a service on a line, or say other numbers of it; the price of now is what you accept
    Add {
        /// Which draft
        draft: String,
        /// Article, or id of the item
        goods: String,
        /// Name of the service, as `draft service list` shows it
        name: String,
        /// How many pieces
        #[arg(long, value_name = "N")]
        pieces: Option<i64>,
        /// How long each is, in millimetres
        #[arg(long, value_name = "MM")]
        length: Option<i64>,
    },
    /// Take a service off a line
    Remove {
        /// Which draft
        draft: String,
        /// Article, or id of the item
        goods: String,
        /// Name of the service
        name: String,
        /// Only pieces of this length, in millimetres [default: all]
        #[arg(long, value_name = "MM")]
        length: Option<i64>,
    },
}
