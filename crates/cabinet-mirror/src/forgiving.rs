//! What a text that finds nothing may have meant: typed in the other keyboard layout, in Latin letters for Cyrillic ones,
//! with a blank too many or too few, with a mistake in a word.
//!
//! As typed always comes first: nothing here runs while that finds anything. The answer says what was searched instead,
//! and a search for that text as typed finds the same. A word that the goods have is never changed, and figures never are.

use crate::goods::GoodsQuery;
use crate::listing;
use crate::mirror::{Mirror, MirrorError};
use crate::search::{self, Found, Place};
use crate::sound::Alphabet;
use crate::vocabulary::{self, Vocabulary, Words};
use crate::{keyboard, search_index, sound, text};
use cabinet_domain::article::article_norm;
use cabinet_protocol::rows::ItemRow;
use cabinet_sqlite::{Cancel, StoreError};
use prost::Message;
use rusqlite::{Connection, OptionalExtension, named_params};

/// How the text of a search was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reading {
    /// As it stands; also when nothing was found at all.
    #[default]
    AsTyped,
    /// This text was searched, which the same keys give in the other layout.
    InOtherLayout(String),
    /// This text was searched, which sounds the same in the other alphabet.
    Transliterated(String),
    /// This text was searched, which has its blanks elsewhere.
    Spaced(String),
    /// This text was searched, in which words with a mistake are replaced by words of the goods.
    Corrected(String),
}

impl Reading {
    /// What was searched in place of what was typed; `None` when that was searched.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::AsTyped => None,
            Self::InOtherLayout(text) | Self::Transliterated(text) | Self::Spaced(text) | Self::Corrected(text) => {
                Some(text)
            }
        }
    }
}

/// What a search found, and how its text was understood.
pub(crate) struct Answer {
    pub(crate) found: Found,
    pub(crate) reading: Reading,
}

/// The most parts between blanks of a text that is looked into: a longer one is no search but a pasted text.
const MOST_PARTS: usize = 8;

/// The longest such text, in bytes.
const LONGEST: usize = 200;

/// The most runs of letters of a part of which each may be in the other alphabet.
const MOST_CHANGED_RUNS: usize = 3;

/// The most combinations of replaced parts that are searched.
const MOST_TRIES: usize = 12;

pub(crate) const TEXTS: &str = "
    SELECT name, article, detail
    FROM item
    WHERE id = :id";

/// The change of a part, the furthest from what was typed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    No,
    Layout,
    Alphabet,
    Blanks,
    Spelling,
}

/// What a part of the text may be replaced by.
#[derive(Debug, Clone)]
struct Part {
    change: Change,
    text: String,
    /// The text is as the index has it, and people must not see it so.
    is_folded: bool,
}

impl Part {
    fn new(change: Change, text: impl Into<String>) -> Self {
        Self {
            change,
            text: text.into(),
            is_folded: false,
        }
    }

    fn folded(change: Change, text: String) -> Self {
        Self {
            change,
            text,
            is_folded: true,
        }
    }
}

