//! Numbers of documents as each side writes them: with the prefix of its base and zeros in front, or without.

/// A number without its prefix and its leading zeros: `УТ-000123` and `0000-000123` are `123`, `12/А` is `12А`. `None` for what has no
/// figure.
#[must_use]
pub fn core_of(number: &str) -> Option<String> {
    let letters: Vec<char> = number
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let last_figure = letters.iter().rposition(char::is_ascii_digit)?;
    let before = letters.get(..last_figure)?;
    let first = before
        .iter()
        .rposition(|letter| !letter.is_ascii_digit())
        .map_or(0, |at| at.saturating_add(1));
    // A part between signs is a prefix too: figures before the last dash are of the organisation or the base.
    let last_part: String = number
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .find(|part| part.contains(|letter: char| letter.is_ascii_digit()))?
        .to_owned();
    let figures: String = letters.get(first..=last_figure)?.iter().collect();
    let of_part: String = last_part.chars().filter(char::is_ascii_digit).collect();
    let figures = if of_part.len() < figures.len() && figures.ends_with(&of_part) {
        of_part
    } else {
        figures
    };
    let tail: String = letters.get(last_figure.saturating_add(1)..)?.iter().collect();
    let figures = figures.trim_start_matches('0');
    let figures = if figures.is_empty() { "0" } else { figures };
    Some(format!("{figures}{tail}"))
}

/// Whether two numbers are of one document: the same text, or the same [`core_of`].
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    one == other || core_of(one).is_some_and(|core| core_of(other) == Some(core))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_without_its_prefix_and_zeros() {
        for (one, other) in [
            ("УТ-000123", "123"),
            ("0000-000123", "УТ00-000123"),
            ("РТУ000123", "123"),
            ("17/26-5", "5"),
            ("12/А", "12а"),
            ("№ 0007", "7"),
            ("000", "0"),
        ] {
            assert_eq!(core_of(one), core_of(other), "{one} {other}");
        }
        assert_ne!(core_of("УТ-000123"), core_of("УТ-001230"));
        assert_ne!(core_of("12/А"), core_of("12/Б"));
        assert_eq!(core_of("без номера"), None);
    }

    #[test]
    fn numbers_are_of_one_document_by_their_text_or_their_core() {
        for (one, other, expected) in [
            ("УТ-000123", " 123 ", true),
            ("б/н", "б/н", true),
            ("б/н", "без", false),
            ("1", "2", false),
        ] {
            assert_eq!(is_same(one, other), expected, "{one} {other}");
        }
    }
}
