//! Printing by IPP: through the service of this computer (CUPS), and to printers of the network by their own addresses.
//!
//! Invariants: a printer is asked again right before each job, so one that vanished, was paused or lost a tray since it was
//! listed is told apart; nothing of a document is written to a disk by us.

mod asking;
pub mod door;
mod exchange;
mod reading;
mod sizes;

use crate::error::PrintError;
use crate::ipp::door::{Door, Place};
use crate::job::{JobId, JobState, PrintJob, Sides, Wish};
use crate::printer::{Printer, PrinterState};
use crate::service::PrintService;
use ::ipp::model::{Operation, StatusCode};
use exchange::Answer;

/// The print service of this computer, or of the one that it is set up to use.
#[derive(Debug, Clone)]
pub struct IppService {
    door: Door,
}

impl IppService {
    /// The service that the system is set up to use.
    #[must_use]
    pub fn of_system() -> Self {
        Self {
            door: Door::of_system(),
        }
    }

    /// A service elsewhere.
    #[must_use]
    pub fn at(door: Door) -> Self {
        Self { door }
    }

    /// Where a printer is asked: by its own address, or at the service.
    fn place(&self, name: &str) -> Result<Place, PrintError> {
        if name.contains("://") {
            Place::of_address(name)
        } else {
            Ok(self.door.queue(name))
        }
    }

    fn service(&self) -> Place {
        self.door.root()
    }

    fn default_name(&self) -> Result<Option<String>, PrintError> {
        let place = self.service();
        let answer = exchange::ask(&place, &asking::about_printer(Operation::CupsGetDefault, None)?, &[])?;
        match answer.status() {
            StatusCode::ClientErrorNotFound => Ok(None),
            _ => {
                let answer = answer.accepted(&place)?;
                Ok(answer.printers().next().and_then(|printer| printer.name()))
            }
        }
    }

    fn chosen(&self, wanted: Option<&str>) -> Result<Printer, PrintError> {
        if let Some(name) = wanted {
            return self.printer(name);
        }
        match self.default_name()? {
            Some(name) => self.printer(&name),
            None if self.printers()?.is_empty() => Err(PrintError::NoPrinters),
            None => Err(PrintError::NoDefault),
        }
    }

    fn ask_of_job(&self, operation: Operation, job: &JobId) -> Result<Answer, PrintError> {
        let place = self.place(&job.printer)?;
        let answer = exchange::ask(&place, &asking::about_job(operation, &place, job.number)?, &[])?;
        match answer.status() {
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => Err(PrintError::UnknownJob),
            _ => Ok(answer),
        }
    }
}

impl PrintService for IppService {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let place = self.service();
        let answer = exchange::ask(&place, &asking::about_printer(Operation::CupsGetPrinters, None)?, &[])?;
        // CUPS says «not found» when it has none at all.
        if answer.status() == StatusCode::ClientErrorNotFound {
            return Ok(Vec::new());
        }
        let answer = answer.accepted(&place)?;
        let default = self.default_name()?;
        let mut printers: Vec<Printer> = answer
            .printers()
            .filter_map(|described| {
                let name = described.name()?;
                let is_default = default.as_ref() == Some(&name);
                Some(described.printer(name, is_default))
            })
            .collect();
        printers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(printers)
    }

    fn printer(&self, name: &str) -> Result<Printer, PrintError> {
        let place = self.place(name)?;
        let asked = asking::about_printer(Operation::GetPrinterAttributes, Some(&place))?;
        let answer = exchange::ask(&place, &asked, &[])?;
        let answer = answer.accepted(&place)?;
        let described = answer.printers().next().ok_or_else(|| place.unintelligible())?;
        Ok(described.printer(name.to_owned(), false))
    }

    fn print(&self, job: &PrintJob) -> Result<JobId, PrintError> {
        let printer = self.chosen(job.printer.as_deref())?;
        fits(&printer, job)?;
        let place = self.place(&printer.name)?;
        let asked = asking::to_print(&place, &printer, job)?;
        let answer = exchange::ask(&place, &asked, job.content.bytes())?;
        if answer.status() == StatusCode::ClientErrorDocumentFormatNotSupported {
            return Err(refuses_format(&printer, job));
        }
        let answer = answer.accepted(&place)?;
        let number = answer.job_number().ok_or_else(|| place.unintelligible())?;
        Ok(JobId {
            printer: printer.name,
            number,
        })
    }

    fn job(&self, job: &JobId) -> Result<JobState, PrintError> {
        let place = self.place(&job.printer)?;
        let answer = self.ask_of_job(Operation::GetJobAttributes, job)?.accepted(&place)?;
        answer.job_state().ok_or_else(|| place.unintelligible())
    }

    fn cancel(&self, job: &JobId) -> Result<(), PrintError> {
        let answer = self.ask_of_job(Operation::CancelJob, job)?;
        // What is done already cannot be cancelled, and need not be.
        if answer.status() == StatusCode::ClientErrorNotPossible {
            return Ok(());
        }
        answer.accepted(&self.place(&job.printer)?).map(|_| ())
    }
}

/// Refuses what the printer cannot do, before anything is sent: a printer itself would print it in its own way, and say
/// nothing.
fn fits(printer: &Printer, job: &PrintJob) -> Result<(), PrintError> {
    let name = || printer.name.clone();
    if printer.state == PrinterState::Paused {
        return Err(PrintError::Paused { printer: name() });
    }
    if !printer.is_accepting {
        return Err(PrintError::TakesNoJobs { printer: name() });
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
    if let Some(tray) = &job.tray
        && !printer.trays.contains(tray)
    {
        return Err(not_offered(Wish::Tray, tray));
    }
    if let Some(paper) = &job.paper
        && !printer.papers.contains(paper)
    {
        return Err(not_offered(Wish::Paper, paper));
    }
    if let Some(sides) = job.sides
        && sides != Sides::One
        && !printer.sides.contains(&sides)
    {
        return Err(not_offered(Wish::Sides, sides.keyword()));
    }
    if !printer.takes(job.content.format()) && !is_raw_at_last(printer, job) {
        return Err(refuses_format(printer, job));
    }
    Ok(())
}

/// A printer of the network takes its own language as «bytes»; only print services have a word for it.
fn is_raw_at_last(printer: &Printer, job: &PrintJob) -> bool {
    matches!(job.content, crate::job::Content::Raw(_)) && printer.takes(asking::ANY_BYTES)
}

fn refuses_format(printer: &Printer, job: &PrintJob) -> PrintError {
    PrintError::RefusesFormat {
        printer: printer.name.clone(),
        format: job.content.format().to_owned(),
    }
}
