//! The search tables: built in one go after the first load, then changed row by row.

use crate::text;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};

/// Which search tables are complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SearchState {
    pub(crate) has_articles: bool,
    pub(crate) has_words: bool,
}

/// What the search tables hold of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Indexed<'a> {
    pub(crate) art_norm: &'a str,
    pub(crate) words: &'a str,
}

impl<'a> Indexed<'a> {
    /// The article's normal form, if the item has an article.
    fn article(self) -> Option<&'a str> {
        Some(self.art_norm).filter(|art_norm| !art_norm.is_empty())
    }
}

const STATE: &str = "
    SELECT has_articles, has_words
    FROM search_state";

const SET_STATE: &str = "
    UPDATE search_state
    SET has_articles = :has_articles, has_words = :has_words";

const CLEAR_ARTICLES: &str = "DELETE FROM item_article";

const BUILD_ARTICLES: &str = "
    INSERT INTO item_article (art_norm, id)
    SELECT art_norm, id
    FROM item_search
    WHERE art_norm <> ''
    ORDER BY art_norm, id";

// Barcodes come in no order: an index that is made when all are in is written once.
const WITHOUT_BARCODES: &str = "DROP INDEX IF EXISTS item_by_barcode";

const INDEX_BARCODES: &str = "
    CREATE INDEX IF NOT EXISTS item_by_barcode ON item (barcode)
    WHERE barcode <> ''";

const CLEAR_WORDS: &str = "
    INSERT INTO item_words (item_words)
    VALUES ('delete-all')";

const CLEAR_PARTS: &str = "
    INSERT INTO article_parts (article_parts)
    VALUES ('delete-all')";

// How much the index gathers in memory before it writes: much while it is built, the default otherwise.
const WORDS_HASH_SIZE: &str = "
    INSERT INTO item_words (item_words, rank)
    VALUES ('hashsize', :bytes)";

const PARTS_HASH_SIZE: &str = "
    INSERT INTO article_parts (article_parts, rank)
    VALUES ('hashsize', :bytes)";

const BUILD_WORDS: &str = "
    INSERT INTO item_words (rowid, words)
    SELECT id, words
    FROM item_search
    ORDER BY id";

const BUILD_PARTS: &str = "
    INSERT INTO article_parts (rowid, part)
    SELECT id, art_norm
    FROM item_search
    WHERE art_norm <> ''
    ORDER BY id";

const PUT_SEARCH: &str = "
    INSERT INTO item_search (id, art_norm, words)
    VALUES (?1, ?2, ?3)
    ON CONFLICT (id) DO UPDATE SET art_norm = excluded.art_norm, words = excluded.words";

const REMOVE_SEARCH: &str = "
    DELETE FROM item_search
    WHERE id = ?1";

const ADD_ARTICLE: &str = "
    INSERT INTO item_article (art_norm, id)
    VALUES (:art_norm, :id)";

const REMOVE_ARTICLE: &str = "
    DELETE FROM item_article
    WHERE art_norm = :art_norm
      AND id = :id";

const ADD_WORDS: &str = "
    INSERT INTO item_words (rowid, words)
    VALUES (:id, :words)";

// A contentless index needs the old text to find what to take out.
const REMOVE_WORDS: &str = "
    INSERT INTO item_words (item_words, rowid, words)
    VALUES ('delete', :id, :words)";

const ADD_PART: &str = "
    INSERT INTO article_parts (rowid, part)
    VALUES (:id, :art_norm)";

const REMOVE_PART: &str = "
    INSERT INTO article_parts (article_parts, rowid, part)
    VALUES ('delete', :id, :art_norm)";

/// 64 MiB is enough for 46,000 items in one go.
const BUILD_HASH_BYTES: i64 = 64 * 1024 * 1024;
const USUAL_HASH_BYTES: i64 = 1024 * 1024;

pub(crate) fn state(conn: &Connection) -> Result<SearchState, StoreError> {
    let mut state = conn.prepare_cached(STATE)?;
    Ok(state.query_row([], |row| {
        Ok(SearchState {
            has_articles: row.get("has_articles")?,
            has_words: row.get("has_words")?,
        })
    })?)
}

/// The first catalogue is about to be loaded: rows go in without search, which is built when all are in.
pub(crate) fn begin_first_load(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(WITHOUT_BARCODES)?;
    conn.execute_batch(CLEAR_ARTICLES)?;
    conn.execute_batch(CLEAR_WORDS)?;
    conn.execute_batch(CLEAR_PARTS)?;
    set_state(
        conn,
        SearchState {
            has_articles: false,
            has_words: false,
        },
    )
}

/// Makes articles and barcodes findable.
pub(crate) fn build_articles(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(INDEX_BARCODES)?;
    conn.execute_batch(CLEAR_ARTICLES)?;
    conn.execute(BUILD_ARTICLES, [])?;
    set_state(
        conn,
        SearchState {
            has_articles: true,
            ..state(conn)?
        },
    )
}

/// Makes words and parts of articles findable.
pub(crate) fn build_words(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(CLEAR_WORDS)?;
    conn.execute_batch(CLEAR_PARTS)?;
    set_hash_size(conn, BUILD_HASH_BYTES)?;
    conn.execute(BUILD_WORDS, [])?;
    conn.execute(BUILD_PARTS, [])?;
    set_hash_size(conn, USUAL_HASH_BYTES)?;
    set_state(
        conn,
        SearchState {
            has_words: true,
            ..state(conn)?
        },
    )
}

