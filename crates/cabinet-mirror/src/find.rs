//! Finding papers by their words: the one whose number was typed first, then the newest.

use crate::entity::EntityMirror;
use crate::fragment::{self, Fragment, Wanted};
use crate::mirror::MirrorError;
use crate::paper_index::{add_due, count_due, joined, kind_word, number_word};
use crate::paper_text::{PaperKind, read};
use crate::{endings, keyboard, text};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};

/// A word of less letters is a beginning only where it is the last that was typed.
const LEAST_BEGINNING: usize = 3;

/// The most words that are looked for: more are a text, not a question.
const MOST_WORDS: usize = 24;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct PaperQuery {
    /// As typed; words in any order, beginnings suffice.
    pub text: String,
    /// Only these kinds; empty for all.
    pub kinds: Vec<PaperKind>,
    /// From this day on, ISO; papers of no known day are left out then.
    pub from: Option<String>,
    /// Up to this day, ISO.
    pub to: Option<String>,
    /// So many rows at most.
    pub limit: u32,
    /// Fragments may come out of files, which may tell sums.
    pub with_files: bool,
}

/// A paper that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFound {
    /// What it is.
    pub kind: PaperKind,
    /// Its id.
    pub id: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code` of a document of the supplier, else empty.
    pub document_kind: &'static str,
    /// Its number; may be empty.
    pub number: String,
    /// ISO; empty when not known.
    pub day: String,
    /// Id of its order; empty when it is of none.
    pub order: String,
    /// `cabinet_domain::supplier_document::FileText::code` of its file; empty where nobody read it.
    pub file_text: String,
    /// Its number is what was typed.
    pub is_number: bool,
    /// Why it was found.
    pub fragment: Fragment,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PapersFound {
    /// The papers whose number was typed, then the newest.
    pub rows: Vec<PaperFound>,
    /// How many there are in all.
    pub total: u32,
    /// The text that it was found by, where that is not the one that was typed.
    pub read_as: Option<String>,
}

const ROWS: &str = "
    SELECT p.id, p.key
    FROM paper_words
    CROSS JOIN paper AS p ON p.id = paper_words.rowid
    WHERE paper_words MATCH :words
      AND paper_words.rowid BETWEEN :from AND :to
    ORDER BY paper_words.rowid DESC
    LIMIT :limit";

const COUNT: &str = "
    SELECT count(*) AS papers
    FROM paper_words
    WHERE paper_words MATCH :words
      AND rowid BETWEEN :from AND :to";

// The first number of the day from which on, and the last of the day up to which.
const SPAN: &str = "
    SELECT CASE WHEN :from IS NULL THEN 0 ELSE max(unixepoch(:from) / 86400, 0) << 32 END AS first,
           CASE WHEN :to IS NULL THEN 9223372036854775807
                ELSE (max(unixepoch(:to) / 86400, 0) << 32) + 4294967295 END AS last";

impl EntityMirror {
    /// How many papers are here and not found yet, because the index is still made.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn papers_due(&self) -> Result<u32, MirrorError> {
        Ok(self.db().read(count_due)?)
    }

    /// Makes some hundred papers that are due findable; says how many are left.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn index_papers(&self) -> Result<u32, MirrorError> {
        if self.papers_due()? == 0 {
            return Ok(0);
        }
        Ok(self.db().write::<_, StoreError>(|tx| add_due(tx))?)
    }

    /// Papers with these words. Where no paper has them as typed, they are looked for without their endings, then as the same
    /// keys of another layout.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn find_papers(&self, query: &PaperQuery) -> Result<PapersFound, MirrorError> {
        let Some(asked) = Asked::typed(&query.text) else {
            return Ok(PapersFound::default());
        };
        self.db().read(|conn| {
            let span = span(conn, query)?;
            let found = search(conn, query, span, &asked)?;
            if found.total > 0 {
                return Ok(found);
            }
            for (asked, read_as) in other_readings(&query.text) {
                let found = search(conn, query, span, &asked)?;
                if found.total > 0 {
                    return Ok(PapersFound {
                        read_as: Some(read_as),
                        ..found
                    });
                }
            }
            Ok(PapersFound::default())
        })
    }
}

/// A question to the index.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    /// In the language of FTS5, without the kinds.
    expression: String,
    /// The word of the paper whose number this is.
    number: String,
    wanted: Wanted,
}

impl Asked {
    /// `None` when nothing is asked.
    fn typed(typed: &str) -> Option<Self> {
        let parts: Vec<String> = typed
            .split_whitespace()
            .map(text::words)
            .filter(|folded| !folded.is_empty())
            .take(MOST_WORDS)
            .collect();
        let mut wanted = Vec::new();
        let mut expressions = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            let is_last = at.saturating_add(1) == parts.len();
            let words: Vec<&str> = part.split(' ').collect();
            let mut each = Vec::with_capacity(words.len());
            for (at, word) in words.iter().enumerate() {
                let ends = at.saturating_add(1) == words.len();
                let is_beginning = ends && (is_last || word.chars().count() >= LEAST_BEGINNING);
                each.push(term(word, is_beginning));
                wanted.push(((*word).to_owned(), is_beginning));
            }
            let apart = each.join(" AND ");
            expressions.push(if words.len() > 1 {
                let together = joined(part);
                let expression = format!("(({apart}) OR {})", term(&together, is_last));
                wanted.push((together, is_last));
                expression
            } else {
                apart
            });
        }
        let number = number_word(&joined(&parts.join(" ")));
        (!expressions.is_empty()).then(|| Self {
            expression: expressions.join(" AND "),
            number,
            wanted: Wanted(wanted),
        })
    }

    /// Folded words of which the beginnings suffice.
    fn beginnings(folded: &str) -> Self {
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
        let wanted: Vec<_> = words.map(|word| (word.to_owned(), true)).collect();
        let terms: Vec<_> = wanted.iter().map(|(word, _)| term(word, true)).collect();
        Self {
            expression: terms.join(" AND "),
            number: number_word(&joined(folded)),
            wanted: Wanted(wanted),
        }
    }
}

/// Folded words hold letters and digits only: nothing of them is a sign of the language of FTS5.
fn term(word: &str, is_beginning: bool) -> String {
    format!("\"{word}\"{}", if is_beginning { "*" } else { "" })
}

/// What else may have been meant, with what is said of it.
fn other_readings(typed: &str) -> Vec<(Asked, String)> {
    let mut all = Vec::new();
    if let Some(shorter) = endings::without(&text::words(typed)) {
        all.push((Asked::beginnings(&shorter), typed.trim().to_owned()));
    }
    for other in keyboard::others(typed) {
        if let Some(asked) = Asked::typed(&other) {
            all.push((asked, other.clone()));
        }
        if let Some(shorter) = endings::without(&text::words(&other)) {
            all.push((Asked::beginnings(&shorter), other));
        }
    }
    all
}

fn span(conn: &Connection, query: &PaperQuery) -> Result<(i64, i64), StoreError> {
    let mut span = conn.prepare_cached(SPAN)?;
    Ok(
        span.query_row(named_params! { ":from": query.from, ":to": query.to }, |row| {
            Ok((row.get("first")?, row.get("last")?))
        })?,
    )
}

fn search(conn: &Connection, query: &PaperQuery, span: (i64, i64), asked: &Asked) -> Result<PapersFound, MirrorError> {
    let kinds: Vec<String> = query.kinds.iter().map(|kind| term(&kind_word(*kind), false)).collect();
    let of_kinds = |expression: &str| {
        if kinds.is_empty() {
            format!("({expression})")
        } else {
            format!("({expression}) AND ({})", kinds.join(" OR "))
        }
    };
    let words = of_kinds(&asked.expression);
    let total: u32 = conn.prepare_cached(COUNT)?.query_row(
        named_params! { ":words": words, ":from": span.0, ":to": span.1 },
        |row| row.get("papers"),
    )?;
    if total == 0 {
        return Ok(PapersFound::default());
    }
    let mut places = places(conn, &of_kinds(&term(&asked.number, false)), span, query.limit)?;
    let numbers = places.len();
    for place in self::places(conn, &words, span, query.limit)? {
        if !places.iter().take(numbers).any(|(id, _)| *id == place.0) {
            places.push(place);
        }
    }
    places.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    let mut rows = Vec::with_capacity(places.len());
    for (at, (_, key)) in places.iter().enumerate() {
        let Some((kind, id)) = PaperKind::of_key(key) else {
            continue;
        };
        let Some(paper) = read(conn, kind, id)? else { continue };
        rows.push(PaperFound {
            kind,
            id: id.to_owned(),
            document_kind: paper.document_kind,
            fragment: fragment::of(&paper.pieces, &asked.wanted, query.with_files),
            number: paper.number,
            day: paper.day,
            order: paper.order,
            file_text: paper.file_text,
            is_number: at < numbers,
        });
    }
    Ok(PapersFound {
        rows,
        total,
        read_as: None,
    })
}

fn places(conn: &Connection, words: &str, span: (i64, i64), limit: u32) -> Result<Vec<(i64, String)>, StoreError> {
    let mut rows = conn.prepare_cached(ROWS)?;
    let found = rows.query_map(
        named_params! { ":words": words, ":from": span.0, ":to": span.1, ":limit": limit },
        |row| Ok((row.get("id")?, row.get("key")?)),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_by_whole_words_and_by_the_beginning_of_the_last() {
        for (typed, expression, number) in [
            ("болт", "\"бoлt\"*", "·nбoлt"),
            ("м8 болт", "\"m8\" AND \"бoлt\"*", "·nm8бoлt"),
            ("болты м8", "\"бoлtы\"* AND \"m8\"*", "·nбoлtыm8"),
            ("Б-1", "((\"б\" AND \"1\"*) OR \"б1\"*)", "·nб1"),
            (
                "«ЦБ-000123»",
                "((\"цб\" AND \"000123\"*) OR \"цб000123\"*)",
                "·nцб000123",
            ),
        ] {
            let asked = Asked::typed(typed).unwrap();
            assert_eq!(
                (asked.expression.as_str(), asked.number.as_str()),
                (expression, number),
                "{typed}"
            );
        }
        for nothing in ["", "  ", "\"", "№ -", "*"] {
            assert_eq!(Asked::typed(nothing), None, "{nothing}");
        }
    }
}
