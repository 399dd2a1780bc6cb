//! Sends papers to printers: which there are, what each can do, a job, and what became of it.
//!
//! In: a PDF or bytes for the printer as they are, with copies, sides, tray and paper. Out: the number of the job, or a
//! [`error::PrintError`] that says what to do. Invariants: nothing is queued when an error is told, except perhaps after
//! [`error::PrintError::TimedOut`]; a wish that the printer cannot fulfil is refused before anything is sent. The calls
//! block: run them on a blocking thread. Where papers come from is not here.

pub mod error;
pub mod ipp;
pub mod job;
pub mod printer;
pub mod raster;
pub mod raw;
pub mod service;
pub mod zpl;
#[cfg(windows)]
pub mod windows;
