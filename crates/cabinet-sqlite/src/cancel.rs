//! Stopping a query from another thread: the next keystroke makes the running search pointless.

use crate::error::StoreError;
use rusqlite::{Connection, InterruptHandle};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A handle that stops the one read it was given to. Cloned handles are the same handle.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_cancelled: bool,
    running: Option<InterruptHandle>,
}

impl Cancel {
    /// A handle that has stopped nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the read now, or as soon as it starts.
    pub fn cancel(&self) {
        let mut state = self.lock();
        state.is_cancelled = true;
        if let Some(running) = &state.running {
            running.interrupt();
        }
    }

    /// # Errors
    /// [`StoreError::Cancelled`] once cancelled; long loops in Rust call this between statements.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.lock().is_cancelled {
            Err(StoreError::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Ties the handle to the connection until the guard is dropped.
    pub(crate) fn watch(&self, conn: &Connection) -> Result<Watch<'_>, StoreError> {
        let mut state = self.lock();
        if state.is_cancelled {
            return Err(StoreError::Cancelled);
        }
        state.running = Some(conn.get_interrupt_handle());
        Ok(Watch(self))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Unties the handle, so that it cannot stop the next user of the connection.
pub(crate) struct Watch<'a>(&'a Cancel);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.lock().running = None;
    }
}
