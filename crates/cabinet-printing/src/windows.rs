//! Printers of Windows through its own spooler: papers as pictures, labels as they are.
//!
//! **Never compiled and never run**: there was neither a Windows nor its target to try it with. What can be tried elsewhere is
//! elsewhere and tried there: the drawing, the bands and the place on the sheet in [`crate::raster`], and
//! printers of the network by their own addresses in [`crate::ipp`]. A PDF is never sent as it is: most drivers print it
//! as text.

mod device;
mod drawing;
mod spooler;

use crate::error::PrintError;
use crate::ipp::IppService;
use crate::job::{Content, JobId, JobState, PrintJob, Sides, Wish};
use crate::printer::{Printer, PrinterState};
use crate::service::PrintService;

/// The spooler of this computer, and printers of the network by their addresses.
#[derive(Debug, Clone)]
pub struct WindowsService {
    network: IppService,
}

impl WindowsService {
    /// The service of this system.
    #[must_use]
    pub fn of_system() -> Self {
        Self {
            network: IppService::of_system(),
        }
    }

    fn chosen(&self, wanted: Option<&str>) -> Result<Printer, PrintError> {
        if let Some(name) = wanted {
            return self.printer(name);
        }
        let printers = self.printers()?;
        if printers.is_empty() {
            return Err(PrintError::NoPrinters);
        }
        let default = printers.into_iter().find(|printer| printer.is_default);
        default.ok_or(PrintError::NoDefault)
    }
}

fn is_of_network(name: &str) -> bool {
    name.contains("://")
}

impl PrintService for WindowsService {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let default = spooler::default_printer();
        let mut printers: Vec<Printer> = spooler::printers()?
            .into_iter()
            .map(|known| device::described(&known, default.as_deref()))
            .collect();
        printers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(printers)
    }

    fn printer(&self, name: &str) -> Result<Printer, PrintError> {
        if is_of_network(name) {
            return self.network.printer(name);
        }
        let found = self.printers()?.into_iter().find(|printer| printer.name == name);
        found.ok_or_else(|| PrintError::UnknownPrinter { name: name.to_owned() })
    }

    fn print(&self, job: &PrintJob) -> Result<JobId, PrintError> {
        if job.printer.as_deref().is_some_and(is_of_network) {
            return self.network.print(job);
        }
        let printer = self.chosen(job.printer.as_deref())?;
        fits(&printer, job)?;
        let number = match &job.content {
            Content::Raw(bytes) => spooler::send_raw(&printer.name, &job.title, bytes, job.copies)?,
            Content::Pdf(pdf) => drawing::print(&printer.name, job, pdf)?,
        };
        Ok(JobId {
            printer: printer.name,
            number,
        })
    }

    fn job(&self, job: &JobId) -> Result<JobState, PrintError> {
        if is_of_network(&job.printer) {
            return self.network.job(job);
        }
        spooler::job_state(job)
    }

    fn cancel(&self, job: &JobId) -> Result<(), PrintError> {
        if is_of_network(&job.printer) {
            return self.network.cancel(job);
        }
        spooler::cancel(job)
    }
}

fn fits(printer: &Printer, job: &PrintJob) -> Result<(), PrintError> {
    let name = || printer.name.clone();
    if printer.state == PrinterState::Paused {
        return Err(PrintError::Paused { printer: name() });
    }
    if job.copies == 0 || job.copies > printer.most_copies {
        return Err(PrintError::BadCopies {
            copies: job.copies,
            most: printer.most_copies,
        });
    }
    let not_offered = |wish: Wish, value: &str| PrintError::NotOffered {
        printer: name(),
        wish,
        value: value.to_owned(),
    };
    match (&job.tray, &job.paper, job.sides) {
        (Some(tray), _, _) if !printer.trays.contains(tray) => Err(not_offered(Wish::Tray, tray)),
        (_, Some(paper), _) if !printer.papers.contains(paper) => Err(not_offered(Wish::Paper, paper)),
        (_, _, Some(sides)) if sides != Sides::One && !printer.sides.contains(&sides) => {
            Err(not_offered(Wish::Sides, sides.keyword()))
        }
        _ => Ok(()),
    }
}

/// A text as Windows wants it.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// What Windows said of its last call.
fn last_error() -> PrintError {
    PrintError::Io(std::io::Error::last_os_error())
}
