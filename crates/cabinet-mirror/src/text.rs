//! The one function that turns text into words, for the index and for the query alike.
//!
//! Letters that look alike in Cyrillic and Latin become one letter, because people type articles with either keyboard.
//! Stored results depend on it: a change here needs a migration that empties the mirror.

use cabinet_domain::article::is_letter_or_digit;

/// How many letters of a word the index can find; a longer word is verified against the stored text.
pub(crate) const INDEXED_LETTERS: usize = 6;

/// Stands before a word that only the full name has. No folded word holds it, and the index takes it for a letter.
pub(crate) const MORE: char = '·';

/// Lower case of one letter. The alphabets of goods' names need no table; where one letter becomes several, the first
/// is enough, since index and query lose the rest alike.
fn lower(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        '\0'..='\x7f' | 'а'..='џ' => letter,
        'А'..='Я' => shifted(letter, 0x20),
        'Ѐ'..='Џ' => shifted(letter, 0x50),
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

fn shifted(letter: char, by: u32) -> char {
    char::from_u32(u32::from(letter).wrapping_add(by)).unwrap_or(letter)
}

/// Folds a lower-case letter. `и`, `і`, `ї` and `i` become one, so that Russian and Ukrainian names find each other.
const fn fold_lower(letter: char) -> char {
    match letter {
        'а' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' | 'ё' | 'є' => 'e',
        'н' => 'h',
        'и' | 'і' | 'ї' => 'i',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'т' => 't',
        'х' | '×' => 'x',
        'у' => 'y',
        'ґ' => 'г',
        other => other,
    }
}

/// The Cyrillic letter that is folded into a Latin one; `None` for a letter that stands for itself only.
pub(crate) const fn cyrillic_of(folded: char) -> Option<char> {
    Some(match folded {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'и',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

/// The words of a text, folded, with one space between them: `Болт М8х40, 4,2 мм` gives `бoлt m8 40 4p2 mm`.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_words(&mut out, text);
    out
}

/// The sizes in a typed text as they stand in folded words: `болт м8х30` gives `m8 30`. Their numbers belong together, so
/// goods that have them side by side are meant before goods that have them apart.
pub(crate) fn sizes(typed: &str) -> Vec<String> {
    typed
        .split_whitespace()
        .filter(|part| is_size(part))
        .map(words)
        .collect()
}

/// Whether the sign of sizes stands between two digits, in whatever alphabet.
fn is_size(part: &str) -> bool {
    let mut before = ('\0', '\0');
    part.chars().any(|letter| {
        let letter = fold_lower(lower(letter));
        let is_size = before.0.is_ascii_digit() && before.1 == 'x' && letter.is_ascii_digit();
        before = (before.1, letter);
        is_size
    })
}

/// The words by which an item is found: those of `texts`, each once, in the order of first mention; behind them those
/// that only `more` has, each with [`MORE`] before it, so that a search can tell the two and need not store any twice.
pub(crate) fn different_words(texts: &[&str], more: &str) -> String {
    let mut all = String::with_capacity(texts.iter().map(|text| text.len().saturating_add(1)).sum());
    for text in texts {
        push_words(&mut all, text);
    }
    let of_more = words(more);
    let mut seen: Vec<&str> = Vec::with_capacity(24);
    let mut different = String::with_capacity(all.len().saturating_add(of_more.len()));
    let marked = of_more.split(' ').map(|word| (word, true));
    for (word, is_more) in all.split(' ').map(|word| (word, false)).chain(marked) {
        // A name has a dozen words; comparing them all is faster than a set.
        if word.is_empty() || seen.contains(&word) {
            continue;
        }
        if !different.is_empty() {
            different.push(' ');
        }
        if is_more {
            different.push(MORE);
        }
        different.push_str(word);
        seen.push(word);
    }
    different
}

/// Appends the words of `text` to `out`.
fn push_words(out: &mut String, text: &str) {
    let mut letters = text.chars().map(|letter| fold_lower(lower(letter))).peekable();
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let kept = match letter {
            // й as two code points; other marks over letters are dropped.
            '\u{306}' if before == 'i' => {
                out.pop();
                Some('й')
            }
            '\u{300}'..='\u{36f}' | '\'' | '’' | 'ʼ' => None,
            // Sizes: the sign between two numbers separates them, also while only the first is typed.
            'x' if before.is_ascii_digit() && (next.is_ascii_digit() || !next.is_alphanumeric()) => Some(' '),
            // Decimal marks: 4,2 and 4.2 are one word.
            '.' | ',' if before.is_ascii_digit() && next.is_ascii_digit() => Some('p'),
            letter if is_letter_or_digit(letter) => Some(letter),
            _ => Some(' '),
        };
        if let Some(kept) = kept {
            before = kept;
            if kept != ' ' || !(out.is_empty() || out.ends_with(' ')) {
                out.push(kept);
            }
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

/// The key by which names are sorted: the order of the Russian and Ukrainian alphabets, letter case ignored.
pub(crate) fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len().saturating_add(8));
    for letter in name.chars().flat_map(char::to_lowercase) {
        // A letter that Unicode keeps apart stands behind its neighbour in the alphabet: after all words with that.
        match letter {
            'ё' | 'є' => key.push_str("е\u{10fffe}"),
            'і' => key.push_str("и\u{10fffd}"),
            'ї' => key.push_str("и\u{10fffe}"),
            'ґ' => key.push_str("г\u{10fffe}"),
            other => key.push(other),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_sizes_are_taken_apart() {
        let cases = [
            ("look-alikes", "Болт М8х40", "бoлt m8 40"),
            ("Latin x", "Болт M8x40", "бoлt m8 40"),
            ("a half-typed size", "М8х", "m8"),
            ("decimal comma", "шуруп 4,2х16", "шypyп 4p2 16"),
            ("decimal point", "шуруп 4.2×16", "шypyп 4p2 16"),
            ("a comma at the end", "шуруп 4,", "шypyп 4"),
            ("yo", "Щётка", "щetka"),
            ("ye", "щетка", "щetka"),
            ("Ukrainian i", "кільце", "kiльцe"),
            ("Russian i", "кильце", "kiльцe"),
            ("an apostrophe", "з'єднання", "зeдhahhя"),
            ("a decomposed й", "гаи\u{306}ка", "гaйka"),
            ("a composed й", "гайка", "гaйka"),
            ("x in a word", "max 2 хомута", "max 2 xomyta"),
            ("nothing", " .,- ", ""),
        ];
        for (name, text, expected) in cases {
            assert_eq!(words(text), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folded_words_are_folded_already(text in "[a-zA-Zа-яА-ЯёїЇґЄ0-9 .,×хx'·/-]{0,30}") {
            let folded = words(&text);
            proptest::prop_assert_eq!(words(&folded), folded);
        }
    }

    #[test]
    fn a_folded_letter_has_the_letter_that_it_comes_from() {
        for folded in ('a'..='z').filter(|letter| cyrillic_of(*letter).is_some()) {
            assert_eq!(cyrillic_of(folded).map(fold_lower), Some(folded));
        }
        for letter in 'а'..='я' {
            let folded = fold_lower(letter);
            assert_eq!(folded.is_ascii(), cyrillic_of(folded).is_some(), "{letter}");
        }
    }

    #[test]
    fn a_size_is_known_in_every_alphabet() {
        for (typed, expected) in [
            ("м8х30", vec!["m8 30"]),
            ("M8x30", vec!["m8 30"]),
            ("болт м8×30 din", vec!["m8 30"]),
            ("4,2х16 6х40", vec!["4p2 16", "6 40"]),
            ("м8х", vec![]),
            ("м8 30", vec![]),
            ("max 2", vec![]),
        ] {
            assert_eq!(sizes(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_word_is_indexed_once_however_often_it_is_said() {
        assert_eq!(
            different_words(&["Bosch дрель Bosch", "", "GSB-13", "bosch"], ""),
            "bosch дpeль gsb 13"
        );
        assert_eq!(
            different_words(&["Дрель GSB"], "Дрель ударная · GSB, ударная"),
            "дpeль gsb ·yдaphaя"
        );
        assert_eq!(different_words(&[""], "Дрель"), "·дpeль");
    }

    #[test]
    fn the_short_ways_to_change_case_agree_with_unicode() {
        for letter in ('\0'..='\u{52f}').filter(|letter| letter.to_uppercase().count() == 1) {
            assert_eq!(Some(lower(letter)), letter.to_lowercase().next(), "{letter}");
        }
    }

    #[test]
    fn names_sort_by_the_alphabet() {
        let mut names = ["Ящик", "ёрш", "Ель", "жук", "ель", "Ігла", "Игла", "Йод"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Ель", "ель", "ёрш", "жук", "Игла", "Ігла", "Йод", "Ящик"]);
    }
}
