//! `feedback_send`.

use super::FeedbackRequest;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::{Reason, limit};
use crate::small_command::{Subscribed, queue, send as send_command};
use cabinet_desk::new_command_key;
use cabinet_domain::feedback::FeedbackKind;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::feedback::{SCREENSHOT_LIMIT, SendFeedback, TEXT_LIMIT};

/// Sends what the person says; queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `invalid`, `sample`, `disk_full`.
pub async fn send(cabinet: &Cabinet, request: FeedbackRequest) -> Result<Subscribed, CommandError> {
    let kind = FeedbackKind::from_code(&request.kind).ok_or(Reason::FeedbackKind)?;
    let text = request.text.trim().to_owned();
    if text.is_empty() || text.chars().count() > TEXT_LIMIT {
        return Err(Reason::FeedbackText {
            limit: limit(TEXT_LIMIT),
        }
        .into());
    }
    let most = SCREENSHOT_LIMIT.saturating_mul(4) / 3;
    if request.screenshot.as_ref().is_some_and(|picture| picture.len() > most) {
        return Err(Reason::ScreenshotTooLarge.into());
    }
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&request.entity)?;
            let body = CommandBody::Feedback(SendFeedback {
                kind,
                text,
                screenshot: request.screenshot,
                app_version: open.app_version.clone(),
                screen: request.screen,
                language: request.language,
            });
            // Each stands alone: none waits for another.
            let chain = format!("feedback:{}", new_command_key());
            queue(open, &grant.entity, chain, &body)
        })
        .await?;
    send_command(&open, queued).await
}
