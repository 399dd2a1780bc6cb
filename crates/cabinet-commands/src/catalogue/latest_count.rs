//! The one count of a list, or of its properties, that is under way: the next one stops it, and a keystroke that of the list.

use cabinet_sqlite::Cancel;
use std::sync::{Mutex, PoisonError};

/// Knows how to stop the present count.
#[derive(Default)]
pub(crate) struct LatestCount(Mutex<Option<Cancel>>);

impl LatestCount {
    /// Stops the present count, if there is one.
    pub(crate) fn stop(&self) {
        if let Some(cancel) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            cancel.cancel();
        }
    }

    /// Begins another one in its place.
    pub(crate) fn begin(&self) -> Cancel {
        let cancel = Cancel::new();
        let before = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(cancel.clone());
        if let Some(before) = before {
            before.cancel();
        }
        cancel
    }
}
