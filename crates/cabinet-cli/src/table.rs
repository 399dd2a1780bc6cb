//! Text tables with aligned columns for people.

use std::io::{self, Write};

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A table that is written at once.
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; a missing cell is empty.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes headings and rows; widths are counted in characters.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = |at: usize| {
            let heading = self.columns.get(at).map_or(0, |(name, _)| name.chars().count());
            self.rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .fold(heading, usize::max)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let headings: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        self.line(out, &widths, &headings)?;
        self.rows.iter().try_for_each(|row| self.line(out, &widths, row))
    }

    fn line(&self, out: &mut dyn Write, widths: &[usize], cells: &[String]) -> io::Result<()> {
        let mut line = String::new();
        for (at, ((_, align), width)) in self.columns.iter().zip(widths).enumerate() {
            let cell = cells.get(at).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
            if at > 0 {
                line.push_str("  ");
            }
            match align {
                Align::Left => line.extend([cell, &blanks]),
                Align::Right => line.extend([blanks.as_str(), cell]),
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_letters_not_bytes() {
        let mut table = Table::new(&[("article", Align::Left), ("name", Align::Left), ("price", Align::Right)]);
        table.row(vec!["Б-1".into(), "Болт".into(), "12.30".into()]);
        table.row(vec!["А-100500".into(), "Гайка М8".into(), "0.0123".into()]);
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "article   name       price\nБ-1       Болт       12.30\nА-100500  Гайка М8  0.0123\n"
        );
    }
}
