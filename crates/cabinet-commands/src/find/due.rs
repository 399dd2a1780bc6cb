//! Making papers findable that came since the index was last made.

use crate::error::CommandError;
use crate::open::Open;
use std::sync::Arc;

/// Indexes everything that is due, some hundred papers at a time, so that nobody waits long for a file.
pub(crate) async fn index_all(open: &Arc<Open>) -> Result<(), CommandError> {
    for grant in open.grants()? {
        loop {
            let entity = grant.entity.clone();
            if open
                .blocking(move |open| Ok(open.documents(&entity)?.index_papers()?))
                .await?
                == 0
            {
                break;
            }
        }
    }
    Ok(())
}
