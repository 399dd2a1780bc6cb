//! Words without their grammatical endings, so that «болты» finds a «Болт» and «гайка оцинкованная» finds «гайки
//! оцинкованные».
//!
//! No dictionary: one ending is taken off, and what is left is searched as the beginning of a word. It is asked only
//! when the words as typed find nothing, so a beginning that means too much never hides what was meant.

use crate::text;
use std::sync::LazyLock;

/// The least letters of a word that has an ending.
const LEAST_LETTERS: usize = 4;
/// The least letters that must be left of it.
const LEAST_LEFT: usize = 3;

/// Endings of nouns and adjectives, Russian and Ukrainian.
const ENDINGS: &[&str] = &[
    "ами", "ями", "ого", "ему", "ому", "ими", "ыми", "ов", "ев", "ів", "їв", "ей", "ий", "ый", "ой", "ая", "яя", "ое",
    "ее", "ые", "ие", "ых", "их", "ом", "ем", "ам", "ям", "ах", "ях", "ою", "ую", "юю", "а", "я", "о", "е", "и", "ы",
    "і", "у", "ю", "ь",
];

/// The same as the index has them, the longest first.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut folded: Vec<String> = ENDINGS.iter().map(|ending| text::words(ending)).collect();
    folded.sort_by_key(|ending| std::cmp::Reverse(ending.chars().count()));
    folded.dedup();
    folded
});

/// Folded words with their endings taken off; `None` when no word has one.
pub(crate) fn without(words: &str) -> Option<String> {
    let shorter: Vec<&str> = words.split(' ').map(beginning).collect();
    let shorter = shorter.join(" ");
    (shorter != words).then_some(shorter)
}

/// One folded word with its ending taken off; the word itself when it has none.
pub(crate) fn beginning(word: &str) -> &str {
    let letters = word.chars().count();
    if letters < LEAST_LETTERS || !word.chars().all(char::is_alphabetic) {
        return word;
    }
    let endings = FOLDED.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
    endings
        .into_iter()
        .find(|left| left.chars().count() >= LEAST_LEFT)
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_beginning() {
        for forms in [
            &["болты", "болтов", "болтами", "болта"][..],
            &["гайка", "гайки", "гайку", "гайками"],
            &["оцинкованная", "оцинкованные", "оцинкованный", "оцинкованных"],
            &["кільця", "кільце", "кільцями"],
            &["шины", "шина", "шину"],
        ] {
            let beginnings: Vec<String> = forms.iter().filter_map(|form| without(&text::words(form))).collect();
            assert_eq!(beginnings.len(), forms.len(), "{forms:?}");
            assert!(
                beginnings.windows(2).all(|pair| pair[0] == pair[1]),
                "{forms:?}: {beginnings:?}"
            );
        }
    }

    #[test]
    fn articles_numbers_and_short_words_are_left_alone() {
        for typed in ["м8", "din", "4,2", "ось", "болт", "гсб13а"] {
            assert_eq!(without(&text::words(typed)), None, "{typed}");
        }
    }
}
