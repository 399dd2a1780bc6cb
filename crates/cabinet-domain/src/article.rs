//! The normal form of an article: what makes two spellings the same article, for the search of a device and for the gateway.
//!
//! Letters that look alike in Cyrillic and Latin become one letter, because people type articles with either keyboard.
//! Devices and the gateway store results of it: a change here needs migrations on both sides.

/// The longest article that is taken from a person, in characters.
pub const ARTICLE_LIMIT: usize = 100;

/// The normal form of an article: upper case, letters and digits only, look-alikes in Latin.
///
/// `мш-0125/а` and `MШ 0125A` are one article.
#[must_use]
pub fn article_norm(text: &str) -> String {
    text.chars()
        .map(upper)
        .filter(|letter| is_letter_or_digit(*letter))
        .map(fold_upper)
        .collect()
}

/// Whether a text is so many figures as barcodes have.
#[must_use]
pub fn may_be_barcode(text: &str) -> bool {
    (8..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The entries of a pasted list: its lines, or where it is one line, at least three cells between tabs or semicolons.
///
/// `None` when the text is no list. Entries are trimmed and never empty; a line keeps the cells that it has, see [`cells`].
#[must_use]
pub fn listed(text: &str) -> Option<Vec<&str>> {
    let lines = entries(text, &['\n', '\r', '\u{2028}', '\u{2029}']);
    match lines.as_slice() {
        [] => None,
        [line] => Some(cells(line)).filter(|cells| cells.len() >= 3),
        _ => Some(lines),
    }
}

/// What stands between tabs and semicolons in a line; trimmed, without empty ones.
#[must_use]
pub fn cells(line: &str) -> Vec<&str> {
    entries(line, &['\t', ';'])
}

fn entries<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let entries = text.split(marks).map(|entry| {
        // A table's copy may begin with a mark of its encoding.
        entry.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
    });
    entries.filter(|entry| !entry.is_empty()).collect()
}

/// A text with what some programs write otherwise as people type it: `×` as x, й and ї as one letter and not with a mark
/// apart. `None` when it has nothing of it.
///
/// [`article_norm`] drops such marks, and its stored results must not change: this is for what is looked up.
#[must_use]
pub fn as_typed_by_hand(text: &str) -> Option<String> {
    let mut typed = String::with_capacity(text.len());
    let mut is_changed = false;
    for letter in text.chars() {
        let whole = match (letter, typed.chars().next_back()) {
            ('×' | '✕' | '✖', _) => Some(('x', false)),
            ('\u{306}', Some('и')) => Some(('й', true)),
            ('\u{306}', Some('И')) => Some(('Й', true)),
            ('\u{308}', Some('і')) => Some(('ї', true)),
            ('\u{308}', Some('І')) => Some(('Ї', true)),
            _ => None,
        };
        if let Some((_, true)) = whole {
            typed.pop();
        }
        is_changed |= whole.is_some();
        typed.push(whole.map_or(letter, |(whole, _)| whole));
    }
    is_changed.then_some(typed)
}

/// Upper case of one letter, in the quick way for the alphabets of goods.
fn upper(letter: char) -> char {
    match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        '\0'..='\x7f' | 'Ѐ'..='Я' => letter,
        'а'..='я' => char::from_u32(u32::from(letter).wrapping_sub(0x20)).unwrap_or(letter),
        'ѐ'..='џ' => char::from_u32(u32::from(letter).wrapping_sub(0x50)).unwrap_or(letter),
        other => other.to_uppercase().next().unwrap_or(other),
    }
}

/// Whether a letter counts in words and articles; marks and spaces do not.
#[must_use]
pub fn is_letter_or_digit(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        'Ѐ'..='џ' => true,
        other => other.is_alphanumeric(),
    }
}

const fn fold_upper(letter: char) -> char {
    match letter {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' | 'Ё' => 'E',
        'Н' => 'H',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_article_has_one_normal_form_whatever_the_keyboard() {
        let cases = [
            ("мш-0125/а", "MШ0125A"),
            ("MШ 0125A", "MШ0125A"),
            ("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY"),
            ("din 933.8", "DIN9338"),
            (" -- ", ""),
        ];
        for (text, norm) in cases {
            assert_eq!(article_norm(text), norm, "{text}");
        }
    }

    #[test]
    fn signs_of_other_programs_are_written_as_people_type_them() {
        for (text, typed) in [
            ("М8×40", Some("М8x40")),
            ("и\u{306}И\u{306}", Some("йЙ")),
            ("і\u{308}ж", Some("їж")),
            ("е\u{308}", None),
            ("М8х40", None),
            ("", None),
        ] {
            assert_eq!(as_typed_by_hand(text).as_deref(), typed, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_normal_form_of_a_normal_form_is_itself(text in ".{0,30}") {
            let norm = article_norm(&text);
            proptest::prop_assert_eq!(article_norm(&norm), norm);
        }

        #[test]
        fn what_is_typed_by_hand_stays(text in ".{0,30}") {
            if let Some(typed) = as_typed_by_hand(&text) {
                proptest::prop_assert_eq!(as_typed_by_hand(&typed), None);
            }
        }
    }

    #[test]
    fn a_pasted_text_is_a_list_or_it_is_not() {
        let cases: &[(&str, &str, Option<&[&str]>)] = &[
            ("nothing", "", None),
            ("blanks", " \n\t\r\n", None),
            ("one article", "МШ-0125", None),
            ("one article with a line end", "МШ-0125\r\n", None),
            ("words", "болт М8 DIN 933", None),
            ("two lines", "МШ-1\nМШ-2", Some(&["МШ-1", "МШ-2"])),
            (
                "lines of Windows, an empty one",
                "МШ-1\r\n\r\n МШ-2 \r\n",
                Some(&["МШ-1", "МШ-2"]),
            ),
            ("old lines of a Mac", "МШ-1\rМШ-2", Some(&["МШ-1", "МШ-2"])),
            ("lines with cells", "МШ-1\t5\nМШ-2\t10", Some(&["МШ-1\t5", "МШ-2\t10"])),
            ("three cells", "МШ-1\tМШ-2\tМШ-3", Some(&["МШ-1", "МШ-2", "МШ-3"])),
            ("three with semicolons", "a; b ;c;", Some(&["a", "b", "c"])),
            ("two cells are a line of a table", "МШ-1\t5", None),
            ("two with a semicolon", "a;b", None),
            ("a mark of encoding", "\u{feff}МШ-1\nМШ-2", Some(&["МШ-1", "МШ-2"])),
        ];
        for (name, text, expected) in cases {
            assert_eq!(listed(text).as_deref(), *expected, "{name}");
        }
        assert_eq!(cells(" МШ-1\t;\t5 шт; "), ["МШ-1", "5 шт"]);
    }

    #[test]
    fn the_short_ways_agree_with_unicode() {
        for letter in ('\0'..='\u{52f}').filter(|letter| letter.to_uppercase().count() == 1) {
            assert_eq!(Some(upper(letter)), letter.to_uppercase().next(), "{letter}");
            assert_eq!(is_letter_or_digit(letter), letter.is_alphanumeric(), "{letter}");
        }
    }
}
