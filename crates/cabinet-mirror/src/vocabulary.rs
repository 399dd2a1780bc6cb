//! The different words of the mirror, held in memory: what a mistyped or transliterated word may have meant, and which
//! words have a typed part in their middle. Beside them the articles, for their middles.
//!
//! It only proposes; what a proposal finds is asked of the index. Built when a search first finds nothing, and again
//! when the goods have changed.

use crate::article_text::ArticleText;
use crate::sound::{self, Alphabet};
use crate::spelling::{allowed_mistakes, mistakes};
use crate::{endings, text};
use cabinet_sqlite::StoreError;
use rusqlite::Connection;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The least letters of a word that is held: shorter ones are units and signs.
const LEAST_LETTERS: usize = 3;

/// How many steps of the index's list of a word take as long as reading the words of one item.
const STEPS_OF_A_LOOK: u64 = 400;

/// The most that are proposed for one word: each costs a search.
const MOST_PROPOSED: usize = 4;

const WORDS: &str = "
    SELECT words
    FROM item_search";

/// A word as the index has it.
#[derive(Debug)]
struct Word {
    letters: Box<[char]>,
    /// See [`letter_set`].
    letter_set: u64,
    /// How many of the letters are left without the ending.
    beginning: usize,
    /// How many items have it.
    items: u32,
}

/// In how many items a word stands.
#[derive(Debug, Clone, Copy, Default)]
struct Items {
    /// In the name, the article or the maker.
    named: u32,
    /// In the full name only.
    more: u32,
}

/// See the top of the file.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// The shortest first, then by letters.
    words: Vec<Word>,
    /// How words sound and in which alphabet that is, with their place in `words`; in the order of sounds.
    sounds: Vec<(Box<str>, Alphabet, usize)>,
    /// Every word, also those with figures, in order, with a space on both sides.
    all: String,
    /// Where in `all` each begins.
    starts: Vec<usize>,
    /// For each of them, in how many items it and all words before it stand.
    counted: Vec<Items>,
    items: u32,
    articles: ArticleText,
}

/// The vocabulary of the present goods.
#[derive(Default)]
pub(crate) struct VocabularyCache(Mutex<Option<(u64, Arc<Vocabulary>)>>);

/// The vocabulary as one search asks for it.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) cache: &'a VocabularyCache,
    pub(crate) conn: &'a Connection,
    /// The version of the goods from before the connection read anything: what it reads is at least as new.
    pub(crate) version: u64,
}

impl Words<'_> {
    /// The vocabulary if it is held already; a keystroke does not wait while it is being read.
    pub(crate) fn held(&self) -> Option<Arc<Vocabulary>> {
        let held = self.cache.0.try_lock().ok()?;
        self.present(&held)
    }

    /// The vocabulary, read anew when the goods have changed.
    pub(crate) fn get(&self) -> Result<Arc<Vocabulary>, StoreError> {
        let mut held = self.cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(vocabulary) = self.present(&held) {
            return Ok(vocabulary);
        }
        let vocabulary = Arc::new(Vocabulary::read(self.conn)?);
        *held = Some((self.version, Arc::clone(&vocabulary)));
        Ok(vocabulary)
    }

    fn present(&self, held: &Option<(u64, Arc<Vocabulary>)>) -> Option<Arc<Vocabulary>> {
        let present = held.as_ref().filter(|(version, _)| *version == self.version);
        present.map(|(_, vocabulary)| Arc::clone(vocabulary))
    }
}

impl Vocabulary {
    fn read(conn: &Connection) -> Result<Self, StoreError> {
        let mut counts: HashMap<Box<str>, Items> = HashMap::new();
        let mut items = 0_u32;
        let mut statement = conn.prepare_cached(WORDS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let words = row.get_ref("words")?.as_str().map_err(rusqlite::Error::from)?;
            items = items.saturating_add(1);
            for written in words.split(' ') {
                let word = written.trim_start_matches(text::MORE);
                // Looked up by the text first: most words were met before, and a text of its own is not wanted then.
                if !counts.contains_key(word) {
                    counts.insert(word.into(), Items::default());
                }
                let Some(counted) = counts.get_mut(word) else { continue };
                let of = if word.len() == written.len() {
                    &mut counted.named
                } else {
                    &mut counted.more
                };
                *of = of.saturating_add(1);
            }
        }
        Ok(Self {
            items,
            articles: ArticleText::read(conn)?,
            ..Self::of(counts)
        })
    }

