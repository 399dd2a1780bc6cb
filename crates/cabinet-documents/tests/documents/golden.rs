//! Whole forms against pages that a person has looked at (tests/golden/forms).
//!
//! `UPDATE_GOLDEN=1` writes them anew: look at the PDFs of the example `forms` before they are kept.

use std::path::PathBuf;

use cabinet_documents::paper::Rendered;

use crate::paper::{Paper, can_read};
use crate::sample;

/// Compares the words of a form, line by line, page by page.
fn compare(name: &str, rendered: &Rendered) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/forms")
        .join(format!("{name}.txt"));
    let pages: Vec<String> = Paper::of(rendered).pages().iter().map(|page| page.join("\n")).collect();
    let text = pages.join("\n\u{2042}\n").replace(['\u{a0}', '\u{202f}'], " ") + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(text, kept, "{name}");
}

#[test]
fn every_form_reads_as_it_was_last_looked_at() {
    if !can_read() {
        return;
    }
    let forms = sample::all_forms().unwrap();
    assert!(forms.len() >= 9);
    for (name, rendered) in forms {
        compare(name, &rendered);
    }
}

#[test]
fn every_form_says_what_it_is_not_on_each_page_and_keeps_its_words_on_the_paper() {
    if !can_read() {
        return;
    }
    for (name, rendered) in sample::all_forms().unwrap() {
        assert_eq!(rendered.missing_glyphs, Vec::<char>::new(), "{name}");
        let paper = Paper::of(&rendered);
        for page in paper.pages() {
            let text = page.join("\n");
            let says = text.contains("не является подписанным документом поставщика")
                || text.contains("не є підписаним документом постачальника");
            assert!(says, "{name}: {text}");
        }
        let (width, height) = paper.page_size();
        for word in paper.words() {
            let inside = word.left >= 2_000 && word.right <= width - 2_000 && word.top >= 2_000;
            assert!(inside && word.bottom <= height - 900, "{name}: {word:?}");
        }
    }
}