/// The ids that the text of a query finds, at most `wanted` of those that `allowed` lets through.
pub(crate) fn ids(
    mirror: &Mirror,
    known: Words<'_>,
    query: &GoodsQuery,
    wanted: usize,
    allowed: Option<&dyn Fn(i64) -> bool>,
    cancel: &Cancel,
) -> Result<Answer, MirrorError> {
    let typed = query.search.as_str();
    let found = search::ids(typed, wanted, allowed, known, Place::Anywhere, cancel)?;
    let as_typed = |found| Answer {
        found,
        reading: Reading::AsTyped,
    };
    if !found.is_nothing() || query.is_as_typed || !may_be_meant_otherwise(known.conn, typed)? {
        return Ok(as_typed(found));
    }
    if !query.is_unfiltered() {
        // What other groups have, what is not in stock or has other properties is no mistake of the person.
        let everywhere = listing::allowed(mirror, known.conn, &query.everywhere())?;
        let allows = |id: i64| everywhere.as_ref().is_none_or(|ids| ids.contains(id));
        if !search::ids(typed, 1, Some(&allows), known, Place::Anywhere, cancel)?.is_nothing() {
            return Ok(as_typed(found));
        }
    }
    let looked = Looked {
        known,
        words: &*known.get()?,
        wanted,
        allowed,
        cancel,
    };
    for text in keyboard::others(typed) {
        if let Some(found) = looked.find(typed, &text)? {
            let reading = Reading::InOtherLayout(text);
            return Ok(Answer { found, reading });
        }
    }
    let parts: Vec<&str> = typed.split_whitespace().collect();
    if let Some(answer) = looked.by_parts(&parts)? {
        return Ok(answer);
    }
    if let Some(answer) = looked.joined(&parts)? {
        return Ok(answer);
    }
    Ok(as_typed(found))
}

/// Whether it is worth asking: words can be searched, and there is a word and not a whole text.
fn may_be_meant_otherwise(conn: &Connection, typed: &str) -> Result<bool, StoreError> {
    let is_search = typed.len() <= LONGEST && typed.split_whitespace().count() <= MOST_PARTS;
    Ok(is_search && typed.contains(char::is_alphabetic) && search_index::state(conn)?.has_words)
}

/// Where the readings of a text are looked up.
struct Looked<'a> {
    known: Words<'a>,
    words: &'a Vocabulary,
    wanted: usize,
    allowed: Option<&'a dyn Fn(i64) -> bool>,
    cancel: &'a Cancel,
}

