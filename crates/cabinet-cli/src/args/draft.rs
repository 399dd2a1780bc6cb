//! Commands on drafts.

use clap::{Subcommand, ValueEnum};

/// By what a draft is split.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SplitBy {
    /// For whom or what the goods are
    Label,
    /// The day on which they are wished
    Date,
    /// The warehouse from which they are wished
    Warehouse,
}

/// Commands on drafts.
#[derive(Debug, Subcommand)]
pub enum Draft {
    /// Make an empty draft; prints its id
    New {
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
        /// A name for people
        #[arg(long)]
        name: String,
    },
    /// Add lines `article;quantity` from a file; an item's id or barcode may stand for its article
    Add {
        /// Which draft
        draft: String,
        /// The file; `-` reads standard input
        file: String,
    },
    /// Say that the order of a draft is paid in advance, so that no credit limit stands in its way
    Prepaid {
        /// Which draft
        draft: String,
        /// It is not
        #[arg(long)]
        off: bool,
    },
    /// Put the lines that are beyond the credit limit into a draft of their own, or split by what lines say
    Split {
        /// Which draft
        draft: String,
        /// Name of the new one
        #[arg(long, required_unless_present = "by")]
        name: Option<String>,
        /// A draft for each label, wished day or warehouse, named after it; what says nothing stays
        #[arg(long, value_enum, conflicts_with = "name")]
        by: Option<SplitBy>,
    },
    /// Put lines into a draft of their own that goes to another address, or is ordered by another legal entity's contract
    SetApart {
        /// Which draft
        draft: String,
        /// Goods of a line; again for each line
        #[arg(long = "line", value_name = "GOODS", required = true)]
        lines: Vec<String>,
        /// To this address of whoever orders, by its id or name
        #[arg(long, value_name = "ADDRESS", required_unless_present = "entity")]
        address: Option<String>,
        /// By the contract of this legal entity, at its prices
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// What two drafts, or a draft and an order, have in common and what not
    Compare {
        /// A draft by its id, or an order by its id or number
        left: String,
        /// Another one
        right: String,
    },
    /// How each legal entity would stand with the supplier after a draft, at its own prices
    WhatIf {
        /// Which draft
        draft: String,
    },
    /// Add one of what a scanner read: a barcode, an article, an own code
    Scan {
        /// Which draft
        draft: String,
        /// What was read
        code: String,
        /// So much in all, instead of one more
        #[arg(long, value_name = "N")]
        quantity: Option<String>,
    },
    /// Set how much of some goods a draft has, in any of their units: `24`, `2 box`, `2 кор по 12`; `0` takes the line out
    Quantity {
        /// Which draft
        draft: String,
        /// Article, barcode, own code or id of the item
        goods: String,
        /// How much
        #[arg(allow_hyphen_values = true)]
        quantity: String,
    },
    /// Copy the lines of an order or a draft into a new draft, or into one that is there, at today's prices
    Repeat {
        /// Which order, by id or number, or which draft, by id
        source: String,
        /// A draft of the same legal entity that takes the lines
        #[arg(long, value_name = "DRAFT", conflicts_with = "name")]
        into: Option<String>,
        /// The name of a new draft
        #[arg(long, required_unless_present = "into")]
        name: Option<String>,
    },
    /// Set delivery, own number and comments; what is not named stays, an empty text leaves that part open
    Set {
        /// Which draft
        draft: String,
        /// A way, by id or name (`cabinet delivery ways`)
        #[arg(long, value_name = "WAY")]
        way: Option<String>,
        /// A carrier, by id or name (`cabinet delivery carriers`)
        #[arg(long, value_name = "CARRIER")]
        carrier: Option<String>,
        /// A branch of the carrier, by id or by a text that finds one only (`cabinet delivery branches`)
        #[arg(long, value_name = "BRANCH")]
        branch: Option<String>,
        /// An address of the legal entity, by id or name (`cabinet delivery addresses`)
        #[arg(long, value_name = "ADDRESS")]
        address: Option<String>,
        /// The day on which the goods are to leave
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<String>,
        /// Your own number of the order
        #[arg(long, value_name = "NUMBER")]
        own_number: Option<String>,
        /// A mark: to be shipped together with orders that bear the same one
        #[arg(long, value_name = "MARK")]
        ship_together: Option<String>,
        /// Comment for the supplier
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// A line to comment on: article, or id of the item
        #[arg(long, value_name = "GOODS", requires = "item_comment")]
        item: Option<String>,
        /// The comment on that line
        #[arg(long, value_name = "TEXT", requires = "item")]
        item_comment: Option<String>,
    },
    /// Say for whom or what a draft is; its lines take that along into an order or another draft
    Label {
        /// Which draft
        draft: String,
        /// "Цех 2"; an empty text takes it away
        label: String,
    },
    /// Labels that were typed before
    Labels {
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Say for whom or what some of a line is, when and from which warehouse it is wished; an empty text takes that away
    #[command(group(clap::ArgGroup::new("said").required(true).multiple(true).args(["label", "date", "warehouse", "on_order"])))]
    Mark {
        /// Which draft
        draft: String,
        /// Article, or id of the item
        goods: String,
        /// Which part of a line that is divided, as `draft show` numbers them [default: the first]
        #[arg(long, value_name = "N")]
        part: Option<u32>,
        /// How much of it; it becomes a part of its own [default: all]
        #[arg(long, value_name = "N")]
        quantity: Option<String>,
        /// For whom or what
        #[arg(long, value_name = "LABEL")]
        label: Option<String>,
        /// The day on which it is wished
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<String>,
        /// A warehouse that holds it, by id or name
        #[arg(long, value_name = "WAREHOUSE")]
        warehouse: Option<String>,
        /// Order all of the line, also what is not there: `yes`; or only what is: `no`
        #[arg(long, value_name = "yes|no", value_parser = clap::builder::BoolishValueParser::new())]
        on_order: Option<bool>,
    },
    /// Services on the goods of a line: what is offered, put on, taken off
    Service {
        #[command(subcommand)]
        command: super::Service,
    },
    /// Show a draft with its lines
    Show {
        /// Which draft
        draft: String,
        /// Only what bears this label
        #[arg(long, value_name = "LABEL")]
        label: Option<String>,
    },
    /// List drafts
    List {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
        /// Those in the trash instead; they stay there for 90 days
        #[arg(long)]
        trash: bool,
    },
    /// Put a draft into the trash
    Trash {
        /// Which draft
        draft: String,
    },
    /// Take a draft out of the trash
    Restore {
        /// Which draft
        draft: String,
    },
    /// Lines that were taken out of a draft in the last 90 days
    Removed {
        /// Which draft
        draft: String,
    },
    /// Put lines back that were taken out, at today's prices
    BringBack {
        /// Which draft
        draft: String,
        /// Articles or ids of items; all lines when none is named
        goods: Vec<String>,
    },
}
