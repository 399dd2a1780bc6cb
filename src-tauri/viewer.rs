//! Opens a certificate, an instruction or a document of the supplier in the program that the system has for it, and the page on which
//! an invoice is paid in the system's browser.

use crate::ipc::Host;
use cabinet_commands::documents;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::media::{self, ClearCopy};
use cabinet_commands::reason::Reason;
use tauri::State;

/// Writes a copy in the clear and opens it; the copy goes when the program ends.
#[tauri::command]
#[specta::specta]
pub async fn desktop_open_file(
    host: State<'_, Host>,
    entity: String,
    item: String,
    blake3: String,
) -> Result<ClearCopy, CommandError> {
    show(media::open_copy(&host.cabinet()?, entity, item, blake3).await?).await
}

/// The same of a document of the supplier.
#[tauri::command]
#[specta::specta]
pub async fn desktop_open_document(host: State<'_, Host>, document: String) -> Result<ClearCopy, CommandError> {
    show(documents::supplier_open(&host.cabinet()?, document).await?).await
}

/// Opens the supplier's page on which an invoice is paid in the system's browser; gives back its host.
#[tauri::command]
#[specta::specta]
pub async fn desktop_pay_on_site(host: State<'_, Host>, document: String) -> Result<String, CommandError> {
    let link = documents::payment_address(&host.cabinet()?, document).await?;
    let address = link.as_str().to_owned();
    match tokio::task::spawn_blocking(move || open::that_detached(address)).await {
        Ok(Ok(())) => Ok(link.host().to_owned()),
        Ok(Err(error)) => {
            tracing::warn!(%error, "The system has no browser for the supplier's page");
            Err(Reason::NoBrowser.into())
        }
        Err(error) => Err(CommandError::new(ErrorCode::Internal, error.to_string())),
    }
}

async fn show(copy: ClearCopy) -> Result<ClearCopy, CommandError> {
    let path = copy.path.clone();
    let opened = tokio::task::spawn_blocking(move || open::that_detached(path)).await;
    match opened {
        Ok(Ok(())) => Ok(copy),
        Ok(Err(error)) => {
            tracing::warn!(%error, "The system has no viewer for a file");
            Err(Reason::NoViewer.into())
        }
        Err(error) => Err(CommandError::new(ErrorCode::Internal, error.to_string())),
    }
}
