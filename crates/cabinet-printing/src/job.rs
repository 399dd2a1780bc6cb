//! A job for a printer, and what becomes of it.

use std::fmt;

/// A document to print, with how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// The printer's name or address; `None` takes the default one.
    pub printer: Option<String>,
    /// What the queue shows («Счет на оплату № 12»).
    pub title: String,
    /// The document.
    pub content: Content,
    /// How many, from 1.
    pub copies: u32,
    /// How on the sides of a sheet; `None` as the printer is set.
    pub sides: Option<Sides>,
    /// From which tray, by the printer's own name; `None` as the printer is set.
    pub tray: Option<String>,
    /// On which paper, by its standard name; `None` as the printer is set.
    pub paper: Option<String>,
}

/// What is printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// A PDF.
    Pdf(Vec<u8>),
    /// Commands of the printer's own language, sent as they are.
    Raw(Vec<u8>),
}

impl Content {
    /// Its MIME type, as print services name it.
    #[must_use]
    pub const fn format(&self) -> &'static str {
        match self {
            Self::Pdf(_) => "application/pdf",
            Self::Raw(_) => "application/vnd.cups-raw",
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Pdf(bytes) | Self::Raw(bytes) => bytes,
        }
    }
}

// A paper has prices: what it says never gets into a log by way of a job.
impl fmt::Debug for Content {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} ({} bytes)", self.format(), self.bytes().len())
    }
}

/// The sides of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// On one.
    One,
    /// On both, turned like the page of a book.
    LongEdge,
    /// On both, turned like the sheet of a calendar.
    ShortEdge,
}

impl Sides {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::One, Self::LongEdge, Self::ShortEdge];

    /// The word of the protocol.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::One => "one-sided",
            Self::LongEdge => "two-sided-long-edge",
            Self::ShortEdge => "two-sided-short-edge",
        }
    }

    /// Reads the word of the protocol.
    #[must_use]
    pub fn of_keyword(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sides| sides.keyword() == word)
    }
}

/// What can be wished of a printer and not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A tray.
    Tray,
    /// A paper.
    Paper,
    /// A way of printing on both sides.
    Sides,
}

impl fmt::Display for Wish {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Tray => "tray",
            Self::Paper => "paper",
            Self::Sides => "sides",
        })
    }
}

/// An accepted job: accepted, not yet on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobId {
    /// The name or address of the printer that has it.
    pub printer: String,
    /// Its number there; 0 where the printer gives none.
    pub number: i32,
}

impl fmt::Display for JobId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}-{}", self.printer, self.number)
    }
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its turn.
    Waiting,
    /// Is held until somebody lets it go.
    Held,
    /// Is being printed.
    Printing,
    /// Stopped with its printer, and goes on with it.
    Stopped,
    /// Was cancelled by a person.
    Cancelled,
    /// The printer or the service gave it up.
    GivenUp,
    /// Is on paper, as far as the printer says.
    Done,
}

impl JobState {
    /// Whether nothing will change any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::GivenUp | Self::Done)
    }
}
