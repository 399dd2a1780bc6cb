//! One program at a time uses a profile.
//!
//! The lock of the system on the file `lock` decides. `lock-holder` beside it only names who has it, for the words that
//! the loser reads: some systems let nobody read a locked file. A name that a crash left behind is never looked at,
//! because nobody holds the lock then.

use crate::error::CommandError;
use crate::reason::{FileDeed, Holder, Reason};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// What kind of program uses a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The desktop program.
    Window,
    /// A command of `cabinet`.
    Command,
}

impl Program {
    const fn words(self) -> &'static str {
        match self {
            Self::Window => "a window of the cabinet",
            Self::Command => "a command of `cabinet`",
        }
    }
}

/// Held as long as the program uses the profile; the system releases it however the program ends.
#[derive(Debug)]
pub(crate) struct ProfileLock {
    _file: File,
}

/// Where the holder of the lock names itself.
const HOLDER: &str = "lock-holder";

/// The file that the system locks.
const LOCK: &str = "lock";

/// A name is short; whatever else stands in that file is not shown.
const LONGEST_NAME: usize = 80;

/// Pause between two looks at a lock that another program holds.
const PAUSE: Duration = Duration::from_millis(50);

impl ProfileLock {
    /// Takes the lock, waiting up to `patience` for another program to finish.
    pub(crate) fn take(directory: &Path, program: Program, patience: Duration) -> Result<Self, CommandError> {
        let path = directory.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&path)
            .map_err(|error| CommandError::file(FileDeed::UseProfile, &path, &error))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => {
                    name_holder(directory, program);
                    return Ok(Self { _file: file });
                }
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(in_use(directory).into());
                }
                Err(TryLockError::Error(error)) => {
                    return Err(CommandError::file(FileDeed::LockProfile, &path, &error));
                }
            }
        }
    }
}

/// Whether nothing lies in a directory but what a lock leaves there.
pub(crate) fn is_all_there_is(directory: &Path) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(directory)? {
        let name = entry?.file_name();
        if name != LOCK && name != HOLDER {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what a lock leaves in a directory.
pub(crate) fn remove_traces(directory: &Path) -> std::io::Result<()> {
    std::fs::remove_file(directory.join(HOLDER))?;
    std::fs::remove_file(directory.join(LOCK))
}

/// Leaves the name of the holder. The lock counts without it, so a failure is no more than a line in the log.
fn name_holder(directory: &Path, program: Program) {
    let name = format!("{} (process {})", program.words(), std::process::id());
    if let Err(error) = std::fs::write(directory.join(HOLDER), name) {
        tracing::warn!(%error, "The holder of the profile could not be named");
    }
}

/// Who has the lock.
fn in_use(directory: &Path) -> Reason {
    let name = std::fs::read_to_string(directory.join(HOLDER)).unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let is = |program: Program| name.starts_with(program.words());
    let by = if is(Program::Window) {
        Holder::Window
    } else if is(Program::Command) {
        Holder::Command
    } else {
        Holder::Unknown
    };
    let holder = if name.trim().is_empty() {
        "another window or command of the cabinet"
    } else {
        name.trim()
    };
    Reason::ProfileInUse {
        holder: holder.to_owned(),
        by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn the_loser_learns_who_uses_the_profile_and_gets_it_afterwards() {
        let directory = tempfile::tempdir().unwrap();
        let take = |program| ProfileLock::take(directory.path(), program, Duration::ZERO);
        for (holder, words) in [
            (Program::Window, "a window of the cabinet"),
            (Program::Command, "a command of `cabinet`"),
        ] {
            let first = take(holder).unwrap();
            let loser = take(Program::Command).unwrap_err();
            assert_eq!(loser.code, ErrorCode::Busy);
            let process = format!("{words} (process {})", std::process::id());
            assert!(loser.message.starts_with(&process), "{}", loser.message);
            drop(first);
        }
        take(Program::Window).unwrap();
    }

    #[test]
    fn a_holder_without_a_name_is_still_a_holder() {
        let directory = tempfile::tempdir().unwrap();
        let _first = ProfileLock::take(directory.path(), Program::Window, Duration::ZERO).unwrap();
        std::fs::write(directory.path().join(HOLDER), "\n").unwrap();
        let loser = ProfileLock::take(directory.path(), Program::Window, Duration::ZERO).unwrap_err();
        assert!(
            loser.message.starts_with("another window or command"),
            "{}",
            loser.message
        );
    }
}
