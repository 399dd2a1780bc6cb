//! One page: texts and lines at their places, not yet a file.

use crate::layout::{Faces, Milli, Style};

/// Where a text stands in its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// A text on one line.
#[derive(Debug, Clone)]
pub(crate) struct PlacedText {
    pub x: Milli,
    /// Height of the baseline below the top of the page.
    pub baseline: Milli,
    pub style: Style,
    pub text: String,
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlacedLine {
    pub from: (Milli, Milli),
    pub to: (Milli, Milli),
    pub thickness: Milli,
}

/// What is drawn on a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Pale and below everything else.
    pub watermark: Vec<PlacedText>,
    pub texts: Vec<PlacedText>,
    pub lines: Vec<PlacedLine>,
}

impl Sheet {
    /// Sets one line of text between `x` and `x + width`, its top at `y`.
    pub(crate) fn text(
        &mut self,
        faces: &Faces,
        (x, y): (Milli, Milli),
        width: Milli,
        align: Align,
        style: Style,
        text: &str,
    ) {
        if text.is_empty() {
            return;
        }
        let free = || (width - faces.width(text, style)).max(0);
        let shift = match align {
            Align::Left => 0,
            Align::Centre => free() / 2,
            Align::Right => free(),
        };
        self.texts.push(PlacedText {
            x: x + shift,
            baseline: y + style.ascent(),
            style,
            text: text.to_owned(),
        });
    }

    /// Sets one line of text in the middle between `x` and `x + width`, below everything else on the page.
    pub(crate) fn watermark(&mut self, faces: &Faces, at: (Milli, Milli), width: Milli, style: Style, text: &str) {
        let mut below = Self::default();
        below.text(faces, at, width, Align::Centre, style, text);
        self.watermark.append(&mut below.texts);
    }

    /// Sets what another sheet holds so much further right and down.
    pub(crate) fn stamp(&mut self, other: Self, (right, down): (Milli, Milli)) {
        self.texts.extend(other.texts.into_iter().map(|text| PlacedText {
            x: text.x + right,
            baseline: text.baseline + down,
            ..text
        }));
        let moved = |(x, y): (Milli, Milli)| (x + right, y + down);
        self.lines.extend(other.lines.into_iter().map(|line| PlacedLine {
            from: moved(line.from),
            to: moved(line.to),
            ..line
        }));
    }

    /// Draws a line.
    pub(crate) fn line(&mut self, from: (Milli, Milli), to: (Milli, Milli), thickness: Milli) {
        self.lines.push(PlacedLine { from, to, thickness });
    }

    /// Draws a frame.
    pub(crate) fn frame(&mut self, (x, y): (Milli, Milli), width: Milli, height: Milli, thickness: Milli) {
        let (right, bottom) = (x + width, y + height);
        self.line((x, y), (right, y), thickness);
        self.line((x, bottom), (right, bottom), thickness);
        self.line((x, y), (x, bottom), thickness);
        self.line((right, y), (right, bottom), thickness);
    }
}
