//! The two fonts that are shipped: which characters they have and how wide each is.
//!
//! Text is made printable here: look-alike control characters become blanks, decomposed Cyrillic letters are composed,
//! and what the font lacks becomes □ and is remembered.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use printpdf::ParsedFont;

use crate::layout::Milli;

const REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSansCondensed.reduced.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSansCondensed-Bold.reduced.ttf");

/// What stands for a character that the fonts lack.
const FALLBACK: char = '□';

/// Light or heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// How a piece of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub weight: Weight,
    /// Size of the letters.
    pub size: Milli,
}

impl Style {
    pub(crate) const fn regular(size: Milli) -> Self {
        Self {
            weight: Weight::Regular,
            size,
        }
    }

    pub(crate) const fn bold(size: Milli) -> Self {
        Self {
            weight: Weight::Bold,
            size,
        }
    }

    /// From one baseline to the next.
    pub(crate) const fn line_height(self) -> Milli {
        self.size * 118 / 100
    }

    /// From the top of a line to its baseline.
    pub(crate) const fn ascent(self) -> Milli {
        self.size * 93 / 100
    }
}

/// One font with its widths by character, in thousandths of the size, as the PDF itself will state them.
pub(crate) struct Face {
    pub parsed: ParsedFont,
    advances: Vec<Option<u16>>,
}

impl Face {
    fn read(bytes: &[u8], name: &str) -> Option<Self> {
        let mut warnings = Vec::new();
        let mut parsed = ParsedFont::from_bytes(bytes, 0, &mut warnings)?;
        parsed.font_name = Some(name.to_owned());
        let units = u32::from(parsed.units_per_em.max(1));
        let last = parsed.codepoint_to_glyph.keys().next_back().copied()?;
        let advances = (0..=last)
            .map(|code| {
                let glyph = parsed.lookup_glyph_index(code)?;
                let width = u32::from(parsed.get_glyph_width(glyph)?);
                // The writer cuts the fraction off as well: our lines end where the viewer's do.
                u16::try_from(width * 1000 / units).ok()
            })
            .collect();
        Some(Self { parsed, advances })
    }

    fn advance(&self, letter: char) -> Option<u16> {
        let index = usize::try_from(u32::from(letter)).ok()?;
        self.advances.get(index).copied().flatten()
    }
}

/// Both fonts, read once per process.
pub(crate) struct Faces {
    pub regular: Face,
    pub bold: Face,
}

static FACES: LazyLock<Option<Faces>> = LazyLock::new(|| {
    Some(Faces {
        regular: Face::read(REGULAR, "DejaVuSansCondensed")?,
        bold: Face::read(BOLD, "DejaVuSansCondensed-Bold")?,
    })
});

impl Faces {
    /// The shipped fonts; `None` when they cannot be read, which a test of this crate rules out.
    pub(crate) fn shipped() -> Option<&'static Self> {
        FACES.as_ref()
    }

    /// The width of a printable text.
    pub(crate) fn width(&self, text: &str, style: Style) -> Milli {
        let face = self.face(style.weight);
        let thousandths: i64 = text
            .chars()
            .map(|letter| i64::from(face.advance(letter).unwrap_or(0)))
            .sum();
        thousandths * style.size / 1000
    }

    /// The text with everything that cannot be printed replaced; each letter so lost is added to `missing`.
    pub(crate) fn printable(&self, text: &str, missing: &mut BTreeSet<char>) -> String {
        let mut printable = String::with_capacity(text.len());
        for letter in text.chars() {
            if is_invisible(letter) {
                continue;
            }
            if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') {
                printable.push(' ');
            } else if let Some(composed) = printable.chars().next_back().and_then(|last| compose(last, letter)) {
                printable.pop();
                printable.push(composed);
            } else if self.has(letter) {
                printable.push(letter);
            } else {
                missing.insert(letter);
                printable.push(FALLBACK);
            }
        }
        printable
    }

    fn has(&self, letter: char) -> bool {
        self.regular.advance(letter).is_some() && self.bold.advance(letter).is_some()
    }

    const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// Marks that take no room on paper: leaving them out loses nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Cyrillic letters that some systems write as a letter and a combining mark.
const fn compose(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('и', '\u{306}') => 'й',
        ('И', '\u{306}') => 'Й',
        ('у', '\u{306}') => 'ў',
        ('У', '\u{306}') => 'Ў',
        ('е', '\u{308}') => 'ё',
        ('Е', '\u{308}') => 'Ё',
        ('і', '\u{308}') => 'ї',
        ('І', '\u{308}') => 'Ї',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_fonts_have_every_character_of_the_trade() {
        let faces = Faces::shipped().expect("the fonts are read");
        let trade = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяҐґЇїЄєІіЎў\
                     ABCXYZabcxyz0123456789№₽₴€₸$½¼¾⌀øØ×°–—«»„“”’ʼ'±≤≥²³µΩ□\u{a0}\u{202f}\u{2009}%§©®™•…/\\\"#&*@";
        let mut missing = BTreeSet::new();
        assert_eq!(faces.printable(trade, &mut missing), trade);
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_character_that_the_fonts_lack_is_shown_and_named() {
        let faces = Faces::shipped().unwrap();
        let mut missing = BTreeSet::new();
        assert_eq!(faces.printable("болт 螺栓 M6", &mut missing), "болт □□ M6");
        assert_eq!(missing.into_iter().collect::<String>(), "栓螺");
    }

    #[test]
    fn letters_typed_in_parts_are_composed_and_controls_become_blanks() {
        let faces = Faces::shipped().unwrap();
        let mut missing = BTreeSet::new();
        assert_eq!(
            faces.printable("Гаи\u{306}ка\tі\u{308}\u{200b}\nе\u{308}", &mut missing),
            "Гайка ї ё"
        );
        assert!(missing.is_empty());
    }

    #[test]
    fn widths_add_up() {
        let faces = Faces::shipped().unwrap();
        let style = Style::regular(10_000);
        let one = faces.width("ш", style);
        assert!(one > 5_000 && one < 12_000, "{one}");
        assert_eq!(faces.width("шшш", style), one * 3);
        assert!(faces.width("ш", Style::bold(10_000)) > one);
    }
}
