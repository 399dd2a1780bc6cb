//! Which items a word means: for command lines and pasted words.

use crate::cabinet::Cabinet;
use crate::drafts::{CandidateView, candidates};
use crate::error::CommandError;
use crate::open::sight;

/// The items of a legal entity's goods with this article, else the item with this id, else those with this barcode; none when there are none.
///
/// # Errors
/// `not_ready`, `not_allowed`, `not_loaded`.
pub async fn resolve(cabinet: &Cabinet, entity: String, word: String) -> Result<Vec<CandidateView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let sight = sight(&open.grant(&entity)?);
            let found = candidates(&*open.loaded_goods()?, &sight, &[word.as_str()])?;
            Ok(found
                .into_iter()
                .flatten()
                .map(|brief| CandidateView {
                    item: brief.item.to_string(),
                    article: brief.article,
                    name: brief.name,
                })
                .collect())
        })
        .await
}
