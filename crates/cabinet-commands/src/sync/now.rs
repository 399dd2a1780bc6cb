//! `sync_now`.

use super::run::{self, Outcome};
use super::{SyncReport, status};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_sync::driver::Haste;
use cabinet_sync::error::SyncError;
use std::time::Instant;

/// Syncs now: sends the outbox, then fetches what is new.
///
/// # Errors
/// `busy`, `stopped`, `offline`, `not_a_gateway`, `signed_out`, `certificate`, `disk_full`; `failing` when the gateway failed or
/// sent something that was not used; `sample`. What came before it stays.
pub async fn now(cabinet: &Cabinet) -> Result<SyncReport, CommandError> {
    let open = cabinet.ready()?;
    open.demand_real()?;
    let began = Instant::now();
    match run::run(&open, Haste::Everything).await {
        Outcome::Done(report) => {
            if let Some(problem) = open.track.standing().problem.clone() {
                return Err(problem);
            }
            Ok(SyncReport {
                rows_changed: u32::try_from(report.rows_changed).unwrap_or(u32::MAX),
                commands_done: report.commands_settled,
                duration_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
                status: status(cabinet).await?,
            })
        }
        Outcome::Busy => Err(Reason::SyncRunning.into()),
        Outcome::Stopped => Err(SyncError::Stopped.into()),
        Outcome::Failed { error, .. } => Err(error),
    }
}
