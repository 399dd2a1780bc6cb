//! `claims_discard`.

use super::find::own;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;

/// Throws a claim away that is not filed, with its files, or takes it back; after a week it is gone for good.
///
/// # Errors
/// `not_found`, `invalid` for one that is on its way.
pub async fn discard(cabinet: &Cabinet, claim: String, is_deleted: bool) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, draft) = own(open, &claim)?;
            Ok(open
                .desk
                .set_claim_deleted(&draft.id, is_deleted, open.clock.now_ms())?)
        })
        .await?;
    cabinet.tell(Changes {
        claims: true,
        ..Changes::default()
    });
    Ok(())
}
