//! One program at a time uses a profile.

use crate::error::{CommandError, ErrorCode};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// Held as long as the program uses the profile; the system releases it however the program ends.
#[derive(Debug)]
pub(crate) struct ProfileLock {
    _file: File,
}

/// Pause between two looks at a lock that another program holds.
const PAUSE: Duration = Duration::from_millis(50);

impl ProfileLock {
    /// Takes the lock, waiting up to `patience` for another program to finish.
    pub(crate) fn take(directory: &Path, patience: Duration) -> Result<Self, CommandError> {
        let path = directory.join("lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&path)
            .map_err(|error| CommandError::file("the profile cannot be used", &path, &error))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let words = "another window or command of the cabinet uses this profile; close it or wait for it";
                    return Err(CommandError::new(ErrorCode::Busy, words));
                }
                Err(TryLockError::Error(error)) => {
                    return Err(CommandError::file("the profile cannot be locked", &path, &error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loser_learns_that_the_profile_is_in_use_and_gets_it_afterwards() {
        let directory = tempfile::tempdir().unwrap();
        let first = ProfileLock::take(directory.path(), Duration::ZERO).unwrap();
        let loser = ProfileLock::take(directory.path(), Duration::ZERO).unwrap_err();
        assert_eq!(loser.code, ErrorCode::Busy);
        drop(first);
        ProfileLock::take(directory.path(), Duration::ZERO).unwrap();
    }
}
