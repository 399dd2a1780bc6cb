//! Well-formed XML as a flat stream of start, text and end, with the line of each token.
//!
//! True after an `Ok`: tags match, the text is legal in XML 1.0, entities are resolved, line ends are `\n`,
//! the nesting is below [`MAX_DEPTH`]. Declarations of types and entities are refused, so nothing can expand.

use crate::decode::{DecodingInput, Fault};
use crate::reader::{ReadError, ReadErrorKind};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::Read;

/// Most levels of a tree of groups, which is the only thing in a file that is nested without a bound of its own.
const MAX_LEVELS: usize = 200;

/// Deepest nesting of elements: a level of groups takes two (Группы, Группа), and what is around and inside them is flat.
const MAX_DEPTH: usize = 2 * MAX_LEVELS + 16;

/// Most attributes of one tag.
const MAX_ATTRIBUTES: usize = 256;

/// A piece of the file.
pub(crate) enum Token<'a> {
    /// An element begins; an empty element is followed by its own `End`.
    Start(&'a Tag),
    /// The innermost element ends.
    End,
    /// Text inside an element, or a part of it.
    Text(Cow<'a, str>),
    /// A comment, an instruction, blank text between elements of the prologue.
    Nothing,
    /// The root has ended and nothing follows it.
    Eof,
}

/// The last start tag: local names and resolved values.
#[derive(Default)]
pub(crate) struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The name without its namespace prefix.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute by its local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All attributes, in order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    fn take(&mut self, start: &BytesStart<'_>) -> Result<(), ReadErrorKind> {
        self.name.clear();
        self.name.push_str(start.local_name().as_ref());
        self.attributes.clear();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| ReadErrorKind::Malformed(error.to_string()))?;
            if self.attributes.len() == MAX_ATTRIBUTES {
                return Err(ReadErrorKind::TooLarge("the number of attributes of one element"));
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| ReadErrorKind::Malformed(error.to_string()))?;
            refuse_illegal_characters(&value)?;
            self.attributes
                .push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
        Ok(())
    }
}

/// The parser and where it stands.
pub(crate) struct Tokens<R: Read> {
    reader: Reader<DecodingInput<R>>,
    buffer: Vec<u8>,
    tag: Tag,
    depth: usize,
    has_root: bool,
    line: u64,
}

impl<R: Read> Tokens<R> {
    /// Starts on the first byte.
    pub(crate) fn open(input: R) -> Result<Self, ReadError> {
        let input = DecodingInput::open(input).map_err(|kind| ReadError { line: 1, kind })?;
        let mut reader = Reader::from_reader(input);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        config.allow_dangling_amp = false;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            tag: Tag::default(),
            depth: 0,
            has_root: false,
            line: 1,
        })
    }

    /// An error at the token read last.
    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError { line: self.line, kind }
    }

    /// The start tag read last.
    pub(crate) fn tag(&self) -> &Tag {
        &self.tag
    }

    /// Reads one token.
    pub(crate) fn next(&mut self) -> Result<Token<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().begin_token();
        self.line = self.reader.get_ref().line();
        let line = self.line;
        let fail = |kind| ReadError { line, kind };
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(broken(self.reader.get_mut(), &error, line)),
        };
        match event {
            Event::Start(start) | Event::Empty(start) => {
                if self.depth == 0 && self.has_root {
                    return Err(fail(malformed("a second root element")));
                }
                self.has_root = true;
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(fail(ReadErrorKind::TooDeep { levels: MAX_LEVELS }));
                }
                self.tag.take(&start).map_err(fail)?;
                Ok(Token::Start(&self.tag))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::End)
            }
            Event::Text(text) => inside(self.depth, text.xml10_content()).map_err(fail),
            Event::CData(text) => inside(self.depth, text.xml10_content()).map_err(fail),
            Event::GeneralRef(entity) => {
                let character = resolve(&entity).map_err(fail)?;
                inside(self.depth, Cow::Owned(character.to_string())).map_err(fail)
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Token::Nothing),
            Event::DocType(text) => Err(fail(refused_doctype(&text))),
            Event::Eof if self.depth > 0 => Err(fail(malformed("the file ends before its last element is closed"))),
            Event::Eof if !self.has_root => Err(fail(malformed("the file is empty"))),
            Event::Eof => Ok(Token::Eof),
        }
    }

    /// Reads to the end of the element whose start was read last.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }
}

fn malformed(what: &str) -> ReadErrorKind {
    ReadErrorKind::Malformed(what.to_owned())
}

/// The parser's error, or what broke the stream below it.
fn broken<R: Read>(input: &mut DecodingInput<R>, error: &quick_xml::Error, token_line: u64) -> ReadError {
    let line_reached = input.line();
    match input.take_fault() {
        Some(Fault::Io(error)) => ReadError {
            line: line_reached,
            kind: ReadErrorKind::Io(error),
        },
        Some(Fault::TokenTooLong) => ReadError {
            line: token_line,
            kind: ReadErrorKind::TooLarge("a single text"),
        },
        Some(Fault::CutOff) => ReadError {
            line: line_reached,
            kind: malformed(
                "the file ends too early, in the middle of a letter: it was cut off on the way; export or copy it again",
            ),
        },
        Some(Fault::NotInEncoding(encoding)) => ReadError {
            line: line_reached,
            kind: ReadErrorKind::Malformed(format!(
                "here are bytes that are not {encoding}, in which the file begins: it was damaged on the way, or put together from parts in different encodings; export it again from 1C, without saving it in an editor"
            )),
        },
        None => ReadError {
            line: token_line,
            kind: ReadErrorKind::Malformed(error.to_string()),
        },
    }
}

/// Text is only allowed inside the root; blanks around it mean nothing.
fn inside(depth: usize, text: Cow<'_, str>) -> Result<Token<'_>, ReadErrorKind> {
    if depth > 0 {
        refuse_illegal_characters(&text)?;
        return Ok(Token::Text(text));
    }
    if text.trim_ascii().is_empty() {
        return Ok(Token::Nothing);
    }
    Err(malformed("there is text outside of the root element"))
}

fn resolve(entity: &BytesRef<'_>) -> Result<char, ReadErrorKind> {
    let unknown = || ReadErrorKind::Malformed(format!("unknown entity «&{};»", &**entity));
    match &**entity {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => entity.resolve_char_ref().map_err(|_| unknown())?.ok_or_else(unknown),
    }
}

/// `Char` of XML 1.0: no control characters except tab and line ends, no U+FFFE and U+FFFF.
pub(crate) fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

fn refuse_illegal_characters(text: &str) -> Result<(), ReadErrorKind> {
    // Illegal characters begin with one of these bytes, and almost no text has any: look for the bytes first.
    let is_suspect = |byte: u8| byte == 0xef || (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if !text.bytes().any(is_suspect) {
        return Ok(());
    }
    match text.chars().find(|character| !is_legal(*character)) {
        None => Ok(()),
        Some(illegal) => Err(ReadErrorKind::Malformed(format!(
            "the character U+{:04X} may not stand in XML",
            u32::from(illegal)
        ))),
    }
}

/// A web page in place of a file is told apart from a file with declarations of its own.
fn refused_doctype(text: &str) -> ReadErrorKind {
    let name = text.split_ascii_whitespace().next().unwrap_or_default();
    if name.eq_ignore_ascii_case("html") {
        ReadErrorKind::WrongRoot("html".to_owned())
    } else {
        ReadErrorKind::TooLarge("a declaration of a document type or of entities")
    }
}
