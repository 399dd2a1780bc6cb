//! `documents_printers` and `documents_printer`.

use super::print::{PaperSides, service};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_printing::printer::{Printer, PrinterState};
use cabinet_printing::service::PrintService as _;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a printer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PrinterDoing {
    /// Waits for work.
    Idle,
    /// Prints.
    Working,
    /// Stopped by a fault (no paper, open cover): a job waits in it.
    Stopped,
    /// Stopped by a person.
    Paused,
}

/// A printer as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrinterView {
    /// Name, or address, for `print`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The one of the system when none is named.
    pub is_default: bool,
    /// What it does now.
    pub doing: PrinterDoing,
    /// Whether it takes jobs.
    pub is_accepting: bool,
    /// Why it is in that state, in the words of the protocol (`media-empty-error`); may be empty.
    pub reasons: Vec<String>,
    /// Its trays, in the words of the protocol (`tray-1`, `by-pass-tray`).
    pub trays: Vec<String>,
    /// Its papers by their standard names (`iso_a4_210x297mm`).
    pub papers: Vec<String>,
    /// Those of them that lie in it now.
    pub papers_inside: Vec<String>,
    /// How it prints on the sides of a sheet.
    pub sides: Vec<PaperSides>,
    /// Whether it prints in colours.
    pub has_colours: bool,
    /// The most copies of one job.
    pub most_copies: u32,
    /// Whether it takes the papers of this program.
    pub takes_pdf: bool,
}

/// Printers of this machine.
///
/// # Errors
/// `printer`: no printing system.
pub async fn printers(cabinet: &Cabinet) -> Result<Vec<PrinterView>, CommandError> {
    cabinet.ready()?;
    let printers = tokio::task::spawn_blocking(|| service().printers()).await??;
    Ok(printers.into_iter().map(PrinterView::from).collect())
}

/// One printer as it is now, also one of the network by its address.
///
/// # Errors
/// `printer`.
pub async fn printer(cabinet: &Cabinet, name: String) -> Result<PrinterView, CommandError> {
    cabinet.ready()?;
    let printer = tokio::task::spawn_blocking(move || service().printer(name.trim())).await??;
    Ok(PrinterView::from(printer))
}

impl From<Printer> for PrinterView {
    fn from(printer: Printer) -> Self {
        Self {
            takes_pdf: printer.takes("application/pdf"),
            name: printer.name,
            title: printer.title,
            is_default: printer.is_default,
            doing: match printer.state {
                PrinterState::Idle => PrinterDoing::Idle,
                PrinterState::Working => PrinterDoing::Working,
                PrinterState::Stopped => PrinterDoing::Stopped,
                PrinterState::Paused => PrinterDoing::Paused,
            },
            is_accepting: printer.is_accepting,
            reasons: printer.reasons,
            trays: printer.trays,
            papers: printer.papers,
            papers_inside: printer.papers_inside,
            sides: printer.sides.into_iter().map(PaperSides::from).collect(),
            has_colours: printer.has_colours,
            most_copies: printer.most_copies,
        }
    }
}
