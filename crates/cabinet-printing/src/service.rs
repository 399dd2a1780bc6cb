//! What every print service can be asked.

use crate::error::PrintError;
use crate::job::{JobId, JobState, PrintJob};
use crate::printer::Printer;

/// A print service: that of the system, and printers by their own addresses.
pub trait PrintService {
    /// The printers that it knows, by name; an empty list when none is set up.
    ///
    /// # Errors
    /// [`PrintError::NoService`], [`PrintError::NotAllowed`], [`PrintError::TimedOut`], [`PrintError::Unintelligible`].
    fn printers(&self) -> Result<Vec<Printer>, PrintError>;

    /// One printer as it is now, by its name or address.
    ///
    /// # Errors
    /// As [`PrintService::printers`], and [`PrintError::UnknownPrinter`], [`PrintError::PrinterSilent`],
    /// [`PrintError::BadAddress`].
    fn printer(&self, name: &str) -> Result<Printer, PrintError>;

    /// Hands a job over.
    ///
    /// # Errors
    /// Any [`PrintError`]; nothing is queued then, except perhaps after [`PrintError::TimedOut`].
    fn print(&self, job: &PrintJob) -> Result<JobId, PrintError>;

    /// What became of a job.
    ///
    /// # Errors
    /// [`PrintError::UnknownJob`] when the service has forgotten it; otherwise as [`PrintService::printer`].
    fn job(&self, job: &JobId) -> Result<JobState, PrintError>;

    /// Cancels a job; one that is done already stays done.
    ///
    /// # Errors
    /// As [`PrintService::job`].
    fn cancel(&self, job: &JobId) -> Result<(), PrintError>;
}
