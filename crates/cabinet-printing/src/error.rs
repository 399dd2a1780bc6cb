//! Why a paper was not printed, by what can be done about it.

use crate::job::Wish;
use std::time::Duration;

/// Why a job was not accepted, or a printer not asked.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// Nothing answers where the print service should be: install or start it.
    #[error("no print service answers at {at}")]
    NoService {
        /// Where it was looked for.
        at: String,
    },
    /// No printer is set up: add one in the system's settings.
    #[error("no printer is set up on this computer")]
    NoPrinters,
    /// None was named and none is the default: name one.
    #[error("no default printer is chosen on this computer")]
    NoDefault,
    /// There is no printer of this name, or no more: choose another.
    #[error("there is no printer named {name}")]
    UnknownPrinter {
        /// The name that was asked for.
        name: String,
    },
    /// The printer of the network does not answer: switch it on, or choose another.
    #[error("the printer {name} does not answer")]
    PrinterSilent {
        /// Its address.
        name: String,
    },
    /// The address of a printer cannot be read or is of a kind that is not spoken here.
    #[error("{address} is not an address of a printer (ipp://HOST/ipp/print, socket://HOST:9100)")]
    BadAddress {
        /// What was given.
        address: String,
    },
    /// The number of copies is not one that the printer makes.
    #[error("{copies} copies cannot be printed, at most {most}")]
    BadCopies {
        /// What was asked for.
        copies: u32,
        /// The most that the printer makes.
        most: u32,
    },
    /// The printer has no such tray, paper or way of printing: choose what it has.
    #[error("the printer {printer} has no {wish} {value}")]
    NotOffered {
        /// The printer.
        printer: String,
        /// What was wished for.
        wish: Wish,
        /// Its name.
        value: String,
    },
    /// The printer does not read this format: save the file and print it elsewhere.
    #[error("the printer {printer} does not take {format}")]
    RefusesFormat {
        /// The printer.
        printer: String,
        /// The format, as a MIME type.
        format: String,
    },
    /// The printer is paused: resume it in the system's settings.
    #[error("the printer {printer} is paused")]
    Paused {
        /// The printer.
        printer: String,
    },
    /// The printer takes no jobs now.
    #[error("the printer {printer} takes no jobs")]
    TakesNoJobs {
        /// The printer.
        printer: String,
    },
    /// The person may not print there.
    #[error("printing is not allowed at {printer}")]
    NotAllowed {
        /// The printer, or the service.
        printer: String,
    },
    /// The printer or the service refused in its own words.
    #[error("the printer refused the document: {answer}")]
    Refused {
        /// Its own words.
        answer: String,
    },
    /// No answer in time; the job may or may not be in the queue.
    #[error("no answer in {} s", waited.as_secs())]
    TimedOut {
        /// How long it was waited for.
        waited: Duration,
    },
    /// There is no such job, or no more.
    #[error("there is no such job")]
    UnknownJob,
    /// What answers there is no printer, or speaks otherwise than printers do.
    #[error("what answers at {at} does not speak as a printer does")]
    Unintelligible {
        /// Where.
        at: String,
    },
    /// Not available on this system: save the PDF and print it from its viewer.
    #[error("printing from here is not available on this system")]
    Unsupported,
    /// The document could not be handed over.
    #[error("the document could not be handed over")]
    Io(#[from] std::io::Error),
}
