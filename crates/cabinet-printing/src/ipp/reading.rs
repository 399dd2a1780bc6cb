//! What an answer says of a printer or a job.

use crate::job::{JobState, Sides};
use crate::printer::{Printer, PrinterState};
use ::ipp::attribute::{IppAttribute, IppAttributeGroup};
use ::ipp::value::IppValue;

/// The most copies where a printer names no limit.
const COPIES_UNSAID: u32 = 999;

/// A group of attributes.
pub(super) struct Described<'a> {
    group: &'a IppAttributeGroup,
}

impl<'a> Described<'a> {
    pub(super) fn of(group: &'a IppAttributeGroup) -> Self {
        Self { group }
    }

    fn value(&self, name: &str) -> Option<&'a IppValue> {
        self.group
            .attributes()
            .iter()
            .find(|attribute| attribute.name().as_str() == name)
            .map(IppAttribute::value)
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let values = self.value(name).into_iter().flat_map(IntoIterator::into_iter);
        values.filter_map(text_of).collect()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.texts(name).into_iter().next()
    }

    pub(super) fn number(&self, name: &str) -> Option<i32> {
        match self.value(name)? {
            IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
            IppValue::RangeOfInteger { max, .. } => Some(*max),
            _ => None,
        }
    }

    fn yes(&self, name: &str) -> Option<bool> {
        match self.value(name)? {
            IppValue::Boolean(yes) => Some(*yes),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<String> {
        self.text(IppAttribute::PRINTER_NAME)
    }

    pub(super) fn printer(&self, name: String, is_default: bool) -> Printer {
        let reasons: Vec<String> = self
            .texts(IppAttribute::PRINTER_STATE_REASONS)
            .into_iter()
            .filter(|reason| reason != "none")
            .collect();
        let title = self
            .text(IppAttribute::PRINTER_INFO)
            .filter(|text| !text.trim().is_empty());
        Printer {
            title: title.unwrap_or_else(|| name.clone()),
            name,
            is_default,
            state: self.state(&reasons),
            is_accepting: self.yes(IppAttribute::PRINTER_IS_ACCEPTING_JOBS).unwrap_or(true),
            reasons,
            trays: self.texts("media-source-supported"),
            papers: papers(self.texts(IppAttribute::MEDIA_SUPPORTED)),
            papers_inside: papers(self.texts(IppAttribute::MEDIA_READY)),
            default_paper: self.text(IppAttribute::MEDIA_DEFAULT),
            sides: self
                .texts(IppAttribute::SIDES_SUPPORTED)
                .iter()
                .filter_map(|word| Sides::of_keyword(word))
                .collect(),
            has_colours: self.yes(IppAttribute::COLOR_SUPPORTED).unwrap_or(false),
            most_copies: self
                .number(IppAttribute::COPIES_SUPPORTED)
                .and_then(|most| u32::try_from(most).ok())
                .filter(|most| *most > 0)
                .unwrap_or(COPIES_UNSAID),
            formats: self.texts(IppAttribute::DOCUMENT_FORMAT_SUPPORTED),
        }
    }

    fn state(&self, reasons: &[String]) -> PrinterState {
        match self.number(IppAttribute::PRINTER_STATE) {
            Some(4) => PrinterState::Working,
            // `paused` is a person's deed; any other reason is a fault that somebody mends beside the printer.
            Some(5) if reasons.iter().any(|reason| reason.starts_with("paused")) => PrinterState::Paused,
            Some(5) => PrinterState::Stopped,
            _ => PrinterState::Idle,
        }
    }

    pub(super) fn job_state(&self) -> Option<JobState> {
        Some(match self.number(IppAttribute::JOB_STATE)? {
            3 => JobState::Waiting,
            4 => JobState::Held,
            5 => JobState::Printing,
            6 => JobState::Stopped,
            7 => JobState::Cancelled,
            8 => JobState::GivenUp,
            9 => JobState::Done,
            _ => return None,
        })
    }
}

/// The names that are papers: not the bounds of own sizes, and not the trays that old printers name among them.
fn papers(names: Vec<String>) -> Vec<String> {
    names
        .into_iter()
        .filter(|name| super::sizes::of_paper(name).is_some())
        .filter(|name| !name.starts_with("custom_min_") && !name.starts_with("custom_max_"))
        .collect()
}

fn text_of(value: &IppValue) -> Option<String> {
    Some(match value {
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => text.as_ref().to_owned(),
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => name.as_str().to_owned(),
        IppValue::Keyword(word) => word.as_str().to_owned(),
        IppValue::MimeMediaType(kind) => kind.as_str().to_owned(),
        IppValue::Uri(uri) => uri.as_str().to_owned(),
        _ => return None,
    })
}
