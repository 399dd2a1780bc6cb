//! What the papers of legal entities come to, kept until their feeds change: every look for reminders would decode them all again.

use super::papers::{self, Papers};
use crate::error::CommandError;
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, FeedState};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Of each legal entity the last answer, with where its feeds stood.
#[derive(Default)]
pub(crate) struct KeptPapers(Mutex<HashMap<EntityId, Kept>>);

struct Kept {
    feeds: Vec<FeedState>,
    papers: Arc<Option<Papers>>,
}

impl KeptPapers {
    /// What the supplier's documents and orders come to; `None` where nothing of them is about money.
    ///
    /// # Errors
    /// A mirror that cannot be read, a sum beyond 64 bits.
    pub(super) fn of(&self, entity: &EntityId, mirror: &EntityMirror) -> Result<Arc<Option<Papers>>, CommandError> {
        // Read before the rows: what changes between the two is read again the next time, and never kept as older than it is.
        let feeds = standing(mirror.feeds().feeds()?);
        if let Some(kept) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(entity)
            && kept.feeds == feeds
        {
            return Ok(Arc::clone(&kept.papers));
        }
        let found = Arc::new(papers::of(&mirror.money_of_orders()?, mirror.document_heads()?)?);
        let kept = Kept {
            feeds,
            papers: Arc::clone(&found),
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(entity.clone(), kept);
        Ok(found)
    }
}

/// Without what changes while the rows do not: the hash of a check, and when that was.
fn standing(feeds: Vec<FeedState>) -> Vec<FeedState> {
    let bare = |feed| FeedState {
        row_hash: None,
        hash_checked_ms: None,
        ..feed
    };
    feeds.into_iter().map(bare).collect()
}
