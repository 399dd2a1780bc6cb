//! `claims_describe`.

use super::ClaimWordsRequest;
use super::find::own;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::reason::{Reason, limit};
use cabinet_desk::ClaimWords;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_protocol::claims::TEXT_LIMIT;

/// Writes down what the user says of a claim that is not filed; an unfinished word is kept as it is.
///
/// # Errors
/// `not_found`, `invalid`, `disk_full`.
pub async fn describe(cabinet: &Cabinet, request: ClaimWordsRequest) -> Result<(), CommandError> {
    let kind = ClaimKind::from_code(&request.kind).ok_or(Reason::NoSuchKind)?;
    let remedy = ClaimRemedy::from_code(&request.remedy).ok_or(Reason::NoSuchDemand)?;
    if request.text.chars().count() > TEXT_LIMIT {
        return Err(Reason::TextTooLong {
            limit: limit(TEXT_LIMIT),
        }
        .into());
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, draft) = own(open, &request.claim)?;
            let words = ClaimWords {
                kind,
                remedy,
                quantity_milli: request.quantity_milli.max(0),
                text: request.text,
            };
            Ok(open.desk.describe_claim(&draft.id, &words, open.clock.now_ms())?)
        })
        .await?;
    cabinet.tell(Changes {
        claims: true,
        ..Changes::default()
    });
    Ok(())
}
