//! The words of papers in the index. Triggers of the file say what is due and take out what is gone, in the transaction of
//! the rows; here what is due is put in.

use crate::paper_text::{PaperKind, PaperText, Place, read};
use crate::text;
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, named_params};
use std::collections::BTreeSet;

/// Stands before a word of the program's own in the index; no folded word holds it.
pub(crate) const OWN: char = '·';

/// Papers of one transaction: a sync that waits for the file does not wait long.
const AT_ONCE: u32 = 500;

/// The longest word that is kept: longer ones are no words of people.
const LONGEST_WORD: usize = 64;

const DUE: &str = "
    SELECT key
    FROM paper_due
    LIMIT :most";

const COUNT_DUE: &str = "
    SELECT count(*) AS due
    FROM paper_due";

const DONE: &str = "
    DELETE FROM paper_due
    WHERE key = :key";

const FIND: &str = "
    SELECT id
    FROM paper
    WHERE key = :key";

const REMOVE_WORDS: &str = "
    DELETE FROM paper_words
    WHERE rowid = :id";

const REMOVE: &str = "
    DELETE FROM paper
    WHERE id = :id";

// The first free number of its day; days before 1970 and unknown ones are the first.
const FREE: &str = "
    SELECT coalesce((SELECT max(id) FROM paper WHERE id > d.first AND id < d.first + 4294967296), d.first) + 1 AS id
    FROM (SELECT max(coalesce(unixepoch(:day), 0) / 86400, 0) << 32 AS first) AS d";

const ADD: &str = "
    INSERT INTO paper (id, key)
    VALUES (:id, :key)";

const ADD_WORDS: &str = "
    INSERT INTO paper_words (rowid, words)
    VALUES (:id, :words)";

const CLEAR: &str = "
    INSERT INTO paper_words (paper_words) VALUES ('delete-all');
    DELETE FROM paper;
    DELETE FROM paper_due;
    INSERT INTO paper_due (key) SELECT 'o:' || id FROM placed_order;
    INSERT INTO paper_due (key) SELECT 'i:' || id FROM invoice;
    INSERT INTO paper_due (key) SELECT 'd:' || id FROM supplier_document;
    INSERT INTO paper_due (key) SELECT 'c:' || id FROM claim;";

/// How many papers are not found yet.
pub(crate) fn count_due(conn: &Connection) -> Result<u32, StoreError> {
    Ok(conn.prepare_cached(COUNT_DUE)?.query_row([], |row| row.get("due"))?)
}

/// Puts papers that are due into the index, a few hundred at most; says how many are left.
pub(crate) fn add_due(conn: &Connection) -> Result<u32, StoreError> {
    let due: Vec<String> = conn
        .prepare_cached(DUE)?
        .query_map(named_params! { ":most": AT_ONCE }, |row| row.get("key"))?
        .collect::<Result<_, _>>()?;
    for key in &due {
        renew(conn, key)?;
    }
    count_due(conn)
}

/// Rows that may not be seen any more were taken out: their words do not stay in the pages of the index either.
pub(crate) fn begin_anew(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(CLEAR)?;
    Ok(())
}

fn renew(conn: &Connection, key: &str) -> Result<(), StoreError> {
    let before: Option<i64> = conn
        .prepare_cached(FIND)?
        .query_row(named_params! { ":key": key }, |row| row.get("id"))
        .optional()?;
    if let Some(id) = before {
        conn.prepare_cached(REMOVE_WORDS)?
            .execute(named_params! { ":id": id })?;
        conn.prepare_cached(REMOVE)?.execute(named_params! { ":id": id })?;
    }
    if let Some((kind, id)) = PaperKind::of_key(key)
        && let Some(paper) = readable(read(conn, kind, id))?
    {
        let place: i64 = conn
            .prepare_cached(FREE)?
            .query_row(named_params! { ":day": paper.day }, |row| row.get("id"))?;
        conn.prepare_cached(ADD)?
            .execute(named_params! { ":id": place, ":key": key })?;
        conn.prepare_cached(ADD_WORDS)?
            .execute(named_params! { ":id": place, ":words": words_of(kind, &paper) })?;
    }
    conn.prepare_cached(DONE)?.execute(named_params! { ":key": key })?;
    Ok(())
}

