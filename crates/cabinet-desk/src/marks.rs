//! Marks of lines as the text of a column.

use crate::desk::DeskError;
use cabinet_domain::marks::LineMarks;
use rusqlite::types::Type;

pub(crate) fn write_marks(marks: &LineMarks) -> Result<String, DeskError> {
    serde_json::to_string(marks).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()).into())
}

/// The column is the ninth of a line, which only a message of a failure says.
pub(crate) fn read_marks(text: &str) -> rusqlite::Result<LineMarks> {
    serde_json::from_str(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(8, Type::Text, error.into()))
}
