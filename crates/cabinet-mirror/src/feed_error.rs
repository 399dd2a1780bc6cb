//! Why data from the gateway was not taken over. Nothing local is removed because of any of these.

use cabinet_protocol::feed::FeedName;
use cabinet_sqlite::StoreError;

/// Why a snapshot or a page of changes was not taken over.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// A row cannot be read: its page stops, and it is counted in [`crate::FeedState::unreadable`].
    #[error("a row of {feed} cannot be read")]
    UnreadableRow {
        /// Which feed.
        feed: FeedName,
        /// Which row.
        key: String,
        /// What is wrong with it.
        #[source]
        fault: RowFault,
    },
    /// The feed belongs into another file.
    #[error("{feed} does not belong into this file")]
    WrongFile {
        /// Which feed.
        feed: FeedName,
    },
    /// The rows are of a schema that this build does not read: update the program.
    #[error("{feed} has rows of schema {schema}, which this version of the program does not read")]
    UnknownSchema {
        /// Which feed.
        feed: FeedName,
        /// Their schema.
        schema: u32,
    },
    /// The page is of another history: fetch the snapshot.
    #[error("{feed} has begun a new history")]
    WrongEpoch {
        /// Which feed.
        feed: FeedName,
    },
    /// The page does not start where the feed stands: ask again with the stored cursor.
    #[error("{feed} stands at {local}, the changes start at {from}")]
    Gap {
        /// Which feed.
        feed: FeedName,
        /// Where the feed stands.
        local: u64,
        /// Where the page starts.
        from: u64,
    },
    /// No snapshot of the feed has been published here: fetch it.
    #[error("{feed} has no snapshot yet")]
    NoSnapshot {
        /// Which feed.
        feed: FeedName,
    },
    /// The segment is not one of the manifest's, or another load of the feed has begun since.
    #[error("the segment does not belong to the snapshot of {feed} that is being loaded")]
    UnknownSegment {
        /// Which feed.
        feed: FeedName,
    },
    /// Segments are missing.
    #[error("{feed}: {missing} segments of the snapshot are missing")]
    Incomplete {
        /// Which feed.
        feed: FeedName,
        /// How many.
        missing: usize,
    },
    /// The segments have not as many rows as the manifest says; the load starts anew.
    #[error("{feed}: the snapshot should have {announced} rows and has {got}")]
    WrongRowCount {
        /// Which feed.
        feed: FeedName,
        /// What the manifest says.
        announced: u64,
        /// What came.
        got: u64,
    },
    /// The rows would not be the gateway's with it: nothing of it was taken, and the old rows are to be looked through.
    #[error("the rows of {feed} are not those of the gateway")]
    WrongHash {
        /// Which feed.
        feed: FeedName,
    },
    /// More catalogues than this file can tell apart (62).
    #[error("too many catalogues for one profile")]
    TooManyCatalogues,
    /// The file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for FeedError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What is wrong with a row.
#[derive(Debug, thiserror::Error)]
pub enum RowFault {
    /// Not a protobuf message of the expected kind.
    #[error("the message is damaged")]
    Undecodable(#[from] prost::DecodeError),
    /// The key and the row name different things.
    #[error("the key does not belong to the row")]
    WrongKey,
    /// A number that cannot be (a negative price).
    #[error("the number in {field} is out of range")]
    OutOfRange {
        /// Which field.
        field: &'static str,
    },
    /// A field that must be filled.
    #[error("{field} is empty")]
    Empty {
        /// Which field.
        field: &'static str,
    },
}

/// A fault with the key of its row, before the feed is known.
#[derive(Debug)]
pub(crate) struct FaultyRow {
    pub(crate) key: String,
    pub(crate) fault: RowFault,
}

/// Why loading rows into tables stopped.
#[derive(Debug)]
pub(crate) enum LoadError {
    Row(FaultyRow),
    Store(StoreError),
}

impl LoadError {
    pub(crate) fn row(key: &str, fault: impl Into<RowFault>) -> Self {
        Self::Row(FaultyRow {
            key: key.to_owned(),
            fault: fault.into(),
        })
    }

    pub(crate) fn of(self, feed: &FeedName) -> FeedError {
        match self {
            Self::Row(FaultyRow { key, fault }) => FeedError::UnreadableRow {
                feed: feed.clone(),
                key,
                fault,
            },
            Self::Store(error) => FeedError::Store(error),
        }
    }
}

impl From<rusqlite::Error> for LoadError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<StoreError> for LoadError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
