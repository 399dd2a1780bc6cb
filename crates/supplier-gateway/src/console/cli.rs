//! The command line: which command was asked for, how it ended, and the exit code.

use super::acts::{self, ActCommand, ActCommandError};
use super::balance::{self, BalanceCommand, BalanceCommandError};
use super::claims::{self, ClaimCommand, ClaimCommandError};
use super::contracts::{self, ContractCommand};
use super::dealers::{self, DealersError, EntityCommand, Invite};
use super::delivery::{self, DeliveryCommand, DeliveryCommandError};
use super::documents::{self, DocumentCommand, DocumentCommandError};
use super::exchange::{self, ExchangeCommand, ExchangeCommandError};
use super::feedback::{self, FeedbackCommand, FeedbackCommandError};
use super::goods::{self, GoodsCommand, GoodsCommandError};
use super::import::{self, Import, ImportCommandError, Outcome};
use super::news::{self, NewsCommand, NewsCommandError};
use super::node::{self, NodeCommand, NodeCommandError};
use super::orders::{self, OrderCommand, OrderCommandError};
use super::people::{self, DeviceCommand, PersonCommand};
use super::pricing::{self, PricingCommand, PricingCommandError};
use super::queue::{self, QueueCommand, QueueCommandError};
use super::serve::{self, Serve, ServeError};
use super::stats::{self, StatsError};
use super::target::{Target, write_json};
use super::wishes::{self, WishCommand, WishCommandError};
use crate::documents::text_reader;
use clap::{Parser, Subcommand};
use serde_json::json;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// What every `--help` ends with.
const AFTER_HELP: &str = "Exit codes:
  0  done
  1  not done, or not all of it: the reason is on standard error
  2  the command line is wrong

