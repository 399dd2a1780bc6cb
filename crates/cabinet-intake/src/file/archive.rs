//! A zip archive with a workbook in it, unpacked part by part and within a limit.

use crate::file::failure::{FileError, Foreign, MOST_BYTES, OldWorkbook};
use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    Xlsx,
    Ods,
}

/// An archive whose parts are known to fit into memory.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens an archive and counts what it expands to; the sizes written in it are its maker's words.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))?;
        let mut left = MOST_BYTES;
        for at in 0..zip.len() {
            let part = zip.by_index(at).map_err(failure)?;
            // Pictures and printer settings may be large, and are never unpacked.
            if !part.name().is_ok_and(|name| is_read(&name)) {
                continue;
            }
            let size = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink())?;
            left = left.checked_sub(size).ok_or(FileError::TooLarge)?;
        }
        Ok(Self { zip })
    }

    /// What it holds.
    pub(crate) fn contents(&mut self) -> Result<Contents, FileError> {
        let has = |name: &str| self.names().any(|part| part.eq_ignore_ascii_case(name));
        if has("xl/workbook.xml") {
            return Ok(Contents::Xlsx);
        }
        if has("xl/workbook.bin") {
            return Err(FileError::OldWorkbook(OldWorkbook::Binary));
        }
        if !has("content.xml") {
            let is_document = has("word/document.xml") || has("ppt/presentation.xml");
            return Err(FileError::NotATable(if is_document {
                Foreign::DocumentOrSlides
            } else {
                Foreign::Archive
            }));
        }
        let manifest = self.part("META-INF/manifest.xml")?.unwrap_or_default();
        if String::from_utf8_lossy(&manifest).contains("encryption-data") {
            return Err(FileError::Password);
        }
        let kind = self.part("mimetype")?.unwrap_or_default();
        if kind.starts_with(b"application/vnd.oasis.opendocument.text") {
            return Err(FileError::NotATable(Foreign::TextDocument));
        }
        Ok(Contents::Ods)
    }

    /// The names of its parts that can be read.
    fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.zip.file_names().filter_map(Result::ok)
    }

    /// One part; `None` when there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let exact = self
            .names()
            .find(|part| part.eq_ignore_ascii_case(name))
            .map(Cow::into_owned);
        let Some(exact) = exact else {
            return Ok(None);
        };
        let part = self.zip.by_name(&exact).map_err(failure)?;
        let mut bytes = Vec::new();
        part.take(MOST_BYTES).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }
}

fn failure(error: ZipError) -> FileError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileError::Password,
        error => error.into(),
    }
}

fn is_read(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "xml" | "rels" | "bin") || !name.contains('.')
}
