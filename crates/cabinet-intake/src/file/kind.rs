//! What a file is, told by its bytes: the ending of a name is what people change first.

use crate::file::failure::{FileError, Foreign, OldWorkbook};

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workbook of Excel 2007 and later, with macros or without.
    Xlsx,
    /// A workbook of Excel 5 to 2003.
    Xls,
    /// A workbook of LibreOffice, packed or flat.
    Ods,
    /// XML of Excel 2003.
    SpreadsheetMl,
    /// A page: a mail, the clipboard, or what shops save as `.xls`.
    Html,
    /// An order of 1C.
    CommerceMl,
    /// Columns divided by a sign.
    Delimited,
    /// Lines of text.
    Text,
}

/// The bytes that files which are no tables begin with.
const FOREIGN: [(&[u8], Foreign); 11] = [
    (b"%PDF", Foreign::Pdf),
    (b"\x89PNG", Foreign::Picture),
    (b"\xff\xd8\xff", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"Rar!", Foreign::Archive),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
    (b"\x1f\x8b", Foreign::Archive),
    (b"{\\rtf", Foreign::TextDocument),
    (b"\x7fELF", Foreign::Program),
];

/// How a file is to be opened.
pub(crate) enum Opened<'a> {
    /// A zip archive.
    Zip(&'a [u8]),
    /// A container of the older Office.
    Compound(&'a [u8]),
    /// Text in some encoding.
    Text(&'a [u8]),
}

/// Tells files by their first bytes.
///
/// # Errors
/// [`FileError::Empty`], [`FileError::NotATable`], [`FileError::OldWorkbook`].
pub(crate) fn open(bytes: &[u8]) -> Result<Opened<'_>, FileError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Opened::Zip(bytes));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Opened::Compound(bytes));
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(FileError::NotATable(*what));
    }
    // The first record of Excel 2 to 4, which had no container; its length is its third byte.
    if let [9, 0 | 2 | 4, 4 | 6, 0, ..] = bytes {
        return Err(FileError::OldWorkbook(OldWorkbook::Excel4));
    }
    Ok(Opened::Text(bytes))
}

/// The text of a file that is nothing but lines of UTF-8: no workbook, no page, nothing foreign and not empty.
#[must_use]
pub fn plain_text(bytes: &[u8]) -> Option<&str> {
    let Ok(Opened::Text(bytes)) = open(bytes) else {
        return None;
    };
    let text = std::str::from_utf8(bytes).ok()?;
    let is_lines = !text.contains('\0') && matches!(of_text(text), Ok(Kind::Text));
    is_lines.then_some(text)
}

/// What a text is. Only its beginning is looked at.
pub(crate) fn of_text(text: &str) -> Result<Kind, FileError> {
    const HEAD: usize = 4096;
    let end = (0..=HEAD.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default();
    let head = text.get(..end).unwrap_or_default().trim_start().to_lowercase();
    let is_clipboard = head.starts_with("version:") && head.contains("starthtml:");
    let tags = [
        "<html",
        "<!doctype html",
        "<table",
        "<body",
        "<tr",
        "<div",
        "<p>",
        "<meta",
    ];
    if head.starts_with('<') || is_clipboard {
        if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.starts_with("<?xml") {
            return Ok(Kind::SpreadsheetMl);
        }
        if head.contains("коммерческаяинформация") {
            return Ok(Kind::CommerceMl);
        }
        if head.contains("office:document") {
            return Ok(Kind::Ods);
        }
        if is_clipboard || tags.iter().any(|tag| head.contains(tag)) {
            return Ok(Kind::Html);
        }
        if head.starts_with("<?xml") {
            return Err(FileError::NotATable(Foreign::OtherXml));
        }
    }
    // A mail may begin with words before its table.
    if head.contains("<table") && head.contains("<tr") {
        return Ok(Kind::Html);
    }
    Ok(Kind::Text)
}
