//! The text of a PDF as a person reads it: its letters in the order in which they are drawn, apart where there is a gap.
//!
//! Bytes of strangers: [`super::text_reader`] runs this in a process of its own, whose memory and time are limited.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "places of letters on a page; nothing here is money"
)]

use cabinet_domain::supplier_document::FileText;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

/// The most letters that are told of a file: some ten pages, and the size of a row that devices take without noticing it.
pub(super) const MOST_LETTERS: usize = 16_000;

/// Pages that are looked at: whoever has more has said enough by then.
const MOST_PAGES: usize = 200;

/// A gap of so much of the height of the letters parts words; a line of so much above or below is another one.
const GAP: f64 = 0.16;
const OTHER_LINE: f64 = 0.5;

/// The em of the letters, in their own units.
const EM: f64 = 1000.0;

/// The text with what it is; empty where there is none.
pub(super) fn read(bytes: &[u8]) -> (FileText, String) {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else {
        return (FileText::Unreadable, String::new());
    };
    let cache = InterpreterCache::new();
    let mut letters = Letters::default();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        if letters.is_full {
            break;
        }
        let settings = InterpreterSettings::default();
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            settings,
        );
        interpret_page(page, &mut context, &mut letters);
        letters.end_line();
    }
    let text = letters.text.trim().to_owned();
    let state = if text.is_empty() {
        FileText::Scan
    } else if letters.is_full || pdf.pages().len() > MOST_PAGES {
        FileText::Beginning
    } else {
        FileText::Whole
    };
    (state, text)
}

/// Takes letters where a page would be drawn.
#[derive(Default)]
struct Letters {
    text: String,
    count: usize,
    is_full: bool,
    /// Where the last letter ended.
    pen: Option<Point>,
}

impl Letters {
    fn take(&mut self, glyph: &Glyph<'_>, to_page: Affine) {
        let letters = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None => return,
        };
        let origin = to_page * Point::ZERO;
        let along = to_page * Point::new(EM, 0.0) - origin;
        let height = (to_page * Point::new(0.0, EM) - origin).hypot();
        if let Some(pen) = self.pen {
            match step(origin - pen, along, height) {
                Step::OtherLine => self.end_line(),
                Step::OtherWord => self.end_word(),
                Step::Next => {}
            }
        }
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        self.pen = Some(to_page * Point::new(f64::from(advance.unwrap_or(0.0)), 0.0));
        for letter in letters.chars() {
            if self.count >= MOST_LETTERS {
                self.is_full = true;
                return;
            }
            if letter.is_whitespace() {
                self.end_word();
            } else if !letter.is_control() {
                self.text.push(letter);
                self.count = self.count.saturating_add(1);
            }
        }
    }

    fn end_word(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.pen = None;
    }
}

/// What lies between a letter and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Next,
    OtherWord,
    OtherLine,
}

/// `gap` leads from the end of a letter to the begin of the next, `along` in the direction of reading.
fn step(gap: Vec2, along: Vec2, height: f64) -> Step {
    let length = along.hypot();
    if !(length.is_normal() && height.is_normal()) {
        return Step::Next;
    }
    let forward = gap.dot(along) / length;
    let aside = gap.cross(along) / length;
    if aside.abs() > OTHER_LINE * height {
        Step::OtherLine
    } else if forward > GAP * height || forward < -OTHER_LINE * height {
        Step::OtherWord
    } else {
        Step::Next
    }
}

impl Device<'_> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        if self.is_full {
            return;
        }
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines_are_apart_by_the_gaps_between_letters() {
        let along = Vec2::new(10.0, 0.0);
        for (name, gap, expected) in [
            ("set tight", Vec2::new(-0.4, 0.0), Step::Next),
            ("a hair", Vec2::new(0.9, 0.1), Step::Next),
            ("a space", Vec2::new(2.5, 0.0), Step::OtherWord),
            ("the next column", Vec2::new(80.0, 1.0), Step::OtherWord),
            ("a cell to the left", Vec2::new(-80.0, 0.0), Step::OtherWord),
            ("the next line", Vec2::new(-80.0, -12.0), Step::OtherLine),
        ] {
            assert_eq!(step(gap, along, 10.0), expected, "{name}");
        }
        assert_eq!(
            step(Vec2::new(0.0, 2.5), Vec2::new(0.0, 10.0), 10.0),
            Step::OtherWord,
            "written upwards"
        );
        assert_eq!(
            step(Vec2::new(5.0, 5.0), Vec2::ZERO, 0.0),
            Step::Next,
            "letters of no size"
        );
    }

    #[test]
    fn what_is_no_pdf_is_unreadable() {
        for bytes in [b"".as_slice(), b"%PDF-1.4 bill", b"PK\x03\x04"] {
            assert_eq!(read(bytes), (FileText::Unreadable, String::new()));
        }
    }
}
