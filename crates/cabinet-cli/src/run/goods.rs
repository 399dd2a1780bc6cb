//! The one item that a word of the command line means.

use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue;
use cabinet_commands::error::{CommandError, ErrorCode};

/// The id of the item with this article, id or barcode, among the goods of the entity.
pub async fn item(cabinet: &Cabinet, entity: &str, word: &str) -> Result<String, Failure> {
    let mut found = catalogue::resolve(cabinet, entity.to_owned(), word.to_owned()).await?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only.item),
        (Some(last), false) => {
            let ids: Vec<String> = found
                .into_iter()
                .chain([last])
                .map(|candidate| candidate.item)
                .collect();
            let words = format!(
                "several goods have this article; name one by its id: {}",
                ids.join(", ")
            );
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
        (None, _) => Err(CommandError::new(ErrorCode::NotFound, "there are no such goods").into()),
    }
}
