//! Files and pastes as sheets of cells.
//!
//! In: bytes. Out: a [`sheet::Book`], or a [`failure::FileError`] with words for the person. True of it: the kind is told by
//! the bytes, nothing is capped in silence, and no file makes it take more than its limits.
//! Not here: what the cells mean.

pub mod failure;
pub mod kind;
pub mod sheet;

mod archive;
mod commerceml;
mod delimited;
mod encoding;
mod html;
mod markup;
mod number;
mod ods;
pub(crate) mod several;
mod spreadsheetml;
mod strike;
mod xls;
mod xlsx;

use crate::file::archive::{Archive, Contents};
use crate::file::failure::{FileError, Foreign};
use crate::file::kind::{Kind, Opened};
use crate::file::sheet::{Book, Budget, Encoded};

/// Reads a file, or what was pasted.
///
/// # Errors
/// [`FileError`].
pub fn read_file(bytes: &[u8]) -> Result<Book, FileError> {
    let mut budget = Budget::new();
    let (kind, encoding, sheets) = match kind::open(bytes)? {
        Opened::Zip(bytes) => {
            let mut archive = Archive::open(bytes)?;
            match archive.contents()? {
                Contents::Xlsx => (Kind::Xlsx, None, xlsx::read(&mut archive, &mut budget)?),
                Contents::Ods => {
                    let content = archive.part("content.xml")?.unwrap_or_default();
                    (
                        Kind::Ods,
                        None,
                        ods::read(&String::from_utf8_lossy(&content), &mut budget)?,
                    )
                }
            }
        }
        Opened::Compound(bytes) => (Kind::Xls, None, xls::read(bytes, &mut budget)?),
        Opened::Text(bytes) => {
            let (text, encoded) = encoding::decode(bytes)?;
            let (kind, sheets) = of_text(&text, &mut budget)?;
            (kind, Some(encoded), sheets)
        }
    };
    Ok(Book { kind, encoding, sheets })
}

/// Reads text that is decoded already, as a clipboard gives it.
///
/// # Errors
/// [`FileError`].
pub fn read_text(text: &str) -> Result<Book, FileError> {
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let (kind, sheets) = of_text(text.strip_prefix('\u{feff}').unwrap_or(text), &mut Budget::new())?;
    let encoding = Some(Encoded {
        name: "UTF-8",
        is_sure: true,
    });
    Ok(Book { kind, encoding, sheets })
}

fn of_text(text: &str, budget: &mut Budget) -> Result<(Kind, Vec<sheet::Sheet>), FileError> {
    let kind = kind::of_text(text)?;
    match kind {
        Kind::SpreadsheetMl => Ok((kind, spreadsheetml::read(text, budget)?)),
        Kind::CommerceMl => {
            let sheets = commerceml::read(text, budget)?;
            if sheets.is_empty() {
                return Err(FileError::NotATable(Foreign::OtherCommerceMl));
            }
            Ok((kind, sheets))
        }
        Kind::Ods => Ok((kind, ods::read(text, budget)?)),
        Kind::Html => match html::read(text, budget)? {
            (sheets, None) => Ok((kind, sheets)),
            (_, Some(lines)) => Ok((kind, vec![delimited::read(&lines, budget)?])),
        },
        Kind::Xlsx | Kind::Xls | Kind::Delimited | Kind::Text => {
            let sheet = delimited::read(text, budget)?;
            let kind = if sheet.is_text { Kind::Text } else { Kind::Delimited };
            Ok((kind, vec![sheet]))
        }
    }
}