    fn of(counts: HashMap<Box<str>, Items>) -> Self {
        let mut keys: Vec<&str> = counts.keys().map(|word| &**word).collect();
        keys.sort_unstable();
        let mut all = String::with_capacity(keys.iter().map(|word| word.len().saturating_add(1)).sum());
        let mut starts = Vec::with_capacity(keys.len());
        let mut counted = Vec::with_capacity(keys.len());
        let mut sum = Items::default();
        for word in keys {
            all.push(' ');
            starts.push(all.len());
            all.push_str(word);
            let items = counts.get(word).copied().unwrap_or_default();
            sum = Items {
                named: sum.named.saturating_add(items.named),
                more: sum.more.saturating_add(items.more),
            };
            counted.push(sum);
        }
        all.push(' ');
        let mut words: Vec<Word> = counts
            .into_iter()
            .map(|(word, items)| Word {
                beginning: endings::beginning(&word).chars().count(),
                letters: word.chars().collect(),
                letter_set: letter_set(word.chars()),
                items: items.named.saturating_add(items.more),
            })
            .filter(|word| word.letters.len() >= LEAST_LETTERS && word.letters.iter().all(|at| at.is_alphabetic()))
            .collect();
        words.sort_by(|one, other| (one.letters.len(), &one.letters).cmp(&(other.letters.len(), &other.letters)));
        let mut sounds = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            for (letters, alphabet) in unfolded(&word.letters) {
                sounds.push((sound::of(&letters, alphabet).into_boxed_str(), alphabet, at));
            }
        }
        sounds.sort_by(|one, other| one.0.cmp(&other.0));
        Self {
            words,
            sounds,
            all,
            starts,
            counted,
            items: 0,
            articles: ArticleText::default(),
        }
    }

    /// The articles of the same goods.
    pub(crate) const fn articles(&self) -> &ArticleText {
        &self.articles
    }

    /// Whether a word begins with a folded text, or with that text without its ending.
    pub(crate) fn has(&self, word: &str) -> bool {
        let beginning = endings::beginning(word);
        self.has_beginning(word) || (beginning != word && self.has_beginning(beginning))
    }

    /// Whether a word begins with a folded text.
    pub(crate) fn has_beginning(&self, text: &str) -> bool {
        let rest = |start: &usize| self.all.get(*start..).unwrap_or_default();
        // A space is less than every letter, so what follows a word in the text does not change its place.
        let place = self.starts.partition_point(|start| rest(start) < text);
        self.starts
            .get(place)
            .is_some_and(|start| rest(start).starts_with(text))
    }

    /// In how many items a word that begins with a folded text stands, at most: an item with two such words counts twice.
    fn items_with(&self, text: &str) -> Items {
        let rest = |start: &usize| self.all.get(*start..).unwrap_or_default();
        let first = self.starts.partition_point(|start| rest(start) < text);
        let end = self
            .starts
            .partition_point(|start| rest(start) < text || rest(start).starts_with(text));
        let before = |place: usize| place.checked_sub(1).and_then(|last| self.counted.get(last)).copied();
        let (first, end) = (before(first).unwrap_or_default(), before(end).unwrap_or_default());
        Items {
            named: end.named.saturating_sub(first.named),
            more: end.more.saturating_sub(first.more),
        }
    }

    /// Whether a word of a name, an article or a maker begins with a folded text.
    pub(crate) fn is_in_names(&self, text: &str) -> bool {
        self.items_with(text).named > 0
    }

    /// Whether a word that only a full name has begins with a folded text.
    pub(crate) fn is_in_full_names(&self, text: &str) -> bool {
        self.items_with(text).more > 0
    }

    /// Which of several typed words are worth asking the index for, the rarest first; the others are cheaper to look up in
    /// the items that have these. The index walks through its whole list of a word, and every item may have a figure in it.
    pub(crate) fn worth_asking<'w>(&self, typed: &[&'w str]) -> Vec<&'w str> {
        let first_letters = |word: &str| word.chars().take(text::INDEXED_LETTERS).collect::<String>();
        let mut by_items: Vec<(u64, &str)> = typed
            .iter()
            .map(|word| (u64::from(self.items_with(&first_letters(word)).named), *word))
            .collect();
        by_items.sort_by_key(|(items, _)| *items);
        let all = u64::from(self.items).max(1);
        let mut asked = Vec::new();
        let mut left = all;
        for (items, word) in by_items {
            let items = items.min(all);
            // What the word would take out of those that are left so far.
            let fewer = left.saturating_mul(all.saturating_sub(items)) / all;
            if asked.is_empty() || items < fewer.saturating_mul(STEPS_OF_A_LOOK) {
                left = (left.saturating_mul(items) / all).max(1);
                asked.push(word);
            }
        }
        asked
    }

    /// Whether any word has a part in it.
    pub(crate) fn has_part(&self, part: &str) -> bool {
        self.all.contains(part)
    }

    /// The words that have a part in them; `None` when they are more than `most`.
    pub(crate) fn with_part(&self, part: &str, most: usize) -> Option<Vec<&str>> {
        let mut words: Vec<&str> = Vec::new();
        for (at, _) in self.all.match_indices(part) {
            let (before, after) = (self.all.get(..at)?, self.all.get(at..)?);
            let start = before.rfind(' ')?.saturating_add(1);
            let end = at.saturating_add(after.find(' ')?);
            let word = self.all.get(start..end)?;
            // A word may have the part twice.
            if words.last() == Some(&word) {
                continue;
            }
            if words.len() == most {
                return None;
            }
            words.push(word);
        }
        Some(words)
    }

    /// Words that a folded word without figures may have meant, the likeliest first.
    pub(crate) fn corrections(&self, word: &str) -> Vec<String> {
        let letters: Vec<char> = word.chars().collect();
        if !letters.iter().all(|letter| letter.is_alphabetic()) {
            return Vec::new();
        }
        let whole = self.nearest(&letters, |word| &word.letters);
        if !whole.is_empty() {
            return whole;
        }
        let beginning: Vec<char> = endings::beginning(word).chars().collect();
        self.nearest(&beginning, |word| {
            word.letters.get(..word.beginning).unwrap_or_default()
        })
    }

    fn nearest(&self, typed: &[char], compared: impl Fn(&Word) -> &[char]) -> Vec<String> {
        let most = allowed_mistakes(typed.len());
        if most == 0 {
            return Vec::new();
        }
        let typed_set = letter_set(typed.iter().copied());
        let most_lost = u32::try_from(most).unwrap_or(u32::MAX);
        let mut near: Vec<_> = self
            .words
            .iter()
            // A mistake takes one letter away and brings one: what has lost more is not looked at closely.
            .filter(|word| (typed_set & !word.letter_set).count_ones() <= most_lost)
            .filter_map(|word| {
                let meant = compared(word);
                let mistakes = mistakes(typed, meant, most).filter(|mistakes| *mistakes > 0)?;
                // The first letter is the one that people get right.
                Some((
                    mistakes,
                    typed.first() != meant.first(),
                    Reverse(word.items),
                    &word.letters,
                ))
            })
            .collect();
        near.sort_unstable();
        near.truncate(MOST_PROPOSED);
        near.into_iter().map(|(.., letters)| letters.iter().collect()).collect()
    }

    /// Folded beginnings of words of the other alphabet that sound as a word in lower case does, the commonest first.
    pub(crate) fn sounding_as(&self, typed: &str, alphabet: Alphabet) -> Vec<String> {
        if typed.chars().nth(LEAST_LETTERS - 1).is_none() {
            return Vec::new();
        }
        let wanted = sound::of(typed, alphabet);
        let first = self.sounds.partition_point(|(sound, ..)| **sound < *wanted);
        let near = self
            .sounds
            .iter()
            .skip(first)
            .take_while(|(sound, ..)| sound.starts_with(&wanted));
        let mut items_of: HashMap<String, (bool, u32)> = HashMap::new();
        for (sound, of_word, at) in near {
            let Some(word) = self.words.get(*at).filter(|_| *of_word != alphabet) else {
                continue;
            };
            let is_whole = **sound == *wanted;
            let beginning = if is_whole {
                word.letters.iter().collect()
            } else {
                beginning_that_sounds(&word.letters, *of_word, &wanted)
            };
            let counted = items_of.entry(beginning).or_default();
            *counted = (counted.0 || is_whole, counted.1.saturating_add(word.items));
        }
        let mut found: Vec<_> = items_of.into_iter().collect();
        found.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
        found.truncate(MOST_PROPOSED);
        found.into_iter().map(|(beginning, _)| beginning).collect()
    }
}

