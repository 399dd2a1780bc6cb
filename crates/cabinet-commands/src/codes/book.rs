//! The words on codes put together: those of the desk, which the gateway may not have yet, and those of the feed.

use super::chain;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::{CommandState, Grant, OwnCode};
use cabinet_domain::article::article_norm;
use cabinet_domain::ids::{ItemId, PersonId};
use cabinet_mirror::SharedCode;
use std::collections::HashMap;

/// What somebody said of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) person: PersonId,
    pub(crate) person_name: String,
    pub(crate) text: String,
    pub(crate) item: Option<ItemId>,
    pub(crate) article: String,
    pub(crate) said_at_ms: i64,
}

/// Every word of a legal entity's people, by the normal form of the code; the latest first.
pub(crate) type Words = HashMap<String, Vec<Word>>;

/// Who the user is.
struct User {
    person: PersonId,
    name: String,
}

/// What codes mean for a person who acts for a legal entity. A code of which nobody there has said anything means what it does
/// for another of the person's legal entities.
#[derive(Debug, Default)]
pub(crate) struct CodeBook {
    items: HashMap<String, ItemId>,
}

impl CodeBook {
    /// All codes of an entity: for long lists.
    ///
    /// # Errors
    /// `damaged`, `internal`.
    pub(crate) fn of(open: &Open, grant: &Grant) -> Result<Self, CommandError> {
        let own = words_of(open, grant)?;
        let mut items: HashMap<String, ItemId> = HashMap::new();
        let mut latest: HashMap<String, i64> = HashMap::new();
        for other in open.grants()?.iter().filter(|other| other.entity != grant.entity) {
            for (norm, words) in words_of(open, other)? {
                let Some(word) = words.into_iter().next().filter(|_| !own.contains_key(&norm)) else {
                    continue;
                };
                let before = latest.get(&norm).copied();
                if before.is_none_or(|before| before < word.said_at_ms) {
                    latest.insert(norm.clone(), word.said_at_ms);
                    put(&mut items, norm, word.item);
                }
            }
        }
        for (norm, words) in own {
            put(&mut items, norm, words.into_iter().next().and_then(|word| word.item));
        }
        Ok(Self { items })
    }

    /// What a text means; `None` where nobody said so.
    pub(crate) fn item(&self, text: &str) -> Option<&ItemId> {
        if self.items.is_empty() {
            return None;
        }
        self.items.get(&article_norm(text))
    }
}

fn put(items: &mut HashMap<String, ItemId>, norm: String, item: Option<ItemId>) {
    match item {
        Some(item) => items.insert(norm, item),
        None => items.remove(&norm),
    };
}

/// What one text means for a person who acts for a legal entity: for what is typed, letter by letter.
///
/// # Errors
/// `damaged`, `internal`.
pub(crate) fn meant(open: &Open, grant: &Grant, text: &str) -> Result<Option<ItemId>, CommandError> {
    let norm = article_norm(text);
    if norm.is_empty() {
        return Ok(None);
    }
    if let Some(word) = words_on(open, grant, &norm)?.into_iter().next() {
        return Ok(word.item);
    }
    let mut best: Option<Word> = None;
    for other in open.grants()?.iter().filter(|other| other.entity != grant.entity) {
        let word = words_on(open, other, &norm)?.into_iter().next();
        if word.as_ref().map(|word| word.said_at_ms) > best.as_ref().map(|word| word.said_at_ms) {
            best = word;
        }
    }
    Ok(best.and_then(|word| word.item))
}

/// The words on every code of an entity.
///
/// # Errors
/// `damaged`, `internal`.
pub(crate) fn words_of(open: &Open, grant: &Grant) -> Result<Words, CommandError> {
    let me = me(open)?;
    let shared = open.goods()?.shared_codes(&grant.entity)?;
    let own = open.desk.own_codes(&grant.entity)?;
    let mut words: Words = HashMap::new();
    for (norm, word) in shared.into_iter().map(of_feed) {
        add(words.entry(norm).or_default(), word);
    }
    let are_sent = are_sent(open, grant)?;
    for (norm, word) in own.into_iter().map(|code| of_desk(&me, code)) {
        add_own(words.entry(norm).or_default(), word, are_sent);
    }
    for of_code in words.values_mut() {
        in_order(of_code);
    }
    Ok(words)
}

