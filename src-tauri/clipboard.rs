//! The clipboard of the desktop: what is copied out of a table, as text and as a table at once.

use arboard::Clipboard as System;
use cabinet_commands::error::{CommandError, ErrorCode};
use std::sync::{Mutex, PoisonError};

/// Kept as long as the program runs: on X11 the program that copied is asked for it at every paste.
#[derive(Default)]
pub struct Clipboard(Mutex<Option<System>>);

impl Clipboard {
    /// Puts the same cells there in two forms: spreadsheets take `html`, everything else `text`.
    ///
    /// # Errors
    /// `internal` when the desktop has no clipboard or another program holds it.
    pub fn put(&self, text: String, html: String) -> Result<(), CommandError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut system = match kept.take() {
            Some(system) => system,
            None => System::new().map_err(|error| failed(&error))?,
        };
        system.set_html(html, Some(text)).map_err(|error| failed(&error))?;
        *kept = Some(system);
        Ok(())
    }
}

fn failed(error: &arboard::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("the clipboard: {error}"))
}
