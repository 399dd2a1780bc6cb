//! Questions and jobs as the protocol words them.

use super::door::Place;
use super::sizes;
use crate::error::PrintError;
use crate::job::{Content, PrintJob};
use crate::printer::Printer;
use ::ipp::attribute::IppAttribute;
use ::ipp::model::{DelimiterTag, IppVersion, Operation};
use ::ipp::parser::IppParseError;
use ::ipp::request::IppRequestResponse;
use ::ipp::value::{IppName, IppValue};
use std::collections::BTreeMap;
use std::env;

/// Bytes of which nothing is said.
pub(super) const ANY_BYTES: &str = "application/octet-stream";

/// What is asked of a printer: not its thousand other attributes.
const OF_PRINTER: [&str; 13] = [
    IppAttribute::PRINTER_NAME,
    IppAttribute::PRINTER_INFO,
    IppAttribute::PRINTER_STATE,
    IppAttribute::PRINTER_STATE_REASONS,
    IppAttribute::PRINTER_IS_ACCEPTING_JOBS,
    "media-source-supported",
    IppAttribute::MEDIA_SUPPORTED,
    IppAttribute::MEDIA_READY,
    IppAttribute::MEDIA_DEFAULT,
    IppAttribute::SIDES_SUPPORTED,
    IppAttribute::COLOR_SUPPORTED,
    IppAttribute::COPIES_SUPPORTED,
    IppAttribute::DOCUMENT_FORMAT_SUPPORTED,
];
const OF_JOB: [&str; 3] = [
    IppAttribute::JOB_ID,
    IppAttribute::JOB_STATE,
    IppAttribute::JOB_STATE_REASONS,
];

/// Asks for printers: of the service, or what one is like.
pub(super) fn about_printer(operation: Operation, place: Option<&Place>) -> Result<IppRequestResponse, PrintError> {
    let mut asked = begun(operation, place)?;
    put(
        &mut asked,
        DelimiterTag::OperationAttributes,
        IppAttribute::REQUESTED_ATTRIBUTES,
        keywords(&OF_PRINTER),
    )?;
    Ok(asked)
}

/// Asks about a job, or for its end.
pub(super) fn about_job(operation: Operation, place: &Place, number: i32) -> Result<IppRequestResponse, PrintError> {
    let mut asked = begun(operation, Some(place))?;
    let group = DelimiterTag::OperationAttributes;
    put(&mut asked, group, IppAttribute::JOB_ID, Ok(IppValue::Integer(number)))?;
    put(&mut asked, group, IppAttribute::REQUESTING_USER_NAME, name(&person()))?;
    if operation == Operation::GetJobAttributes {
        put(&mut asked, group, IppAttribute::REQUESTED_ATTRIBUTES, keywords(&OF_JOB))?;
    }
    Ok(asked)
}

/// Hands a job over; its document follows the attributes.
pub(super) fn to_print(place: &Place, printer: &Printer, job: &PrintJob) -> Result<IppRequestResponse, PrintError> {
    let mut asked = begun(Operation::PrintJob, Some(place))?;
    let group = DelimiterTag::OperationAttributes;
    put(&mut asked, group, IppAttribute::REQUESTING_USER_NAME, name(&person()))?;
    put(&mut asked, group, IppAttribute::JOB_NAME, name(&one_line(&job.title)))?;
    // A tray that vanished meanwhile is a refusal, not a paper out of another one.
    put(
        &mut asked,
        group,
        IppAttribute::IPP_ATTRIBUTE_FIDELITY,
        Ok(IppValue::Boolean(true)),
    )?;
    let format = match &job.content {
        Content::Raw(_) if !printer.takes(job.content.format()) => ANY_BYTES,
        content => content.format(),
    };
    put(
        &mut asked,
        group,
        IppAttribute::DOCUMENT_FORMAT,
        IppValue::new_mime_media_type(format),
    )?;

    let group = DelimiterTag::JobAttributes;
    let copies = i32::try_from(job.copies).unwrap_or(i32::MAX);
    put(&mut asked, group, IppAttribute::COPIES, Ok(IppValue::Integer(copies)))?;
    if let Some(sides) = job.sides {
        put(
            &mut asked,
            group,
            IppAttribute::SIDES,
            IppValue::new_keyword(sides.keyword()),
        )?;
    }
    match (&job.tray, &job.paper) {
        // Only the collection has a tray, and the two may not be given together.
        (Some(tray), paper) => {
            let paper = paper.as_ref().or(printer.default_paper.as_ref());
            put(
                &mut asked,
                group,
                "media-col",
                collection(tray, paper.map(String::as_str)),
            )?;
        }
        (None, Some(paper)) => put(
            &mut asked,
            group,
            IppAttribute::MEDIA,
            IppValue::new_keyword(paper.as_str()),
        )?,
        (None, None) => {}
    }
    Ok(asked)
}

fn begun(operation: Operation, place: Option<&Place>) -> Result<IppRequestResponse, PrintError> {
    let mut asked = IppRequestResponse::new(IppVersion::v1_1(), operation, None).map_err(|error| unsayable(&error))?;
    if let Some(place) = place {
        put(
            &mut asked,
            DelimiterTag::OperationAttributes,
            IppAttribute::PRINTER_URI,
            IppValue::new_uri(place.uri.as_str()),
        )?;
    }
    Ok(asked)
}

fn put(
    asked: &mut IppRequestResponse,
    group: DelimiterTag,
    attribute: &str,
    value: Result<IppValue, IppParseError>,
) -> Result<(), PrintError> {
    let attribute = value.and_then(|value| IppAttribute::with_name(attribute, value));
    asked
        .attributes_mut()
        .add(group, attribute.map_err(|error| unsayable(&error))?);
    Ok(())
}

/// Only a name that is longer than the protocol allows cannot be said, and none of its own is.
fn unsayable(error: &IppParseError) -> PrintError {
    PrintError::Refused {
        answer: error.to_string(),
    }
}

fn keywords(words: &[&str]) -> Result<IppValue, IppParseError> {
    let words: Result<Vec<_>, _> = words.iter().map(|word| IppValue::new_keyword(*word)).collect();
    words.map(IppValue::Array)
}

fn name(text: &str) -> Result<IppValue, IppParseError> {
    IppValue::new_name_without_language(text)
}

fn collection(tray: &str, paper: Option<&str>) -> Result<IppValue, IppParseError> {
    let mut media: BTreeMap<IppName, IppValue> = BTreeMap::new();
    media.insert(IppName::new("media-source")?, IppValue::new_keyword(tray)?);
    if let Some((width, height)) = paper.and_then(sizes::of_paper) {
        let mut size: BTreeMap<IppName, IppValue> = BTreeMap::new();
        size.insert(IppName::new("x-dimension")?, IppValue::Integer(width));
        size.insert(IppName::new("y-dimension")?, IppValue::Integer(height));
        media.insert(IppName::new("media-size")?, IppValue::Collection(size));
    }
    Ok(IppValue::Collection(media))
}

/// Whose job it is, in the queue: as the system calls who works here.
fn person() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|key| env::var(key).ok());
    named
        .map(|name| one_line(&name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "dealer".to_owned())
}

/// Without line ends, and not longer than a name may be (255 bytes), cut between letters.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for letter in text.chars() {
        let letter = if letter.is_control() { ' ' } else { letter };
        if line.len().saturating_add(letter.len_utf8()) > 255 {
            break;
        }
        line.push(letter);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_any_length_fits_into_a_name() {
        let line = one_line(&"Счёт\n".repeat(200));
        assert!(line.len() <= 255 && line.starts_with("Счёт Счёт "), "{line}");
    }
}
