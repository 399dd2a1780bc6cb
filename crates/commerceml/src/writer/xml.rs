//! Elements, attributes and texts as bytes, indented by tabs as 1C does.

use crate::tokens::is_legal;
use std::io::{self, Write};

/// An XML document being written.
pub(super) struct XmlOut<W: Write> {
    out: W,
    open: Vec<&'static str>,
}

impl<W: Write> XmlOut<W> {
    /// Begins a document; `mark` writes the byte order mark that 1C writes and sites must not.
    pub(super) fn begin(mut out: W, mark: bool) -> io::Result<Self> {
        if mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        Ok(Self { out, open: Vec::new() })
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes)?;
        self.out.write_all(b">")?;
        self.open.push(name);
        Ok(())
    }

    /// Closes the innermost open element.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let Some(name) = self.open.pop() else { return Ok(()) };
        self.indent()?;
        write!(self.out, "</{name}>")
    }

    /// An element with attributes only.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes)?;
        self.out.write_all(b"/>")
    }

    /// An element with text, written even when the text is empty.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) -> io::Result<()> {
        self.leaf_with(name, &[], text)
    }

    /// An element with attributes and text.
    pub(super) fn leaf_with(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        if text.is_empty() {
            return self.empty(name, attributes);
        }
        self.tag(name, attributes)?;
        self.out.write_all(b">")?;
        self.text(text)?;
        write!(self.out, "</{name}>")
    }

    /// An element with text, left out when the text is empty.
    pub(super) fn leaf_if_said(&mut self, name: &'static str, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.leaf(name, text) }
    }

    /// Text inside the open element.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.escaped(text, false)
    }

    /// Closes what is open and gives the output back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        while !self.open.is_empty() {
            self.end()?;
        }
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.indent()?;
        write!(self.out, "<{name}")?;
        for (key, value) in attributes {
            write!(self.out, " {key}=\"")?;
            self.escaped(value, true)?;
            self.out.write_all(b"\"")?;
        }
        Ok(())
    }

    fn indent(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")?;
        for _ in &self.open {
            self.out.write_all(b"\t")?;
        }
        Ok(())
    }

    /// Line ends and tabs of attributes are written as references: a parser would turn them into blanks.
    fn escaped(&mut self, text: &str, is_attribute: bool) -> io::Result<()> {
        let mut plain_from = 0;
        for (at, character) in text.char_indices() {
            let replacement = match character {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' if is_attribute => "&quot;",
                '\n' if is_attribute => "&#10;",
                '\t' if is_attribute => "&#9;",
                '\r' => "&#13;",
                legal if is_legal(legal) => continue,
                _ => "",
            };
            self.out
                .write_all(text.get(plain_from..at).unwrap_or_default().as_bytes())?;
            self.out.write_all(replacement.as_bytes())?;
            plain_from = at + character.len_utf8();
        }
        self.out
            .write_all(text.get(plain_from..).unwrap_or_default().as_bytes())
    }
}
