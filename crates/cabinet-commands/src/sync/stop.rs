//! `sync_stop`.

use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// Ends the present sync, whoever began it; `sync_now` gives `stopped` then. What has been loaded stays, and the next
/// sync goes on from there. Nothing happens when none is running, and never to an order that is being sent.
///
/// # Errors
/// `not_ready`, `signed_out`.
pub async fn stop(cabinet: &Cabinet) -> Result<(), CommandError> {
    cabinet.ready()?.driver()?.stop();
    Ok(())
}
