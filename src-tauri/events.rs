//! Tells the window what changed, after commit, as one event `changes`, and the toasts that there may be news.

use crate::toasts::Toasts;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::events::{ChangeListener, Changes};
use std::sync::Arc;
use tauri::{AppHandle, Emitter};

/// The name of the only event.
const CHANGES: &str = "changes";

struct Window {
    app: AppHandle,
    /// The built-in sample shows none: nobody waits for its news.
    toasts: Option<Toasts>,
}

impl ChangeListener for Window {
    fn changed(&self, changes: Changes) {
        if let Some(toasts) = self.toasts.as_ref().filter(|_| changes.notices || changes.sync) {
            toasts.look();
        }
        if let Err(error) = self.app.emit(CHANGES, changes) {
            // The window is closing; the next one asks for everything anew.
            tracing::debug!(%error, "An event did not reach the window");
        }
    }
}

/// Starts the cabinet's background work, with the window as its listener.
pub fn forward(app: &AppHandle, cabinet: &Cabinet) {
    let _inside = tauri::async_runtime::handle().inner().enter();
    cabinet.start_background(Arc::new(Window {
        app: app.clone(),
        toasts: Some(Toasts::start(app, cabinet)),
    }));
}

/// Tells the window what changes in the built-in sample.
pub fn forward_sample(app: &AppHandle, cabinet: &Cabinet) {
    let _inside = tauri::async_runtime::handle().inner().enter();
    cabinet.start_background(Arc::new(Window {
        app: app.clone(),
        toasts: None,
    }));
}
