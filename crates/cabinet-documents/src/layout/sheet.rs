//! One page: texts and lines at their places, not yet a file.

use std::sync::Arc;

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

/// Pixels of red, green and blue, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub width_px: u32,
    pub height_px: u32,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// `None` where there are not as many bytes as the pixels need, or no pixels.
    pub(crate) fn of(width_px: u32, height_px: u32, rgb: &[u8]) -> Option<Self> {
        let needed = u64::from(width_px) * u64::from(height_px) * 3;
        (needed > 0 && u64::try_from(rgb.len()) == Ok(needed)).then(|| Self {
            width_px,
            height_px,
            rgb: rgb.to_vec(),
        })
    }
}

/// A picture in its frame.
#[derive(Debug, Clone)]
pub(crate) struct PlacedPicture {
    /// Its top left corner.
    pub at: (Milli, Milli),
    /// Width and height on the page.
    pub size: (Milli, Milli),
    pub picture: Arc<Picture>,
}

/// What is drawn on a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Pale and below everything else.
    pub watermark: Vec<PlacedText>,
    pub pictures: Vec<PlacedPicture>,
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
        self.pictures
            .extend(other.pictures.into_iter().map(|placed| PlacedPicture {
                at: moved(placed.at),
                ..placed
            }));
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
