//! Pages filled from top to bottom.

use std::collections::BTreeSet;

use crate::layout::wrap::wrap;
use crate::layout::{Align, Block, Faces, Milli, Part, Sheet, Style, lay};

/// The paper and what of it may be written on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageFrame {
    pub width: Milli,
    pub height: Milli,
    pub left: Milli,
    pub right: Milli,
    pub top: Milli,
    /// Room below the body, the foot of the page included.
    pub bottom: Milli,
}

impl PageFrame {
    /// The width that may be written on.
    pub(crate) const fn body_width(self) -> Milli {
        self.width - self.left - self.right
    }

    /// The height that may be written on.
    pub(crate) const fn body_height(self) -> Milli {
        self.height - self.top - self.bottom
    }
}

/// Finished pages and the place where the next thing goes.
pub(crate) struct Flow<'a> {
    pub faces: &'a Faces,
    pub frame: PageFrame,
    /// Characters that the fonts lack, met so far.
    pub missing: BTreeSet<char>,
    full: Vec<Sheet>,
    open: Sheet,
    y: Milli,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(faces: &'a Faces, frame: PageFrame) -> Self {
        Self {
            faces,
            frame,
            missing: BTreeSet::new(),
            full: Vec::new(),
            open: Sheet::default(),
            y: frame.top,
        }
    }

    /// Where the next thing goes.
    pub(crate) const fn y(&self) -> Milli {
        self.y
    }

    /// Height left on the open page.
    pub(crate) const fn room(&self) -> Milli {
        self.frame.height - self.frame.bottom - self.y
    }

    /// Whether nothing stands on the open page yet.
    pub(crate) const fn is_at_top(&self) -> bool {
        self.y == self.frame.top
    }

    /// The page being filled.
    pub(crate) const fn sheet(&mut self) -> &mut Sheet {
        &mut self.open
    }

    /// Leaves a height free.
    pub(crate) const fn skip(&mut self, height: Milli) {
        self.y += height;
    }

    /// Starts the next page.
    pub(crate) fn turn(&mut self) {
        self.full.push(std::mem::take(&mut self.open));
        self.y = self.frame.top;
    }

    /// Starts the next page unless a block of this height fits; a block taller than a page stays where it is.
    pub(crate) fn keep_together(&mut self, height: Milli) {
        if height > self.room() && !self.is_at_top() && height <= self.frame.body_height() {
            self.turn();
        }
    }

    /// The text as it can be printed; what the fonts lack is remembered.
    pub(crate) fn printable(&mut self, text: &str) -> String {
        self.faces.printable(text, &mut self.missing)
    }

    /// The lines of a raw text in a width.
    pub(crate) fn lines(&mut self, text: &str, style: Style, width: Milli) -> Vec<String> {
        let printable = self.printable(text);
        wrap(self.faces, &printable, style, width)
    }

    /// Sets lines from `x` on, turning the page where they do not fit.
    pub(crate) fn set_lines(&mut self, lines: &[String], x: Milli, width: Milli, align: Align, style: Style) {
        for line in lines {
            if style.line_height() > self.room() && !self.is_at_top() {
                self.turn();
            }
            let at = (x, self.y);
            self.open.text(self.faces, at, width, align, style, line);
            self.y += style.line_height();
        }
    }

    /// Sets a raw text over the whole width.
    pub(crate) fn paragraph(&mut self, text: &str, align: Align, style: Style) {
        let (x, width) = (self.frame.left, self.frame.body_width());
        let lines = self.lines(text, style, width);
        self.set_lines(&lines, x, width, align, style);
    }

    /// Lays parts out over the whole width, not yet on a page.
    pub(crate) fn lay(&mut self, parts: &[Part]) -> Block {
        lay(self.faces, &mut self.missing, parts, self.frame.body_width())
    }

    /// Sets a block, on the next page where this one does not hold it.
    pub(crate) fn set_block(&mut self, block: Block) {
        self.keep_together(block.height);
        let at = (self.frame.left, self.y);
        self.open.stamp(block.sheet, at);
        self.y += block.height;
    }

    /// Sets parts, each whole on one page; only texts go on overleaf, line by line.
    pub(crate) fn set_parts(&mut self, parts: &[Part]) {
        for part in parts {
            if let Part::Text { text, style, align } = part {
                self.paragraph(text, *align, *style);
                continue;
            }
            let block = self.lay(std::slice::from_ref(part));
            self.set_block(block);
        }
    }

    /// Draws a line over the whole width.
    pub(crate) fn rule(&mut self, thickness: Milli) {
        let y = self.y;
        self.open.line(
            (self.frame.left, y),
            (self.frame.left + self.frame.body_width(), y),
            thickness,
        );
    }

    /// All pages, and the characters that the fonts lacked.
    pub(crate) fn finish(mut self) -> (Vec<Sheet>, BTreeSet<char>) {
        self.full.push(self.open);
        (self.full, self.missing)
    }
}
