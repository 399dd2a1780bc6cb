//! Doors to the readers of answers, for the targets of `fuzz/` and their replay; no program goes through them.

use crate::answer;
use crate::error::ClientError;
use crate::live::{LiveEvent, LiveLine};
use reqwest::Response;
use serde::de::DeserializeOwned;

/// Reads an answer as every JSON call does.
///
/// # Errors
/// [`ClientError`].
pub async fn json<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    answer::json(response, false).await
}

/// Reads an open line to its end.
///
/// # Errors
/// [`ClientError`], as of the first call that failed; the events before it are lost.
pub async fn live(response: Response) -> Result<Vec<LiveEvent>, ClientError> {
    let mut line = LiveLine::new(response);
    let mut events = Vec::new();
    while let Some(event) = line.next().await? {
        events.push(event);
    }
    Ok(events)
}
