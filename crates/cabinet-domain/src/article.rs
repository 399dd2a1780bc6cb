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
    fn the_short_ways_agree_with_unicode() {
        for letter in ('\0'..='\u{52f}').filter(|letter| letter.to_uppercase().count() == 1) {
            assert_eq!(Some(upper(letter)), letter.to_uppercase().next(), "{letter}");
            assert_eq!(is_letter_or_digit(letter), letter.is_alphanumeric(), "{letter}");
        }
    }
}
