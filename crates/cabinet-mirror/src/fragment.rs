//! The place of a paper that shows why it was found: a piece of its text with the words that were looked for.

use crate::paper_text::{Piece, Place};
use crate::text;

/// Letters of a fragment, about.
const LETTERS: usize = 160;

/// Letters before the first word that was looked for, at most.
const BEFORE: usize = 48;

/// A part of a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentPart {
    /// As it stands in the paper.
    pub text: String,
    /// It was looked for.
    pub is_match: bool,
}

/// Why a paper was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// In the order of reading; empty when the words stand in its number or its name alone.
    pub parts: Vec<FragmentPart>,
    /// It comes out of a file, which may tell sums.
    pub is_of_file: bool,
}

/// Words to look for, folded, each with whether its beginning is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted(pub(crate) Vec<(String, bool)>);

impl Wanted {
    fn has(&self, folded: &str) -> bool {
        self.0.iter().any(|(word, is_beginning)| {
            if *is_beginning {
                folded.starts_with(word.as_str())
            } else {
                folded == word
            }
        })
    }

    /// Whether a text between two spaces is one that was looked for.
    fn is_in(&self, chunk: &str) -> bool {
        let folded = text::words(chunk);
        folded.split(' ').any(|word| !word.is_empty() && self.has(word))
            || (folded.contains(' ') && self.has(&folded.split(' ').collect::<String>()))
    }
}

/// The piece with the most of the words, and of it the part around them.
pub(crate) fn of(pieces: &[Piece], wanted: &Wanted, with_files: bool) -> Fragment {
    let shown = pieces.iter().filter(|piece| match piece.place {
        Place::Words => true,
        Place::File => with_files,
        Place::Number | Place::Name | Place::Article => false,
    });
    let mut best: Option<(usize, &Piece, Vec<Chunk<'_>>)> = None;
    for piece in shown {
        let chunks = chunks(&piece.text, wanted);
        let matched = chunks.iter().filter(|chunk| chunk.is_match).count().min(wanted.0.len());
        if matched > best.as_ref().map_or(0, |(most, ..)| *most) {
            best = Some((matched, piece, chunks));
        }
    }
    match best {
        None => Fragment::default(),
        Some((_, piece, chunks)) => Fragment {
            parts: around(&chunks),
            is_of_file: piece.place == Place::File,
        },
    }
}

#[derive(Clone, Copy)]
struct Chunk<'a> {
    text: &'a str,
    letters: usize,
    is_match: bool,
}

fn chunks<'a>(text: &'a str, wanted: &Wanted) -> Vec<Chunk<'a>> {
    let all = text.split_whitespace().map(|text| Chunk {
        text,
        letters: text.chars().count(),
        is_match: wanted.is_in(text),
    });
    all.collect()
}

/// From a little before the first match on, with `…` where something is left out.
fn around(chunks: &[Chunk<'_>]) -> Vec<FragmentPart> {
    let first = chunks.iter().position(|chunk| chunk.is_match).unwrap_or(0);
    let mut before = 0_usize;
    let mut begin = first;
    for (at, chunk) in chunks.iter().enumerate().take(first).rev() {
        before = before.saturating_add(chunk.letters).saturating_add(1);
        if before > BEFORE {
            break;
        }
        begin = at;
    }
    let mut parts: Vec<FragmentPart> = Vec::new();
    let mut letters = 0_usize;
    let mut end = begin;
    if begin > 0 {
        push(&mut parts, "… ", false);
    }
    for chunk in chunks.iter().skip(begin) {
        if letters > 0 && letters.saturating_add(chunk.letters) > LETTERS {
            break;
        }
        if letters > 0 {
            push(&mut parts, " ", false);
        }
        // One endless word is cut too.
        let text: String = chunk.text.chars().take(LETTERS).collect();
        push(&mut parts, &text, chunk.is_match);
        letters = letters.saturating_add(chunk.letters).saturating_add(1);
        end = end.saturating_add(1);
    }
    if end < chunks.len() {
        push(&mut parts, " …", false);
    }
    parts
}

fn push(parts: &mut Vec<FragmentPart>, text: &str, is_match: bool) {
    match parts.last_mut() {
        Some(last) if last.is_match == is_match => last.text.push_str(text),
        _ => parts.push(FragmentPart {
            text: text.to_owned(),
            is_match,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(words: &[(&str, bool)]) -> Wanted {
        Wanted(
            words
                .iter()
                .map(|(word, is_beginning)| (text::words(word), *is_beginning))
                .collect(),
        )
    }

    fn piece(place: Place, text: &str) -> Piece {
        Piece {
            place,
            text: text.to_owned(),
        }
    }

    fn shown(fragment: &Fragment) -> String {
        let parts = fragment.parts.iter().map(|part| {
            if part.is_match {
                format!("[{}]", part.text)
            } else {
                part.text.clone()
            }
        });
        parts.collect()
    }

    #[test]
    fn the_piece_with_the_most_words_is_shown_with_its_words_marked() {
        let pieces = [
            piece(Place::Name, "заказ болт"),
            piece(Place::Words, "Болт оцинкованный"),
            piece(Place::Words, "Б-1 Болт М8х40, цинк"),
        ];
        let found = of(&pieces, &wanted(&[("болт", true), ("м8", false)]), false);
        assert_eq!(shown(&found), "Б-1 [Болт] [М8х40,] цинк");
        let joined = of(&pieces, &wanted(&[("б1", true)]), false);
        assert_eq!(shown(&joined), "[Б-1] Болт М8х40, цинк");
    }

    #[test]
    fn a_long_text_is_cut_around_its_words_and_one_of_a_file_is_shown_to_some_only() {
        let long = format!("{} договор поставки {}", "слово ".repeat(60), "хвост ".repeat(60));
        let pieces = [piece(Place::File, &long)];
        let found = of(&pieces, &wanted(&[("договор", true)]), true);
        let text = shown(&found);
        assert!(found.is_of_file);
        assert!(
            text.starts_with("… слово") && text.ends_with(" …") && text.contains("[договор] поставки"),
            "{text}"
        );
        assert!(text.chars().count() < 240, "{text}");
        assert_eq!(of(&pieces, &wanted(&[("договор", true)]), false), Fragment::default());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_without_a_panic(text in ".{0,400}", word in "\\w{1,5}") {
            let found = of(&[piece(Place::Words, &text)], &wanted(&[(&word, true)]), false);
            let letters: usize = found.parts.iter().map(|part| part.text.chars().count()).sum();
            proptest::prop_assert!(letters <= 2 * LETTERS + BEFORE);
        }
    }
}
