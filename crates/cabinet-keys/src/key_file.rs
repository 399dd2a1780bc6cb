//! keys.json: its form, and writing it so that a crash leaves the old one or the new one.

use crate::error::KeysError;
use crate::passphrase::PassphraseCost;
use crate::seal::Sealed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The format that this build writes.
pub(crate) const FORMAT: u32 = 1;

const FILE_NAME: &str = "keys.json";

/// The content of keys.json. Everything secret in it is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeyFile {
    pub(crate) format: u32,
    /// Random; the user name of the entry in the keyring.
    pub(crate) profile: String,
    pub(crate) unlock: StoredUnlock,
    /// Sealed under the master key: tells whether a master key is the right one.
    pub(crate) canary: Sealed,
    /// The master key under the recovery code.
    pub(crate) recovery: Sealed,
    /// Data keys under the master key, by name.
    pub(crate) data_keys: BTreeMap<String, Sealed>,
}

/// Where the master key is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub(crate) enum StoredUnlock {
    /// In the OS keyring.
    Keyring,
    /// Here, under a passphrase.
    Passphrase {
        /// Hex, 16 bytes.
        salt: String,
        cost: PassphraseCost,
        sealed: Sealed,
    },
}

/// Only the format: a newer file may have any other form.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

pub(crate) fn path_in(profile_dir: &Path) -> PathBuf {
    profile_dir.join(FILE_NAME)
}

pub(crate) fn read(profile_dir: &Path) -> Result<KeyFile, KeysError> {
    let path = path_in(profile_dir);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(match encrypted_file(profile_dir)? {
                Some(encrypted) => KeysError::KeysFileMissing { keys: path, encrypted },
                None => KeysError::NoProfile(profile_dir.to_owned()),
            });
        }
        Err(source) => return Err(KeysError::Disk { path, source }),
    };
    let damaged = |source| KeysError::Damaged {
        path: path.clone(),
        source: Some(source),
    };
    let format = serde_json::from_slice::<FormatOnly>(&text).map_err(damaged)?.format;
    if format > FORMAT {
        return Err(KeysError::Newer { path, format });
    }
    serde_json::from_slice(&text).map_err(damaged)
}

/// An encrypted file of the folder, if it has one; a folder that is not there has none.
pub(crate) fn encrypted_file(profile_dir: &Path) -> Result<Option<PathBuf>, KeysError> {
    let disk = |source| KeysError::Disk {
        path: profile_dir.to_owned(),
        source,
    };
    let entries = match std::fs::read_dir(profile_dir) {
        Ok(entries) => entries,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(disk(source)),
    };
    for entry in entries {
        let path = entry.map_err(disk)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("db"))
        {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Writes beside, makes it durable, and puts it in place.
pub(crate) fn write(profile_dir: &Path, content: &KeyFile) -> Result<(), KeysError> {
    let path = path_in(profile_dir);
    let system = |error: serde_json::Error| KeysError::System(Box::new(error));
    let text = serde_json::to_vec_pretty(content).map_err(system)?;
    replace(profile_dir, &path, &text).map_err(|source| KeysError::Disk { path, source })
}

fn replace(dir: &Path, path: &Path, text: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("json.new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, path)?;
    // The new name itself must survive a power cut; Windows does not open folders as files and needs no such step.
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}
