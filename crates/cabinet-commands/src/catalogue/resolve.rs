//! Which items a word means: for command lines and pasted words.

use crate::cabinet::Cabinet;
use crate::drafts::{CandidateView, candidates};
use crate::error::CommandError;

/// The items with this article, else the item with this id, else those with this barcode; none when there are none.
///
/// # Errors
/// `not_ready`, `not_loaded`.
pub async fn resolve(cabinet: &Cabinet, word: String) -> Result<Vec<CandidateView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let found = candidates(&*open.loaded_goods()?, &[word.as_str()])?;
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
