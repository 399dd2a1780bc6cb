//! The table by krilla: it draws glyphs and lines where it is told, so columns, wrapping and repeated heads are laid out here.
//!
//! Glyphs are looked up by their character, as our own writer does; shaping every text would take krilla longer.

use std::collections::HashMap;
use std::error::Error;

use krilla::Document;
use krilla::geom::{PathBuilder, Point};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use peers::{Align, Call, Column, Table, points};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

fn main() -> Result<(), Box<dyn Error>> {
    let call = Call::read()?;
    let table: Table = serde_json::from_slice(&call.json)?;
    call.measure(|| made(&table, &call.font), || {})
}

fn made(table: &Table, font: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let face = Face::read(font)?;
    let page = &table.page;
    let settings = PageSettings::from_wh(points(page.width), points(page.height)).ok_or("a page without size")?;
    let bottom = points(page.height - page.bottom);
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    let head = Broken::of(table, &face, &titles, table.head_size);
    let mut document = Document::new();
    let mut rows = table.rows.iter().map(|row| {
        let texts: Vec<&str> = row.iter().map(String::as_str).collect();
        Broken::of(table, &face, &texts, table.size)
    });
    let mut next = rows.next();
    let mut number = 1;
    while next.is_some() {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        let mut y = points(table.page.top);
        y = head.draw(&mut surface, table, &face, y);
        while let Some(row) = &next {
            if y + row.height > bottom {
                break;
            }
            y = row.draw(&mut surface, table, &face, y);
            next = rows.next();
        }
        let foot = number.to_string();
        face.draw(&mut surface, (points(table.page.left), bottom + 10.0), 7.5, &foot);
        number += 1;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| format!("{error:?}").into())
}

/// A font with its glyphs and their widths, in parts of the size.
struct Face {
    font: Font,
    glyphs: HashMap<char, (GlyphId, f32)>,
}

impl Face {
    fn read(bytes: &[u8]) -> Result<Self, Box<dyn Error>> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or("not a font")?;
        let read = skrifa::FontRef::new(bytes)?;
        let widths = read.glyph_metrics(Size::new(1.0), LocationRef::default());
        let glyphs = read
            .charmap()
            .mappings()
            .filter_map(|(letter, glyph)| {
                let width = widths.advance_width(glyph)?;
                Some((char::from_u32(letter)?, (GlyphId::new(glyph.to_u32()), width)))
            })
            .collect();
        Ok(Self { font, glyphs })
    }

    fn glyph(&self, letter: char) -> (GlyphId, f32) {
        self.glyphs.get(&letter).copied().unwrap_or((GlyphId::new(0), 0.6))
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.glyph(letter).1).sum::<f32>() * size
    }

    /// The text in lines not wider than this; a word that is wider is broken at its letters.
    fn wrapped(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let blank = self.glyph(' ').1 * size;
        for word in text.split(' ') {
            let long = self.width(word, size);
            if !line.is_empty() && used + blank + long <= width {
                line.push(' ');
                line.push_str(word);
                used += blank + long;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            used = 0.0;
            for letter in word.chars() {
                let one = self.glyph(letter).1 * size;
                if used + one > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += one;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    fn draw(&self, surface: &mut Surface<'_>, at: (f32, f32), size: f32, text: &str) {
        let glyphs: Vec<KrillaGlyph> = text
            .char_indices()
            .map(|(start, letter)| {
                let (glyph, width) = self.glyph(letter);
                KrillaGlyph::new(glyph, width, 0.0, 0.0, 0.0, start..start + letter.len_utf8(), None)
            })
            .collect();
        surface.draw_glyphs(Point::from_xy(at.0, at.1), &glyphs, self.font.clone(), text, size, false);
    }
}

/// A row broken into lines.
struct Broken {
    cells: Vec<Vec<String>>,
    size: f32,
    height: f32,
}

impl Broken {
    fn of(table: &Table, face: &Face, texts: &[&str], size: u32) -> Self {
        let size = points(size);
        let inner = |column: &Column| points(column.width - 2 * table.padding_x);
        let columns = table.columns.iter().zip(texts);
        let cells: Vec<Vec<String>> = columns
            .map(|(column, text)| face.wrapped(text, size, inner(column)))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        let height = lines as f32 * line_height(table, size) + 2.0 * points(table.padding_y);
        Self { cells, size, height }
    }

    /// Draws the row with a rule around each cell; gives back where the next one begins.
    fn draw(&self, surface: &mut Surface<'_>, table: &Table, face: &Face, top: f32) -> f32 {
        let mut x = points(table.page.left);
        let bottom = top + self.height;
        let mut path = PathBuilder::new();
        for (column, lines) in table.columns.iter().zip(&self.cells) {
            let width = points(column.width);
            let padding = points(table.padding_x);
            let mut y = top + points(table.padding_y) + self.size * 0.93;
            for line in lines {
                let free = width - 2.0 * padding - face.width(line, self.size);
                let shift = match column.align {
                    Align::Left => 0.0,
                    Align::Centre => free / 2.0,
                    Align::Right => free,
                };
                face.draw(surface, (x + padding + shift, y), self.size, line);
                y += line_height(table, self.size);
            }
            path.move_to(x, top);
            path.line_to(x, bottom);
            x += width;
        }
        path.move_to(x, top);
        path.line_to(x, bottom);
        for y in [top, bottom] {
            path.move_to(points(table.page.left), y);
            path.line_to(x, y);
        }
        let stroke = Stroke {
            width: points(table.rule),
            ..Stroke::default()
        };
        if let Some(path) = path.finish() {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke));
            surface.draw_path(&path);
            surface.set_stroke(None);
        }
        bottom
    }
}

fn line_height(table: &Table, size: f32) -> f32 {
    size * table.line_height_percent as f32 / 100.0
}
