//! What the sync is doing and how its last contact went, for `sync_status`.

use crate::cabinet::Inner;
use crate::error::CommandError;
use crate::events::Changes;
use crate::sync::{LinkState, LiveState};
use cabinet_sync::watch::{Changed, Phase, Progress, Watch};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Shared between the sync and whoever asks.
#[derive(Default)]
pub(crate) struct Track(Mutex<Standing>);

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
        }
    }
}

impl Track {
    pub(crate) fn standing(&self) -> MutexGuard<'_, Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
