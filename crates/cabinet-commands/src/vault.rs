//! The keys of a profile as this crate needs them: from cabinet-keys to keys of files.

use crate::error::{CommandError, ErrorCode};
use crate::failures::chain;
use crate::reason::{DiskFault, FileDeed, KeyringFault, Reason};
use cabinet_keys::{DataKey, KeysError, Passphrase, PassphraseCost, RecoveryCode, Unlock};
use cabinet_sqlite::Key;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// What opening keys came to.
pub(crate) enum Vault {
    /// There are no keys.
    None,
    /// They are under a passphrase.
    Locked,
    /// The keyring does not give the key, or keys.json is gone.
    KeyMissing(KeyMissing),
    /// Open.
    Open(Box<Keys>),
}

/// Why a profile stays closed.
#[derive(Debug, Clone)]
pub(crate) struct KeyMissing {
    /// In plain words why and what to do.
    pub(crate) words: String,
    /// The same for a front-end's own words.
    pub(crate) reason: Option<Reason>,
    /// Whether the recovery code opens it: not when keys.json itself is gone.
    pub(crate) can_recover: bool,
}

/// The open keys of a profile.
pub(crate) struct Keys(cabinet_keys::Keys);

/// What opens the built-in sample.
pub(crate) const SAMPLE_WORDS: &str = "the built-in sample holds no secrets";

/// The least that the library takes: the words are known anyway.
const SAMPLE_COST: PassphraseCost = PassphraseCost::of(64, 1);

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Keys {
    /// The key of a file, or `None` when none was made.
    pub(crate) fn find(&mut self, name: &str) -> Result<Option<Key>, Failure> {
        Ok(self.0.data_key(name)?.as_ref().map(key))
    }

    /// A new key for a file that does not exist.
    pub(crate) fn make(&mut self, name: &str) -> Result<Key, Failure> {
        Ok(key(&self.0.data_key_or_new(name)?))
    }

    /// Forgets a key: no copy of its file can be read any more.
    pub(crate) fn forget(&mut self, name: &str) -> Result<(), Failure> {
        Ok(self.0.forget(name)?)
    }
}

fn key(key: &DataKey) -> Key {
    Key::from_bytes(key.to_bytes())
}

impl From<KeyMissing> for CommandError {
    fn from(missing: KeyMissing) -> Self {
        Self {
            code: ErrorCode::KeyMissing,
            message: missing.words,
            reason: missing.reason,
        }
    }
}

