//! What `report` takes.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// What `report` takes.
#[derive(Debug, ClapArgs)]
pub struct ReportArgs {
    /// By what purchases are added up
    #[arg(long, value_enum, default_value_t = ReportByArg::Month)]
    pub by: ReportByArg,
    /// Of which legal entity [default: all]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// From this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
    /// Only goods with these words in their article or name
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub goods: String,
    /// Only of this person, by name; an empty name: of orders whose person is not known [default: all]
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Write it into a file: .xlsx, .csv or .tsv by its ending
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// By what purchases are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportByArg {
    /// Months, the oldest first
    Month,
    /// Goods, the dearest first
    Goods,
    /// Legal entities
    Entity,
    /// The people who ordered
    Person,
}
