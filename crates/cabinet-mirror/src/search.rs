//! Search as the user types: articles from the start, then articles in the middle, then names with a typed size as it
//! stands, then words of the name, then words of which the full name has one or more. Only when nothing was found: the
//! same words without their endings, and at last parts of words.
//!
//! Not here: what else a text may have meant (forgiving.rs).
//!
//! Results of each kind are in the order of ids, never ranked by score: a score costs time in proportion to all
//! matches, on every keystroke.

use crate::endings;
use crate::named::{Among, WORDS, Wants, each_named, may_have, split};
use crate::search_index::{self, MORE_LETTERS, match_more_words, match_part};
use crate::text;
use crate::vocabulary::Words;
use cabinet_domain::article::{article_norm, may_be_barcode};
use cabinet_sqlite::{Cancel, StoreError};
use rusqlite::{Connection, Statement, named_params};
use std::collections::HashSet;

/// What a search found.
pub(crate) struct Found {
    /// Best first, each once.
    pub(crate) ids: Vec<i64>,
    /// There is nothing beyond them.
    pub(crate) is_all: bool,
}

impl Found {
    pub(crate) const fn is_nothing(&self) -> bool {
        self.ids.is_empty() && self.is_all
    }
}

/// Where a typed word may stand in a word of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At its beginning.
    Beginning,
    /// There, and when no item has it there, anywhere.
    Anywhere,
}

pub(crate) const BY_BARCODE: &str = "
    SELECT id
    FROM item
    WHERE barcode = :typed
      AND barcode <> ''
    ORDER BY id";

// The upper bound is the highest character there is, so the range is everything that starts with the text.
pub(crate) const ARTICLE_PREFIX: &str = "
    SELECT id
    FROM item_article
    WHERE art_norm >= :art_norm
      AND art_norm < :art_norm || char(1114111)
    ORDER BY art_norm, id";

pub(crate) const ARTICLE_PART: &str = "
    SELECT s.id
    FROM article_parts AS p
    CROSS JOIN item_search AS s ON s.id = p.rowid
    WHERE p.article_parts MATCH :parts
      AND instr(s.art_norm, :art_norm) > 0
    ORDER BY p.rowid";

pub(crate) const LONG_WORDS: &str = "
    SELECT s.id, s.words
    FROM item_words AS w
    CROSS JOIN item_search AS s ON s.id = w.rowid
    WHERE w.item_words MATCH :words
    ORDER BY w.rowid";

// No index knows the middle of a word. The scan is for a part that so many words have that it soon ends.
pub(crate) const WORD_PART: &str = "
    SELECT id, words
    FROM item_search
    WHERE instr(words, :longest) > 0
    ORDER BY id";

/// The least letters of a part of a word: shorter ones would match half the catalogue.
const LEAST_PART_LETTERS: usize = 3;

/// The most words with a part in their middle that are asked of the index one by one.
const MOST_WORDS_WITH_PART: usize = 100;

/// Gathers ids until there are enough.
struct Gather<'a> {
    ids: Vec<i64>,
    seen: HashSet<i64>,
    wanted: usize,
    allowed: Option<&'a dyn Fn(i64) -> bool>,
    is_full: bool,
}

impl Gather<'_> {
    /// Whether an id may be shown and is not there yet.
    fn is_new(&self, id: i64) -> bool {
        self.allowed.is_none_or(|allowed| allowed(id)) && !self.seen.contains(&id)
    }

    /// Takes an id; returns whether another one is wanted.
    fn take(&mut self, id: i64) -> bool {
        if !self.is_new(id) {
            return true;
        }
        if self.ids.len() >= self.wanted {
            self.is_full = true;
            return false;
        }
        self.seen.insert(id);
        self.ids.push(id);
        true
    }
}

