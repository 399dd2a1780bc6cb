//! Making papers findable that came since the index was last made.

use crate::error::CommandError;
use crate::open::Open;
use cabinet_sync::files::Files as _;
use std::sync::Arc;

/// Indexes everything that is due, some hundred papers at a time, so that nobody waits long for a file.
pub(crate) async fn index_all(open: &Arc<Open>) -> Result<(), CommandError> {
    // An entity whose documents nobody has has no file, and gets none by being asked.
    let here = open.blocking(|open| Ok(open.files.entities()?)).await?;
    for grant in open.grants()? {
        if !here.contains(&grant.entity) {
            continue;
        }
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
