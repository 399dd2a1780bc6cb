//! Printing on Windows: not there yet, and said so.
//!
//! A raw PDF sent to the Windows spooler comes out as garbage on most printers, so nothing is sent at all.

use crate::printing::{JobId, PrintError, PrintJob, PrinterInfo, Spooler};

/// The print service of Windows.
#[derive(Debug, Clone, Copy, Default)]
pub struct WindowsSpooler;

impl Spooler for WindowsSpooler {
    fn printers(&self) -> Result<Vec<PrinterInfo>, PrintError> {
        Err(PrintError::Unsupported)
    }

    fn print(&self, _job: &PrintJob) -> Result<JobId, PrintError> {
        Err(PrintError::Unsupported)
    }
}
