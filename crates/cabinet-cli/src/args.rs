//! The command line. Flags that every command has may stand before or after it.

mod changes;
mod codes;
mod draft;
mod find;
mod labels;
mod price_list;
mod money;
mod printing;
mod queue;
mod report;
mod service;
mod template;

pub use changes::{ChangeKindArg, ChangesArgs};
pub use codes::Codes;
pub use draft::{Draft, SplitBy};
pub use find::{FindArgs, FindKindArg};
pub use labels::Labels;
pub use money::{ActCommand, Money, MoneyCommand, Period, Reconcile};
pub use price_list::{Offer, PriceList, Recipe, RoundTo};
pub use printing::{ClientBank, Form, LineEndArg, PrintArgs, PrintJobArgs, Printing, SidesArg, SubFoldersArg};
pub use queue::Queue;
pub use report::{ReportArgs, ReportByArg};
pub use service::Service;
pub use template::Template;

use clap::{Args as ClapArgs, Parser, Subcommand};
use std::path::PathBuf;

/// Offline ordering desk for wholesale dealers: the same commands as the window, for scripts.
#[derive(Debug, Parser)]
#[command(name = "cabinet", version, propagate_version = true, after_help = EXIT_CODES)]
pub struct Args {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  done (an order queued while offline counts as done; its outcome says so)
  1  failed; the message says why
  2  the command line cannot be understood
  3  a check found worse terms; nothing was placed
  4  the gateway cannot be reached or fails, or something else answers there
  5  the profile is locked, or the passphrase or recovery code is wrong
  6  signed out, or the role does not allow it
  7  another program uses the profile
  8  the supplier's data are not in the local copy, or not all: run `cabinet sync`";

/// What every command takes.
#[derive(Debug, ClapArgs)]
pub struct Global {
    /// Directory of the profile [default: the user's data directory, dealer-cabinet/default]
    #[arg(long, global = true, value_name = "DIR", env = "CABINET_PROFILE")]
    pub profile: Option<PathBuf>,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// Read the passphrase from the first line of this file (or set CABINET_PASSPHRASE)
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn an invitation code into a profile; prints the recovery code, once
    Enroll {
        /// Address of the supplier's gateway
        url: String,
        /// The code as the supplier gave it; `-` reads it from standard input
        code: String,
    },
    /// Open a profile whose key is lost with the recovery code
    Recover {
        /// The recovery code; `-` reads it from standard input
        #[arg(default_value = "-")]
        code: String,
    },
    /// Make the built-in sample supplier, or freshen it: no network, nothing is ever sent; prints its profile
    Demo {
        /// Delete it with its drafts
        #[arg(long)]
        remove: bool,
    },
    /// Walk the way to the supplier's server and name what is in the way
    CheckConnection {
        /// Address of the supplier's gateway [default: that of the profile]
        url: Option<String>,
        /// The invitation code, for the certificate that it names; it is not sent
        #[arg(long, requires = "url")]
        code: Option<String>,
    },
    /// Save what support needs to see, as a zip: versions, sizes, counts, states, the log; no names, prices or tokens
    SupportBundle {
        /// Where to write it
        #[arg(long, value_name = "FILE.zip")]
        out: PathBuf,
        /// Check the connection too, and add what it found
        #[arg(long)]
        check: bool,
    },
    /// Show an order list as it is understood: any spreadsheet, page or text; needs no profile
    Read {
        /// The file; `-` reads standard input
        file: String,
    },
    /// Send what waits and fetch what is new
    Sync,
    /// What waits to be sent, as a file
    #[command(subcommand)]
    Queue(Queue),
    /// Search goods by article and name
    Search {
        /// What to look for; words in any order, beginnings suffice
        query: String,
        /// At whose prices [default: the first legal entity whose prices may be seen]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
        /// How many rows at most
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// List pictures, certificates and instructions of goods
    Files {
        /// Article, or the id or barcode of an item
        goods: String,
        /// As which legal entity sees it; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// One picture or file of goods
    #[command(subcommand)]
    File(File),
    /// Drafts
    #[command(subcommand)]
    Draft(Draft),
    /// Templates: lists of goods that drafts are made of
    #[command(subcommand)]
    Template(Template),
    /// What deliveries are chosen from
    #[command(subcommand)]
    Delivery(Directory),
    /// Compare a draft with the supplier's prices and stock now
    Checkout {
        /// Which draft
        draft: String,
        /// Write the changed lines to this PDF
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Orders of the last days, by anyone of the legal entity, with goods of a draft
    Repeated {
        /// Which draft
        draft: String,
        /// How many days back
        #[arg(long, value_name = "DAYS", default_value_t = 3)]
        days: u32,
    },
    /// Check a draft and place it; queued when there is no connection
    Place {
        /// Which draft
        draft: String,
        /// Take new prices and smaller quantities; lines that are gone stay in the draft
        #[arg(long)]
        accept: bool,
        /// Take prices up to so many percent above those that were seen
        #[arg(long, value_name = "PERCENT", conflicts_with = "accept")]
        rise: Option<String>,
        /// Take what is there when it is at least so many percent of the quantity
        #[arg(long, value_name = "PERCENT", conflicts_with = "accept")]
        least: Option<String>,
        /// Else take what its warehouse lacks from the others
        #[arg(long, conflicts_with = "accept")]
        warehouse: bool,
        /// Else take the first analogue, within the same price, of which the whole quantity is there
        #[arg(long, conflicts_with = "accept")]
        analogue: bool,
        /// Send the other lines when a rule does not cover one, which stays in the draft
        #[arg(long, conflicts_with = "accept")]
        rest: bool,
        /// Decide about a changed line: GOODS=accept, reduce:N, analogue:GOODS, order (all of it, what is
        /// not there too), later:DATE (all of it, what is not there by that day), warehouse or warehouse:NAME (what its
        /// warehouse lacks from the others, or from that one), wait, remove or keep; again for each line
        #[arg(
            long,
            value_name = "GOODS=WHAT",
            conflicts_with_all = ["accept", "rise", "least", "warehouse", "analogue", "rest"]
        )]
        decide: Vec<String>,
    },
    /// Orders, with those that wait to be sent on top
    Orders {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// One order
    #[command(subcommand)]
    Order(Order),
    /// Invoices, and the supplier's own documents
    Documents {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Show what is owed by the supplier's books, and what of it is overdue
    Money(Money),
    /// Find orders, invoices, documents of the supplier with the text of their PDF, and claims by their words
    Find(FindArgs),
    /// Show what was bought: by months, or of one item
    Purchases {
        /// Article, or the id or barcode of an item [default: sums of orders by months]
        goods: Option<String>,
        /// For which legal entity [default: all; with goods it may be left out when there is one]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Add up what was bought: by months, goods, legal entities or people; or write it into a table
    Report(ReportArgs),
    /// How a price comes about
    #[command(subcommand)]
    Price(PriceCommand),
    /// Show what an item cost over time, as this computer saw it
    Prices {
        /// Article, or the id or barcode of an item
        goods: String,
        /// For which legal entity [default: the first whose prices the person may see]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// A document of the supplier
    #[command(subcommand)]
    Document(Document),
    /// The printers of this computer with what each can do; or one, by its name or address
    Printers {
        /// Which: a name, or an address (ipp://HOST/ipp/print)
        printer: Option<String>,
    },
    /// Write a document as PDF, or print it
    Print(PrintArgs),
    /// What became of a paper that a printer took, or take it back
    PrintJob(PrintJobArgs),
    /// Into which folder papers are saved when no file is named; with a flag, into which from now on
    PaperFolder {
        /// This folder; an empty one is the user's documents
        #[arg(long, value_name = "DIR")]
        set: Option<String>,
        /// With these folders below it
        #[arg(long, value_enum)]
        by: Option<SubFoldersArg>,
    },
    /// Print labels of goods on a label printer that speaks ZPL, or write them into a file
    Labels(Labels),
    /// Own price lists: what your customers pay, made of what goods cost you
    #[command(subcommand, name = "pricelist")]
    PriceList(PriceList),
    /// The papers of a month for the accountant: one ZIP for each legal entity, with the supplier's own files and an index
    Archive {
        /// Which month, as 2026-11
        #[arg(long, value_name = "YYYY-MM")]
        month: String,
        /// Of which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
        /// In which folder [default: the user's documents]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// How to pay an invoice, and the code that bank programs scan
    Payment {
        /// Which invoice
        doc: String,
        /// Write the code as a picture
        #[arg(long, value_name = "FILE.svg")]
        out: Option<PathBuf>,
        /// End the lines of a Ukrainian code with LF this time, whatever `payment-lines` says
        #[arg(long)]
        lf: bool,
    },
    /// The supplier's page on which an invoice is paid, to be opened in a browser
    PaymentLink {
        /// Which invoice
        doc: String,
    },
    /// How lines of Ukrainian payment codes end, on paper and on screen; with a value, from now on
    PaymentLines {
        /// As the program of your bank reads them
        #[arg(value_enum)]
        end: Option<LineEndArg>,
    },
    /// Write invoices of one legal entity as payment orders into one file for the bank's program (1C client-bank)
    ClientBank(ClientBank),
    /// Be told when goods are back in stock, or become cheaper
    Subscribe {
        /// Article, or the id or barcode of an item
        goods: String,
        /// Tell once, when so much is there [default: 1, or nothing with --price]
        #[arg(long, value_name = "N")]
        threshold: Option<String>,
        /// Tell each time when the price falls
        #[arg(long)]
        price: bool,
        /// The last day on which it is wanted [default: as long as it takes]
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<String>,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// End a subscription
    Unsubscribe {
        /// Article, or the id or barcode of an item
        goods: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// List subscriptions
    Subscriptions {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Be told when an article that the supplier does not have is in his catalogue
    Wish {
        /// The article, in any spelling
        article: String,
        /// How much is wanted
        #[arg(long, value_name = "N")]
        quantity: Option<String>,
        /// What the supplier should know
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// End a wish
    Unwish {
        /// The article, in any spelling
        article: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// List articles that are wished for
    Wishes {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// What changed since you looked: prices with what they do to drafts, goods back in stock, sold no more
    Changes(ChangesArgs),
    /// Own codes: what you call goods, known in lists and in the search, shared with colleagues of the legal entity
    #[command(subcommand)]
    Codes(Codes),
    /// Tell the supplier's people what is wrong, what could be better, or what is not clear
    Feedback {
        /// What it is
        #[arg(long, value_enum)]
        kind: FeedbackKindArg,
        /// In your words
        #[arg(long)]
        text: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Show the supplier's news
    News,
    /// List what was told: arrivals, prices, orders, invoices, claims, news
    Notices {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Work that cannot be sent any more, because the right to it is gone
    #[command(subcommand)]
    Unsent(Unsent),
    /// List who works for a legal entity, and in which role; for its administrators
    People {
        /// Which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// The code without which the window does not show hidden prices
    PricePin {
        /// Take it off
        #[arg(long, required = true)]
        remove: bool,
    },
    /// Claims on delivered goods
    #[command(subcommand)]
    Claim(Claim),
    /// Show the profile, the connection, and the age of the figures
    Status,
}

/// Commands on a picture or a file of goods.
#[derive(Debug, Subcommand)]
pub enum File {
    /// Open it in the program that the system has for it; the copy lies in the profile until that is used again
    Open {
        /// Article, or the id or barcode of an item
        goods: String,
        /// Its id, at least the first 8 signs of that, or its title (`cabinet files`)
        file: String,
        /// As which legal entity sees it; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Save it
    Save {
        /// Article, or the id or barcode of an item
        goods: String,
        /// Its id, at least the first 8 signs of that, or its title (`cabinet files`)
        file: String,
        /// Where to write it; what is there is replaced [default: a new file in the user's documents folder]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// As which legal entity sees it; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
}

/// Commands on work that cannot be sent.
#[derive(Debug, Subcommand)]
pub enum Unsent {
    /// List it
    List,
    /// Write it to a file (`article;quantity;unit;name`); nothing is removed
    Export {
        /// Where to write it [default: the user's documents folder]
        #[arg(long, value_name = "FILE.csv")]
        out: Option<PathBuf>,
    },
    /// Delete it for good
    Discard {
        /// Of which legal entity
        #[arg(long, value_name = "ID")]
        entity: String,
    },
}

/// Directories of the supplier.
#[derive(Debug, Subcommand)]
pub enum Directory {
    /// Ways of delivery
    Ways {
        /// Only those with this text
        #[arg(default_value = "")]
        query: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Addresses of a legal entity
    Addresses {
        /// Only those with this text
        #[arg(default_value = "")]
        query: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Carriers
    Carriers {
        /// Only those with this text
        #[arg(default_value = "")]
        query: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Branches and terminals of carriers
    Branches {
        /// City, number or parts of an address
        #[arg(default_value = "")]
        query: String,
        /// Only of this carrier
        #[arg(long, value_name = "ID")]
        carrier: Option<String>,
        /// How many rows at most
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
}

/// Commands on orders.
/// `document …`
#[derive(Debug, Subcommand)]
pub enum Document {
    /// Show what it says, with what does not add up in it
    Show {
        /// Which (id)
        document: String,
    },
    /// Save it as it came; fetched once, it is there without a connection
    Save {
        /// Which (id)
        document: String,
        /// Where to write it; what is there is replaced [default: a new file in the user's documents folder]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Show an order with its lines
    Show {
        /// Which order: its id or its number
        order: String,
    },
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FeedbackKindArg {
    /// Something does not work
    Problem,
    /// Something could be better
    Idea,
    /// Something is not clear
    Question,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum KindArg {
    /// The goods are faulty
    Defect,
    /// The packing is damaged
    Packing,
    /// More or less than the papers say
    Quantity,
    /// Not the quality, the sort or the article that was ordered
    Quality,
}

/// What is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RemedyArg {
    /// Other goods in place of these
    Replace,
    /// Repair
    Repair,
    /// The money back, or a credit
    Refund,
    /// Deliver what is missing
    Deliver,
    /// A lower price
    PriceReduction,
}

/// Commands on claims.
#[derive(Debug, Subcommand)]
pub enum Claim {
    /// File a claim on a line of an order; queued with its files when there is no connection
    New {
        /// Which order: its id or number, or the id of its invoice
        #[arg(long, value_name = "ORDER")]
        order: String,
        /// Which of its goods: article, or the id of the item
        #[arg(long, value_name = "GOODS")]
        item: String,
        /// What is wrong
        #[arg(long, value_enum)]
        kind: KindArg,
        /// What is demanded
        #[arg(long, value_enum)]
        remedy: RemedyArg,
        /// How much of the line [default: 1, or all when it is less]
        #[arg(long, value_name = "N")]
        quantity: Option<String>,
        /// What happened
        #[arg(long)]
        text: String,
        /// A photo (sent smaller, and without the place where it was taken) or a document, as it is; may be given several
        /// times
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
    },
    /// List claims, with those that wait to be sent on top
    List {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Show a claim with everything that was said
    Show {
        /// Which claim: its id or its number
        claim: String,
        /// Save its files into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Say something in a claim that the supplier has
    Say {
        /// Which claim: its id or its number
        claim: String,
        /// What to say
        #[arg(long, default_value = "")]
        text: String,
        /// As with `claim new`
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn flags_of_every_command_stand_before_or_after_it() {
        for line in [
            "cabinet --json --profile /p search болт",
            "cabinet search болт --json --profile /p",
            "cabinet --json search --profile /p болт",
        ] {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert!(args.global.json, "{line}");
            assert_eq!(
                args.global.profile.as_deref(),
                Some(std::path::Path::new("/p")),
                "{line}"
            );
        }
    }
}

/// `price …`
#[derive(Debug, Subcommand)]
pub enum PriceCommand {
    /// Show the chain from the list's price of an item to the one that is paid, with its tiers
    Explain {
        /// Article, or the id or barcode of an item
        goods: String,
        /// How much of it, in its base unit [default: that of the draft, else 1]
        #[arg(long, value_name = "QUANTITY")]
        quantity: Option<String>,
        /// Within a draft, whose other lines count for promotions
        #[arg(long, value_name = "ID")]
        draft: Option<String>,
        /// For which legal entity [default: the first whose prices the person may see]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
}
