//! One server per data directory: sessions of 1C live in memory, and two servers would not know of each other's.
//!
//! The lock is the system's, on `serve.lock`, so it ends with the process, however that ends. Other commands do not take
//! it and run beside the server.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "serve.lock";

/// Why this process may not serve the directory.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeLockError {
    #[error(
        "another gateway ({holder}) already serves «{}»: stop it first, or name another directory with --data", data_dir.display()
    )]
    Held { data_dir: PathBuf, holder: String },
    #[error("the lock «{}» cannot be taken: {source}; check that the directory belongs to this user", path.display())]
    Unusable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Takes the lock of a data directory; it is held as long as the file that is returned.
pub(super) fn take(data_dir: &Path) -> Result<File, ServeLockError> {
    let path = data_dir.join(FILE);
    let unusable = |source| ServeLockError::Unusable {
        path: path.clone(),
        source,
    };
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(ServeLockError::Held {
                data_dir: data_dir.to_owned(),
                holder: holder(&path),
            });
        }
        Err(TryLockError::Error(source)) => return Err(unusable(source)),
    }
    // Who holds it, for the one that is refused: a courtesy, which a full disk may keep us from.
    if let Err(error) = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())) {
        tracing::warn!("The number of this process could not be written into serve.lock: {error}");
    }
    Ok(file)
}

/// Who holds the lock. Where the system keeps a locked file from being read, it stays unnamed.
fn holder(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(id) if !id.is_empty() => format!("process {id}"),
        Ok(_) | Err(_) => "another process".to_owned(),
    }
}
