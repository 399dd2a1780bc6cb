//! Parts of a form that do not break over pages: ruled fields with captions, boxes, columns side by side, frames.
//!
//! A form says its parts as data; [`lay`] turns them into a [`Block`] of a known height that a flow sets where it fits.

use std::collections::BTreeSet;

use crate::layout::wrap::wrap;
use crate::layout::{Align, Faces, Milli, Sheet, Style, pt};

/// Between a text and the rule or frame around it.
const PAD: Milli = 2_000;
const THIN: Milli = 500;
/// Between two fields of a row.
const GAP: Milli = 3_000;

/// What a caption under a rule is set in.
const CAPTION: Style = Style::regular(5_500);

/// A part of a form.
pub(crate) enum Part {
    /// Nothing, so high.
    Space(Milli),
    /// A text over the whole width, as many lines as it takes.
    Text { text: String, style: Style, align: Align },
    /// Fields side by side, standing on one line.
    Row(Vec<Field>),
    /// Parts side by side, beginning at one height; each has its width.
    Columns(Vec<(Milli, Vec<Self>)>),
    /// A line over the whole width.
    Rule(Milli),
}

/// How wide a field is.
#[derive(Clone, Copy)]
pub(crate) enum Width {
    /// So much.
    Exactly(Milli),
    /// What its text takes.
    Own,
    /// So many parts of what the other fields leave.
    Share(i64),
}

/// A field of a row.
pub(crate) struct Field {
    pub width: Width,
    pub kind: FieldKind,
    pub style: Style,
    pub align: Align,
}

/// What a field is.
pub(crate) enum FieldKind {
    /// Printed words.
    Words(String),
    /// A value above a rule, empty where none is known, and what it is under the rule.
    Ruled { value: String, caption: &'static str },
    /// A value in a frame of this thickness.
    Boxed { value: String, thickness: Milli },
}

impl Field {
    /// Printed words, as wide as they are.
    pub(crate) fn words(text: impl Into<String>, style: Style) -> Self {
        Self {
            width: Width::Own,
            kind: FieldKind::Words(text.into()),
            style,
            align: Align::Left,
        }
    }

    /// A ruled value that takes a share of the row.
    pub(crate) fn ruled(value: impl Into<String>, caption: &'static str, style: Style) -> Self {
        Self {
            width: Width::Share(1),
            kind: FieldKind::Ruled {
                value: value.into(),
                caption,
            },
            style,
            align: Align::Left,
        }
    }

    /// A boxed value.
    pub(crate) fn boxed(value: impl Into<String>, width: Milli, style: Style) -> Self {
        Self {
            width: Width::Exactly(width),
            kind: FieldKind::Boxed {
                value: value.into(),
                thickness: THIN,
            },
            style,
            align: Align::Centre,
        }
    }

    /// Nothing, taking a share of the row.
    pub(crate) const fn gap(share: i64) -> Self {
        Self {
            width: Width::Share(share),
            kind: FieldKind::Words(String::new()),
            style: CAPTION,
            align: Align::Left,
        }
    }

    pub(crate) fn wide(self, width: Milli) -> Self {
        Self {
            width: Width::Exactly(width),
            ..self
        }
    }

    pub(crate) fn share(self, parts: i64) -> Self {
        Self {
            width: Width::Share(parts),
            ..self
        }
    }

    pub(crate) fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    const fn text(&self) -> &String {
        match &self.kind {
            FieldKind::Words(text) => text,
            FieldKind::Ruled { value, .. } | FieldKind::Boxed { value, .. } => value,
        }
    }
}

/// A row of fields.
pub(crate) fn row(fields: impl Into<Vec<Field>>) -> Part {
    Part::Row(fields.into())
}

/// A text over the whole width.
pub(crate) fn text(text: impl Into<String>, style: Style, align: Align) -> Part {
    Part::Text {
        text: text.into(),
        style,
        align,
    }
}

/// Parts at their places, counted from a corner that is not chosen yet.
#[derive(Default)]
pub(crate) struct Block {
    pub sheet: Sheet,
    pub height: Milli,
}

/// Lays parts out one below the other in a width.
pub(crate) fn lay(faces: &Faces, missing: &mut BTreeSet<char>, parts: &[Part], width: Milli) -> Block {
    let mut layer = Layer {
        faces,
        missing,
        sheet: Sheet::default(),
    };
    let height = layer.parts(parts, (0, 0), width);
    Block {
        sheet: layer.sheet,
        height,
    }
}

struct Layer<'a> {
    faces: &'a Faces,
    missing: &'a mut BTreeSet<char>,
    sheet: Sheet,
}

