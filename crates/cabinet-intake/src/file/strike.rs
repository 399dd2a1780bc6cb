//! Rows that somebody has struck out, in pages and in workbooks.
//!
//! A row is one that was taken back where most of its filled cells are struck out as a whole, or the one that names the
//! goods is. An old price is struck out beside a new one: that says nothing of the row.

use crate::file::html::attribute;
use std::collections::BTreeSet;

/// How much of the text of a cell is struck out.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Struck {
    letters: usize,
    struck: usize,
}

impl Struck {
    /// More text.
    pub(crate) fn add(&mut self, text: &str, is_struck: bool) {
        let letters = text.chars().filter(|letter| !letter.is_whitespace()).count();
        self.letters = self.letters.saturating_add(letters);
        if is_struck {
            self.struck = self.struck.saturating_add(letters);
        }
    }

    /// Whether nothing of it is left.
    pub(crate) const fn is_whole(self) -> bool {
        self.letters > 0 && self.struck == self.letters
    }
}

/// What of a row is struck out.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct RowStrikes {
    filled: usize,
    struck: usize,
    is_name_struck: bool,
}

/// In which of the first columns the name of the goods stands.
const NAME_COLUMNS: u32 = 3;

impl RowStrikes {
    /// The next cell of the row.
    pub(crate) fn add(&mut self, column: u32, text: &str, is_struck: bool) {
        if text.trim().is_empty() {
            return;
        }
        let is_first = self.filled == 0;
        self.filled = self.filled.saturating_add(1);
        if is_struck {
            self.struck = self.struck.saturating_add(1);
            // A number behind the name may be its old price.
            let is_word = text.trim().starts_with(char::is_alphabetic);
            self.is_name_struck |= is_first || (column < NAME_COLUMNS && is_word);
        }
    }

    /// Whether the row was taken back.
    pub(crate) const fn is_row_struck(self) -> bool {
        self.is_name_struck || self.struck.saturating_mul(2) > self.filled
    }
}

/// The classes whose text a page strikes out, by its sheets of styles: `.xl66 {text-decoration:line-through}`.
pub(crate) fn classes(page: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    if !page.contains("line-through") {
        return classes;
    }
    let is_in_style = |before: &str| {
        before
            .rfind("<style")
            .is_some_and(|at| before.get(at..).is_some_and(|rest| rest.contains('>')))
    };
    for sheet in page.split("</style").filter(|part| is_in_style(part)) {
        let sheet = sheet.rsplit_once("<style").map_or("", |(_, sheet)| sheet);
        for rule in sheet.split('}') {
            let Some((selectors, declarations)) = rule.split_once('{') else {
                continue;
            };
            if strikes(declarations) {
                let words = selectors.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '>'));
                let named = words.filter_map(|word| word.rsplit_once('.'));
                classes.extend(
                    named
                        .map(|(_, class)| class.to_owned())
                        .filter(|class| !class.is_empty()),
                );
            }
        }
    }
    classes
}

/// Whether a tag strikes out what is in it, by its own style or by a class.
pub(crate) fn is_by(body: &str, classes: &BTreeSet<String>) -> bool {
    (body.contains("line-through") && attribute(body, "style").is_some_and(|style| strikes(&style)))
        || (!classes.is_empty()
            && attribute(body, "class")
                .is_some_and(|names| names.split_whitespace().any(|name| classes.contains(name))))
}

/// Whether declarations of a style strike out.
fn strikes(declarations: &str) -> bool {
    declarations.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(name, value)| {
            name.trim().to_ascii_lowercase().starts_with("text-decoration")
                && value.to_ascii_lowercase().contains("line-through")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_struck_out_by_its_name_or_by_most_of_it() {
        for (name, cells, expected) in [
            ("nothing", &[("А-1", false), ("5", false)][..], false),
            ("the article", &[("А-1", true), ("5", false), ("шт", false)], true),
            (
                "the name behind a number",
                &[("1", false), ("Болт", true), ("5", false)],
                true,
            ),
            ("an old price", &[("Болт", false), ("100", true), ("90", false)], false),
            ("most of it", &[("1", false), ("5", true), ("7", true)], true),
            ("an empty row", &[("", true)], false),
        ] {
            let mut row = RowStrikes::default();
            for (column, (text, is_struck)) in (0..).zip(cells) {
                row.add(column, text, *is_struck);
            }
            assert_eq!(row.is_row_struck(), expected, "{name}");
        }
    }

    #[test]
    fn classes_are_read_from_the_sheets_of_styles_only() {
        let page = "<style>\n<!--.xl65 {color:red}\ntd.xl66, .xl67 {color:red;\n text-decoration: line-through;}--></style>\
                    <p class=xl68>.xl69 {text-decoration:line-through}</p>";
        let found: Vec<String> = classes(page).into_iter().collect();
        assert_eq!(found, ["xl66", "xl67"]);
        assert_eq!(classes("<p>"), BTreeSet::new());
    }

    #[test]
    fn a_cell_with_an_old_and_a_new_price_is_not_struck_out() {
        let mut cell = Struck::default();
        cell.add(" 100 ", true);
        assert!(cell.is_whole());
        cell.add("90", false);
        assert!(!cell.is_whole());
        assert!(!Struck::default().is_whole());
    }
}
