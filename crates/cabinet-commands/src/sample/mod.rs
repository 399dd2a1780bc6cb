//! The built-in sample: a profile of its own beside the real one, filled on this device, never sent from.
//!
//! A file `sample` in its directory says what the directory is. The desk's session says the same where it matters: with it
//! no connection is made, and the desk queues no command. The directory may be deleted at any time.

mod begin;
mod remove;

pub use begin::open;
pub use remove::remove;

use crate::error::CommandError;
use crate::reason::Reason;
use std::path::{Path, PathBuf};

/// The file that says what the directory is.
const MARK: &str = "sample";

/// Where the sample beside a profile lives: the directory's name with `-sample` after it.
///
/// # Errors
/// `invalid` when the profile has no name, such as the root of a disk.
pub fn directory(profile: &Path) -> Result<PathBuf, CommandError> {
    let name = profile.file_name().ok_or(Reason::ProfileWithoutName)?;
    let mut name = name.to_owned();
    name.push("-sample");
    Ok(profile.with_file_name(name))
}

/// Whether a directory is one of a sample.
#[must_use]
pub fn is_sample(directory: &Path) -> bool {
    directory.join(MARK).is_file()
}

/// Whether a sample stands beside a profile.
pub(crate) fn is_there(profile: &Path) -> bool {
    directory(profile).is_ok_and(|directory| is_sample(&directory))
}