/// Which letters there are, one bit for each; far letters may share one.
fn letter_set(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |set, letter| set | 1_u64.rotate_left(u32::from(letter)))
}

/// The shortest beginning of a word that sounds as wanted; the whole word when a pair of letters is cut in two.
fn beginning_that_sounds(letters: &[char], alphabet: Alphabet, wanted: &str) -> String {
    let unfolded = unfold(letters, alphabet);
    for (at, _) in unfolded.char_indices().skip(1) {
        let beginning = unfolded.get(..at).unwrap_or_default();
        if sound::of(beginning, alphabet) == wanted {
            return letters.iter().take(beginning.chars().count()).collect();
        }
    }
    letters.iter().collect()
}

/// A folded word as it may have been written: letters that look alike take the alphabet of the others; both where there
/// are no others, none where the others are of both.
fn unfolded(letters: &[char]) -> Vec<(String, Alphabet)> {
    let has = |is: &dyn Fn(char) -> bool| {
        letters
            .iter()
            .any(|letter| text::cyrillic_of(*letter).is_none() && is(*letter))
    };
    let is_cyrillic = !has(&|letter| !crate::keyboard::is_cyrillic(letter));
    let is_latin = !has(&|letter| !letter.is_ascii_alphabetic());
    [(is_latin, Alphabet::Latin), (is_cyrillic, Alphabet::Cyrillic)]
        .into_iter()
        .filter(|(is_of, _)| *is_of)
        .map(|(_, alphabet)| (unfold(letters, alphabet), alphabet))
        .collect()
}

