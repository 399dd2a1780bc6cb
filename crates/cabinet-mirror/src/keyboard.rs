//! What the same keys give in the other keyboard layout: `,jkn` is «болт», `ищде` is "bolt".
//!
//! Pure tables of the usual layouts, English, Russian and Ukrainian. Not here: whether anything is found so.

const ENGLISH: &str = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?@#$^&";
const RUSSIAN: &str = "ёйцукенгшщзхъ\\фывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?";
const UKRAINIAN: &str = "'йцукенгшщзхїґфівапролджєячсмитьбю.₴ЙЦУКЕНГШЩЗХЇҐФІВАПРОЛДЖЄЯЧСМИТЬБЮ,\"№;:?";

/// The text as the same keys give it in the other layouts, the likelier first; none when it has no letter of a keyboard.
///
/// A text of both alphabets gives one with only the Latin parts changed and one with only the Cyrillic parts changed.
pub(crate) fn others(typed: &str) -> Vec<String> {
    let mut texts = vec![
        by_part(typed, is_cyrillic, |part| to_cyrillic(part, RUSSIAN)),
        by_part(typed, is_cyrillic, |part| to_cyrillic(part, UKRAINIAN)),
        by_part(typed, |letter| letter.is_ascii_alphabetic(), to_english),
    ];
    texts.retain(|text| text != typed);
    texts.dedup();
    texts
}

/// Changes the parts between blanks that have no letter of the alphabet aimed at. A part of signs and figures only is
/// changed where the whole text has none: `v8 [` but not `болт ,`.
fn by_part(typed: &str, is_aimed_at: impl Fn(char) -> bool, change: impl Fn(&str) -> String) -> String {
    let is_mixed = typed.contains(&is_aimed_at);
    let parts = typed.split_whitespace().map(|part| {
        let has_letter = part.chars().any(char::is_alphabetic);
        if part.contains(&is_aimed_at) || (is_mixed && !has_letter) {
            part.to_owned()
        } else {
            change(part)
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn to_cyrillic(part: &str, layout: &str) -> String {
    key_by_key(part, |letter| on_same_key(letter, ENGLISH, layout))
}

fn to_english(part: &str) -> String {
    // Only letters say that a Cyrillic layout was on.
    if !part.contains(is_cyrillic) {
        return part.to_owned();
    }
    key_by_key(part, |letter| {
        on_same_key(letter, RUSSIAN, ENGLISH).or_else(|| on_same_key(letter, UKRAINIAN, ENGLISH))
    })
}

/// Signs of numbers between two figures stay: they are typed on the digits' own keys.
fn key_by_key(part: &str, other: impl Fn(char) -> Option<char>) -> String {
    let letters: Vec<char> = part.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let changed = letters.iter().enumerate().map(|(at, letter)| {
        let is_inside_number = is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1));
        match letter {
            '.' | ',' | '/' if is_inside_number => *letter,
            _ => other(*letter).unwrap_or(*letter),
        }
    });
    changed.collect()
}

fn on_same_key(letter: char, from: &str, to: &str) -> Option<char> {
    from.chars()
        .zip(to.chars())
        .find(|(own, _)| *own == letter)
        .map(|(_, other)| other)
}

pub(crate) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, 'Ѐ'..='ԯ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_give_what_was_meant_in_three_layouts() {
        let cases = [
            ("Russian", ",jkn", &["болт"][..]),
            ("Russian, a letter on a sign", "ghj,rf", &["пробка"]),
            ("Russian, capitals", "<JKN V8", &["БОЛТ М8"]),
            ("a size", "v8[30", &["м8х30"]),
            ("a decimal comma of the main keys", "4?2", &["4,2"]),
            ("a decimal comma of the number keys", "4,2[16", &["4,2х16"]),
            ("a slash and a point between figures", "1/2 4.2", &[]),
            ("Russian ы is Ukrainian і", "rskmwt", &["кыльце", "кільце"]),
            ("Ukrainian ї", "]hf", &["ъра", "їра"]),
            ("Ukrainian є", "p'lyfyyz", &["зэднання", "зєднання"]),
            ("Ukrainian ґ", "\\fyjr", &["\\анок", "ґанок"]),
            ("English from Russian", "ищде", &["bolt"]),
            ("English from Ukrainian", "ісгеі", &["scuts"]),
            ("English with a figure", "вшт 933", &["din 933"]),
            ("a word of each alphabet", "болт vbh", &["болт мир", ",jkn vbh"]),
            (
                "a sign beside words of the aimed alphabet",
                "болт , vbh",
                &["болт , мир", ",jkn , vbh"],
            ),
            ("figures only", "12345", &[]),
            ("nothing", "", &[]),
        ];
        for (name, typed, expected) in cases {
            assert_eq!(others(typed), expected, "{name}: {typed}");
        }
    }

    #[test]
    fn the_layouts_have_the_same_keys() {
        let keys = ENGLISH.chars().count();
        assert_eq!((RUSSIAN.chars().count(), UKRAINIAN.chars().count()), (keys, keys));
    }

    proptest! {
        #[test]
        fn a_word_typed_in_the_wrong_layout_is_read_back(word in "[а-яё]{1,12}( [а-яё]{1,12})?") {
            let wrong = by_part(&word, |letter| letter.is_ascii_alphabetic(), to_english);
            prop_assert!(others(&wrong).contains(&word), "{wrong}");
        }

        #[test]
        fn a_ukrainian_word_is_read_back_too(word in "[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя]{1,12}") {
            let wrong = by_part(&word, |letter| letter.is_ascii_alphabetic(), |part| key_by_key(part, |letter| {
                on_same_key(letter, UKRAINIAN, ENGLISH)
            }));
            prop_assert!(others(&wrong).contains(&word), "{wrong}");
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,40}") {
            for other in others(&text) {
                prop_assert_ne!(other, text.clone());
            }
        }
    }
}
