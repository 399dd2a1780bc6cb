//! What `find` takes.

use clap::Args as ClapArgs;

/// What `find` takes.
#[derive(Debug, ClapArgs)]
pub struct FindArgs {
    /// What to look for; words in any order, beginnings suffice
    pub text: String,
    /// Of which legal entity [default: all]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// Only this kind; may be given several times
    #[arg(long, value_enum)]
    pub kind: Vec<FindKindArg>,
    /// From this day on; papers of no known day are left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
    /// How many rows at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: u32,
}

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FindKindArg {
    /// Orders
    Order,
    /// Invoices that are printed here
    Invoice,
    /// Documents of the supplier
    Document,
    /// Claims
    Claim,
}
