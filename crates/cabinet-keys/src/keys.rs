//! The keys of one profile: made once, opened at each start, recovered by the code.

use crate::error::KeysError;
use crate::key_file::{self, FORMAT, KeyFile, StoredUnlock};
use crate::passphrase::{Passphrase, PassphraseCost};
use crate::recovery::RecoveryCode;
use crate::secret::{DataKey, Secret, random};
use crate::{keyring, seal};
use data_encoding::HEXLOWER;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Names that seals are bound to; data keys are bound to `data:<name>`.
const CANARY: &str = "canary";
const MASTER: &str = "master";

/// How the master key of a profile is to be kept.
pub enum Unlock<'a> {
    /// In the OS keyring.
    Keyring,
    /// In keys.json, under a passphrase, where no keyring runs.
    Passphrase {
        /// Typed by the user.
        passphrase: &'a Passphrase,
        /// [`PassphraseCost::tuned`], except in tests.
        cost: PassphraseCost,
    },
}

/// The opened keys of a profile. No debug text.
pub struct Keys {
    dir: PathBuf,
    master: Secret,
    file: KeyFile,
}

impl Keys {
    /// Makes the keys of a new profile in a folder (made when it is absent) and the recovery code, to be shown once.
    ///
    /// # Errors
    /// [`KeysError::AlreadyThere`] or [`KeysError::FileWithoutKey`] when the folder is in use;
    /// [`KeysError::KeyringUnavailable`]; or a failure of disk or system. Nothing is left behind then.
    pub fn create(profile_dir: &Path, unlock: &Unlock<'_>) -> Result<(Self, RecoveryCode), KeysError> {
        make_private_dir(profile_dir)?;
        refuse_existing(profile_dir)?;
        let profile = HEXLOWER.encode(random::<16>()?.as_slice());
        let master: Secret = random()?;
        let recovery = RecoveryCode::new()?;
        let canary = seal::seal(&master, CANARY, &*random()?)?;
        let file = KeyFile {
            format: FORMAT,
            unlock: keep(&profile, &master, unlock)?,
            canary,
            recovery: seal::seal(&recovery.sealing_key(), MASTER, &master)?,
            data_keys: BTreeMap::new(),
            profile,
        };
        let keys = Self {
            dir: profile_dir.to_owned(),
            master,
            file,
        };
        if let Err(error) = keys.save() {
            if matches!(unlock, Unlock::Keyring) {
                forget_in_keyring(&keys.file.profile);
            }
            return Err(error);
        }
        Ok((keys, recovery))
    }

    /// Whether [`Keys::create`] would find the folder free, without making anything.
    ///
    /// # Errors
    /// [`KeysError::AlreadyThere`], [`KeysError::FileWithoutKey`] or [`KeysError::Disk`].
    pub fn check_free(profile_dir: &Path) -> Result<(), KeysError> {
        refuse_existing(profile_dir)
    }

    /// Opens the keys of a profile.
    ///
    /// # Errors
    /// [`KeysError::NoProfile`] or [`KeysError::KeysFileMissing`]; with the keyring [`KeysError::KeyringUnavailable`], [`KeysError::KeyMissing`] or
    /// [`KeysError::WrongKey`]; with a passphrase [`KeysError::NeedsPassphrase`] or [`KeysError::WrongPassphrase`];
    /// [`KeysError::Damaged`] or [`KeysError::Newer`]. Nothing is changed.
    pub fn open(profile_dir: &Path, passphrase: Option<&Passphrase>) -> Result<Self, KeysError> {
        let file = key_file::read(profile_dir)?;
        let master = match &file.unlock {
            StoredUnlock::Keyring => {
                let kept = keyring::get(&file.profile).map_err(KeysError::KeyringUnavailable)?;
                kept.ok_or(KeysError::KeyMissing)?
            }
            StoredUnlock::Passphrase { salt, cost, sealed } => {
                let passphrase = passphrase.ok_or(KeysError::NeedsPassphrase)?;
                let salt = read_salt(salt)
                    .filter(|_| cost.is_believable())
                    .ok_or_else(|| damaged(profile_dir))?;
                let key = cost.derive(passphrase, &salt)?;
                seal::open(&key, MASTER, sealed).map_err(|seal::DoesNotOpen| KeysError::WrongPassphrase)?
            }
        };
        if seal::open(&master, CANARY, &file.canary).is_err() {
            return Err(match file.unlock {
                StoredUnlock::Keyring => KeysError::WrongKey,
                StoredUnlock::Passphrase { .. } => damaged(profile_dir),
            });
        }
        Ok(Self {
            dir: profile_dir.to_owned(),
            master,
            file,
        })
    }

    /// Whether opening the profile takes a passphrase, so that it can be asked for beforehand.
    ///
    /// # Errors
    /// [`KeysError::NoProfile`], [`KeysError::KeysFileMissing`], [`KeysError::Damaged`], [`KeysError::Newer`] or
    /// [`KeysError::Disk`].
    pub fn needs_passphrase(profile_dir: &Path) -> Result<bool, KeysError> {
        Ok(matches!(
            key_file::read(profile_dir)?.unlock,
            StoredUnlock::Passphrase { .. }
        ))
    }

    /// Opens the keys with the recovery code and keeps the master key anew. The code stays valid.
    ///
    /// # Errors
    /// [`KeysError::WrongRecoveryCode`], [`KeysError::KeyringUnavailable`], or as [`Keys::open`] for the file.
    /// Nothing is changed then.
    pub fn recover(profile_dir: &Path, code: &RecoveryCode, unlock: &Unlock<'_>) -> Result<Self, KeysError> {
        let file = key_file::read(profile_dir)?;
        let master = seal::open(&code.sealing_key(), MASTER, &file.recovery)
            .map_err(|seal::DoesNotOpen| KeysError::WrongRecoveryCode)?;
        if seal::open(&master, CANARY, &file.canary).is_err() {
            return Err(damaged(profile_dir));
        }
        let mut keys = Self {
            dir: profile_dir.to_owned(),
            master,
            file,
        };
        keys.change_unlock(unlock)?;
        Ok(keys)
    }