/// Follows the change of one item; `None` stands for "no such item".
pub(crate) fn change(
    conn: &Connection,
    state: SearchState,
    id: i64,
    before: Option<Indexed<'_>>,
    after: Option<Indexed<'_>>,
) -> Result<(), StoreError> {
    if before != after {
        match after {
            Some(after) => conn
                .prepare_cached(PUT_SEARCH)?
                .execute((id, after.art_norm, after.words))?,
            None => conn.prepare_cached(REMOVE_SEARCH)?.execute([id])?,
        };
    }
    if !(state.has_articles || state.has_words) {
        return Ok(());
    }
    let (old, new) = (before.and_then(Indexed::article), after.and_then(Indexed::article));
    if old != new {
        if state.has_articles {
            run(conn, REMOVE_ARTICLE, id, ":art_norm", old)?;
            run(conn, ADD_ARTICLE, id, ":art_norm", new)?;
        }
        if state.has_words {
            run(conn, REMOVE_PART, id, ":art_norm", old)?;
            run(conn, ADD_PART, id, ":art_norm", new)?;
        }
    }
    let (old, new) = (before.map(|indexed| indexed.words), after.map(|indexed| indexed.words));
    if state.has_words && old != new {
        run(conn, REMOVE_WORDS, id, ":words", old)?;
        run(conn, ADD_WORDS, id, ":words", new)?;
    }
    Ok(())
}

fn run(conn: &Connection, sql: &'static str, id: i64, name: &str, text: Option<&str>) -> Result<(), StoreError> {
    let Some(text) = text else { return Ok(()) };
    let params: [(&str, &dyn rusqlite::ToSql); 2] = [(":id", &id), (name, &text)];
    conn.prepare_cached(sql)?.execute(params.as_slice())?;
    Ok(())
}

fn set_hash_size(conn: &Connection, bytes: i64) -> Result<(), StoreError> {
    conn.execute(WORDS_HASH_SIZE, named_params! { ":bytes": bytes })?;
    conn.execute(PARTS_HASH_SIZE, named_params! { ":bytes": bytes })?;
    Ok(())
}

fn set_state(conn: &Connection, state: SearchState) -> Result<(), StoreError> {
    conn.execute(
        SET_STATE,
        named_params! { ":has_articles": state.has_articles, ":has_words": state.has_words },
    )?;
    Ok(())
}

/// How many letters of a word that only the full name has the index can find: its mark is one.
pub(crate) const MORE_LETTERS: usize = text::INDEXED_LETTERS - 1;

/// The full-text expression for folded words: every word a prefix of at most as many letters as the index has.
pub(crate) fn match_words(words: &str) -> String {
    each_word(words).map(prefix).collect::<Vec<_>>().join(" AND ")
}

/// The full-text expression for items that have one of the words, in their name or their full name.
pub(crate) fn match_any(words: &[&str]) -> String {
    let either = words
        .iter()
        .map(|word| format!("{} OR {}", prefix(word), marked_prefix(word)));
    either.collect::<Vec<_>>().join(" OR ")
}

/// The full-text expression for what [`match_words`] does not find: every word is there, one at least in the full name.
pub(crate) fn match_more_words(words: &str) -> String {
    let marked = || each_word(words).map(marked_prefix);
    let either = each_word(words).map(|word| format!("({} OR {})", prefix(word), marked_prefix(word)));
    // Of a single word nothing but the mark is asked; of several, the marks first, as they are the rarer.
    let mut all = vec![format!("({})", marked().collect::<Vec<_>>().join(" OR "))];
    if each_word(words).nth(1).is_some() {
        all.extend(either);
    }
    all.join(" AND ")
}

fn each_word(words: &str) -> impl Iterator<Item = &str> {
    words.split(' ').filter(|word| !word.is_empty())
}

fn prefix(word: &str) -> String {
    format!("\"{}\"*", first_letters(word, text::INDEXED_LETTERS))
}

fn marked_prefix(word: &str) -> String {
    format!("\"{}{}\"*", text::MORE, first_letters(word, MORE_LETTERS))
}

fn first_letters(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

/// The full-text expression for a part of an article: every three neighbouring letters of it.
pub(crate) fn match_part(art_norm: &str) -> String {
    let letters: Vec<char> = art_norm.chars().collect();
    let threes = letters
        .windows(3)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>()));
    threes.collect::<Vec<_>>().join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_words_are_cut_to_what_the_index_has() {
        assert_eq!(
            match_words("бoлt oцihkobahhый m8"),
            "\"бoлt\"* AND \"oцihko\"* AND \"m8\"*"
        );
        assert_eq!(match_more_words("oцihkobahhый"), "(\"·oцihk\"*)");
        assert_eq!(
            match_more_words("бoлt m8"),
            "(\"·бoлt\"* OR \"·m8\"*) AND (\"бoлt\"* OR \"·бoлt\"*) AND (\"m8\"* OR \"·m8\"*)"
        );
        assert_eq!(match_part("DIN93"), "\"DIN\" AND \"IN9\" AND \"N93\"");
    }
}