/// The ids that match, at most `wanted` of them, only those that `allowed` lets through.
pub(crate) fn ids(
    typed: &str,
    wanted: usize,
    allowed: Option<&dyn Fn(i64) -> bool>,
    known: Words<'_>,
    place: Place,
    cancel: &Cancel,
) -> Result<Found, StoreError> {
    let conn = known.conn;
    let state = search_index::state(conn)?;
    let art_norm = article_norm(typed);
    let words = text::words(typed);
    let mut found = Gather {
        ids: Vec::new(),
        seen: HashSet::new(),
        wanted,
        allowed,
        is_full: false,
    };
    let digits = typed.trim();
    if state.has_articles && may_be_barcode(digits) {
        each_id(conn, BY_BARCODE, &[(":typed", &digits)], &mut found)?;
    }
    if state.has_articles && !art_norm.is_empty() && !found.is_full {
        each_id(conn, ARTICLE_PREFIX, &[(":art_norm", &art_norm)], &mut found)?;
    }
    cancel.check()?;
    if state.has_words && may_be_part_of_article(typed, &art_norm) && !found.is_full {
        by_part_of_article(known, &art_norm, &mut found)?;
    }
    cancel.check()?;
    if state.has_words && !words.is_empty() && !found.is_full {
        let sizes = text::sizes(typed);
        if sizes.is_empty() {
            by_words(known, &words, Among::Name, &mut found)?;
        } else {
            by_sizes(known, &words, &sizes, &mut found)?;
        }
    }
    cancel.check()?;
    if state.has_words && !words.is_empty() && !found.is_full {
        by_words(known, &words, Among::FullName, &mut found)?;
    }
    cancel.check()?;
    if state.has_words
        && found.ids.is_empty()
        && !found.is_full
        && let Some(beginnings) = endings::without(&words)
    {
        by_words(known, &beginnings, Among::Name, &mut found)?;
        if !found.is_full {
            by_words(known, &beginnings, Among::FullName, &mut found)?;
        }
    }
    cancel.check()?;
    if state.has_words && found.ids.is_empty() && !found.is_full && place == Place::Anywhere {
        by_parts_of_words(known, &words, &mut found)?;
    }
    Ok(Found {
        is_all: !found.is_full,
        ids: found.ids,
    })
}

/// Whether an article begins with what was typed.
pub(crate) fn begins_article(conn: &Connection, typed: &str) -> Result<bool, StoreError> {
    let art_norm = article_norm(typed);
    let mut statement = conn.prepare_cached(ARTICLE_PREFIX)?;
    Ok(!art_norm.is_empty() && statement.exists(named_params! { ":art_norm": art_norm })?)
}

/// Whether what was typed begins an article or is a part of one.
pub(crate) fn is_of_article(conn: &Connection, typed: &str) -> Result<bool, StoreError> {
    let art_norm = article_norm(typed);
    if begins_article(conn, typed)? {
        return Ok(true);
    }
    if !may_be_part_of_article(typed, &art_norm) {
        return Ok(false);
    }
    let parts = match_part(&art_norm);
    let mut statement = conn.prepare_cached(ARTICLE_PART)?;
    Ok(statement.exists(named_params! { ":parts": parts, ":art_norm": art_norm })?)
}

/// Three letters are the least that the index of parts can find; several words without a digit are a name.
fn may_be_part_of_article(typed: &str, art_norm: &str) -> bool {
    let is_one_word = !typed.trim().contains(char::is_whitespace);
    art_norm.chars().nth(2).is_some() && (is_one_word || art_norm.bytes().any(|byte| byte.is_ascii_digit()))
}

/// The typed text stands anywhere in the article. In memory where the articles are held, by the index until then.
fn by_part_of_article(known: Words<'_>, art_norm: &str, found: &mut Gather<'_>) -> Result<(), StoreError> {
    if let Some(vocabulary) = known.held() {
        vocabulary.articles().each_with(art_norm, &mut |id| found.take(id));
        return Ok(());
    }
    let parts = match_part(art_norm);
    each_id(
        known.conn,
        ARTICLE_PART,
        &[(":parts", &parts), (":art_norm", &art_norm)],
        found,
    )
}

/// Every typed word begins a word of the item.
fn by_words(known: Words<'_>, words: &str, among: Among, found: &mut Gather<'_>) -> Result<(), StoreError> {
    match among {
        Among::Name => each_named(known, words, Wants::Ids, &mut |id, _| found.take(id)),
        Among::FullName => by_full_names(known, words, found),
    }
}

/// One of the words at least stands in the full name only. What the expression could not ask of a long word is looked up in
/// the stored text.
fn by_full_names(known: Words<'_>, words: &str, found: &mut Gather<'_>) -> Result<(), StoreError> {
    let typed = split(words);
    if known
        .held()
        .is_some_and(|held| !may_have(&held, &typed, Among::FullName))
    {
        return Ok(());
    }
    let expression = match_more_words(words);
    let is_long = |word: &&str| word.chars().nth(MORE_LETTERS).is_some();
    let long: Vec<&str> = typed.into_iter().filter(is_long).collect();
    if long.is_empty() {
        return each_id(known.conn, WORDS, &[(":words", &expression), (":after", &0)], found);
    }
    let mut statement = known.conn.prepare_cached(LONG_WORDS)?;
    let mut rows = statement.query(named_params! { ":words": expression })?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref("words")?.as_str().map_err(rusqlite::Error::from)?;
        let begins = |word: &&str| {
            let mut own = text.split(' ').map(|own| own.trim_start_matches(text::MORE));
            own.any(|own| own.starts_with(*word))
        };
        if long.iter().all(begins) && !found.take(row.get("id")?) {
            break;
        }
    }
    Ok(())
}