    /// Keeps the master key in another way: a new passphrase, or the keyring instead of one.
    ///
    /// # Errors
    /// [`KeysError::KeyringUnavailable`], or a failure of disk or system; the old way works then.
    pub fn change_unlock(&mut self, unlock: &Unlock<'_>) -> Result<(), KeysError> {
        let mut file = self.file.clone();
        file.unlock = keep(&file.profile, &self.master, unlock)?;
        let was_in_keyring = matches!(self.file.unlock, StoredUnlock::Keyring);
        self.replace(file)?;
        if was_in_keyring && matches!(unlock, Unlock::Passphrase { .. }) {
            forget_in_keyring(&self.file.profile);
        }
        Ok(())
    }

    /// The data key of this name, or `None` when none was made.
    ///
    /// # Errors
    /// [`KeysError::Damaged`].
    pub fn data_key(&self, name: &str) -> Result<Option<DataKey>, KeysError> {
        let Some(sealed) = self.file.data_keys.get(name) else {
            return Ok(None);
        };
        match seal::open(&self.master, &data_name(name), sealed) {
            Ok(key) => Ok(Some(DataKey::new(key))),
            Err(seal::DoesNotOpen) => Err(damaged(&self.dir)),
        }
    }

    /// The data key of this name, made when there is none and no file `<name>.db` either.
    ///
    /// # Errors
    /// [`KeysError::FileWithoutKey`]: a new key would lock the file for good. For a mirror the caller deletes the file
    /// and asks again; a desk is set aside. Or [`KeysError::Damaged`], or a failure of disk or system.
    pub fn data_key_or_new(&mut self, name: &str) -> Result<DataKey, KeysError> {
        if let Some(key) = self.data_key(name)? {
            return Ok(key);
        }
        let path = self.dir.join(format!("{name}.db"));
        match path.try_exists() {
            Ok(false) => {}
            Ok(true) => return Err(KeysError::FileWithoutKey(path)),
            Err(source) => return Err(KeysError::Disk { path, source }),
        }
        let key = DataKey::new(random()?);
        let mut file = self.file.clone();
        file.data_keys.insert(
            name.to_owned(),
            seal::seal(&self.master, &data_name(name), key.secret())?,
        );
        self.replace(file)?;
        Ok(key)
    }

    /// Forgets a data key: its file cannot be read any more, wherever a copy of it is.
    ///
    /// # Errors
    /// A failure of the disk; the key is kept then.
    pub fn forget(&mut self, name: &str) -> Result<(), KeysError> {
        let mut file = self.file.clone();
        if file.data_keys.remove(name).is_none() {
            return Ok(());
        }
        self.replace(file)
    }

    /// Names of all data keys.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.file.data_keys.keys().map(String::as_str)
    }

    /// What is in memory changes only after the disk has it.
    fn replace(&mut self, file: KeyFile) -> Result<(), KeysError> {
        key_file::write(&self.dir, &file)?;
        self.file = file;
        Ok(())
    }

    fn save(&self) -> Result<(), KeysError> {
        key_file::write(&self.dir, &self.file)
    }
}

fn keep(profile: &str, master: &Secret, unlock: &Unlock<'_>) -> Result<StoredUnlock, KeysError> {
    match unlock {
        Unlock::Keyring => {
            keyring::probe().map_err(KeysError::KeyringUnavailable)?;
            keyring::put(profile, master).map_err(KeysError::KeyringUnavailable)?;
            Ok(StoredUnlock::Keyring)
        }
        Unlock::Passphrase { passphrase, cost } => {
            let salt = random::<16>()?;
            let key = cost.derive(passphrase, &salt)?;
            let sealed = seal::seal(&key, MASTER, master)?;
            Ok(StoredUnlock::Passphrase {
                salt: HEXLOWER.encode(salt.as_slice()),
                cost: *cost,
                sealed,
            })
        }
    }
}

/// The entry is of no use any more. Where it cannot be deleted (no keyring runs) it stays and is told to the log.
fn forget_in_keyring(profile: &str) {
    if let Err(problem) = keyring::delete(profile) {
        tracing::warn!(keys.problem = %problem, "An unused key stays in the keyring");
    }
}

fn read_salt(hex: &str) -> Option<[u8; 16]> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).ok()?;
    bytes.try_into().ok()
}

fn data_name(name: &str) -> String {
    format!("data:{name}")
}

fn damaged(profile_dir: &Path) -> KeysError {
    KeysError::Damaged {
        path: key_file::path_in(profile_dir),
        source: None,
    }
}

fn make_private_dir(dir: &Path) -> Result<(), KeysError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| KeysError::Disk {
        path: dir.to_owned(),
        source,
    })
}

/// A folder with keys or with encrypted files is not a place for new keys.
fn refuse_existing(dir: &Path) -> Result<(), KeysError> {
    let disk = |source| KeysError::Disk {
        path: dir.to_owned(),
        source,
    };
    let keys = key_file::path_in(dir);
    if keys.try_exists().map_err(disk)? {
        return Err(KeysError::AlreadyThere(dir.to_owned()));
    }
    match key_file::encrypted_file(dir)? {
        Some(path) => Err(KeysError::FileWithoutKey(path)),
        None => Ok(()),
    }
}
