//! Own codes: what the people of a legal entity call goods, taught by one of them and known to his colleagues.
//!
//! In: commands of devices. Out: rows of `codes:<entity>`. Invariants: a person has one last word on a code, by the time at
//! which it was said and not at which it came; a word of one person never takes that of another away.
//! Not here: which of several words counts. A device takes the latest, and shows the others.

use crate::feeds::{self, RowChange};
use crate::storage::{StorageError, Tx, query_one};
use cabinet_domain::article::{ARTICLE_LIMIT, article_norm};
use cabinet_domain::ids::{EntityId, ItemId, PersonId};
use cabinet_protocol::codes::{CODE_LIMIT, CodeRow, CodeWord, TeachCodes, WORDS_LIMIT};
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use prost::Message;

/// How many codes of a person in one entity are kept, those that mean nothing any more among them.
const MOST: i64 = 100_000;
/// The longest id of an item that is taken, in bytes; 1C's has 73.
const ITEM_LIMIT: usize = 200;

const SELECT_SAID: &str = "
    SELECT said_at_ms
    FROM own_code
    WHERE entity = $1
      AND person = $2
      AND norm = $3";

const COUNT: &str = "
    SELECT count(*) AS codes
    FROM own_code
    WHERE entity = $1
      AND person = $2";

const SELECT_NAME: &str = "
    SELECT name
    FROM person
    WHERE id = $1";

const UPSERT: &str = "
    INSERT INTO own_code (entity, person, norm, text, item, article, said_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (entity, person, norm) DO UPDATE SET
        text = excluded.text,
        item = excluded.item,
        article = excluded.article,
        said_at_ms = excluded.said_at_ms";

/// Takes what a person says of codes; a word older than the one that stands changes nothing.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn teach(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &TeachCodes,
    now_ms: i64,
) -> Result<Verdict, StorageError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    if wanted.words.is_empty() || !wanted.words.iter().all(is_usable) {
        return rejected(RejectReason::Invalid);
    }
    let words = i64::try_from(wanted.words.len()).unwrap_or(i64::MAX);
    if wanted.words.len() > WORDS_LIMIT || count(tx, person, entity)?.saturating_add(words) > MOST {
        return rejected(RejectReason::TooMuch);
    }
    let person_name =
        query_one(tx, SELECT_NAME, &[person.as_str().into()], |row| row.text("name"))?.unwrap_or_default();
    let mut changes = Vec::new();
    for word in &wanted.words {
        let row = CodeRow {
            person: person.to_string(),
            person_name: person_name.clone(),
            norm: article_norm(&word.text),
            text: word.text.trim().to_owned(),
            item: word.item.as_ref().map(ToString::to_string),
            article: word.article.trim().to_owned(),
            // A device whose clock is ahead must not have the last word for ever.
            said_at_ms: word.said_at_ms.min(now_ms),
        };
        if put(tx, entity, &row)? {
            // Of two words of one command on a code only the later one is a row.
            changes.retain(|change: &RowChange| change.key != row.key());
            changes.push(RowChange {
                key: row.key(),
                body: Some(row.encode_to_vec()),
            });
        }
    }
    if !changes.is_empty() {
        feeds::publish(tx, &FeedName::Codes(entity.as_str().to_owned()), &changes, now_ms)?;
    }
    Ok(Verdict::Done)
}

fn is_usable(word: &CodeWord) -> bool {
    !article_norm(&word.text).is_empty()
        && word.text.trim().chars().count() <= CODE_LIMIT
        && word.article.chars().count() <= ARTICLE_LIMIT
        && word.said_at_ms >= 0
        && word
            .item
            .as_ref()
            .map(ItemId::as_str)
            .is_none_or(|item| !item.is_empty() && item.len() <= ITEM_LIMIT)
}

/// Whether the word is newer than what the person said before, and stands now.
fn put(tx: &mut dyn Tx, entity: &EntityId, row: &CodeRow) -> Result<bool, StorageError> {
    let key = [
        entity.as_str().into(),
        row.person.as_str().into(),
        row.norm.as_str().into(),
    ];
    let before = query_one(tx, SELECT_SAID, &key, |row| row.int("said_at_ms"))?;
    if before.is_some_and(|before| before > row.said_at_ms) {
        return Ok(false);
    }
    let params = [
        entity.as_str().into(),
        row.person.as_str().into(),
        row.norm.as_str().into(),
        row.text.as_str().into(),
        row.item.as_deref().into(),
        row.article.as_str().into(),
        row.said_at_ms.into(),
    ];
    tx.execute(UPSERT, &params)?;
    Ok(true)
}

fn count(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId) -> Result<i64, StorageError> {
    let params = [entity.as_str().into(), person.as_str().into()];
    Ok(query_one(tx, COUNT, &params, |row| row.int("codes"))?.unwrap_or(0))
}
