//! `profile_unlock`.

use super::{ProfileState, state};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;

/// Opens a profile that is sealed with a passphrase.
///
/// # Errors
/// `wrong_secret`, `damaged`, `newer`.
pub async fn unlock(cabinet: &Cabinet, passphrase: String) -> Result<ProfileState, CommandError> {
    let _door = cabinet.inner.door.lock().await;
    if !matches!(cabinet.stage(), Stage::Open(_)) {
        cabinet.unseal_with(Some(passphrase)).await?;
    }
    state(cabinet).await
}
