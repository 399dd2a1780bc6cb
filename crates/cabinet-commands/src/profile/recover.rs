//! `profile_recover`.

use super::{ProfileState, state};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use crate::vault;

/// Opens a profile whose key is lost with the recovery code, and stores the key anew.
///
/// # Errors
/// `wrong_secret`, `passphrase_needed`.
pub async fn recover(
    cabinet: &Cabinet,
    code: String,
    passphrase: Option<String>,
) -> Result<ProfileState, CommandError> {
    let _door = cabinet.inner.door.lock().await;
    if !matches!(cabinet.stage(), Stage::Open(_)) {
        let directory = cabinet.inner.directory.clone();
        let keys =
            tokio::task::spawn_blocking(move || vault::recover(&directory, &code, passphrase.as_deref())).await??;
        let open = cabinet.open_files(keys).await?;
        cabinet.set_stage(Stage::Open(open));
    }
    state(cabinet).await
}
