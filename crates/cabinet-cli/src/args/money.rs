//! What `money` takes.

use clap::Args as ClapArgs;

/// What is owed.
#[derive(Debug, ClapArgs)]
pub struct Money {
    /// Of which legal entity [default: all]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// Its documents too, those that are due first in front
    #[arg(long)]
    pub documents: bool,
}
