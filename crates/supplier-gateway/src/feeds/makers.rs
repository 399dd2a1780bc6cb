//! Who makes the snapshot of which feed: one maker at a time, however many devices ask.

use cabinet_protocol::feed::FeedName;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The feeds whose snapshots are being made. A second one who wants the same waits, and then finds it made.
#[derive(Debug, Default)]
pub struct Makers {
    of_feed: Mutex<HashMap<FeedName, Arc<Mutex<()>>>>,
}

impl Makers {
    /// Runs `work` while nobody else makes a snapshot of the feed.
    pub(super) fn alone<T>(&self, feed: &FeedName, work: impl FnOnce() -> T) -> T {
        let turn = self.turn(feed);
        let held = hold(&turn);
        let done = work();
        drop(held);
        // Forgotten once nobody waits: the map holds it, and `turn`.
        let mut all = hold(&self.of_feed);
        if Arc::strong_count(&turn) == 2 {
            all.remove(feed);
        }
        done
    }

    fn turn(&self, feed: &FeedName) -> Arc<Mutex<()>> {
        Arc::clone(hold(&self.of_feed).entry(feed.clone()).or_default())
    }
}

/// Nothing is kept under these locks that a panic could leave half done.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_feed_has_one_maker_and_another_feed_does_not_wait_for_it() {
        let (makers, at_work, most) = (Makers::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let (retail, trade) = (FeedName::prices("retail"), FeedName::prices("trade"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    makers.alone(&retail, || {
                        most.fetch_max(at_work.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        makers.alone(&trade, || std::thread::sleep(std::time::Duration::from_millis(2)));
                        at_work.fetch_sub(1, Ordering::SeqCst);
                    });
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 1);
        assert!(hold(&makers.of_feed).is_empty(), "nothing is kept of what is made");
    }
}
