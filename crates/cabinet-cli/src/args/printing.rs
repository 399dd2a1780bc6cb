//! What `print`, `print-job` and `client-bank` are told: the form, how it goes to a printer, which payment orders.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// What `print` takes.
#[derive(Debug, ClapArgs)]
pub struct PrintArgs {
    /// Which: id of an invoice, or of what the form is of (orders and claims also by number)
    pub doc: String,
    /// Which form of it
    #[arg(long, value_enum, default_value_t = Form::Invoice)]
    pub form: Form,
    /// A price list of this group only (1C id)
    #[arg(long, value_name = "ID")]
    pub group: Option<String>,
    /// Where to write it
    #[arg(long, value_name = "FILE.pdf", required_unless_present_any = ["printer", "file"])]
    pub out: Option<PathBuf>,
    /// Write it into the folder of papers, under a name that tells what it is
    #[arg(long, conflicts_with = "out")]
    pub file: bool,
    #[command(flatten)]
    pub printing: Printing,
}

/// What `print-job` takes.
#[derive(Debug, ClapArgs)]
pub struct PrintJobArgs {
    /// The printer that took it, as `print` named it
    pub printer: String,
    /// The number of the job there
    pub job: i32,
    /// Take it back; one that is on paper already stays there
    #[arg(long)]
    pub cancel: bool,
}

/// What `client-bank` takes.
#[derive(Debug, ClapArgs)]
pub struct ClientBank {
    /// Which invoices, in the order of the payment orders
    #[arg(required = true)]
    pub docs: Vec<String>,
    /// The account that pays, 20 digits; it is not stored
    #[arg(long)]
    pub account: String,
    /// БИК of its bank
    #[arg(long)]
    pub bic: String,
    /// Name of its bank
    #[arg(long, default_value = "")]
    pub bank: String,
    /// Correspondent account of its bank
    #[arg(long, default_value = "", value_name = "ACCOUNT")]
    pub correspondent: String,
    /// Number of the first payment order
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub first_number: u32,
    /// Day of the payment orders [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Where to write it
    #[arg(long, value_name = "FILE.txt")]
    pub out: PathBuf,
}

/// How `print` prints; what is not said is as it was for this form the last time, at the same printer.
#[derive(Debug, ClapArgs)]
pub struct Printing {
    /// Print it: at this printer (a name of `printers`, or an address, ipp://HOST/ipp/print), or at that of the last time
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub printer: Option<String>,
    /// How many
    #[arg(long, value_name = "N", requires = "printer")]
    pub copies: Option<u32>,
    /// On which sides of a sheet
    #[arg(long, value_enum, requires = "printer")]
    pub sides: Option<SidesArg>,
    /// From which tray, by the printer's word; an empty one as the printer is set
    #[arg(long, value_name = "TRAY", requires = "printer")]
    pub tray: Option<String>,
    /// On which paper, by its standard name (iso_a4_210x297mm); an empty one as the printer is set
    #[arg(long, value_name = "NAME", requires = "printer")]
    pub paper: Option<String>,
}

/// Sides of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SidesArg {
    /// As the printer is set
    AsSet,
    /// On one
    One,
    /// On both, turned like the page of a book
    LongEdge,
    /// On both, turned like the sheet of a calendar
    ShortEdge,
}

/// Folders below the one of papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SubFoldersArg {
    /// None
    None,
    /// One for each legal entity
    Entity,
    /// One for each month of the papers
    Month,
    /// Months below legal entities
    EntityMonth,
}

/// A form of `print`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// Счёт, рахунок; of an invoice
    Invoice,
    /// The same with columns of VAT
    InvoiceWithVat,
    /// ТОРГ-12; of an order that is shipped
    Torg12,
    /// УПД, status 1, its number left empty; of an order that is shipped
    UpdInvoice,
    /// УПД, status 2; of an order that is shipped
    UpdTransfer,
    /// Видаткова накладна; of an order that is shipped
    Vydatkova,
    /// ТТН 1-ТН; of an order that is shipped
    Ttn,
    /// Order form; of a draft
    Draft,
    /// Order form; of an order
    Order,
    /// Рекламация; of a claim
    Claim,
    /// ТОРГ-2; of a claim
    Torg2,
    /// Price list; of a legal entity
    PriceList,
    /// Акт сверки, акт звірки; of an act, its id with /CURRENCY where it has several
    Act,
}

/// How lines of a code end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LineEndArg {
    /// CR LF, as in the sample of the National Bank.
    Crlf,
    /// LF alone.
    Lf,
}
