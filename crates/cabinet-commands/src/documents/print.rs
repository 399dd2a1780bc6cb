//! `documents_print`.

use super::paper::{PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_documents::printing::{PrintError, PrintJob, Spooler};

/// Sends the PDF to a printer.
///
/// # Errors
/// `not_found`, `printer`.
pub async fn print(cabinet: &Cabinet, paper: PaperRequest, printer: String, copies: u32) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let made = make(open, &paper)?;
            let job = PrintJob {
                printer: (!printer.is_empty()).then_some(printer),
                title: made.title,
                pdf: made.rendered.pdf,
                copies,
            };
            let accepted = spooler().print(&job)?;
            tracing::info!(print.job = %accepted.0, "The print service took a document");
            Ok(())
        })
        .await
}

/// The print service of this system.
#[cfg(not(windows))]
pub(super) fn spooler() -> impl Spooler {
    cabinet_documents::printing::cups::CupsSpooler::new()
}

/// The print service of this system.
#[cfg(windows)]
pub(super) fn spooler() -> impl Spooler {
    cabinet_documents::printing::windows::WindowsSpooler
}

impl From<PrintError> for CommandError {
    fn from(error: PrintError) -> Self {
        let reason = match error {
            PrintError::NotInstalled { program } => Reason::NoPrintService {
                program: program.to_owned(),
            },
            PrintError::NotRunning { answer } => Reason::PrintServiceSilent { answer },
            PrintError::NoPrinters => Reason::NoPrinters,
            PrintError::NoDefault => Reason::NoDefaultPrinter,
            PrintError::UnknownPrinter { name } => Reason::UnknownPrinter { name },
            PrintError::BadCopies { copies } => Reason::BadCopies { copies },
            PrintError::Refused { answer } => Reason::PrinterRefused { answer },
            PrintError::TimedOut { waited } => Reason::PrintServiceLate {
                seconds: u32::try_from(waited.as_secs()).unwrap_or(u32::MAX),
            },
            PrintError::Unsupported => Reason::PrintingUnsupported,
            PrintError::Io(_) => Reason::NotHandedOver,
        };
        reason.into()
    }
}
