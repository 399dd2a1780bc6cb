//! What free forms share: what the paper is not, its title, the parties beside their words, and who signs.

use crate::layout::{Align, Column, Field, Milli, PageFrame, Part, Style, pt, row, text};
use crate::paper::{Source, note};
use crate::words::Language;

pub(crate) const BODY: Style = Style::regular(8_500);
pub(crate) const BOLD: Style = Style::bold(8_500);
pub(crate) const SMALL: Style = Style::regular(7_500);
/// Rows of a table, and its head.
pub(crate) const ROW: Style = Style::regular(8_000);
pub(crate) const HEAD: Style = Style::bold(8_000);
pub(crate) const TITLE: Style = Style::bold(pt(14));
pub(crate) const THICK: Milli = 1_500;
/// Width of «Поставщик:» and the like.
pub(crate) const LABEL: Milli = pt(84);

/// What the paper is not, its title, a heavy rule.
pub(crate) fn heading(title: &str, language: Language, source: Source) -> Vec<Part> {
    let note = note(language, source);
    let mut parts = Vec::new();
    if !note.is_empty() {
        parts.extend([text(note, BOLD, Align::Left), Part::Space(pt(8))]);
    }
    parts.extend([
        text(title, TITLE, Align::Left),
        Part::Space(pt(3)),
        Part::Rule(THICK),
        Part::Space(pt(6)),
    ]);
    parts
}

/// A word and what it says; nothing where nothing is known.
pub(crate) fn labelled(label: &'static str, value: &str) -> Vec<Part> {
    if value.trim().is_empty() {
        return Vec::new();
    }
    vec![
        row([
            Field::words(label, BODY).wide(LABEL),
            Field::words(value, BOLD).share(1),
        ]),
        Part::Space(pt(3)),
    ]
}

/// A word and a line to write on.
pub(crate) fn to_fill_in(label: &'static str) -> Vec<Part> {
    vec![
        row([Field::words(label, BODY).wide(LABEL), Field::ruled("", "", BODY)]),
        Part::Space(pt(3)),
    ]
}

/// Post, signature and name of one who signs.
pub(crate) fn signature(label: &str, name: &str, language: Language) -> Part {
    let [post, signature, written] = match language {
        Language::Ru => ["должность", "подпись", "расшифровка подписи"],
        Language::Uk => ["посада", "підпис", "прізвище, ім’я"],
    };
    row([
        Field::words(label, BODY).wide(pt(110)),
        Field::ruled("", post, BODY),
        Field::ruled("", signature, BODY),
        Field::ruled(name, written, BODY).share(2),
    ])
}

/// A column of a plan: its title, how its texts stand, its width in points; the width 0 takes what the others leave.
pub(crate) type Planned = (&'static str, Align, i64);

/// The columns of a plan over the whole width of a page.
pub(crate) fn columns(plan: &[Planned], frame: PageFrame) -> Vec<Column> {
    let used: Milli = plan.iter().map(|(_, _, width)| pt(*width)).sum();
    let width = |points: i64| {
        if points == 0 {
            frame.body_width() - used
        } else {
            pt(points)
        }
    };
    plan.iter()
        .map(|(_, align, points)| Column::new(width(*points), *align))
        .collect()
}
