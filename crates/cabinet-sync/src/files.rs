//! Which file keeps which feed. The keys and the directory belong to the caller.

use crate::error::SyncError;
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, FeedFile, Mirror};
use cabinet_protocol::feed::FeedName;
use std::sync::Arc;

/// An open file of feeds. Cheap to clone.
#[derive(Clone)]
pub enum File {
    /// Goods, prices, stock, and what concerns the person.
    Goods(Arc<Mirror>),
    /// Documents of one legal entity.
    Documents(Arc<EntityMirror>),
}

impl File {
    /// Its feeds.
    #[must_use]
    pub fn feeds(&self) -> &FeedFile {
        match self {
            Self::Goods(mirror) => mirror.feeds(),
            Self::Documents(mirror) => mirror.feeds(),
        }
    }
}

/// The mirror files of a profile. Called from a thread that may block.
pub trait Files: Send + Sync + 'static {
    /// The file of goods.
    ///
    /// # Errors
    /// [`SyncError`] when it cannot be opened or made.
    fn goods(&self) -> Result<Arc<Mirror>, SyncError>;

    /// The file of an entity's documents, made when it is absent.
    ///
    /// # Errors
    /// [`SyncError`] when it cannot be opened or made.
    fn documents(&self, entity: &EntityId) -> Result<Arc<EntityMirror>, SyncError>;

    /// Entities that have a file now.
    ///
    /// # Errors
    /// [`SyncError`] when the directory cannot be read.
    fn entities(&self) -> Result<Vec<EntityId>, SyncError>;

    /// Forgets the keys of every file and removes them all: the gateway has shut this device out.
    ///
    /// # Errors
    /// [`SyncError`] when one cannot be removed; no key of it is there any more.
    fn forget_everything(&self) -> Result<(), SyncError>;

    /// Forgets the key of an entity's file and removes it.
    ///
    /// # Errors
    /// [`SyncError`] when it cannot be removed.
    fn forget_documents(&self, entity: &EntityId) -> Result<(), SyncError>;
}

/// The file that a feed belongs into.
pub(crate) fn file_of(files: &dyn Files, feed: &FeedName) -> Result<File, SyncError> {
    match feed {
        FeedName::Documents(entity) | FeedName::UnpricedDocuments(entity) | FeedName::Claims(entity) => {
            Ok(File::Documents(files.documents(&EntityId::new(entity.as_str()))?))
        }
        FeedName::Reference(_)
        | FeedName::Catalogue(_)
        | FeedName::Prices { .. }
        | FeedName::Rules(_)
        | FeedName::Stock { .. }
        | FeedName::Media(_)
        | FeedName::Analogues(_)
        | FeedName::Arrivals(_)
        | FeedName::Personal(_)
        | FeedName::Delivery
        | FeedName::Branches
        | FeedName::Addresses(_)
        | FeedName::News
        | FeedName::EntityNews(_)
        | FeedName::Codes(_)
        | FeedName::Templates(_) => Ok(File::Goods(files.goods()?)),
    }
}