impl Layer<'_> {
    /// Sets parts from a corner down; the answer is their height.
    fn parts(&mut self, parts: &[Part], (x, y): (Milli, Milli), width: Milli) -> Milli {
        let mut used = 0;
        for part in parts {
            used += self.part(part, (x, y + used), width);
        }
        used
    }

    fn part(&mut self, part: &Part, (x, y): (Milli, Milli), width: Milli) -> Milli {
        match part {
            Part::Space(height) => *height,
            Part::Text { text, style, align } => {
                let lines = self.lines(text, *style, width);
                self.set(&lines, (x, y), width, *align, *style);
                height_of(lines.len(), *style)
            }
            Part::Row(fields) => self.row(fields, (x, y), width),
            Part::Columns(columns) => {
                let mut left = x;
                let mut height = 0;
                for (width, parts) in columns {
                    height = height.max(self.parts(parts, (left, y), *width));
                    left += width;
                }
                height
            }
            Part::Rule(thickness) => {
                self.sheet.line((x, y), (x + width, y), *thickness);
                *thickness
            }
        }
    }

    fn row(&mut self, fields: &[Field], (x, y): (Milli, Milli), width: Milli) -> Milli {
        let widths = self.widths(fields, width);
        let broken: Vec<Vec<String>> = fields
            .iter()
            .zip(&widths)
            .map(|(field, width)| {
                let inner = match field.kind {
                    FieldKind::Words(_) => *width,
                    FieldKind::Ruled { .. } | FieldKind::Boxed { .. } => *width - 2 * PAD,
                };
                self.lines(field.text(), field.style, inner)
            })
            .collect();
        let upper = fields
            .iter()
            .zip(&broken)
            .map(|(field, lines)| height_of(lines.len(), field.style) + PAD)
            .max()
            .unwrap_or(0);
        let lower = fields.iter().map(caption_height).max().unwrap_or(0);
        // Words beside words begin at one height; beside a rule they stand on it.
        let is_prose = fields.iter().all(|field| matches!(field.kind, FieldKind::Words(_)));
        let mut left = x;
        for ((field, lines), width) in fields.iter().zip(&broken).zip(&widths) {
            let top = y + upper - PAD / 2 - height_of(lines.len(), field.style);
            match &field.kind {
                FieldKind::Words(_) if is_prose => self.set(lines, (left, y), *width, field.align, field.style),
                FieldKind::Words(_) => self.set(lines, (left, top), *width, field.align, field.style),
                FieldKind::Ruled { caption, .. } => {
                    self.set(lines, (left + PAD, top), width - 2 * PAD, field.align, field.style);
                    let base = y + upper;
                    self.sheet.line((left, base), (left + width, base), THIN);
                    let caption = self.faces.printable(caption, self.missing);
                    self.set(&[caption], (left, base), *width, Align::Centre, CAPTION);
                }
                FieldKind::Boxed { thickness, .. } => {
                    let middle = y + (upper + lower - height_of(lines.len(), field.style)) / 2;
                    self.set(lines, (left + PAD, middle), width - 2 * PAD, field.align, field.style);
                    self.sheet.frame((left, y), *width, upper + lower, *thickness);
                }
            }
            left += width + GAP;
        }
        upper + lower
    }

    /// Exact and own widths first; the shares divide what is left.
    fn widths(&mut self, fields: &[Field], width: Milli) -> Vec<Milli> {
        let gaps = GAP * i64::try_from(fields.len().saturating_sub(1)).unwrap_or(0);
        let mut free = width - gaps;
        let mut shares = 0;
        let own: Vec<Option<Milli>> = fields
            .iter()
            .map(|field| match field.width {
                Width::Exactly(width) => Some(width),
                Width::Own => {
                    let printable = self.faces.printable(field.text(), self.missing);
                    Some(self.faces.width(&printable, field.style))
                }
                Width::Share(parts) => {
                    shares += parts;
                    None
                }
            })
            .map(|width| {
                let width = width.map(|width| width.min(free.max(0)));
                free -= width.unwrap_or(0);
                width
            })
            .collect();
        let free = free.max(0);
        fields
            .iter()
            .zip(own)
            .map(|(field, own)| match (own, field.width) {
                (Some(width), _) => width,
                (None, Width::Share(parts)) => free * parts / shares.max(1),
                (None, Width::Exactly(_) | Width::Own) => 0,
            })
            .collect()
    }

    fn lines(&mut self, text: &str, style: Style, width: Milli) -> Vec<String> {
        let printable = self.faces.printable(text, self.missing);
        wrap(self.faces, &printable, style, width)
    }

    fn set(&mut self, lines: &[String], (x, y): (Milli, Milli), width: Milli, align: Align, style: Style) {
        let mut top = y;
        for line in lines {
            self.sheet.text(self.faces, (x, top), width, align, style, line);
            top += style.line_height();
        }
    }
}

