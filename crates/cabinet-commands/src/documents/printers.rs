//! `documents_printers`.

use super::PrinterView;
use super::print::spooler;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_documents::printing::Spooler as _;

/// Printers of this machine.
///
/// # Errors
/// `printer`: no printing system.
pub async fn printers(cabinet: &Cabinet) -> Result<Vec<PrinterView>, CommandError> {
    cabinet.ready()?;
    let printers = tokio::task::spawn_blocking(|| spooler().printers()).await??;
    Ok(printers
        .into_iter()
        .map(|printer| PrinterView {
            name: printer.name,
            is_default: printer.is_default,
        })
        .collect())
}
