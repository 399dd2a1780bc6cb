//! What the sync is doing and how its last contact went, for `sync_status`.

use crate::cabinet::Inner;
use crate::error::CommandError;
use crate::events::Changes;
use crate::sync::{LinkState, LiveState};
use cabinet_sync::watch::{Changed, Phase, Progress, Watch};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError, Weak};
use time::Date;

/// Shared between the sync and whoever asks.
#[derive(Default)]
pub(crate) struct Track {
    standing: Mutex<Standing>,
    /// Who writes files of price lists: two at once would write one half of a file each.
    lists: Mutex<()>,
}

/// How things stand.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) progress: Progress,
    pub(crate) link: LinkState,
    pub(crate) live: LiveState,
    pub(crate) problem: Option<CommandError>,
    /// When the background tries again, in the clock of the profile; 0 when it does not run.
    pub(crate) next_try_ms: i64,
    pub(crate) failures: u32,
    /// Goods, prices or rights may be others than when the files of price lists were last looked at.
    pub(crate) are_lists_due: bool,
    /// The days at the supplier when they were last looked at; see [`Standing::take_lists_due`].
    lists_days: Vec<Option<Date>>,
}

impl Standing {
    /// Whether the files of price lists are to be looked at: something has changed, or it is another day at the supplier, with other
    /// promotions. From now on they count as looked at.
    pub(crate) fn take_lists_due(&mut self, days: Vec<Option<Date>>) -> bool {
        let is_due = std::mem::take(&mut self.are_lists_due) || self.lists_days != days;
        self.lists_days = days;
        is_due
    }
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            progress: Progress::default(),
            link: LinkState::Unknown,
            live: LiveState::Off,
            problem: None,
            next_try_ms: 0,
            failures: 0,
            are_lists_due: true,
            lists_days: Vec::new(),
        }
    }
}

impl Track {
    pub(crate) fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held by whoever writes files of price lists; on a thread that may block.
    pub(crate) fn writing_lists(&self) -> MutexGuard<'_, ()> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same; `None` while somebody else writes them.
    pub(crate) fn try_writing_lists(&self) -> Option<MutexGuard<'_, ()>> {
        match self.lists.try_lock() {
            Ok(writing) => Some(writing),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// Hands what a sync tells to the track and to the front-end.
pub(crate) struct Reporter {
    track: Arc<Track>,
    profile: Weak<Inner>,
    /// The last progress that the front-end was told, so that it is not told of every segment.
    told: Mutex<Option<(Phase, u64)>>,
}

impl Reporter {
    pub(crate) fn new(track: Arc<Track>, profile: Weak<Inner>) -> Self {
        Self {
            track,
            profile,
            told: Mutex::new(None),
        }
    }

    fn tell(&self, changes: Changes) {
        if let Some(profile) = self.profile.upgrade() {
            profile.tell(changes);
        }
    }
}

impl Watch for Reporter {
    fn progress(&self, progress: Progress) {
        self.track.standing().progress = progress;
        let step = (progress.phase, progress.rows_done / 8_192);
        let is_news = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let is_news = *told != Some(step);
            *told = Some(step);
            is_news
        };
        if is_news {
            self.tell(Changes {
                sync: true,
                ..Changes::default()
            });
        }
    }

    fn changed(&self, changed: Changed) {
        if changed.catalogue || changed.entities {
            self.track.standing().are_lists_due = true;
        }
        self.tell(Changes {
            catalogue: changed.catalogue || changed.entities,
            drafts: changed.outbox || changed.catalogue || changed.delivery,
            outbox: changed.outbox,
            orders: changed.documents || changed.outbox,
            documents: changed.documents,
            entities: changed.entities,
            claims: changed.claims || changed.entities,
            notices: changed.personal || changed.outbox || changed.entities,
            news: changed.news || changed.entities,
            sync: changed.catalogue,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn files_of_price_lists_are_due_after_a_change_and_on_another_day() {
        let mut standing = Standing::default();
        let today = vec![Some(date!(2026 - 03 - 31))];
        assert!(
            standing.take_lists_due(today.clone()),
            "a program that has just begun knows nothing"
        );
        assert!(!standing.take_lists_due(today.clone()));
        standing.are_lists_due = true;
        assert!(standing.take_lists_due(today));
        assert!(
            standing.take_lists_due(vec![Some(date!(2026 - 04 - 01))]),
            "a promotion may have ended"
        );
    }
}
