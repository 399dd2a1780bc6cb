//! `documents_print_job` and `documents_print_cancel`: what became of a paper that a printer took, and taking it back.

use super::print::service;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_printing::error::PrintError;
use cabinet_printing::job::{JobId, JobState};
use cabinet_printing::service::PrintService as _;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What became of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PrintJobDoing {
    /// Waits for its turn.
    Waiting,
    /// Is held until somebody lets it go.
    Held,
    /// Is being printed.
    Printing,
    /// Stopped with its printer, and goes on with it.
    Stopped,
    /// Was cancelled.
    Cancelled,
    /// The printer or the service gave it up.
    GivenUp,
    /// Is on paper, as far as the printer says.
    Done,
    /// The service does not know of it any more.
    Forgotten,
    /// The printer gives jobs no number and tells nothing of them.
    Untold,
}

/// What became of a job, by the printer and the number that printing gave.
///
/// # Errors
/// `printer`: it does not answer, or is gone.
pub async fn print_job(cabinet: &Cabinet, printer: String, job: i32) -> Result<PrintJobDoing, CommandError> {
    if job == 0 {
        return Ok(PrintJobDoing::Untold);
    }
    let id = JobId { printer, number: job };
    cabinet
        .ready()?
        .blocking(move |_| match service().job(&id) {
            Ok(state) => Ok(state.into()),
            Err(PrintError::UnknownJob) => Ok(PrintJobDoing::Forgotten),
            Err(error) => Err(error.into()),
        })
        .await
}

/// Takes a job back; one that is done already stays done.
///
/// # Errors
/// As [`print_job`]; `printer` for a job that is not known, and of a printer that gives jobs no number.
pub async fn print_cancel(cabinet: &Cabinet, printer: String, job: i32) -> Result<(), CommandError> {
    if job == 0 {
        return Err(PrintError::UnknownJob.into());
    }
    let id = JobId { printer, number: job };
    cabinet
        .ready()?
        .blocking(move |_| {
            service().cancel(&id)?;
            tracing::info!(print.job = id.number, "A paper was taken back from its printer");
            Ok(())
        })
        .await
}

impl From<JobState> for PrintJobDoing {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Waiting => Self::Waiting,
            JobState::Held => Self::Held,
            JobState::Printing => Self::Printing,
            JobState::Stopped => Self::Stopped,
            JobState::Cancelled => Self::Cancelled,
            JobState::GivenUp => Self::GivenUp,
            JobState::Done => Self::Done,
        }
    }
}
