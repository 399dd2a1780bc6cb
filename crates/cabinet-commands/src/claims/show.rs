//! `claims_show`.

use super::{ClaimView, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;

/// A whole claim by its id or its number.
///
/// # Errors
/// `not_found`.
pub async fn show(cabinet: &Cabinet, claim: String) -> Result<ClaimView, CommandError> {
    cabinet.ready()?.blocking(move |open| view::whole(open, &claim)).await
}
