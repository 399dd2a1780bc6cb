//! Commands on own price lists.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Commands on own price lists; one is named by its id or its name.
#[derive(Debug, Subcommand)]
pub enum PriceList {
    /// List price lists
    List {
        /// Those in the trash instead; they stay there for 90 days
        #[arg(long)]
        trash: bool,
    },
    /// Show how a price list is made and what it comes to now, for your own eyes: with what goods cost you
    Show {
        /// Which price list
        list: String,
        /// How many of its goods
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=1000))]
        rows: u32,
    },
    /// Keep how a price list is made
    Create(Box<Recipe>),
    /// Write a price list: .xlsx, .pdf, .csv or .yml by the ending; what goods cost you is not in it
    Make {
        /// Which price list
        list: String,
        /// The file; what it was before is replaced
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Only this article; again for several
        #[arg(long = "article", value_name = "ARTICLE")]
        articles: Vec<String>,
    },
    /// Print price tags of a price list into a PDF, 24 on a sheet, to be cut out
    Tags {
        /// Which price list
        list: String,
        /// The file; what it was before is replaced
        #[arg(long, value_name = "FILE.pdf")]
        to: PathBuf,
        /// Only this article; again for several
        #[arg(long = "article", value_name = "ARTICLE")]
        articles: Vec<String>,
    },
    /// Have a price list written to a file now and after each sync that changes it; the file before stays where it cannot be
    Keep {
        /// Which price list
        list: String,
        /// The file: .xlsx, .pdf, .csv or .yml
        #[arg(long, value_name = "FILE", required_unless_present = "off")]
        to: Option<PathBuf>,
        /// No more; what stands in the file stays
        #[arg(long, conflicts_with = "to")]
        off: bool,
    },
    /// Write an offer to a customer as PDF, at the prices of a price list, under your logo
    Offer(Box<Offer>),
    /// Put a price list into the trash
    Remove {
        /// Which price list
        list: String,
    },
    /// Take a price list out of the trash
    Restore {
        /// Which price list
        list: String,
    },
}

/// An offer to a customer.
#[derive(Debug, Args)]
pub struct Offer {
    /// The price list whose prices it says
    pub list: String,
    /// The file; what it was before is replaced
    #[arg(long, value_name = "FILE.pdf")]
    pub to: PathBuf,
    /// The goods and quantities of this draft
    #[arg(long, value_name = "DRAFT", conflicts_with = "articles")]
    pub draft: Option<String>,
    /// Only the price of this article; again for several [default: all of the price list]
    #[arg(long = "article", value_name = "ARTICLE")]
    pub articles: Vec<String>,
    /// To whom
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub customer: String,
    /// A line on how you are reached; again for several
    #[arg(long, value_name = "LINE")]
    pub contact: Vec<String>,
    /// A picture (PNG or JPEG, up to 8 MiB)
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
    /// The last day on which it stands
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// Terms in your own words
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
}

/// How a price list is made.
#[derive(Debug, Args)]
pub struct Recipe {
    /// A name for it
    pub name: String,
    /// In place of the price list of this name
    #[arg(long)]
    pub replace: bool,
    /// Whose goods and prices [default: the first legal entity whose prices the person may see]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// Who offers the goods [default: the name of the legal entity]
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub seller: String,
    /// Only goods of this group and of those below it (1C id, or its name where only one has it); again for several
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// Only goods of this brand; again for several
    #[arg(long, value_name = "NAME")]
    pub brand: Vec<String>,
    /// Only goods whose price in the list is this or more
    #[arg(long, value_name = "PRICE")]
    pub from: Option<String>,
    /// Only goods whose price in the list is less than this
    #[arg(long, value_name = "PRICE")]
    pub below: Option<String>,
    /// Only goods that some warehouse has
    #[arg(long)]
    pub in_stock: bool,
    /// With the supplier's stock
    #[arg(long)]
    pub stock: bool,
    /// A markup in percent on what goods cost you: `25`, or on some goods only:
    /// `group=GROUP,brand=NAME,from=COST,below=COST,markup=25`. Again for several; the first that names the goods counts
    #[arg(long, value_name = "RULE", required = true, allow_hyphen_values = true)]
    pub rule: Vec<String>,
    /// A price of one article as it stands (`Б-1=77.70`), or a markup of its own (`Б-1=15%`); again for several
    #[arg(long, value_name = "ARTICLE=WHAT")]
    pub except: Vec<String>,
    /// Round prices to whole steps of this
    #[arg(long, value_name = "STEP", default_value = "0.01")]
    pub round: String,
    /// What stands behind whole steps: 0.90 gives 4.90, 5.90
    #[arg(long, value_name = "PRICE", default_value = "0")]
    pub ending: String,
    /// Which way prices are rounded
    #[arg(long, value_enum, default_value_t = RoundTo::Nearest)]
    pub round_to: RoundTo,
}

/// Which way prices are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoundTo {
    /// To the nearer one, the higher of two that are as near
    Nearest,
    /// To the higher one
    Up,
    /// To the lower one, never to nothing
    Down,
}