/// As [`by_words`] among names, those items first where the numbers of each typed size stand side by side: where the size is
/// whole (`М8х30`), then where it is begun (`М8х300`), then all the others.
fn by_sizes(known: Words<'_>, words: &str, sizes: &[String], found: &mut Gather<'_>) -> Result<(), StoreError> {
    let (mut begun, mut apart) = (Vec::new(), Vec::new());
    let mut is_over = false;
    each_named(known, words, Wants::Words, &mut |id, text| {
        let name = text.split_once(text::MORE).map_or(text, |(name, _)| name);
        match sizes.iter().map(|size| fit(name, size)).min().flatten() {
            None if apart.len() < found.wanted && found.is_new(id) => apart.push(id),
            None => {}
            Some(Fit::Begun) => begun.push(id),
            Some(Fit::Whole) => is_over = !found.take(id),
        }
        !is_over
    })?;
    for id in begun.into_iter().chain(apart) {
        if is_over || !found.take(id) {
            break;
        }
    }
    Ok(())
}

/// How the words of a name have a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its last number goes on.
    Begun,
    /// As it was typed.
    Whole,
}

/// How a size stands in words; `None` when it does not.
fn fit(words: &str, size: &str) -> Option<Fit> {
    let places = words.match_indices(size).filter_map(|(at, _)| {
        let (before, after) = (words.get(..at)?, words.get(at.saturating_add(size.len())..)?);
        let begins = before.is_empty() || before.ends_with(' ');
        let is_whole = after.is_empty() || after.starts_with(' ');
        begins.then_some(if is_whole { Fit::Whole } else { Fit::Begun })
    });
    places.max()
}

/// Every part must stand somewhere in the words of an item; those whose name has them all come first.
fn by_parts_of_words(known: Words<'_>, words: &str, found: &mut Gather<'_>) -> Result<(), StoreError> {
    let parts: Vec<&str> = words.split(' ').filter(|part| !part.is_empty()).collect();
    let Some(longest) = parts.iter().max_by_key(|part| part.chars().count()) else {
        return Ok(());
    };
    if longest.chars().count() < LEAST_PART_LETTERS {
        return Ok(());
    }
    let conn = known.conn;
    let vocabulary = known.get()?;
    if !parts.iter().all(|part| vocabulary.has_part(part)) {
        return Ok(());
    }
    match vocabulary.with_part(longest, MOST_WORDS_WITH_PART) {
        Some(with_part) => {
            let expression = search_index::match_any(&with_part);
            let params = named_params! { ":words": expression };
            with_all_parts(&mut *conn.prepare_cached(LONG_WORDS)?, params, &parts, found)
        }
        None => {
            let params = named_params! { ":longest": longest };
            with_all_parts(&mut *conn.prepare_cached(WORD_PART)?, params, &parts, found)
        }
    }
}

fn with_all_parts(
    statement: &mut Statement<'_>,
    params: &[(&str, &dyn rusqlite::ToSql)],
    parts: &[&str],
    found: &mut Gather<'_>,
) -> Result<(), StoreError> {
    let mut only_in_full_name = Vec::new();
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref("words")?.as_str().map_err(rusqlite::Error::from)?;
        let name = text.split_once(text::MORE).map_or(text, |(name, _)| name);
        let id = row.get("id")?;
        if parts.iter().all(|part| name.contains(part)) {
            if !found.take(id) {
                return Ok(());
            }
        } else if parts.iter().all(|part| text.contains(part)) {
            only_in_full_name.push(id);
        }
    }
    for id in only_in_full_name {
        if !found.take(id) {
            break;
        }
    }
    Ok(())
}

fn each_id(
    conn: &Connection,
    sql: &'static str,
    params: &[(&str, &dyn rusqlite::ToSql)],
    found: &mut Gather<'_>,
) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        if !found.take(row.get("id")?) {
            break;
        }
    }
    Ok(())
}