fn unfold(letters: &[char], alphabet: Alphabet) -> String {
    let written = letters.iter().map(|letter| match alphabet {
        Alphabet::Latin => *letter,
        Alphabet::Cyrillic => text::cyrillic_of(*letter).unwrap_or(*letter),
    });
    written.collect()
}

/// A folded word in the letters of its alphabet, for people to read; «и» stands for every letter folded with it.
pub(crate) fn readable(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    unfolded(&letters)
        .pop()
        .map_or_else(|| word.to_owned(), |(written, _)| written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A vocabulary of words with the number of items of each.
    fn vocabulary(words: &[(&str, u32)]) -> Vocabulary {
        let of = |named| Items { named, more: 0 };
        let counts = words.iter().map(|(word, items)| (text::words(word).into(), of(*items)));
        Vocabulary {
            items: 1_000_000,
            ..Vocabulary::of(counts.collect())
        }
    }

    fn readable_all(words: &[String]) -> Vec<String> {
        words.iter().map(|word| readable(word)).collect()
    }

    #[test]
    fn the_nearest_word_is_proposed_first_then_the_commonest() {
        let known = vocabulary(&[
            ("болт", 5),
            ("борт", 90),
            ("бот", 3),
            ("порт", 400),
            ("вола", 900),
            ("кула", 1),
            ("гайка", 7),
            ("гайки", 2),
            ("шуруповерт", 1),
            ("8х40", 100),
            ("болт8", 100),
        ]);
        for (name, typed, expected) in [
            ("the commonest first", "бокт", &["борт", "болт", "бот"][..]),
            ("a right first letter before a wrong one", "кола", &["кула", "вола"]),
            ("one letter too many", "болрт", &["борт", "болт"]),
            ("a long word with two mistakes", "шурупаверд", &["шуруповерт"]),
            ("too short", "бол", &[]),
            ("with a figure", "болт9", &[]),
            ("far from all", "ящерица", &[]),
            ("itself", "болт", &["борт"]),
        ] {
            let found = readable_all(&known.corrections(&text::words(typed)));
            assert!(
                found.starts_with(&expected.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()),
                "{name}: {found:?}"
            );
            assert_eq!(found.is_empty(), expected.is_empty(), "{name}: {found:?}");
        }
    }

    #[test]
    fn words_of_the_other_alphabet_are_cut_to_what_was_typed() {
        let known = vocabulary(&[
            ("шайба", 5),
            ("шайтан", 1),
            ("shaiba", 900),
            ("makita", 3),
            ("ротор", 2),
            ("bosch", 4),
        ]);
        let latin = |typed: &str| readable_all(&known.sounding_as(typed, Alphabet::Latin));
        assert_eq!(
            latin("shay"),
            ["шай"],
            "not the Latin word, which is no transliteration"
        );
        assert_eq!(latin("shayba"), ["шайба"]);
        assert_eq!(latin("rotor"), ["ротор"], "letters that all look alike may be Cyrillic");
        assert_eq!(latin("sh"), [""; 0], "too short");
        assert_eq!(known.sounding_as("бош", Alphabet::Cyrillic), ["bosch"]);
    }

    #[test]
    fn parts_of_words_are_found_and_counted() {
        let known = vocabulary(&[("болт", 1), ("автоболт", 1), ("болтболт", 1), ("a12b", 1)]);
        let mut with_part = known.with_part(&text::words("болт"), 10).unwrap();
        with_part.sort_unstable();
        assert_eq!(with_part.len(), 3, "{with_part:?}");
        assert_eq!(known.with_part(&text::words("болт"), 2), None, "more than asked for");
        assert_eq!(known.with_part("12", 9), Some(vec!["a12b"]));
        assert!(known.has_part("12") && !known.has_part("21"));
        assert!(known.has(&text::words("болтами")) && !known.has(&text::words("гайка")));
    }

    #[test]
    fn words_that_nearly_every_item_has_are_not_asked_of_the_index() {
        let known = vocabulary(&[
            ("болт", 90_000),
            ("din933", 9_000),
            ("din934", 9_000),
            ("40", 300_000),
            ("8", 700_000),
        ]);
        let typed = |text: &str| text::words(text);
        for (what, expected) in [
            ("болт", vec!["болт"]),
            ("8", vec!["8"]),
            ("болт 8", vec!["болт", "8"]),
            ("8 din933 40", vec!["din933", "40"]),
            ("8 9", vec!["9"]),
        ] {
            let (what, expected) = (typed(what), expected.into_iter().map(typed).collect::<Vec<_>>());
            let words: Vec<&str> = what.split(' ').collect();
            assert_eq!(known.worth_asking(&words), expected, "{what}");
        }
        assert_eq!(known.items_with("din93").named, 18_000);
        assert!(known.is_in_names("din9") && !known.is_in_names("din95") && !known.is_in_full_names("din9"));
    }

    proptest! {
        #[test]
        fn a_beginning_of_a_word_is_known_and_nothing_else(
            words in proptest::collection::vec("[абвя0-9]{1,5}", 0..20),
            typed in "[абвя0-9]{1,4}",
        ) {
            let known = vocabulary(&words.iter().map(|word| (word.as_str(), 1)).collect::<Vec<_>>());
            let expected = words.iter().any(|word| word.starts_with(&typed));
            prop_assert_eq!(known.has_beginning(&text::words(&typed)), expected);
            let is_part = words.iter().any(|word| word.contains(&typed));
            prop_assert_eq!(known.has_part(&text::words(&typed)), is_part);
        }
    }
}
