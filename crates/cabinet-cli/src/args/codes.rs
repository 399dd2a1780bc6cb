//! What `codes` takes.

use clap::Subcommand;

/// Commands on own codes.
#[derive(Debug, Subcommand)]
pub enum Codes {
    /// List codes, with what they mean and who said so
    List {
        /// For which legal entity [default: all]
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Say what a code means
    Add {
        /// What you call the goods: an article of your own, a barcode, a name
        code: String,
        /// Article, or the id or barcode of an item
        goods: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Say that a code means nothing any more
    Remove {
        /// The code, in any spelling
        code: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Write the codes into a file: .xlsx, .csv or .tsv by its ending
    Export {
        /// The file
        file: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Learn the codes of a table of any kind, with a column of codes and one of the supplier's articles
    Import {
        /// The file; `-` reads standard input
        file: String,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
}
