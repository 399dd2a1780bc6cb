//! Breaking a text into lines that fit a width.
//!
//! Lines break at blanks, never at no-break ones. A word wider than the line breaks after a hyphen, slash, comma
//! or the like where that leaves a line at least half full, and otherwise wherever it must.

use crate::layout::{Faces, Milli, Style};

/// The lines of a printable text; at least one, possibly empty.
pub(crate) fn wrap(faces: &Faces, text: &str, style: Style, width: Milli) -> Vec<String> {
    // Nearly every cell of a table is one line as it is.
    let has_odd_blanks = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    if !has_odd_blanks && faces.width(text, style) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if faces.width(&joined, style) <= width {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut rest = word;
        while faces.width(rest, style) > width {
            let (head, tail) = rest.split_at(break_at(faces, rest, style, width));
            lines.push(head.to_owned());
            rest = tail;
        }
        line = rest.to_owned();
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The text with the soft hyphens of words that are too wide for a line made into hyphens and blanks, where that
/// breaks them best; all others are taken out. For the heads of narrow columns, whose words are ours.
pub(crate) fn hyphenated(faces: &Faces, text: &str, style: Style, width: Milli) -> String {
    let words = text.split(' ').map(|word| {
        let whole = word.replace('\u{ad}', "");
        if faces.width(&whole, style) <= width {
            return whole;
        }
        let mut broken = String::new();
        let mut line = String::new();
        for part in word.split('\u{ad}') {
            if !line.is_empty() && faces.width(&format!("{line}{part}-"), style) > width {
                broken.push_str(&std::mem::take(&mut line));
                broken.push_str("- ");
            }
            line.push_str(part);
        }
        broken + &line
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The byte at which to break a word that is too wide: never 0, always between letters.
fn break_at(faces: &Faces, word: &str, style: Style, width: Milli) -> usize {
    let mut fits = 0;
    let mut natural = 0;
    let mut used = 0;
    for (at, letter) in word.char_indices() {
        let mut buffer = [0; 4];
        used += faces.width(letter.encode_utf8(&mut buffer), style);
        let end = at + letter.len_utf8();
        // Even one letter wider than the column goes on a line: there is no narrower thing to print.
        if used > width && at > 0 {
            break;
        }
        fits = end;
        if matches!(letter, '-' | '/' | '\\' | ',' | ';' | '.' | '_' | ')') && used * 2 >= width {
            natural = end;
        }
    }
    if natural > 0 { natural } else { fits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: Milli) -> Vec<String> {
        wrap(Faces::shipped().unwrap(), text, Style::regular(10_000), width)
    }

    #[test]
    fn text_breaks_where_people_expect() {
        for (name, text, width, expected) in [
            ("nothing", "", 50_000, vec![""]),
            (
                "at blanks",
                "Болт оцинкованный с гайкой",
                80_000,
                vec!["Болт", "оцинкованный с", "гайкой"],
            ),
            (
                "not at no-break blanks",
                "цена 1\u{202f}234\u{a0}руб.",
                50_000,
                vec!["цена", "1\u{202f}234\u{a0}руб."],
            ),
            (
                "after a hyphen",
                "ABCDEFGH-IJKLMNOP",
                70_000,
                vec!["ABCDEFGH-", "IJKLMNOP"],
            ),
            ("anywhere else", "ШШШШШШШШ", 40_000, vec!["ШШШШ", "ШШШШ"]),
            ("a column narrower than a letter", "ШШ", 1, vec!["Ш", "Ш"]),
        ] {
            assert_eq!(lines(text, width), expected, "{name}");
        }
    }

    #[test]
    fn words_of_a_head_break_at_their_soft_hyphens_only_where_they_must() {
        let faces = Faces::shipped().unwrap();
        let style = Style::regular(10_000);
        let word = "Коли\u{ad}че\u{ad}ство";
        assert_eq!(hyphenated(faces, word, style, 100_000), "Количество");
        assert_eq!(hyphenated(faces, word, style, 40_000), "Количе- ство");
        assert_eq!(
            lines(&hyphenated(faces, word, style, 40_000), 40_000),
            ["Количе-", "ство"]
        );
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_is_too_wide(text in "[а-яA-Z0-9 /,-]{0,120}", width in 20_000_i64..200_000) {
            let faces = Faces::shipped().unwrap();
            let lines = lines(&text, width);
            let whole: String = lines.concat().replace(' ', "");
            prop_assert_eq!(whole, text.replace(' ', ""));
            for line in lines {
                prop_assert!(faces.width(&line, Style::regular(10_000)) <= width);
            }
        }
    }
}
