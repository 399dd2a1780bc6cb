//! `documents_print` and `documents_print_choice`: a paper to a printer, and how papers of its kind go there.

use super::paper::{DoubtView, PaperForm, PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::open::Open;
use crate::reason::Reason;
use crate::settings::demand_shown_prices;
use cabinet_desk::PrintChoice;
use cabinet_printing::error::PrintError;
use cabinet_printing::job::{Content, PrintJob, Sides, Wish};
use cabinet_printing::service::PrintService;
use serde::{Deserialize, Serialize};
use specta::Type;

/// On which sides of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperSides {
    /// On one.
    One,
    /// On both, turned like the page of a book.
    LongEdge,
    /// On both, turned like the sheet of a calendar.
    ShortEdge,
}

/// How a paper is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrintWishes {
    /// Name of a printer, or its address (`ipp://HOST/ipp/print`); empty for the default one.
    pub printer: String,
    /// How many, from 1.
    pub copies: u32,
    /// On which sides; `None` as the printer is set.
    pub sides: Option<PaperSides>,
    /// From which tray, by the printer's own word; empty as the printer is set.
    pub tray: String,
    /// On which paper, by its standard name; empty as the printer is set.
    pub paper: String,
}

/// A paper that a printer took: accepted, not yet on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrintedPaper {
    /// Name or address of the printer.
    pub printer: String,
    /// The number of the job there.
    pub job: i32,
    /// What the queue calls it.
    pub title: String,
    /// What a reader should know before relying on the paper.
    pub doubts: Vec<DoubtView>,
}

/// Sends the PDF to a printer, and remembers how for the next paper of this form.
///
/// # Errors
/// `not_found`, `printer`; `invalid` while prices are hidden.
pub async fn print(cabinet: &Cabinet, paper: PaperRequest, wishes: PrintWishes) -> Result<PrintedPaper, CommandError> {
    demand_shown_prices(cabinet).await?;
    cabinet
        .ready()?
        .blocking(move |open| {
            let made = make(open, &paper)?;
            let doubts = DoubtView::of(&made.rendered);
            let job = PrintJob {
                printer: given(&wishes.printer),
                title: made.title.clone(),
                content: Content::Pdf(made.rendered.pdf),
                copies: wishes.copies,
                sides: wishes.sides.map(Sides::from),
                tray: given(&wishes.tray),
                paper: given(&wishes.paper),
            };
            let accepted = service().print(&job)?;
            tracing::info!(print.job = accepted.number, "A printer took a paper");
            remember(open, paper.form, wishes);
            Ok(PrintedPaper {
                printer: accepted.printer,
                job: accepted.number,
                title: made.title,
                doubts,
            })
        })
        .await
}

/// How papers of a form were printed last; one copy at the default printer when none was.
///
/// # Errors
/// `not_ready`.
pub async fn print_choice(cabinet: &Cabinet, form: PaperForm) -> Result<PrintWishes, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let choice = open.desk.print_choice(&word(form)?)?;
            Ok(choice.map_or_else(PrintWishes::usual, PrintWishes::from))
        })
        .await
}

/// The printer has the paper already: that the choice could not be kept is no failure of the printing.
fn remember(open: &Open, form: PaperForm, wishes: PrintWishes) {
    let kept = word(form).and_then(|word| Ok(open.desk.put_print_choice(&word, &wishes.into())?));
    if let Err(error) = kept {
        tracing::warn!(print.cause = %error, "How the paper was printed could not be remembered");
    }
}

/// The word of a form, as it travels.
fn word(form: PaperForm) -> Result<String, CommandError> {
    match serde_json::to_value(form) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(CommandError::new(ErrorCode::Internal, "a form has no word")),
    }
}

pub(super) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The printers of this system, and those of the network by their addresses.
#[cfg(not(windows))]
pub(super) fn service() -> impl PrintService {
    cabinet_printing::ipp::IppService::of_system()
}

/// The printers of this system, and those of the network by their addresses.
#[cfg(windows)]
pub(super) fn service() -> impl PrintService {
    cabinet_printing::windows::WindowsService::of_system()
}

impl PrintWishes {
    /// One copy at the default printer, as it is set.
    #[must_use]
    pub const fn usual() -> Self {
        Self {
            printer: String::new(),
            copies: 1,
            sides: None,
            tray: String::new(),
            paper: String::new(),
        }
    }
}

impl From<PrintChoice> for PrintWishes {
    fn from(choice: PrintChoice) -> Self {
        Self {
            sides: Sides::of_keyword(&choice.sides).map(PaperSides::from),
            printer: choice.printer,
            copies: choice.copies,
            tray: choice.tray,
            paper: choice.paper,
        }
    }
}

impl From<PrintWishes> for PrintChoice {
    fn from(wishes: PrintWishes) -> Self {
        let sides = wishes.sides.map_or("", |sides| Sides::from(sides).keyword());
        Self {
            sides: sides.to_owned(),
            printer: wishes.printer,
            copies: wishes.copies,
            tray: wishes.tray,
            paper: wishes.paper,
        }
    }
}

impl From<PaperSides> for Sides {
    fn from(sides: PaperSides) -> Self {
        match sides {
            PaperSides::One => Self::One,
            PaperSides::LongEdge => Self::LongEdge,
            PaperSides::ShortEdge => Self::ShortEdge,
        }
    }
}

impl From<Sides> for PaperSides {
    fn from(sides: Sides) -> Self {
        match sides {
            Sides::One => Self::One,
            Sides::LongEdge => Self::LongEdge,
            Sides::ShortEdge => Self::ShortEdge,
        }
    }
}

impl From<PrintError> for CommandError {
    fn from(error: PrintError) -> Self {
        let reason = match error {
            PrintError::NoService { at } => Reason::NoPrintService { at },
            PrintError::NoPrinters => Reason::NoPrinters,
            PrintError::NoDefault => Reason::NoDefaultPrinter,
            PrintError::UnknownPrinter { name } => Reason::UnknownPrinter { name },
            PrintError::PrinterSilent { name } => Reason::PrinterSilent { name },
            PrintError::BadAddress { address } => Reason::PrinterAddress { address },
            PrintError::BadCopies { copies, most } => Reason::BadCopies { copies, most },
            PrintError::NotOffered { printer, wish, value } => match wish {
                Wish::Tray => Reason::NoSuchTray { printer, value },
                Wish::Paper => Reason::NoSuchPaper { printer, value },
                Wish::Sides => Reason::NoSuchSides { printer },
            },
            PrintError::RefusesFormat { printer, format } => Reason::PrinterFormat { printer, format },
            PrintError::Paused { printer } => Reason::PrinterPaused { printer },
            PrintError::TakesNoJobs { printer } => Reason::PrinterTakesNoJobs { printer },
            PrintError::NotAllowed { printer } => Reason::PrintingNotAllowed { printer },
            PrintError::Refused { answer } => Reason::PrinterRefused { answer },
            PrintError::TimedOut { waited } => Reason::PrintServiceLate {
                seconds: u32::try_from(waited.as_secs()).unwrap_or(u32::MAX),
            },
            PrintError::UnknownJob => Reason::NoPrintJob,
            PrintError::Unintelligible { at } => Reason::NotAPrinter { at },
            PrintError::Unsupported => Reason::PrintingUnsupported,
            PrintError::Io(_) => Reason::NotHandedOver,
        };
        reason.into()
    }
}