impl Looked<'_> {
    /// What a text finds that is searched in place of what was typed; `None` when nothing, or when it is the same search.
    fn find(&self, typed: &str, text: &str) -> Result<Option<Found>, StoreError> {
        self.cancel.check()?;
        if text::words(text) == text::words(typed) && article_norm(text) == article_norm(typed) {
            return Ok(None);
        }
        let found = search::ids(
            text,
            self.wanted,
            self.allowed,
            self.known,
            Place::Beginning,
            self.cancel,
        )?;
        Ok(Some(found).filter(|found| !found.is_nothing()))
    }

    /// Whether any goods, seen here or not, have what a part of a text says.
    fn is_known(&self, part: &str) -> Result<bool, StoreError> {
        self.cancel.check()?;
        // The index would read every item with the first letters of a long word.
        Ok(text::words(part).split(' ').all(|word| self.words.has(word))
            || search::is_of_article(self.known.conn, part)?)
    }

    /// The first combination that finds something of what the unknown parts may mean.
    fn by_parts(&self, parts: &[&str]) -> Result<Option<Answer>, MirrorError> {
        let mut choices = Vec::with_capacity(parts.len());
        for part in parts {
            let choice = if self.is_known(part)? {
                vec![Part::new(Change::No, *part)]
            } else {
                self.meanings(part)?
            };
            if choice.is_empty() {
                return Ok(None);
            }
            choices.push(choice);
        }
        for combination in combinations(&choices).take(MOST_TRIES) {
            let change = combination.iter().map(|part| part.change).max().unwrap_or(Change::No);
            if change == Change::No {
                return Ok(None);
            }
            let searched: Vec<&str> = combination.iter().map(|part| part.text.as_str()).collect();
            if let Some(found) = self.find(&parts.join(" "), &searched.join(" "))? {
                let text = readable(self.known.conn, &combination, &found)?;
                let reading = match change {
                    Change::No | Change::Layout => Reading::InOtherLayout(text),
                    Change::Alphabet => Reading::Transliterated(text),
                    Change::Blanks => Reading::Spaced(text),
                    Change::Spelling => Reading::Corrected(text),
                };
                return Ok(Some(Answer { found, reading }));
            }
        }
        Ok(None)
    }

    /// What an unknown part may mean, the likeliest first.
    fn meanings(&self, part: &str) -> Result<Vec<Part>, StoreError> {
        let mut meanings = Vec::new();
        let layouts = keyboard::others(part);
        for text in &layouts {
            if self.is_known(text)? {
                meanings.push(Part::new(Change::Layout, text.as_str()));
            }
        }
        meanings.extend(sounding_as(self.words, part));
        if part.contains(char::is_numeric) {
            meanings.extend(self.taken_apart(part)?);
            meanings.extend(self.in_other_alphabet(part)?);
            meanings.extend(self.with_zero_for_o(part)?);
            return Ok(meanings);
        }
        if meanings.is_empty() {
            meanings.extend(self.spelled(part));
        }
        for text in &layouts {
            if meanings.is_empty() {
                meanings.extend(self.spelled(text));
            }
        }
        Ok(meanings)
    }

    /// A part without figures, with each of its unknown words replaced by one that is near it.
    fn spelled(&self, part: &str) -> Vec<Part> {
        let folded = text::words(part);
        if !folded.contains(' ') {
            let near = self.words.corrections(&folded).into_iter();
            return near.map(|word| Part::folded(Change::Spelling, word)).collect();
        }
        let right = |word: &str| {
            if self.words.has(word) {
                Some(word.to_owned())
            } else {
                self.words.corrections(word).into_iter().next()
            }
        };
        let all: Option<Vec<String>> = folded.split(' ').map(right).collect();
        all.map(|all| Part::folded(Change::Spelling, all.join(" ")))
            .into_iter()
            .collect()
    }

    /// `din933` as `din 933`; «дин933» too, where the letters sound as a word.
    fn taken_apart(&self, part: &str) -> Result<Vec<Part>, StoreError> {
        let runs = runs(part);
        if runs.len() < 2 || runs.len() > MOST_PARTS {
            return Ok(Vec::new());
        }
        let mut known = Vec::new();
        let apart = runs.join(" ");
        if self.is_known(&apart)? {
            known.push(Part::new(Change::Blanks, apart));
        }
        for (at, run) in runs.iter().enumerate() {
            for sounding in sounding_as(self.words, run) {
                let mut changed: Vec<&str> = runs.clone();
                if let Some(place) = changed.get_mut(at) {
                    *place = &sounding.text;
                }
                let reading = changed.join(" ");
                if self.is_known(&reading)? {
                    known.push(Part::folded(Change::Alphabet, text::words(&reading)));
                }
            }
        }
        Ok(known)
    }

    /// «дин933» as DIN933, `lm-60w` as «ЛМ-60W»: some of its letters are those of the other alphabet.
    fn in_other_alphabet(&self, part: &str) -> Result<Vec<Part>, StoreError> {
        let lower = part.to_lowercase();
        let runs = runs(&lower);
        let others: Vec<Option<String>> = runs.iter().map(|run| sound::in_other_letters(run)).collect();
        let changeable = others.iter().flatten().count();
        if changeable == 0 || changeable > MOST_CHANGED_RUNS {
            return Ok(Vec::new());
        }
        let mut known = Vec::new();
        // All of them first.
        for choice in (1..1_u32 << changeable).rev() {
            let mut place = 0;
            let mut text = String::with_capacity(part.len());
            for (run, other) in runs.iter().zip(&others) {
                let taken = other.as_deref().filter(|_| {
                    let is_taken = choice >> place & 1 == 1;
                    place += 1;
                    is_taken
                });
                text.push_str(taken.unwrap_or(run));
            }
            if self.is_known(&text)? {
                known.push(Part::new(Change::Alphabet, text));
            }
        }
        Ok(known)
    }

    /// An article in which the letter O was typed for a zero or the other way round.
    fn with_zero_for_o(&self, part: &str) -> Result<Vec<Part>, StoreError> {
        let is_o = |letter: char| matches!(letter, 'o' | 'O' | 'о' | 'О');
        let readings = [part.replace(is_o, "0"), part.replace('0', "O")];
        let mut known = Vec::new();
        for reading in readings {
            if reading != part && search::begins_article(self.known.conn, &reading)? {
                known.push(Part::new(Change::Spelling, reading));
            }
        }
        Ok(known)
    }

    /// Two neighbouring parts that the goods have as one: `gsb 13` is `GSB13`.
    fn joined(&self, parts: &[&str]) -> Result<Option<Answer>, StoreError> {
        for at in 1..parts.len() {
            let (before, after) = parts.split_at(at);
            let text = format!("{}{}", before.join(" "), after.join(" "));
            if let Some(found) = self.find(&parts.join(" "), &text)? {
                let reading = Reading::Spaced(text);
                return Ok(Some(Answer { found, reading }));
            }
        }
        Ok(None)
    }
}