/// Opens the keys with what is at hand.
pub(crate) fn open(directory: &Path, passphrase: Option<&str>) -> Result<Vault, CommandError> {
    let passphrase = passphrase.map(|text| Passphrase::new(text.to_owned())).transpose()?;
    match cabinet_keys::Keys::open(directory, passphrase.as_ref()) {
        Ok(keys) => Ok(Vault::Open(Box::new(Keys(keys)))),
        Err(KeysError::NoProfile(_)) => Ok(Vault::None),
        Err(KeysError::NeedsPassphrase) => Ok(Vault::Locked),
        Err(error @ (KeysError::KeyringUnavailable(_) | KeysError::KeyMissing | KeysError::WrongKey)) => {
            let words = "nothing was changed; the recovery code opens the profile (`cabinet recover`)";
            Ok(Vault::KeyMissing(KeyMissing {
                words: format!("{}; {words}", chain(&error)),
                reason: reason(&error),
                can_recover: true,
            }))
        }
        Err(error @ (KeysError::KeysFileMissing { .. } | KeysError::Damaged { .. })) => {
            Ok(Vault::KeyMissing(KeyMissing {
                words: chain(&error),
                reason: reason(&error),
                can_recover: false,
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether new keys could be made here: a keyring that works or a passphrase, and a directory that takes files.
pub(crate) fn rehearse(directory: &Path, passphrase: Option<&str>) -> Result<(), CommandError> {
    cabinet_keys::Keys::check_free(directory)?;
    unlock_words(passphrase)?;
    let path = directory.join("probe.tmp");
    let written = std::fs::File::create(&path).and_then(|mut file| {
        file.write_all(&[0; 65_536])?;
        file.sync_all()
    });
    let removed = remove(&path);
    written.map_err(|error| CommandError::file(FileDeed::WriteProfile, &path, &error))?;
    removed
}

/// Makes the keys of a new profile; returns the recovery code to be shown once.
pub(crate) fn create(directory: &Path, passphrase: Option<&str>) -> Result<(Keys, String), CommandError> {
    let passphrase = unlock_words(passphrase)?;
    let (keys, code) = match &passphrase {
        None => cabinet_keys::Keys::create(directory, &Unlock::Keyring)?,
        Some(passphrase) => {
            let unlock = Unlock::Passphrase {
                passphrase,
                cost: PassphraseCost::tuned()?,
            };
            cabinet_keys::Keys::create(directory, &unlock)?
        }
    };
    Ok((Keys(keys), code.to_text()?.to_string()))
}

/// Makes the keys of the built-in sample: under words that everybody knows, because it holds nothing to keep secret and must
/// open where no keyring is.
pub(crate) fn create_sample(directory: &Path) -> Result<Keys, CommandError> {
    let unlock = Unlock::Passphrase {
        passphrase: &Passphrase::new(SAMPLE_WORDS.to_owned())?,
        cost: SAMPLE_COST,
    };
    let (keys, _) = cabinet_keys::Keys::create(directory, &unlock)?;
    Ok(Keys(keys))
}

/// Opens the keys with the recovery code and keeps the master key anew.
pub(crate) fn recover(directory: &Path, code: &str, passphrase: Option<&str>) -> Result<Keys, CommandError> {
    // A code is of no use where there is nothing to open, so that is said first.
    cabinet_keys::Keys::needs_passphrase(directory)?;
    let code = RecoveryCode::parse(code)?;
    let passphrase = unlock_words(passphrase)?;
    let keys = match &passphrase {
        None => cabinet_keys::Keys::recover(directory, &code, &Unlock::Keyring)?,
        Some(passphrase) => {
            let unlock = Unlock::Passphrase {
                passphrase,
                cost: PassphraseCost::tuned()?,
            };
            cabinet_keys::Keys::recover(directory, &code, &unlock)?
        }
    };
    Ok(Keys(keys))
}

/// Takes away keys and a desk that were made a moment ago and hold nothing.
pub(crate) fn discard_empty(directory: &Path) -> Result<(), CommandError> {
    for name in ["desk.db-wal", "desk.db-shm", "desk.db", "keys.json"] {
        remove(&directory.join(name))?;
    }
    Ok(())
}

/// Why no keyring works here; `None` when one does.
pub(crate) fn keyring_fault() -> Option<KeyringFault> {
    let problem = cabinet_keys::keyring::probe().err()?;
    Some(KeyringFault::of(&problem))
}

/// `None` where a keyring works; otherwise the passphrase, which must then be there and not be empty.
fn unlock_words(passphrase: Option<&str>) -> Result<Option<Passphrase>, CommandError> {
    let Some(fault) = keyring_fault() else {
        return Ok(None);
    };
    let Some(text) = passphrase else {
        return Err(Reason::PassphraseNeeded { fault }.into());
    };
    Ok(Some(Passphrase::new(text.to_owned())?))
}

fn remove(path: &Path) -> Result<(), CommandError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(CommandError::file(FileDeed::RemoveFromProfile, path, &error))
        }
        _ => Ok(()),
    }
}

impl From<KeysError> for CommandError {
    fn from(error: KeysError) -> Self {
        tracing::info!(keys.cause = %chain(&error), "The keys were not opened or made");
        let message = error.to_string();
        match reason(&error) {
            // A failure of the disk is told with what the system said.
            Some(reason @ Reason::File { .. }) => reason.into(),
            Some(reason) => Self {
                code: reason.code(),
                message,
                reason: Some(reason),
            },
            None => Self::new(ErrorCode::Internal, message),
        }
    }
}

/// The cause in the form that a front-end words; `None` for a fault of the system that nobody can name better.
fn reason(error: &KeysError) -> Option<Reason> {
    let named = |path: &Path| path.display().to_string();
    Some(match error {
        KeysError::NoProfile(_) => Reason::NoProfile,
        KeysError::NeedsPassphrase => Reason::UnderPassphrase,
        KeysError::AlreadyThere(path) => Reason::ProfileThere { path: named(path) },
        KeysError::FileWithoutKey(path) => Reason::FileWithoutKey { path: named(path) },
        KeysError::KeyringUnavailable(problem) => Reason::KeyringUnusable {
            fault: KeyringFault::of(problem),
        },
        KeysError::KeyMissing => Reason::KeyGone,
        KeysError::WrongKey => Reason::KeyOfAnotherProfile,
        KeysError::KeysFileMissing { keys, encrypted } => Reason::KeysFileMissing {
            path: named(keys),
            encrypted: named(encrypted),
        },
        KeysError::WrongPassphrase => Reason::WrongPassphrase,
        KeysError::MistypedRecoveryCode => Reason::RecoveryCodeMistyped,
        KeysError::WrongRecoveryCode => Reason::RecoveryCodeOfAnother,
        KeysError::EmptyPassphrase => Reason::PassphraseEmpty,
        KeysError::Damaged { path, .. } => Reason::KeysDamaged { path: named(path) },
        KeysError::Newer { path, format } => Reason::KeysNewer {
            path: named(path),
            format: *format,
        },
        KeysError::Disk { path, source } => Reason::File {
            deed: FileDeed::KeepKeys,
            path: named(path),
            fault: DiskFault::of(source),
            said: source.to_string(),
        },
        KeysError::System(_) => return None,
    })
}
