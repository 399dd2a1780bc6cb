//! Items whose name, article or maker has all the typed words: what the index is asked for, and what is looked up in the
//! items that it finds.

use crate::search_index::match_words;
use crate::text;
use crate::vocabulary::{Vocabulary, Words};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, named_params};

pub(crate) const WORDS: &str = "
    SELECT rowid AS id
    FROM item_words
    WHERE item_words MATCH :words
      AND rowid > :after
    ORDER BY rowid";

pub(crate) const NAMED: &str = "
    SELECT s.id, s.words
    FROM item_words AS w
    CROSS JOIN item_search AS s ON s.id = w.rowid
    WHERE w.item_words MATCH :words
      AND w.rowid > :after
    ORDER BY w.rowid";

/// How many items may be looked at in vain before the index is asked for every word.
const MOST_LOOKS: usize = 300;

/// Which words of an item are searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Among {
    /// Those of name, article and maker.
    Name,
    /// Those of the full name too.
    FullName,
}

/// What is asked of items beside that they have the words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Nothing: where the index knows everything, the words of the items need not be read.
    Ids,
    /// Their words.
    Words,
}

/// Gives every item whose name, article or maker has all the typed words to `each`, with its words if they are wanted, in the
/// order of ids, until that wants no more.
///
/// A word that nearly every item has costs the index more than looking it up in what the rarer ones find; but when those find
/// much that has not the word, the index is asked for all of them from there on.
pub(crate) fn each_named(
    known: Words<'_>,
    words: &str,
    wants: Wants,
    each: &mut dyn FnMut(i64, &str) -> bool,
) -> Result<(), StoreError> {
    let typed = split(words);
    let held = known.held();
    // Thousands of items may have the first letters of a long word, and none the whole.
    if held.as_ref().is_some_and(|held| !may_have(held, &typed, Among::Name)) {
        return Ok(());
    }
    let asked = held.map_or_else(|| typed.clone(), |held| held.worth_asking(&typed));
    let mut after = 0;
    if asked.len() < typed.len() {
        let few = Query::of(&typed, &asked, wants);
        if few.walk(known.conn, &mut after, MOST_LOOKS, each)? == Walk::Done {
            return Ok(());
        }
    }
    let all = Query::of(&typed, &typed, wants);
    all.walk(known.conn, &mut after, usize::MAX, each).map(drop)
}

/// How a walk over items ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// There are no more, or no more are wanted.
    Done,
    /// Too many had not all the words; every one up to `after` was given.
    Tired,
}

/// What the index is asked for, and which words are looked up in what it finds.
struct Query<'w> {
    expression: String,
    looked_up: Vec<&'w str>,
    /// The words of each item are read.
    has_words: bool,
}

impl<'w> Query<'w> {
    fn of(typed: &[&'w str], asked: &[&str], wants: Wants) -> Self {
        // The index has the first letters of a long word only.
        let is_looked_up = |word: &&&str| !asked.contains(*word) || word.chars().nth(text::INDEXED_LETTERS).is_some();
        let looked_up: Vec<&str> = typed.iter().filter(is_looked_up).copied().collect();
        Self {
            expression: match_words(&asked.join(" ")),
            has_words: wants == Wants::Words || !looked_up.is_empty(),
            looked_up,
        }
    }

    /// Goes through the items after `after`, which moves along.
    fn walk(
        &self,
        conn: &Connection,
        after: &mut i64,
        most_looks: usize,
        each: &mut dyn FnMut(i64, &str) -> bool,
    ) -> Result<Walk, StoreError> {
        let mut statement = conn.prepare_cached(if self.has_words { NAMED } else { WORDS })?;
        let mut rows = statement.query(named_params! { ":words": self.expression, ":after": *after })?;
        let mut looks = 0_usize;
        while let Some(row) = rows.next()? {
            let id = row.get("id")?;
            let text = if self.has_words {
                row.get_ref("words")?.as_str().map_err(rusqlite::Error::from)?
            } else {
                ""
            };
            let begins = |word: &&str| text.split(' ').any(|own| own.starts_with(*word));
            if self.looked_up.iter().all(begins) {
                if !each(id, text) {
                    return Ok(Walk::Done);
                }
            } else {
                looks = looks.saturating_add(1);
            }
            *after = id;
            if looks > most_looks {
                return Ok(Walk::Tired);
            }
        }
        Ok(Walk::Done)
    }
}

pub(crate) fn split(words: &str) -> Vec<&str> {
    words.split(' ').filter(|word| !word.is_empty()).collect()
}

/// Whether any item can have the typed words there: of the full names one word at least must be asked.
pub(crate) fn may_have(vocabulary: &Vocabulary, typed: &[&str], among: Among) -> bool {
    match among {
        Among::Name => typed.iter().all(|word| vocabulary.is_in_names(word)),
        Among::FullName => {
            typed.iter().all(|word| vocabulary.has_beginning(word))
                && typed.iter().any(|word| vocabulary.is_in_full_names(word))
        }
    }
}
