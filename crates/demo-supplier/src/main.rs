//! `demo-supplier`: writes the files of an invented supplier for demonstrations and measurements.
//!
//! Exit codes: 0 done; 1 a file could not be written; 2 the request makes no sense.

use clap::{Parser, Subcommand};
use demo_supplier::{
    ChangesSummary, DirectoriesSummary, GenerateError, Plan, Summary, generate, generate_dressed, write_changes,
    write_directories,
};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes an invented supplier as a УТ 11 export in CommerceML.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a full export in portions of 1,000 goods.
    Generate {
        #[command(flatten)]
        supplier: Supplier,
        /// With pictures, certificates, analogues, arrivals and gloves by size and colour, for demonstrations.
        #[arg(long)]
        dressed: bool,
    },
    /// Write a light update with changed prices of the same supplier.
    Changes {
        #[command(flatten)]
        supplier: Supplier,
        /// How many prices change.
        #[arg(long)]
        prices: u64,
        /// Which update: another number chooses other offers.
        #[arg(long, default_value_t = 1)]
        round: u64,
    },
    /// Write directories of delivery: ways, carriers and their branches.
    Delivery {
        /// Branches of each carrier.
        #[arg(long, default_value_t = 2000)]
        branches: u32,
        /// The folder for the files; it is made if it is not there.
        #[arg(long)]
        out: PathBuf,
        /// Print the summary as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Supplier {
    /// Products, from 10 to 1,000,000.
    #[arg(long)]
    products: u64,
    /// The folder for the files; it is made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// The same seed gives the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Price types, from 1 to 3.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=3))]
    price_types: u8,
    /// Warehouses, from 1 to 3.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=3))]
    warehouses: u8,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

impl Supplier {
    fn plan(&self) -> Plan {
        Plan {
            products: self.products,
            seed: self.seed,
            price_types: usize::from(self.price_types),
            warehouses: usize::from(self.warehouses),
        }
    }
}

fn main() -> ExitCode {
    let outcome = match &Arguments::parse().command {
        Command::Generate { supplier, dressed } => written(supplier, *dressed).map(|summary| {
            if supplier.json {
                to_json(&summary)
            } else {
                Ok(export_in_words(&summary))
            }
        }),
        Command::Delivery { branches, out, json } => write_directories(*branches, out).map(|summary| {
            if *json {
                to_json(&summary)
            } else {
                Ok(directories_in_words(&summary))
            }
        }),
        Command::Changes {
            supplier,
            prices,
            round,
        } => write_changes(&supplier.plan(), *prices, *round, &supplier.out).map(|summary| {
            if supplier.json {
                to_json(&summary)
            } else {
                Ok(changes_in_words(&summary))
            }
        }),
    };
    match outcome {
        Ok(text) => match text.and_then(|text| writeln!(io::stdout().lock(), "{text}")) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(&error, 1),
        },
        Err(error @ GenerateError::Write { .. }) => complain(&error, 1),
        Err(error @ (GenerateError::ProductsOutOfRange { .. } | GenerateError::ChangesOutOfRange { .. })) => {
            complain(&error, 2)
        }
    }
}

fn written(supplier: &Supplier, is_dressed: bool) -> Result<Summary, GenerateError> {
    if is_dressed {
        generate_dressed(&supplier.plan(), &supplier.out)
    } else {
        generate(&supplier.plan(), &supplier.out)
    }
}

fn complain(error: &dyn std::error::Error, code: u8) -> ExitCode {
    // Nothing is left to tell when even the error stream is closed; the code still says it.
    drop(writeln!(io::stderr().lock(), "demo-supplier: {error}"));
    ExitCode::from(code)
}

fn to_json(summary: &impl serde::Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(summary)?)
}

fn export_in_words(summary: &Summary) -> String {
    format!(
        "{} products and {} variants in {} groups with {} properties\n\
         {} prices of {} types, {} stock rows in {} warehouses\n{} portions written",
        summary.products,
        summary.variants,
        summary.groups,
        summary.properties,
        summary.prices,
        summary.price_types,
        summary.stock_rows,
        summary.warehouses,
        summary.portions
    )
}

fn changes_in_words(summary: &ChangesSummary) -> String {
    format!("{} changed prices in {} offers", summary.prices, summary.offers)
}

fn directories_in_words(summary: &DirectoriesSummary) -> String {
    format!(
        "{} ways, {} carriers with {} branches",
        summary.ways, summary.carriers, summary.branches
    )
}