/// A paper whose row was damaged in the file is not found until its feed is compared with the gateway's and the row comes
/// anew, which makes it due again; it does not keep other rows from coming.
fn readable(paper: Result<Option<PaperText>, StoreError>) -> Result<Option<PaperText>, StoreError> {
    match paper {
        Err(StoreError::Statement(rusqlite::Error::FromSqlConversionFailure(..))) => {
            tracing::warn!("A damaged paper is left out of the index until its row comes anew");
            Ok(None)
        }
        other => other,
    }
}

/// Every word by which a paper is found, each once.
fn words_of(kind: PaperKind, paper: &PaperText) -> String {
    let mut all = BTreeSet::from([kind_word(kind)]);
    for piece in &paper.pieces {
        let folded = text::words(&piece.text);
        all.extend(folded.split(' ').filter(|word| is_kept(word)).map(str::to_owned));
        if matches!(piece.place, Place::Number | Place::Article) {
            all.extend(Some(joined(&folded)).filter(|word| is_kept(word)));
        }
        if piece.place == Place::Number {
            let joined = joined(&folded);
            let short = without_zeros(&joined);
            all.extend([number_word(&joined), number_word(&short), short]);
        }
    }
    all.into_iter().collect::<Vec<_>>().join(" ")
}

fn is_kept(word: &str) -> bool {
    !word.is_empty() && word.len() <= LONGEST_WORD
}

/// The word that every paper of a kind has.
pub(crate) fn kind_word(kind: PaperKind) -> String {
    format!("{OWN}k{}", kind.letter())
}

/// The word that a paper has whose number this is, as [`joined`].
pub(crate) fn number_word(joined: &str) -> String {
    format!("{OWN}n{joined}")
}

/// Folded words as one: a number or an article without its signs.
pub(crate) fn joined(folded: &str) -> String {
    folded.split(' ').collect()
}

/// The last figures of a number without the zeros before them: `цb000123` gives `123`.
pub(crate) fn without_zeros(joined: &str) -> String {
    let figures = joined.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let last = joined.get(figures..).unwrap_or_default().trim_start_matches('0');
    if last.is_empty() { joined } else { last }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper_text::Piece;

    #[test]
    fn a_number_is_found_in_every_way_that_people_write_it() {
        let paper = PaperText {
            document_kind: "upd",
            number: "ЦБ-000123".to_owned(),
            day: "2026-02-03".to_owned(),
            order: String::new(),
            file_text: String::new(),
            pieces: vec![
                Piece {
                    place: Place::Number,
                    text: "ЦБ-000123".to_owned(),
                },
                Piece {
                    place: Place::Words,
                    text: "Болт М8х40".to_owned(),
                },
                Piece {
                    place: Place::Article,
                    text: "МШ-0125/А".to_owned(),
                },
            ],
        };
        let words = words_of(PaperKind::Document, &paper);
        let words: Vec<&str> = words.split(' ').collect();
        for wanted in [
            "·kd",
            "·nцб000123",
            "·n123",
            "123",
            "цб000123",
            "цб",
            "000123",
            "бoлt",
            "m8",
            "40",
            "mш0125a",
        ] {
            assert!(words.contains(&wanted), "{wanted} in {words:?}");
        }
        assert!(!words.contains(&"бoлtm840"), "only numbers and articles are joined");
    }

    #[test]
    fn zeros_are_left_out_before_figures_only() {
        for (joined, expected) in [
            ("цб000123", "123"),
            ("123", "123"),
            ("0", "0"),
            ("000", "000"),
            ("abc", "abc"),
            ("a1b02", "2"),
            ("", ""),
        ] {
            assert_eq!(without_zeros(joined), expected, "{joined}");
        }
    }
}
