//! Deleting the sample.

use super::{directory, is_sample};
use crate::cabinet::Program;
use crate::error::CommandError;
use crate::lock::ProfileLock;
use crate::reason::FileDeed;
use std::path::Path;
use std::time::Duration;

/// How long to wait for a sample that is just being left.
const PATIENCE: Duration = Duration::from_secs(5);

/// Deletes the sample beside a profile; nothing happens where there is none. It must not be open.
///
/// # Errors
/// `busy` when a program uses it, `invalid` when a file of it cannot be removed.
pub async fn remove(profile: &Path) -> Result<(), CommandError> {
    let directory = directory(profile)?;
    tokio::task::spawn_blocking(move || remove_blocking(&directory)).await?
}

fn remove_blocking(directory: &Path) -> Result<(), CommandError> {
    // Only what says that it is a sample: whatever else has that name is left alone.
    if !is_sample(directory) {
        return Ok(());
    }
    let lock = ProfileLock::take(directory, Program::Window, PATIENCE)?;
    // An open file cannot be deleted on Windows, and nobody else looks for a directory that is on its way out.
    drop(lock);
    std::fs::remove_dir_all(directory).map_err(|error| CommandError::file(FileDeed::DeleteSample, directory, &error))
}
