//! What can go wrong with keys, told apart by what the user can do about it.

use std::path::PathBuf;

/// Why keys could not be made, opened, recovered or changed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The folder has no keys: enrol first.
    #[error("there is no profile in {0}")]
    NoProfile(PathBuf),
    /// The folder has encrypted files and no keys.json: not a first run. Nothing opens them but that very file.
    #[error(
        "{} is missing although {} is there: restore keys.json from a backup, or move the directory aside and enrol anew",
        keys.display(),
        encrypted.display()
    )]
    KeysFileMissing {
        /// Where keys.json should be.
        keys: PathBuf,
        /// An encrypted file that needs it.
        encrypted: PathBuf,
    },
    /// The folder has keys already: open them.
    #[error("{0} is a profile already")]
    AlreadyThere(PathBuf),
    /// An encrypted file exists whose key is not here. A new key would make it unreadable for good.
    #[error("{0} exists, but its key does not; no new key is made over it")]
    FileWithoutKey(PathBuf),
    /// The OS keyring cannot be used: unlock it, or use the recovery code and a passphrase.
    #[error("the system's keyring cannot be used")]
    KeyringUnavailable(#[source] KeyringProblem),
    /// The keyring works and does not have this profile's key: use the recovery code.
    #[error("the system's keyring no longer has the key of this profile")]
    KeyMissing,
    /// The keyring has a key that does not fit this profile: use the recovery code.
    #[error("the key in the system's keyring does not belong to this profile")]
    WrongKey,
    /// The profile is under a passphrase and none was given.
    #[error("the profile is protected by a passphrase")]
    NeedsPassphrase,
    /// The passphrase is not the profile's.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The recovery code has a typing mistake.
    #[error("the recovery code is mistyped")]
    MistypedRecoveryCode,
    /// The recovery code is another profile's.
    #[error("the recovery code does not belong to this profile")]
    WrongRecoveryCode,
    /// keys.json cannot be read. Restore it from a copy; nothing was changed.
    #[error(
        "{path} is damaged: restore keys.json from a backup, or move the directory aside and enrol anew; the recovery \
         code alone does not open the drafts, it needs that file"
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What the reader said, when it is about the form of the file.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// A newer build wrote keys.json: update the program.
    #[error("{path} was written by a newer version of the program (format {format})")]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// The file system refused.
    #[error("{path} could not be read or written")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What it said.
        #[source]
        source: std::io::Error,
    },
    /// The system gives no random numbers, or not enough memory for a passphrase.
    #[error("the system could not provide what encryption needs")]
    System(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What is wrong with the OS keyring. Never carries the secret, which the library's own error may.
#[derive(Debug, thiserror::Error)]
pub enum KeyringProblem {
    /// No keyring service runs in this session.
    #[error("no keyring service runs in this session")]
    NoService(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It is locked, or has no collection to keep a secret in.
    #[error("the keyring is locked")]
    Locked(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It returned something else than was put in.
    #[error("the keyring does not give back what was put in")]
    Forgetful,
    /// Several entries where one is expected.
    #[error("the keyring has several entries for this profile")]
    Ambiguous,
    /// Any other refusal.
    #[error("the keyring refused")]
    Refused,
    /// The program has no keyring for this operating system.
    #[error("this system has no keyring that the program knows")]
    Unsupported,
}
