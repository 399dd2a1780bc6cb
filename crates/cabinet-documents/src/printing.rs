//! Sending a PDF to a printer of the operating system, without a dialog.
//!
//! One trait, one implementation for each system. The calls block: run them on a blocking thread.

pub mod cups;
#[cfg(windows)]
pub mod windows;

use std::time::Duration;

/// A printer that the system knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterInfo {
    /// The name to print to.
    pub name: String,
    /// Whether the system takes it when none is named.
    pub is_default: bool,
}

/// A document to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// The printer's name; `None` takes the default one.
    pub printer: Option<String>,
    /// What the queue shows («Счет на оплату № 12»).
    pub title: String,
    /// The document.
    pub pdf: Vec<u8>,
    /// How many, from 1 to 999.
    pub copies: u32,
}

/// The system's name of an accepted job («Office-17»): accepted, not yet on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobId(pub String);

/// Why a document was not accepted for printing.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// This system has no print service of the kind: install it.
    #[error("no print service is installed ({program} was not found)")]
    NotInstalled {
        /// The program that was looked for.
        program: &'static str,
    },
    /// The print service is installed and does not answer: start it.
    #[error("the print service does not answer: {answer}")]
    NotRunning {
        /// Its own words.
        answer: String,
    },
    /// No printer is set up: add one in the system's settings.
    #[error("no printer is set up on this computer")]
    NoPrinters,
    /// None was named and none is the default: name one.
    #[error("no default printer is chosen on this computer")]
    NoDefault,
    /// There is no printer of this name: choose another.
    #[error("there is no printer named {name}")]
    UnknownPrinter {
        /// The name that was asked for.
        name: String,
    },
    /// The number of copies is not between 1 and 999.
    #[error("{copies} copies cannot be printed")]
    BadCopies {
        /// What was asked for.
        copies: u32,
    },
    /// The print service refused the job.
    #[error("the printer refused the document: {answer}")]
    Refused {
        /// Its own words.
        answer: String,
    },
    /// The print service took too long; the job may or may not be in the queue.
    #[error("the print service gave no answer in {} s", waited.as_secs())]
    TimedOut {
        /// How long it was waited for.
        waited: Duration,
    },
    /// Not available on this system yet: save the PDF and print it from its viewer.
    #[error("printing from here is not available on this system yet: save the PDF and print it from the viewer")]
    Unsupported,
    /// The document could not be handed over.
    #[error("the document could not be handed to the print service")]
    Io(#[from] std::io::Error),
}

/// A print service.
pub trait Spooler {
    /// The printers it knows, by name; an empty list when none is set up.
    ///
    /// # Errors
    /// [`PrintError::NotInstalled`], [`PrintError::NotRunning`], [`PrintError::TimedOut`], [`PrintError::Io`].
    fn printers(&self) -> Result<Vec<PrinterInfo>, PrintError>;

    /// Hands a document over.
    ///
    /// # Errors
    /// Any [`PrintError`]; nothing is queued then, except perhaps after [`PrintError::TimedOut`].
    fn print(&self, job: &PrintJob) -> Result<JobId, PrintError>;
}
