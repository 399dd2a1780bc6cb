//! Pictures and files of goods: taken from 1C and from the operator, checked, made small, handed out by their hash.
//!
//! In: files under the names that goods use for them. Out: rows of the feed `media:…`, and bytes by hash.
//! Invariants: nothing that was not checked leaves; a picture leaves as a JPEG of our own making, so no bytes of an
//! unknown sender reach a web view; a file that is of no use is named with its reason and stops no other.

mod document;
mod intake;
mod links;
pub mod names;
mod picture;
mod problem;
mod store;

pub(crate) use document::check as check_document;
pub use intake::{Came, MediaReport, TakeError, Trouble, take};
pub use links::{Use, count_missing, each_named, note_uses};
pub use problem::FileProblem;
pub use store::{StoreError, read_blob, sweep};
pub(crate) use store::{keep_in, path_of, read_blob_in};

/// Does with bytes what the intake does before it keeps them.
pub(crate) fn try_out(name: &str, bytes: &[u8]) -> Result<(), FileProblem> {
    if picture::is_picture(bytes) {
        picture::make(bytes).map(drop)
    } else {
        document::check(name, bytes).map(drop)
    }
}
