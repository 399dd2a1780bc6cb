//! The OS keyring: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
//!
//! The calls run on a thread of their own, because the Linux store must not be driven from inside an async runtime.

use crate::error::KeyringProblem;
use crate::secret::Secret;
use data_encoding::HEXLOWER;
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use std::collections::HashMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The service name of every entry.
const SERVICE: &str = "dealer-cabinet";

/// Whether the keyring can keep a secret: one is put in, read back and deleted. An opened store alone says nothing:
/// a session may have a service without a keyring to write to.
///
/// # Errors
/// [`KeyringProblem`] says why not.
pub fn probe() -> Result<(), KeyringProblem> {
    on_own_thread(|| {
        let user = format!("probe-{}", std::process::id());
        let entry = entry(&user)?;
        entry.set_password("probe").map_err(problem)?;
        let read = entry.get_password().map_err(problem);
        entry.delete_credential().map_err(problem)?;
        if read? == "probe" {
            Ok(())
        } else {
            Err(KeyringProblem::Forgetful)
        }
    })
}

/// Keeps a master key for a profile.
pub(crate) fn put(profile: &str, key: &Secret) -> Result<(), KeyringProblem> {
    on_own_thread(|| {
        let text = Zeroizing::new(HEXLOWER.encode(key.as_slice()));
        entry(profile)?.set_password(&text).map_err(problem)?;
        match read(profile)? {
            Some(kept) if kept == *key => Ok(()),
            _ => Err(KeyringProblem::Forgetful),
        }
    })
}

/// The master key of a profile, or `None` when the keyring works and does not have it.
pub(crate) fn get(profile: &str) -> Result<Option<Secret>, KeyringProblem> {
    on_own_thread(|| read(profile))
}

/// Forgets the master key of a profile.
pub(crate) fn delete(profile: &str) -> Result<(), KeyringProblem> {
    on_own_thread(|| match entry(profile)?.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(problem(error)),
    })
}

fn read(profile: &str) -> Result<Option<Secret>, KeyringProblem> {
    let text = match entry(profile)?.get_password() {
        Ok(text) => Zeroizing::new(text),
        Err(Error::NoEntry) => return Ok(None),
        Err(error) => return Err(problem(error)),
    };
    let bytes = Zeroizing::new(
        HEXLOWER
            .decode(text.as_bytes())
            .map_err(|_| KeyringProblem::Forgetful)?,
    );
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| KeyringProblem::Forgetful)?;
    Ok(Some(Zeroizing::new(key)))
}

fn entry(user: &str) -> Result<Entry, KeyringProblem> {
    store()?.build(SERVICE, user, modifiers().as_ref()).map_err(problem)
}

/// Only on this computer: a roaming profile must not carry the key to others.
#[cfg(target_os = "windows")]
fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    Some(HashMap::from([("persistence", "local")]))
}

#[cfg(not(target_os = "windows"))]
const fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    None
}

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<CredentialStore>, KeyringProblem> {
    Ok(zbus_secret_service_keyring_store::Store::new().map_err(problem)?)
}

#[cfg(target_os = "windows")]
fn store() -> Result<Arc<CredentialStore>, KeyringProblem> {
    Ok(windows_native_keyring_store::Store::new().map_err(problem)?)
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<CredentialStore>, KeyringProblem> {
    Ok(apple_native_keyring_store::keychain::Store::new().map_err(problem)?)
}

#[cfg(not(any(target_os = "linux", target_os = "windows", target_os = "macos")))]
fn store() -> Result<Arc<CredentialStore>, KeyringProblem> {
    Err(KeyringProblem::Unsupported)
}

/// The library's error without what it may carry of the secret.
fn problem(error: Error) -> KeyringProblem {
    match error {
        Error::PlatformFailure(source) => KeyringProblem::NoService(source),
        Error::NoStorageAccess(source) => KeyringProblem::Locked(source),
        Error::BadEncoding(_) | Error::BadDataFormat(_, _) | Error::NoEntry => KeyringProblem::Forgetful,
        Error::Ambiguous(_) => KeyringProblem::Ambiguous,
        _ => KeyringProblem::Refused,
    }
}

fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, KeyringProblem> + Send) -> Result<T, KeyringProblem> {
    // A store that panics (it talks to a service over a bus) is a store that cannot be used.
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Err(KeyringProblem::Refused)))
}
