//! A printer as it describes itself.

use crate::job::Sides;

/// What a printer says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// The name to print to; of a printer of the network that no service of this computer knows, its address.
    pub name: String,
    /// What people call it («HP LaserJet in the office»); the name where it says nothing else.
    pub title: String,
    /// Whether the system takes it when none is named.
    pub is_default: bool,
    /// What it does now.
    pub state: PrinterState,
    /// Whether it takes jobs.
    pub is_accepting: bool,
    /// Why it is in that state, in the words of the protocol (`media-empty-error`, `toner-low-warning`); may be empty.
    pub reasons: Vec<String>,
    /// Its trays, in the words of the protocol (`auto`, `tray-1`, `by-pass-tray`); empty when it names none.
    pub trays: Vec<String>,
    /// Its papers by their standard names (`iso_a4_210x297mm`); empty when it names none.
    pub papers: Vec<String>,
    /// Those of them that lie in it now.
    pub papers_inside: Vec<String>,
    /// The paper that it takes when none is named.
    pub default_paper: Option<String>,
    /// How it prints on the sides of a sheet; empty when it does not say.
    pub sides: Vec<Sides>,
    /// Whether it prints in colours.
    pub has_colours: bool,
    /// The most copies of one job.
    pub most_copies: u32,
    /// The formats that it reads, as MIME types; empty when it does not say.
    pub formats: Vec<String>,
}

impl Printer {
    /// Whether it reads PDF; one that names no formats is believed to.
    #[must_use]
    pub fn takes(&self, format: &str) -> bool {
        self.formats.is_empty() || self.formats.iter().any(|known| known == format)
    }
}

/// What a printer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterState {
    /// Waits for work.
    Idle,
    /// Prints.
    Working,
    /// Stopped by a fault (no paper, open cover): a job waits in it.
    Stopped,
    /// Stopped by a person.
    Paused,
}
