//! Which items a word means: for command lines and pasted words.

use crate::cabinet::Cabinet;
use crate::codes::book::meant;
use crate::drafts::{CandidateView, candidates};
use crate::error::CommandError;
use crate::open::sight;

/// The item of a legal entity's goods that this own code means, else those with this article, else the item with this id, else those with this barcode; none when there are none.
///
/// # Errors
/// `not_ready`, `not_allowed`, `not_loaded`.
pub async fn resolve(cabinet: &Cabinet, entity: String, word: String) -> Result<Vec<CandidateView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let sight = sight(&grant);
            let goods = open.loaded_goods()?;
            let own = match meant(open, &grant, &word)? {
                Some(item) => goods.terms_of(&sight.without_prices(), &item)?.brief,
                None => None,
            };
            let found = match own {
                Some(brief) => vec![brief],
                None => candidates(&goods, &sight, &[word.as_str()])?
                    .into_iter()
                    .flatten()
                    .collect(),
            };
            Ok(found
                .into_iter()
                .map(|brief| CandidateView {
                    item: brief.item.to_string(),
                    article: brief.article,
                    name: brief.name,
                })
                .collect())
        })
        .await
}
