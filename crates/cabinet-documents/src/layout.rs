//! Pages of text and tables: lengths, fonts, wrapping, ruled fields, tables over several pages, and the PDF file itself.
//!
//! All lengths are whole thousandths of a point, so a layout is exact and repeatable; floats appear in `file.rs` only,
//! where the PDF writer wants them. Not here: what a form says.

mod face;
mod file;
mod flow;
mod part;
mod sheet;
mod table;
mod wrap;

pub(crate) use face::{Faces, Style, Weight};
pub(crate) use file::{FileFacts, write_pdf};
pub(crate) use flow::{Flow, PageFrame};
pub(crate) use part::{Block, Field, Part, lay, row, text};
pub(crate) use sheet::{Align, Picture, PlacedPicture, Sheet};
pub(crate) use table::{Column, HeadCell, Row, Table, Total, Totals, titles};

/// A length or position in thousandths of a point (1/72 inch); positions grow right and down from the top left corner.
pub(crate) type Milli = i64;

/// Whole millimetres as a length.
pub(crate) const fn mm(count: i64) -> Milli {
    count * 72_000_000 / 25_400
}

/// Whole points as a length.
pub(crate) const fn pt(count: i64) -> Milli {
    count * 1000
}
