//! The clipboard of the desktop: what is copied out of a table, as text and as a table at once, and files or a picture that
//! are pasted into a claim.

use arboard::Clipboard as System;
use cabinet_commands::error::{CommandError, ErrorCode};
use std::path::PathBuf;
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

/// What another program copied.
pub enum Copied {
    /// Files, in a file manager.
    Files(Vec<PathBuf>),
    /// A picture that is no file: a screenshot, a part of a page.
    Picture {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// Rows from above, each of red, green, blue, opacity.
        rgba: Vec<u8>,
    },
    /// Nothing of both.
    Nothing,
}

/// Files or a picture in the clipboard; files first, for a file manager offers their icon too. Blocks.
///
/// # Errors
/// `internal` when the desktop has no clipboard.
pub fn copied() -> Result<Copied, CommandError> {
    let mut system = System::new().map_err(|error| failed(&error))?;
    if let Ok(files) = system.get().file_list()
        && !files.is_empty()
    {
        return Ok(Copied::Files(files));
    }
    let Ok(picture) = system.get_image() else {
        return Ok(Copied::Nothing);
    };
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    Ok(Copied::Picture {
        width: side(picture.width),
        height: side(picture.height),
        rgba: picture.bytes.into_owned(),
    })
}

fn failed(error: &arboard::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("the clipboard: {error}"))
}