With --json a failure prints {\"error\": {\"code\", \"message\"}} on standard output too.

The log goes to standard error; RUST_LOG sets how much (for example RUST_LOG=debug).";

/// The supplier gateway: takes goods from 1C, serves dealers' programs, brings their orders to 1C.
#[derive(Debug, Parser)]
#[command(name = "supplier-gateway", version, after_help = AFTER_HELP)]
struct Cli {
    /// Print JSON instead of text for people.
    #[arg(long, global = true)]
    // Handed down to the `--json` of the command, which is where it is read.
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve 1C and dealers' programs until stopped; prints one line when ready.
    Serve(Serve),
    /// Exchange nodes: the logins of the supplier's 1C.
    #[command(subcommand)]
    Node(NodeCommand),
    /// What 1C sent and took, and what was left out of it.
    #[command(subcommand)]
    Exchange(ExchangeCommand),
    /// Import CommerceML files, folders and archives from disk, in any order.
    Import(Import),
    /// What 1C's exchange does not carry of goods.
    #[command(subcommand)]
    Goods(GoodsCommand),
    /// Count what the gateway knows.
    Stats(Target),
    /// Legal entities of dealers.
    #[command(subcommand)]
    Entity(EntityCommand),
    /// Contracts of legal entities: goods, prices, terms, and how stock is shown.
    #[command(subcommand)]
    Contract(ContractCommand),
    /// How legal entities stand by your books: debt and overdue sums.
    #[command(subcommand)]
    Balance(BalanceCommand),
    /// Rules of prices: discounts, exceptions, volume, promotions and gifts, packs, rates.
    #[command(subcommand)]
    Pricing(PricingCommand),
    /// Invite a person: prints a code that works once.
    Invite(Invite),
    /// People of dealers.
    #[command(subcommand)]
    Person(PersonCommand),
    /// Devices of dealers.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Orders of dealers.
    #[command(subcommand)]
    Order(OrderCommand),
    /// Queues of devices that come as files, where there is no connection.
    #[command(subcommand)]
    Queue(QueueCommand),
    /// Claims of dealers on delivered goods.
    #[command(subcommand)]
    Claim(ClaimCommand),
    /// Directories of delivery: ways, addresses, carriers and their branches.
    #[command(subcommand)]
    Delivery(DeliveryCommand),
    /// Documents for dealers: УПД, bills, scans; and those that found no dealer.
    #[command(subcommand)]
    Document(DocumentCommand),
    /// Acts of reconciliation that dealers asked for.
    #[command(subcommand)]
    Act(ActCommand),
    /// Articles that dealers asked for and that are not in the catalogue.
    #[command(subcommand)]
    Wish(WishCommand),
    /// News for dealers.
    #[command(subcommand)]
    News(NewsCommand),
    /// What dealers' people say of the program.
    #[command(subcommand)]
    Feedback(FeedbackCommand),
    /// Reads the text of one PDF; the gateway starts it for itself.
    #[command(hide = true, name = text_reader::COMMAND)]
    PdfText {
        /// Which.
        file: PathBuf,
    },
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Node(#[from] NodeCommandError),
    #[error(transparent)]
    Exchange(#[from] ExchangeCommandError),
    #[error(transparent)]
    Import(#[from] ImportCommandError),
    #[error(transparent)]
    Goods(#[from] GoodsCommandError),
    #[error(transparent)]
    Stats(#[from] StatsError),
    #[error(transparent)]
    Dealers(#[from] DealersError),
    #[error(transparent)]
    Balance(#[from] BalanceCommandError),
    #[error(transparent)]
    Pricing(#[from] PricingCommandError),
    #[error(transparent)]
    Order(#[from] OrderCommandError),
    #[error(transparent)]
    Queue(#[from] QueueCommandError),
    #[error(transparent)]
    Claim(#[from] ClaimCommandError),
    #[error(transparent)]
    Delivery(#[from] DeliveryCommandError),
    #[error(transparent)]
    Document(#[from] DocumentCommandError),
    #[error(transparent)]
    Act(#[from] ActCommandError),
    #[error("the text cannot be read: {0}")]
    PdfText(#[source] io::Error),
    #[error(transparent)]
    Wish(#[from] WishCommandError),
    #[error(transparent)]
    News(#[from] NewsCommandError),
    #[error(transparent)]
    Feedback(#[from] FeedbackCommandError),
}

/// Runs the command that the arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_json = arguments.iter().any(|argument| argument == "--json");
    let mut out = io::stdout();
    let mut err = io::stderr();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing can be done about a terminal that is gone.
            let _printed = error.print();
            if is_json && error.use_stderr() {
                tell_in_json(&mut out, "usage", error.to_string().trim_end());
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    log_to_stderr(matches!(cli.command, Command::Serve(_)));
    match execute(cli.command, &mut out, &mut err) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NotAll) => ExitCode::FAILURE,
        Err(error) => {
            let words = with_sources(&error);
            let _printed = writeln!(err, "error: {words}");
            if is_json {
                tell_in_json(&mut out, "failed", &words);
            }
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, CommandError> {
    match command {
        Command::Serve(serve) => serve::serve(&serve, out)?,
        Command::Node(command) => node::node(&command, out)?,
        Command::Exchange(command) => exchange::exchange(&command, out)?,
        Command::Import(import) => return Ok(import::import(&import, out, err)?),
        Command::Goods(command) => return Ok(goods::goods(&command, out, err)?),
        Command::Stats(target) => stats::stats(&target, out)?,
        Command::Entity(command) => dealers::entity(&command, out, err)?,
        Command::Contract(command) => contracts::contract(&command, out, err)?,
        Command::Balance(command) => return Ok(balance::balance(&command, out, err)?),
        Command::Pricing(command) => return Ok(pricing::pricing(&command, out, err)?),
        Command::Invite(invite) => dealers::invite(&invite, out, err)?,
        Command::Person(command) => people::person(&command, out)?,
        Command::Device(command) => people::device(&command, out)?,
        Command::Order(command) => orders::order(&command, out)?,
        Command::Queue(command) => return Ok(queue::queue(&command, out)?),
        Command::Claim(command) => claims::claim(&command, out)?,
        Command::Feedback(command) => feedback::feedback(&command, out)?,
        Command::News(command) => news::news(&command, out)?,
        Command::Act(command) => acts::act(&command, out, err)?,
        Command::Wish(command) => wishes::wish(&command, out)?,
        Command::Document(command) => return Ok(documents::document(&command, out, err)?),
        Command::PdfText { file } => text_reader::run(&file, out).map_err(CommandError::PdfText)?,
        Command::Delivery(command) => return Ok(delivery::delivery(&command, out, err)?),
    }
    Ok(Outcome::Done)
}

/// A failure as a document, in the form of `cabinet` (docs/cli.md); `code` is `usage` or `failed`.
fn tell_in_json(out: &mut dyn Write, code: &str, message: &str) {
    let _printed = write_json(out, &json!({ "error": { "code": code, "message": message } }));
}

/// An error with those beneath it that its own text does not already give.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(beneath) = source {
        let more = beneath.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        source = beneath.source();
    }
    text
}

fn log_to_stderr(is_server: bool) {
    let usual = if is_server { "info" } else { "warn" };
    // What a migration does is of use to nobody who did not ask for it.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(format!("{usual},refinery=warn,refinery_core=warn")));
    // A second subscriber in one process (a test) is refused; the first one goes on.
    let _set = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(may_colour())
        .with_writer(io::stderr)
        .try_init();
}

/// A file or a journal gets plain text; so does a person who asked for it (no-color.org).
fn may_colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
