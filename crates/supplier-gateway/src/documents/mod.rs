//! Documents of the supplier: taken from 1C, from the watched folder and from the operator, put to a legal entity and an order.
//!
//! In: documents of 1C's exchange, УПД as XML or zip, PDF and scans. Out: rows of `doc:<entity>`, bytes by hash, a list of what
//! could not be put anywhere, with why. Invariants: a document is shown only to the entity whose tax number it bears, or that the
//! operator named; the same document twice is one; what is refused is told and stays where it lies.
//!
//! Not here: the papers that a device prints by itself.

mod facts;
mod file;
pub mod folder;
mod from_1c;
mod from_name;
mod from_upd;
mod matching;
mod pdf;
mod pdf_text;
mod publish;
mod same_shipment;
pub mod settings;
pub(crate) mod stored;
mod take;
pub(crate) mod text_reader;
mod texts;
pub(crate) mod told;

pub use facts::{Doubt, Facts, Hint, Line};
pub use file::{FileError, FileTaken, keep_paper, take_file};
pub use from_1c::{keep_counterparty, of_document, payments_of};
pub use matching::Trouble;
pub use stored::{StoredDocument, StoredFile, list, load};
pub use take::{
    Attach, AttachError, Taken, attach, rematch, rematch_all, take, withdraw, withdraw_one, withdraw_other_payments,
};
pub use text_reader::TextReader;
pub use texts::{TextsError, Tries, read_texts};

use crate::orders::OrdersError;
use crate::storage::StorageError;

/// Why documents could not be read or written at all.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Entities could not be read.
    #[error(transparent)]
    Access(#[from] crate::access::AccessError),
    /// Orders could not be read.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// A stored document does not read back: it was written by another version of the gateway.
    #[error("the stored document {0} cannot be read; it was written by another version of the gateway")]
    Unreadable(String),
}

/// The folder of the data directory with the bytes of documents, each under its hash.
pub(crate) const FOLDER: &str = "documents";
