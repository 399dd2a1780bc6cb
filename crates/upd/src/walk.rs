//! Well-formed XML, walked element by element, without a tree.
//!
//! True after an `Ok`: tags match, entities are resolved, nesting and attributes are bounded. Declarations of types and entities
//! are refused, so nothing can expand. What a caller does not read of an element is skipped.

use crate::error::{Place, ReadError, ReadErrorKind};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// How deep elements may be nested; a real УПД has 10 levels.
const MAX_DEPTH: usize = 48;
/// How many attributes an element may have; a real one has 20.
const MAX_ATTRIBUTES: usize = 64;

/// A start tag: local name and resolved values.
pub(crate) struct Element<'a> {
    pub(crate) name: String,
    attributes: Vec<(String, Cow<'a, str>)>,
}

impl Element<'_> {
    /// The trimmed value of an attribute; `None` where it is absent or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(key, _)| key == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The first of several names of an attribute that has a value: editions renamed some.
    pub(crate) fn first_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// An attribute as an owned text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}

/// The parser and where it stands.
pub(crate) struct Walk<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Bytes before the token read last.
    start: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn open(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        config.allow_dangling_amp = false;
        Self {
            source,
            reader,
            depth: 0,
            start: 0,
        }
    }

    /// An error at the token read last.
    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError {
            place: place(self.source, self.start),
            kind,
        }
    }

    /// The root element.
    pub(crate) fn root(&mut self) -> Result<Element<'a>, ReadError> {
        loop {
            match self.next()? {
                Event::Start(start) => return self.enter(&start),
                Event::Eof => return Err(self.malformed("the file is empty")),
                Event::Text(text) if !text.trim_ascii().is_empty() => {
                    return Err(self.malformed("there is text before the first element"));
                }
                _ => {}
            }
        }
    }

    /// Calls `each` for every child of the element entered last, to its end tag.
    pub(crate) fn children(
        &mut self,
        mut each: impl FnMut(&mut Self, Element<'a>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Event::Start(start) => {
                    let child = self.enter(&start)?;
                    let own = self.depth;
                    each(self, child)?;
                    while self.depth >= own {
                        self.skip_one()?;
                    }
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Eof => return Err(self.cut_off()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The trimmed text of the element entered last, to its end tag; children of it are skipped.
    pub(crate) fn content(&mut self) -> Result<String, ReadError> {
        let own = self.depth;
        let mut content = String::new();
        while self.depth >= own {
            let is_own = self.depth == own;
            match self.next()? {
                Event::Start(start) => {
                    self.enter(&start)?;
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Text(text) if is_own => content.push_str(&text),
                Event::CData(text) if is_own => content.push_str(&text),
                Event::GeneralRef(entity) => {
                    let character = self.resolve(&entity)?;
                    if is_own {
                        content.push(character);
                    }
                }
                Event::Eof => return Err(self.cut_off()),
                _ => {}
            }
        }
        Ok(content.trim().to_owned())
    }

    /// That nothing but blanks and comments follows.
    pub(crate) fn finish(&mut self) -> Result<(), ReadError> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                Event::Start(_) => return Err(self.malformed("a second root element")),
                Event::Text(text) if !text.trim_ascii().is_empty() => {
                    return Err(self.malformed("there is text after the last element"));
                }
                _ => {}
            }
        }
    }

    fn skip_one(&mut self) -> Result<(), ReadError> {
        match self.next()? {
            Event::Start(start) => {
                self.enter(&start)?;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::GeneralRef(entity) => {
                self.resolve(&entity)?;
            }
            Event::Eof => return Err(self.cut_off()),
            _ => {}
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Event<'a>, ReadError> {
        self.start = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.error(ReadErrorKind::TooLarge("a declaration of a document type"))),
            Ok(event) => Ok(event),
            Err(error) => Err(self.malformed(&error.to_string())),
        }
    }

    fn enter(&mut self, start: &BytesStart<'a>) -> Result<Element<'a>, ReadError> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(self.error(ReadErrorKind::TooLarge("the nesting of elements")));
        }
        let mut attributes: Vec<(String, Cow<'a, str>)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            if attributes.len() == MAX_ATTRIBUTES {
                return Err(self.error(ReadErrorKind::TooLarge("the number of attributes of one element")));
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.malformed(&error.to_string()))?;
            let value = Cow::Owned(value.into_owned());
            attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
        }
        Ok(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
        })
    }

    fn resolve(&self, entity: &BytesRef<'_>) -> Result<char, ReadError> {
        let unknown = || self.malformed(&format!("unknown entity «&{};»", &**entity));
        match &**entity {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => entity.resolve_char_ref().map_err(|_| unknown())?.ok_or_else(unknown),
        }
    }

    fn malformed(&self, what: &str) -> ReadError {
        self.error(ReadErrorKind::Malformed(what.to_owned()))
    }

    fn cut_off(&self) -> ReadError {
        self.malformed("the file ends before its last element is closed: it was cut off on the way")
    }
}

/// Line and column of a byte.
fn place(source: &str, at: usize) -> Place {
    let before = source.get(..at).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX).saturating_add(1);
    Place {
        line: count(before.matches('\n').count()),
        column: count(before.get(line_start..).unwrap_or_default().chars().count()),
    }
}
