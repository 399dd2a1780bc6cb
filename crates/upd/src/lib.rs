//! Reads the УПД, the paper of a shipment that the Russian tax service sets as XML: editions 5.01, 5.02 and 5.03.
//!
//! In: the bytes of an XML file (windows-1251 or UTF-8), or of a zip as EDO operators give it out. Out: [`model::Upd`] with
//! exact sums and with [`model::Doubt`]s about what does not add up, or an error with its place and what to do.
//! Invariants: nothing in a file stops it but what is needed to know what it is (number, date, both sides, currency); sums that
//! lie and wrong check digits are told and never mended; memory is bounded by [`MOST_BYTES`].
//!
//! Not here: signatures (they are neither checked nor made), the buyer's answer, corrections (УКД), paper.

pub mod model;
pub mod error;
pub mod container;
mod decode;
mod walk;
mod party;
mod goods;
mod head;
mod check;

pub use error::{ReadError, ReadErrorKind};

use model::Upd;

/// The largest XML that is read, in bytes: 2,000 lines with marking codes take about 4 MB.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Reads one XML file.
///
/// # Errors
/// [`ReadError`] with line and column.
pub fn read(bytes: &[u8]) -> Result<Upd, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::at_start(ReadErrorKind::TooLarge("the file")));
    }
    let text = decode::decode(bytes).map_err(ReadError::at_start)?;
    let mut upd = head::read(&text)?;
    check::look(&mut upd);
    Ok(upd)
}
