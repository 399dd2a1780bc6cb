//! Tables that the user takes away: which kind of file, and in which language its heads are.

use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_desk::Grant;
use cabinet_documents::sheet::{Sheet, csv, tsv, xlsx};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::Path;

/// A kind of file that holds a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// A workbook.
    Xlsx,
    /// Semicolons and decimal commas, for spreadsheets.
    Csv,
    /// Tabs and decimal points, for programs.
    Tsv,
}

impl TableKind {
    /// As chosen, else by the ending of a path; a workbook where there is neither.
    ///
    /// # Errors
    /// `invalid` for any other ending.
    pub(crate) fn of(chosen: Option<Self>, path: Option<&str>) -> Result<Self, CommandError> {
        if let Some(chosen) = chosen {
            return Ok(chosen);
        }
        let Some(path) = path else { return Ok(Self::Xlsx) };
        let ending = ending_of(path);
        [Self::Xlsx, Self::Csv, Self::Tsv]
            .into_iter()
            .find(|kind| kind.ending() == ending)
            .ok_or_else(|| Reason::NotATableEnding { ending }.into())
    }

    /// The ending of such files.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }
}

/// The ending of a path in small letters, without the dot; empty where it has none.
pub(crate) fn ending_of(path: &str) -> String {
    let ending = Path::new(path).extension();
    ending
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// The table as the bytes of a file.
///
/// # Errors
/// `internal`; `invalid` for more rows than a workbook has.
pub(crate) fn bytes_of(sheet: &Sheet, kind: TableKind) -> Result<Vec<u8>, CommandError> {
    match kind {
        TableKind::Xlsx => {
            xlsx(sheet).map_err(|error| CommandError::internal("the workbook could not be made", &error))
        }
        TableKind::Csv => Ok(csv(sheet).into_bytes()),
        TableKind::Tsv => Ok(tsv(sheet).into_bytes()),
    }
}

/// A Ukrainian legal entity gets Ukrainian papers and tables.
pub(crate) fn is_ukrainian(grant: &Grant) -> bool {
    !grant.edrpou.is_empty()
}
