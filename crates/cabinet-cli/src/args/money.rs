//! What `money` takes.

use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// What is owed.
#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Money {
    /// Acts of reconciliation, what they are compared with, and what payments are due; without one of these what is owed
    #[command(subcommand)]
    pub what: Option<MoneyCommand>,
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

/// `money …`
#[derive(Debug, Subcommand)]
pub enum MoneyCommand {
    /// Acts of reconciliation: asked for, listed, shown, printed
    #[command(subcommand)]
    Act(ActCommand),
    /// Compare a file of own books (1C's card of account 60 or 631, act, turnover statement; XLSX, XLS, ODS, CSV) with the supplier's act of the period; only what differs is shown
    Reconcile(Reconcile),
    /// List payments whose day is near or over, as the window reminds of them; shows which were told already, and tells none
    Reminders {
        /// So many days before their day [default: as set]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=366))]
        days: Option<u16>,
    },
}

/// Which act.
#[derive(Debug, Clone, ClapArgs)]
pub struct Period {
    /// Of which legal entity; may be left out when there is one
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// By which contract, by its number [default: all]
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub contract: String,
    /// First day of the period
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: String,
    /// Its last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: String,
}

/// `money act …`
#[derive(Debug, Subcommand)]
pub enum ActCommand {
    /// Ask the supplier for an act of a period; goes later without a connection
    Ask(Period),
    /// List acts that were asked for, and what became of them
    List {
        /// Of which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Show the entries of an act
    Show {
        /// Its id, as `money act list` prints it
        id: String,
    },
    /// Write an act as PDF; it says that it is not the supplier's signed document
    Print {
        /// Its id, as `money act list` prints it
        id: String,
        /// In which currency, where it has several
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// Where to [default: a new file in the folder of papers]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// `money reconcile`
#[derive(Debug, ClapArgs)]
pub struct Reconcile {
    /// The own books
    #[arg(value_name = "CARD")]
    pub file: PathBuf,
    /// The act
    #[command(flatten)]
    pub period: Period,
    /// In which currency, where the act has several and the file does not say
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Write what differs as a table too (.xlsx, .csv, .tsv)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
