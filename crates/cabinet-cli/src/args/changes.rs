//! What `changes` takes.

use clap::Args as ClapArgs;

/// What `changes` takes.
#[derive(Debug, ClapArgs)]
pub struct ChangesArgs {
    /// For which legal entity [default: the first whose prices you see]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// From the beginning of this day (UTC) on [default: since it was marked as seen, else the last seven days]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// Only this kind; may be given several times
    #[arg(long, value_enum)]
    pub kind: Vec<ChangeKindArg>,
    /// Only what has these words in its article or name
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub text: String,
    /// Only goods of drafts
    #[arg(long)]
    pub in_drafts: bool,
    /// Muted goods too
    #[arg(long)]
    pub muted: bool,
    /// Write it into a file: .xlsx, .csv or .tsv by its ending
    #[arg(long, value_name = "FILE")]
    pub out: Option<String>,
    /// Mark everything as seen afterwards
    #[arg(long)]
    pub seen: bool,
    /// Tell no more of these goods: article, id or barcode
    #[arg(long, value_name = "GOODS", conflicts_with = "unmute")]
    pub mute: Option<String>,
    /// Tell of these goods again
    #[arg(long, value_name = "GOODS")]
    pub unmute: Option<String>,
}

/// What happened to goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ChangeKindArg {
    /// The price rose
    PriceUp,
    /// The price fell
    PriceDown,
    /// There is a price now, or one in another currency
    PriceNew,
    /// There is no price any more
    PriceGone,
    /// Back in stock
    Back,
    /// Out of stock
    RanOut,
    /// Sold no more
    Discontinued,
}