/// The words on one code, the latest first.
///
/// # Errors
/// `damaged`, `internal`.
pub(crate) fn words_on(open: &Open, grant: &Grant, norm: &str) -> Result<Vec<Word>, CommandError> {
    let mut words = Vec::new();
    for code in open.goods()?.shared_codes_of(&grant.entity, norm)? {
        add(&mut words, of_feed(code).1);
    }
    if let Some(code) = open.desk.own_code(&grant.entity, norm)? {
        add_own(&mut words, of_desk(&me(open)?, code).1, are_sent(open, grant)?);
    }
    in_order(&mut words);
    Ok(words)
}

fn me(open: &Open) -> Result<User, CommandError> {
    let session = open.desk.session()?;
    Ok(session.map_or_else(
        || User {
            person: PersonId::new(""),
            name: String::new(),
        },
        |session| User {
            person: session.person,
            name: session.person_name,
        },
    ))
}

/// Of two words of one person the later one stands: the desk may be ahead of the feed, and another device of his of the desk.
fn add(words: &mut Vec<Word>, word: Word) {
    match words.iter_mut().find(|known| known.person == word.person) {
        Some(known) if known.said_at_ms <= word.said_at_ms => *known = word,
        Some(_) => {}
        None => words.push(word),
    }
}

/// Adds the word of the desk. The gateway puts the time of a word right where the clock here was ahead: once everything was
/// sent, the time that the feed has of the same word counts.
fn add_own(words: &mut Vec<Word>, word: Word, are_sent: bool) {
    let is_there = |known: &Word| known.person == word.person && known.item == word.item;
    if !(are_sent && words.iter().any(is_there)) {
        add(words, word);
    }
}

/// Whether the gateway has everything that was said here of codes of an entity.
fn are_sent(open: &Open, grant: &Grant) -> Result<bool, CommandError> {
    let commands = open.desk.newest_of_chains(&grant.entity, &chain(&grant.entity))?;
    Ok(commands.iter().all(|command| command.state == CommandState::Done))
}

/// The latest first; of two at the same moment every device takes the same.
fn in_order(words: &mut [Word]) {
    words.sort_by(|a, b| {
        b.said_at_ms
            .cmp(&a.said_at_ms)
            .then_with(|| a.person.as_str().cmp(b.person.as_str()))
    });
}

fn of_feed(code: SharedCode) -> (String, Word) {
    let word = Word {
        person: code.person,
        person_name: code.person_name,
        text: code.text,
        item: code.item,
        article: code.article,
        said_at_ms: code.said_at_ms,
    };
    (code.norm, word)
}

fn of_desk(me: &User, code: OwnCode) -> (String, Word) {
    let word = Word {
        person: me.person.clone(),
        person_name: me.name.clone(),
        text: code.text,
        item: code.item,
        article: code.article,
        said_at_ms: code.said_at_ms,
    };
    (code.norm, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(person: &str, item: Option<&str>, said_at_ms: i64) -> Word {
        Word {
            person: PersonId::new(person),
            person_name: person.to_owned(),
            text: "наш".to_owned(),
            item: item.map(ItemId::new),
            article: String::new(),
            said_at_ms,
        }
    }

    #[test]
    fn the_time_of_a_sent_word_is_the_gateways() {
        let feed = || vec![word("anna", Some("a"), 7), word("boris", Some("b"), 8)];
        for (name, own, are_sent, said) in [
            (
                "sent with a clock ahead",
                word("anna", Some("a"), 900),
                true,
                [("boris", 8), ("anna", 7)],
            ),
            (
                "said again, not sent",
                word("anna", Some("a"), 900),
                false,
                [("anna", 900), ("boris", 8)],
            ),
            (
                "said otherwise, sent",
                word("anna", Some("c"), 900),
                true,
                [("anna", 900), ("boris", 8)],
            ),
        ] {
            let mut words = feed();
            add_own(&mut words, own, are_sent);
            in_order(&mut words);
            let got: Vec<_> = words
                .iter()
                .map(|word| (word.person.as_str(), word.said_at_ms))
                .collect();
            assert_eq!(got, said, "{name}");
        }
    }

    #[test]
    fn the_latest_word_counts_whatever_the_order_in_which_they_come() {
        let all = [
            word("anna", Some("a"), 1),
            word("boris", Some("b"), 5),
            word("anna", Some("c"), 3),
            word("clara", None, 4),
        ];
        for turn in 0..all.len() {
            let mut words = Vec::new();
            for at in 0..all.len() {
                add(&mut words, all[(at + turn) % all.len()].clone());
            }
            in_order(&mut words);
            let said: Vec<_> = words
                .iter()
                .map(|word| (word.person.as_str(), word.said_at_ms))
                .collect();
            assert_eq!(said, [("boris", 5), ("clara", 4), ("anna", 3)], "{turn}");
        }
    }
}
