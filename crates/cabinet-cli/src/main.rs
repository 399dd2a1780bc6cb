//! `cabinet`: the commands of the cabinet for scripts and machines without a screen (docs/cli.md).
//!
//! Invariants: standard output carries the answer and nothing else; words about failures go to standard error;
//! a secret is never an argument without another way.

mod answer;
mod args;
mod attachments;
mod exit;
mod figures;
mod run;
mod secret;
mod shapes;
mod table;
mod why;

use clap::Parser as _;
use std::process::ExitCode;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => return exit::misunderstood(&error),
    };
    let level = std::env::var("CABINET_LOG").unwrap_or_else(|_| "error".to_owned());
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr.and(cabinet_commands::support::journal))
        .with_env_filter(tracing_subscriber::EnvFilter::new(level))
        .init();
    let is_json = args.global.json;
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(exit::Failure::from)
        .and_then(|runtime| runtime.block_on(run::run(args)));
    let result = match outcome {
        Ok(answer) => answer.print(is_json),
        Err(failure) => failure.print(is_json),
    };
    // A reader that went away (`| head`) is no failure of the command; any other failure to write is.
    match result {
        Ok(code) => code,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(exit::FAILED),
    }
}
