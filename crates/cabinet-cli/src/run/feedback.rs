//! `feedback`.

use super::entity;
use super::subscriptions::answer;
use crate::answer::Answer;
use crate::args::FeedbackKindArg;
use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::feedback::{self, FeedbackRequest};
use cabinet_domain::feedback::FeedbackKind;

/// Tells the supplier's people something, without a picture.
pub async fn send(
    cabinet: &Cabinet,
    kind: FeedbackKindArg,
    text: String,
    wanted: Option<String>,
) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let kind = match kind {
        FeedbackKindArg::Problem => FeedbackKind::Problem,
        FeedbackKindArg::Idea => FeedbackKind::Idea,
        FeedbackKindArg::Question => FeedbackKind::Question,
    };
    let request = FeedbackRequest {
        entity: entity.clone(),
        kind: kind.code().to_owned(),
        text,
        screenshot: None,
        screen: "cabinet".to_owned(),
        language: String::new(),
    };
    let outcome = feedback::send(cabinet, request).await?;
    Ok(answer(outcome, kind.code(), &entity))
}