fn caption_height(field: &Field) -> Milli {
    match field.kind {
        FieldKind::Ruled { caption, .. } if !caption.is_empty() => CAPTION.line_height() + pt(1),
        _ => pt(1),
    }
}

fn height_of(lines: usize, style: Style) -> Milli {
    i64::try_from(lines).unwrap_or(i64::from(u16::MAX)) * style.line_height()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::regular(8_000);

    fn laid(parts: &[Part], width: Milli) -> Block {
        lay(Faces::shipped().unwrap(), &mut BTreeSet::new(), parts, width)
    }

    #[test]
    fn shares_divide_what_words_leave_and_stay_inside() {
        let fields = [
            Field::words("Основание", STYLE),
            Field::ruled("Договор", "договор", STYLE).share(3),
            Field::ruled("", "", STYLE),
            Field::boxed("7", pt(40), STYLE),
        ];
        let block = laid(&[row(fields)], pt(400));
        let ends = block.sheet.lines.iter().map(|line| line.to.0).max();
        assert_eq!(ends, Some(pt(400)), "the box ends where the row ends");
        let rules: Vec<Milli> = block
            .sheet
            .lines
            .iter()
            .filter(|line| line.from.1 == line.to.1 && line.to.0 < pt(360))
            .map(|line| line.to.0 - line.from.0)
            .collect();
        assert_eq!(rules.len(), 2);
        assert!((rules[0] - rules[1] * 3).abs() < 5, "{rules:?}");
    }

    #[test]
    fn a_long_value_makes_its_row_higher_and_stands_above_its_rule() {
        let short = laid(&[row([Field::ruled("а", "что", STYLE)])], pt(100));
        let long = laid(&[row([Field::ruled("слово ".repeat(30), "что", STYLE)])], pt(100));
        assert!(long.height > short.height + 3 * STYLE.line_height());
        let rule = long.sheet.lines[0].from.1;
        let values = long.sheet.texts.iter().filter(|text| text.style == STYLE);
        assert!(values.clone().count() > 3);
        for text in values {
            assert!(text.baseline <= rule, "{}", text.text);
        }
    }

    #[test]
    fn columns_are_as_high_as_the_highest() {
        let parts = [Part::Columns(vec![
            (pt(100), vec![Part::Space(pt(30))]),
            (pt(100), vec![text("а", STYLE, Align::Left), Part::Space(pt(50))]),
        ])];
        assert_eq!(laid(&parts, pt(200)).height, pt(50) + STYLE.line_height());
    }
}
