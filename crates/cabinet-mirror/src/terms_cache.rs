//! What is true of the items that were asked about last, held in memory: each line typed in a draft of thousands asks about
//! all of its lines again.

use crate::feed_file::VersionsNow;
use crate::lookup::ItemTerms;
use crate::sight::Sight;
use cabinet_domain::ids::ItemId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The most items that are held for one sight, about 0.5 KB each.
const MOST_HELD: usize = 10_000;

/// The most sights for which any are held: a draft asks with prices for its lines and without them for gifts.
const MOST_SIGHTS: usize = 3;

/// See the top of the file. The sight that was asked last stands first.
#[derive(Default)]
pub(crate) struct TermsCache(Mutex<Vec<Held>>);

struct Held {
    sight: Sight,
    /// From before any of the terms was read, so that they are at least as new.
    versions: VersionsNow,
    terms: HashMap<ItemId, ItemTerms>,
}

impl TermsCache {
    /// What is held of each of these items, in the order asked.
    pub(crate) fn find(&self, sight: &Sight, now: VersionsNow, items: &[ItemId]) -> Vec<Option<ItemTerms>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.iter().find(|held| held.sight == *sight && held.versions == now);
        items
            .iter()
            .map(|item| held.and_then(|held| held.terms.get(item).cloned()))
            .collect()
    }

    /// Holds what is true of all items of one question, read when the versions were these or newer ones.
    pub(crate) fn keep(&self, sight: &Sight, versions: VersionsNow, asked: &[ItemTerms]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.iter().position(|held| held.sight == *sight);
        let before = before.map(|at| all.remove(at));
        let mut terms = before
            .filter(|held| held.versions == versions)
            .map(|held| held.terms)
            .unwrap_or_default();
        if terms.len().saturating_add(asked.len()) > MOST_HELD {
            terms.clear();
        }
        let room = asked.iter().take(MOST_HELD);
        terms.extend(room.map(|terms| (terms.item.clone(), terms.clone())));
        let sight = sight.clone();
        all.insert(0, Held { sight, versions, terms });
        all.truncate(MOST_SIGHTS);
    }
}
