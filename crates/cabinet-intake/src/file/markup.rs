//! XML as a flat stream of starts, texts and ends by local names: what the readers of the XML formats stand on.
//!
//! Declarations of types are ignored and their entities are not expanded, so nothing grows while it is read.

use crate::file::failure::{Damage, FileError};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A piece of a file.
pub(crate) enum Piece<'a> {
    /// An element begins; an empty one is followed by its end.
    Start(Tag<'a>),
    /// Text, or a part of it.
    Text(Cow<'a, str>),
    /// The innermost element ends; its local name.
    End(&'a str),
}

/// A start tag.
pub(crate) struct Tag<'a> {
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// An attribute by its local name; the first of that name that can be read.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes().filter_map(Result::ok);
        let attribute = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        value.map(Cow::into_owned).ok()
    }

    /// Whether an attribute says yes.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true"))
    }

    /// An attribute that is a count.
    pub(crate) fn count(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Gives every piece of a file to `take`.
///
/// # Errors
/// [`FileError::Damaged`] where it is no markup or ends too early, and what `take` fails with.
pub(crate) fn walk(xml: &str, mut take: impl FnMut(Piece<'_>) -> Result<(), FileError>) -> Result<(), FileError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(Damage::from)? {
            Event::Start(start) | Event::Empty(start) => {
                depth = depth.saturating_add(1);
                take(Piece::Start(Tag { start }))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                take(Piece::End(end.local_name().into_inner()))?;
            }
            Event::Text(text) => take(Piece::Text(text.xml10_content()))?,
            Event::CData(text) => take(Piece::Text(text.xml10_content()))?,
            Event::GeneralRef(entity) => {
                let letter = match entity.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(entity.as_ref())
                        .unwrap_or(" ")
                        .to_owned(),
                };
                take(Piece::Text(Cow::Owned(letter)))?;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if depth > 0 => return Err(Damage::Record("the end of the last element").into()),
            Event::Eof => return Ok(()),
        }
    }
}
