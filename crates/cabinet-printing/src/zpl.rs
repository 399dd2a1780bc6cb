//! Labels in ZPL, the language of label printers: article, name, barcode, and a price where it is asked for.
//!
//! In: one label and the paper that it goes on. Out: text for a printer as it is. Invariants: whatever stands in a name
//! cannot become a command; a barcode that would not be readable is refused, not printed. Where goods come from is not here.

mod barcode;
mod escape;

use crate::zpl::barcode::{Barcode, Printed};
use crate::zpl::escape::{block, field};
use std::fmt::Write as _;

/// The font of Zebra's printers that has Cyrillic letters.
pub const USUAL_FONT: &str = "E:TT0003M_.FNT";
/// What is left free at each edge, in millimetres.
const MARGIN_MM: u32 = 2;
/// The height of the figures under a barcode, with the gap, in millimetres.
const FIGURES_MM: u32 = 4;

/// How finely a printer prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// 8 dots a millimetre.
    Dpi203,
    /// 12 dots a millimetre.
    Dpi300,
    /// 24 dots a millimetre.
    Dpi600,
}

impl Resolution {
    /// Reads 203, 300 or 600 dots an inch.
    #[must_use]
    pub const fn of_dpi(dots_per_inch: u32) -> Option<Self> {
        match dots_per_inch {
            203 => Some(Self::Dpi203),
            300 => Some(Self::Dpi300),
            600 => Some(Self::Dpi600),
            _ => None,
        }
    }

    const fn dots_per_mm(self) -> u32 {
        match self {
            Self::Dpi203 => 8,
            Self::Dpi300 => 12,
            Self::Dpi600 => 24,
        }
    }

    /// The narrowest bar that is read for certain: 0.17 mm.
    const fn narrowest_dots(self) -> u32 {
        match self {
            Self::Dpi203 | Self::Dpi300 => 2,
            Self::Dpi600 => 4,
        }
    }
}

/// The paper of labels, and the printer's ways with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelPaper {
    /// Width, 20 to 200 mm.
    pub width_mm: u32,
    /// Height, 15 to 300 mm.
    pub height_mm: u32,
    /// How finely the printer prints.
    pub resolution: Resolution,
    /// By how much all is moved to the right, in dots; a printer whose paper lies askew.
    pub right_dots: u32,
    /// By how much all is moved down, in dots.
    pub down_dots: u32,
    /// The printer's name of a font with the letters of the names; [`USUAL_FONT`] on Zebra's.
    pub font: String,
}

/// What stands on a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Article.
    pub article: String,
    /// Name; as much of it as the paper takes.
    pub name: String,
    /// Figures or text of the barcode; `None`: no barcode.
    pub barcode: Option<String>,
    /// The price as it is to stand there («120,50 ₽»); `None`: none.
    pub price: Option<String>,
    /// How many, from 1.
    pub copies: u32,
}

/// Why there is no label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLabel {
    /// The paper is smaller or larger than labels are, or the content leaves no line for the name.
    #[error("the label does not fit on this paper")]
    Paper,
    /// The barcode would be too fine to be read.
    #[error("the barcode is too long for this paper")]
    BarcodeTooLong,
    /// The barcode has characters that no barcode has.
    #[error("the barcode has characters that cannot be printed as bars")]
    BarcodeUnprintable,
    /// The name of the font is none.
    #[error("the name of the font cannot be read")]
    Font,
}

/// One label as ZPL, with its copies.
///
/// # Errors
/// [`NoLabel`].
pub fn label(label: &Label, paper: &LabelPaper) -> Result<String, NoLabel> {
    let page = Page::of(paper)?;
    let code = label.barcode.as_deref().map(Barcode::of).transpose()?;
    let code = code.map(|code| page.fitted(code)).transpose()?;
    let mut text = String::new();
    page.begin(&mut text);

    let mut top = page.margin;
    let height = page.mm(4);
    page.words(&mut text, top, height, 1, &label.article);
    top = top.saturating_add(height).saturating_add(page.mm(1));

    let mut bottom = page.height.saturating_sub(page.margin);
    if let Some(code) = &code {
        let bars = page.mm(12).min(page.height.checked_div(3).unwrap_or_default());
        bottom = bottom.saturating_sub(page.mm(FIGURES_MM)).saturating_sub(bars);
        page.code(&mut text, bottom, bars, code);
        bottom = bottom.saturating_sub(page.mm(1));
    }
    if let Some(price) = &label.price {
        let height = page.mm(6);
        bottom = bottom.saturating_sub(height);
        page.words(&mut text, bottom, height, 1, price);
        bottom = bottom.saturating_sub(page.mm(1));
    }
    // The name takes what is left.
    let height = page.mm(3);
    let line = height.saturating_add(page.gap());
    let lines = bottom.saturating_sub(top).checked_div(line).unwrap_or_default();
    if lines == 0 {
        return Err(NoLabel::Paper);
    }
    page.words(&mut text, top, height, lines, &label.name);
    page.end(&mut text, label.copies);
    Ok(text)
}

