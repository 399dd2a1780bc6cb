//! Why a file is not taken, and where.

use std::fmt;

/// Why a file could not be read. Nothing of it is used.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct ReadError {
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub kind: ReadErrorKind,
}

impl ReadError {
    pub(crate) const fn at_start(kind: ReadErrorKind) -> Self {
        Self {
            place: Place { line: 1, column: 1 },
            kind,
        }
    }
}

/// A place in a file, as editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: u64,
    /// In characters, from 1.
    pub column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ReadErrorKind {
    /// Not well-formed XML.
    #[error("{0}; save the document from the EDO operator again")]
    Malformed(String),
    /// Not a file of EDO.
    #[error("this is no УПД: the root is «{0}»; save the document itself from the EDO operator, as XML or as a zip")]
    WrongRoot(String),
    /// A file of EDO, but not one of a seller's shipment.
    #[error("this is {0}, not the seller's УПД; save the document itself from the EDO operator")]
    OtherDocument(&'static str),
    /// A function that no shipment has.
    #[error("the function «{0}» is none of СЧФ, СЧФДОП and ДОП: no goods are handed over by this document")]
    OtherFunction(String),
    /// Neither windows-1251 nor UTF-8.
    #[error(
        "the encoding «{0}» is not one of EDO (windows-1251, UTF-8); save the document from the EDO operator again"
    )]
    UnknownEncoding(String),
    /// Bytes that the encoding does not have.
    #[error(
        "the file is not in the encoding that it names, {0}: an editor has changed it; save the document from the EDO operator again"
    )]
    WrongEncoding(&'static str),
    /// Something without which the document says nothing.
    #[error("{0} is missing; ask the supplier to form the document again")]
    Missing(&'static str),
    /// A value that cannot be read.
    #[error("{what} «{written}» cannot be read; ask the supplier to form the document again")]
    Unreadable {
        /// Which one.
        what: &'static str,
        /// As written, cut to 40 characters.
        written: String,
    },
    /// Beyond all reason.
    #[error("{0} is beyond what a УПД may hold; it is refused")]
    TooLarge(&'static str),
}

impl ReadErrorKind {
    pub(crate) fn unreadable(what: &'static str, written: &str) -> Self {
        Self::Unreadable {
            what,
            written: written.chars().take(40).collect(),
        }
    }
}
