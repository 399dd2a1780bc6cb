//! The listeners of this process and what waits for each of them.
//!
//! Of each feed only the newest hint waits, so a listener that does not read takes no more memory than one that does.

use crate::access::tokens::Caller;
use cabinet_domain::ids::PersonId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::live::Hint;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Lines of one device; a further one ends the oldest, which is most likely a connection that nobody holds any more.
const LINES_OF_A_DEVICE: usize = 2;

/// Lines of one process.
const LINES: usize = 10_000;

/// After a stop devices come back spread over so many seconds.
const COMEBACK_S: u64 = 8;

/// Something to tell a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A feed went on.
    Hint(Hint),
    /// The person's rights changed.
    Grants,
    /// The gateway stops; come back after so many seconds. Nothing follows.
    Bye(u64),
    /// The line ends without a word. Nothing follows.
    Cut,
}

/// All listeners. Shared behind an `Arc`.
#[derive(Default)]
pub struct Hub {
    inner: Mutex<Inner>,
    /// One start of the watcher at a time.
    pub(super) starting: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Inner {
    next_id: u64,
    listeners: BTreeMap<u64, Listener>,
    is_watched: bool,
    is_closed: bool,
}

/// A listener as the watcher sees it.
#[derive(Clone)]
pub(super) struct Listener {
    pub(super) device: String,
    pub(super) person: PersonId,
    pub(super) fingerprint: [u8; 32],
    mailbox: Arc<Mailbox>,
}

/// What waits for one listener.
#[derive(Default)]
struct Mailbox {
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Default)]
struct Waiting {
    have_grants_changed: bool,
    hints: BTreeMap<FeedName, Hint>,
    end: Option<News>,
}

impl Mailbox {
    fn put(&self, put: impl FnOnce(&mut Waiting)) {
        put(&mut unpoisoned(&self.waiting));
        self.bell.notify_one();
    }
}

/// The place of one open connection; leaving it takes the listener out.
pub struct Line {
    id: u64,
    mailbox: Arc<Mailbox>,
    hub: Arc<Hub>,
}

impl Line {
    /// Waits for the next thing to tell. May be given up and called again.
    pub async fn next(&self) -> News {
        loop {
            if let Some(news) = self.take() {
                return news;
            }
            self.mailbox.bell.notified().await;
        }
    }

    fn take(&self) -> Option<News> {
        let mut waiting = unpoisoned(&self.mailbox.waiting);
        // An end goes before all else: who is shut out is told nothing more.
        if let Some(end) = &waiting.end {
            return Some(end.clone());
        }
        if std::mem::take(&mut waiting.have_grants_changed) {
            return Some(News::Grants);
        }
        waiting.hints.pop_first().map(|(_, hint)| News::Hint(hint))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.hub.lock().listeners.remove(&self.id);
    }
}

impl Hub {
    /// Adds a listener with the rights it was admitted with; `None` when there are as many as one process serves.
    #[must_use]
    pub fn join(self: &Arc<Self>, caller: &Caller, fingerprint: [u8; 32]) -> Option<Line> {
        let mailbox = Arc::<Mailbox>::default();
        let mut inner = self.lock();
        let mut own = inner
            .listeners
            .iter()
            .filter(|(_, other)| other.device == caller.device)
            .map(|(id, _)| *id)
            .collect::<Vec<_>>();
        // Ids grow, so the first is the oldest.
        own.truncate(own.len().saturating_sub(LINES_OF_A_DEVICE.saturating_sub(1)));
        for old in own {
            if let Some(listener) = inner.listeners.remove(&old) {
                listener.mailbox.put(|waiting| waiting.end = Some(News::Cut));
            }
        }
        if inner.listeners.len() >= LINES {
            return None;
        }
        let id = inner.next_id;
        inner.next_id = id.wrapping_add(1);
        if inner.is_closed {
            mailbox.put(|waiting| waiting.end = Some(bye(id)));
        }
        inner.listeners.insert(
            id,
            Listener {
                device: caller.device.clone(),
                person: caller.person.clone(),
                fingerprint,
                mailbox: Arc::clone(&mailbox),
            },
        );
        drop(inner);
        Some(Line {
            id,
            mailbox,
            hub: Arc::clone(self),
        })
    }

    /// Says goodbye to everyone, now and from now on.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.is_closed = true;
        for (id, listener) in &inner.listeners {
            listener.mailbox.put(|waiting| waiting.end = Some(bye(*id)));
        }
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.lock().listeners.len()
    }

    /// Whether the watcher runs; it does only while somebody listens.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.lock().is_watched
    }

    pub(super) fn watching(&self) {
        self.lock().is_watched = true;
    }

    /// Whether the watcher should go on. A no is final: whoever comes next starts another one.
    pub(super) fn is_watch_wanted(&self) -> bool {
        let mut inner = self.lock();
        inner.is_watched = !inner.listeners.is_empty() && !inner.is_closed;
        inner.is_watched
    }

    /// Everyone who listens now.
    pub(super) fn roster(&self) -> Vec<(u64, Listener)> {
        let inner = self.lock();
        inner
            .listeners
            .iter()
            .map(|(id, listener)| (*id, listener.clone()))
            .collect()
    }

    /// Shuts a listener out.
    pub(super) fn cut(&self, id: u64) {
        if let Some(listener) = self.lock().listeners.get(&id) {
            listener.mailbox.put(|waiting| waiting.end = Some(News::Cut));
        }
    }

    /// Tells a listener what is new to him and remembers the rights that it was judged by.
    pub(super) fn tell(&self, id: u64, fingerprint: [u8; 32], hints: Vec<Hint>) {
        if let Some(listener) = self.lock().listeners.get_mut(&id) {
            let have_grants_changed = listener.fingerprint != fingerprint;
            listener.fingerprint = fingerprint;
            if have_grants_changed || !hints.is_empty() {
                listener.mailbox.put(|waiting| {
                    waiting.have_grants_changed |= have_grants_changed;
                    waiting
                        .hints
                        .extend(hints.into_iter().map(|hint| (hint.feed.clone(), hint)));
                });
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        unpoisoned(&self.inner)
    }
}

fn bye(id: u64) -> News {
    News::Bye(2_u64.saturating_add(id % COMEBACK_S))
}

/// Whatever panicked while it held the lock left whole values behind: each change here is one assignment.
fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