/// A label to try the paper with: a frame at the margins, the sizes in words, Cyrillic letters and a barcode.
///
/// # Errors
/// [`NoLabel`].
pub fn test_label(paper: &LabelPaper) -> Result<String, NoLabel> {
    let page = Page::of(paper)?;
    let code = page.fitted(Barcode::of("4600000000008")?)?;
    let mut text = String::new();
    page.begin(&mut text);
    let half = page.margin.checked_div(2).unwrap_or_default();
    let _ = writeln!(
        text,
        "{}^GB{},{},2^FS",
        page.at(half, half),
        page.width.saturating_sub(page.margin),
        page.height.saturating_sub(page.margin)
    );
    let height = page.mm(3);
    let size = format!("{} × {} мм, ґ ї Ё №", paper.width_mm, paper.height_mm);
    page.words(&mut text, page.margin, height, 1, &size);
    let bars = page.height.checked_div(3).unwrap_or_default();
    let top = page
        .height
        .saturating_sub(page.margin)
        .saturating_sub(page.mm(FIGURES_MM))
        .saturating_sub(bars);
    if top <= page.margin.saturating_add(height) {
        return Err(NoLabel::Paper);
    }
    page.code(&mut text, top, bars, &code);
    page.end(&mut text, 1);
    Ok(text)
}

/// The first letters of a text, with a sign that there were more.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The paper in dots.
struct Page<'a> {
    width: u32,
    height: u32,
    margin: u32,
    paper: &'a LabelPaper,
}

impl<'a> Page<'a> {
    fn of(paper: &'a LabelPaper) -> Result<Self, NoLabel> {
        if !(20..=200).contains(&paper.width_mm) || !(15..=300).contains(&paper.height_mm) {
            return Err(NoLabel::Paper);
        }
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_.:-".contains(c);
        if paper.font.is_empty() || paper.font.len() > 20 || !paper.font.chars().all(is_of_name) {
            return Err(NoLabel::Font);
        }
        let mm = |mm: u32| mm.saturating_mul(paper.resolution.dots_per_mm());
        Ok(Self {
            width: mm(paper.width_mm),
            height: mm(paper.height_mm),
            margin: mm(MARGIN_MM),
            paper,
        })
    }

    fn mm(&self, mm: u32) -> u32 {
        mm.saturating_mul(self.paper.resolution.dots_per_mm())
    }

    /// Between two lines of a name.
    fn gap(&self) -> u32 {
        self.mm(1).checked_div(4).unwrap_or_default()
    }

    fn inner(&self) -> u32 {
        self.width.saturating_sub(self.margin.saturating_mul(2))
    }

    /// Where a field begins, moved as the printer needs it.
    fn at(&self, right: u32, down: u32) -> String {
        format!(
            "^FO{},{}",
            right.saturating_add(self.paper.right_dots),
            down.saturating_add(self.paper.down_dots)
        )
    }

    // Writing into a text cannot fail, here and below.
    fn begin(&self, to: &mut String) {
        // ^CI28: the text is UTF-8.
        let _ = writeln!(to, "^XA\n^CI28\n^PW{}\n^LL{}\n^LH0,0", self.width, self.height);
    }

    fn end(&self, to: &mut String, copies: u32) {
        let _ = writeln!(to, "^PQ{}\n^XZ", copies.max(1));
    }

    fn words(&self, to: &mut String, down: u32, height: u32, lines: u32, words: &str) {
        let gap = if lines > 1 { self.gap() } else { 0 };
        let words = &cut(words, self.letters(height, lines));
        let _ = writeln!(
            to,
            "{}^A@N,{height},0,{}^FB{},{lines},{gap},L^FH_^FD{}^FS",
            self.at(self.margin, down),
            self.paper.font,
            self.inner(),
            block(words)
        );
    }

    /// How many letters of a height surely fit: a printer writes what is too long over the last line. A letter is six
    /// tenths as wide as high at the most, on the average, and a fifth is left at the ends of broken lines.
    fn letters(&self, height: u32, lines: u32) -> usize {
        let in_line = self
            .inner()
            .saturating_mul(10)
            .checked_div(height.saturating_mul(6))
            .unwrap_or_default();
        let all = in_line.saturating_mul(lines);
        let sure = if lines > 1 {
            all.saturating_mul(4).checked_div(5).unwrap_or_default()
        } else {
            all
        };
        usize::try_from(sure).unwrap_or(usize::MAX)
    }

    /// The widest bars of a code that the paper takes.
    fn fitted(&self, code: Barcode) -> Result<Printed, NoLabel> {
        let bar = self.inner().checked_div(code.modules()).unwrap_or_default();
        if bar < self.paper.resolution.narrowest_dots() {
            return Err(NoLabel::BarcodeTooLong);
        }
        // Wider than half a millimetre reads no better.
        let widest = self.mm(1).checked_div(2).unwrap_or_default();
        Ok(Printed {
            code,
            bar_dots: bar.min(widest),
        })
    }

    fn code(&self, to: &mut String, down: u32, height: u32, code: &Printed) {
        let command = match &code.code {
            Barcode::Ean13(_) => format!("^BEN,{height},Y,N"),
            Barcode::Code128(_) => format!("^BCN,{height},Y,N,N,A"),
        };
        let _ = writeln!(
            to,
            "{}^BY{}{command}^FH_^FD{}^FS",
            self.at(self.margin.saturating_add(code.quiet_dots()), down),
            code.bar_dots,
            field(code.code.data())
        );
    }
}