fn sounding_as(words: &Vocabulary, part: &str) -> impl Iterator<Item = Part> {
    let lower = part.to_lowercase();
    let sounding = Alphabet::of(&lower).map(|alphabet| words.sounding_as(&lower, alphabet));
    sounding
        .unwrap_or_default()
        .into_iter()
        .map(|word| Part::folded(Change::Alphabet, word))
}

/// The runs of letters and of figures of a part.
fn runs(part: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in part.char_indices() {
        // A figure follows a sign as it follows a figure: 4,2 is one.
        let is_border = before.is_some_and(|before| {
            (before.is_alphabetic() && letter.is_numeric()) || (before.is_numeric() && letter.is_alphabetic())
        });
        if is_border {
            runs.extend(part.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    runs.extend(part.get(start..));
    runs
}

/// Every choice of one part of each; the last parts change first.
fn combinations(choices: &[Vec<Part>]) -> impl Iterator<Item = Vec<Part>> {
    let mut places = vec![0_usize; choices.len()];
    let mut is_over = choices.iter().any(Vec::is_empty);
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let combination = places
            .iter()
            .zip(choices)
            .filter_map(|(at, parts)| parts.get(*at).cloned())
            .collect();
        is_over = true;
        for (at, parts) in places.iter_mut().zip(choices).rev() {
            *at = at.saturating_add(1);
            if *at < parts.len() {
                is_over = false;
                break;
            }
            *at = 0;
        }
        Some(combination)
    })
}

/// A searched text as people write it: words of the index are looked up in the first item that was found.
fn readable(conn: &Connection, parts: &[Part], found: &Found) -> Result<String, MirrorError> {
    let mut statement = conn.prepare_cached(TEXTS)?;
    let row = match found.ids.first() {
        Some(id) => statement
            .query_row(named_params! { ":id": id }, |row| {
                Ok((row.get("name")?, row.get("article")?, row.get("detail")?))
            })
            .optional()?,
        None => None,
    };
    let (name, article, detail): (String, String, Vec<u8>) = row.unwrap_or_default();
    let detail = ItemRow::decode(detail.as_slice())?;
    let texts = [name, detail.full_name, detail.maker, article];
    let written = |word: &str| {
        let found = texts.iter().find_map(|text| written_in(text, word));
        found.unwrap_or_else(|| vocabulary::readable(word))
    };
    let shown = parts.iter().map(|part| {
        if part.is_folded {
            part.text.split(' ').map(&written).collect::<Vec<_>>().join(" ")
        } else {
            part.text.clone()
        }
    });
    Ok(shown.collect::<Vec<_>>().join(" "))
}

/// The beginning of a word of a text that folds into `folded`, in lower case.
fn written_in(text: &str, folded: &str) -> Option<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).find_map(|word| {
        if !text::words(word).starts_with(folded) {
            return None;
        }
        let ends = word
            .char_indices()
            .map(|(at, letter)| at.saturating_add(letter.len_utf8()));
        let beginnings = ends.filter_map(|end| word.get(..end));
        beginnings
            .into_iter()
            .find(|beginning| text::words(beginning) == folded)
            .map(str::to_lowercase)
    })
}
