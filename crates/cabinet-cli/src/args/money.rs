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
    /// What is to be paid on which day in place of the tree, overdue days first
    #[arg(long, conflicts_with = "documents")]
    pub calendar: bool,
}
