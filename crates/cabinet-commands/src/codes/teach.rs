//! Saying what codes mean: on the desk at once, to the gateway by the outbox.

use super::book::{self, Words};
use super::chain;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, limit};
use cabinet_desk::{Grant, NewCommand, OwnCode, new_command_key};
use cabinet_domain::article::article_norm;
use cabinet_domain::ids::{CommandKey, ItemId};
use cabinet_protocol::codes::{CODE_LIMIT, CodeWord, TeachCodes, WORDS_LIMIT};
use cabinet_protocol::commands::CommandBody;

/// What a code is to mean; `None` for nothing any more.
pub(super) struct Taught {
    pub(super) text: String,
    pub(super) item: Option<ItemId>,
    pub(super) article: String,
}

/// Whether a text can be a code.
pub(super) fn is_usable(text: &str) -> bool {
    !article_norm(text).is_empty() && text.chars().count() <= CODE_LIMIT
}

/// The text of a code, or `invalid`.
pub(super) fn usable(text: &str) -> Result<String, CommandError> {
    let text = text.trim();
    if is_usable(text) {
        Ok(text.to_owned())
    } else {
        Err(Reason::OwnCodeUnusable {
            limit: limit(CODE_LIMIT),
        }
        .into())
    }
}

/// Keeps words and queues them; gives the keys of the commands that carry them, none of a sample.
///
/// # Errors
/// `disk_full`, `internal`.
pub(super) fn teach(
    open: &Open,
    grant: &Grant,
    taught: Vec<Taught>,
    before: &Words,
) -> Result<Vec<CommandKey>, CommandError> {
    let now_ms = open.clock.now_ms();
    let ahead_ms = open.desk.session()?.map_or(0, |session| session.clock_offset_ms);
    let codes: Vec<OwnCode> = taught
        .into_iter()
        .map(|word| {
            let norm = article_norm(&word.text);
            // Who says something otherwise has seen what was said before: a slow clock must not make his word the older one.
            let seen_ms = before
                .get(&norm)
                .and_then(|words| words.first())
                .map(|word| word.said_at_ms);
            let after_ms = seen_ms.map_or(0, |seen_ms| seen_ms.saturating_add(1));
            OwnCode {
                norm,
                text: word.text,
                item: word.item,
                article: word.article,
                said_at_ms: now_ms.saturating_add(ahead_ms).max(after_ms),
            }
        })
        .collect();
    let mut commands = Vec::new();
    for part in codes.chunks(WORDS_LIMIT) {
        let body = CommandBody::TeachCodes(TeachCodes {
            words: part.iter().map(wire).collect(),
        });
        commands.push(NewCommand {
            key: new_command_key(),
            chain: chain(&grant.entity),
            kind: body.kind(),
            entity: grant.entity.clone(),
            body: serde_json::to_string(&body)
                .map_err(|error| CommandError::internal("the command could not be written", &error))?,
        });
    }
    open.desk.put_own_codes(&grant.entity, &codes, &commands, now_ms)?;
    if open.is_sample() {
        return Ok(Vec::new());
    }
    Ok(commands.into_iter().map(|command| command.key).collect())
}

fn wire(code: &OwnCode) -> CodeWord {
    CodeWord {
        text: code.text.clone(),
        item: code.item.clone(),
        article: code.article.clone(),
        said_at_ms: code.said_at_ms,
    }
}

/// The words on one code as [`teach`] wants them.
///
/// # Errors
/// `damaged`, `internal`.
pub(super) fn before(open: &Open, grant: &Grant, text: &str) -> Result<Words, CommandError> {
    let norm = article_norm(text);
    let words = book::words_on(open, grant, &norm)?;
    Ok(Words::from([(norm, words)]))
}
