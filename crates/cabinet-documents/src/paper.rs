//! What every printed form shares: how to print, what comes out, why it may fail, and what stands around each page.
//!
//! Each page carries at its foot what the paper is. No form of this crate is the supplier's own signed document, and
//! each says so in its language.

use std::io;

use crate::doubts::Doubt;
use crate::layout::{Align, Faces, FileFacts, Flow, Milli, PageFrame, Sheet, Style, mm, pt, write_pdf};
use crate::payment::NbuOptions;
use crate::words::Language;

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintOptions {
    /// The form; `None` takes the Ukrainian one for a seller with an ЄДРПОУ and the Russian one otherwise.
    pub language: Option<Language>,
    /// When the file was made, seconds since 1970; `None` takes the date of the document.
    pub created_unix_s: Option<i64>,
    /// The document is of the built-in sample: every page and the title of the file say so.
    pub is_sample: bool,
    /// An invoice shows rate and tax of each line in columns of their own.
    pub vat_columns: bool,
    /// How the code of a Ukrainian invoice is written.
    pub nbu: NbuOptions,
}

/// Whose words a paper prints, as its foot tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What the supplier's program told of a document that he keeps.
    Supplier,
    /// What the buyer wrote himself, over the supplier's names and prices.
    Buyer,
    /// What a seller tells his own customers: it is his own paper, and there is nothing that it is not.
    Seller,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Characters that the fonts lack, in code order: each is printed as □, and the user should be told.
    pub missing_glyphs: Vec<char>,
    /// What looks wrong in the data. It is printed as given all the same.
    pub doubts: Vec<Doubt>,
}

/// Why a document could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// There is nothing to print.
    #[error("the document has no lines")]
    NoLines,
    /// The lines do not make the total: the data is broken, fetch it anew.
    #[error("the lines add up to {lines_minor} and the total says {total_minor} (minor units)")]
    TotalDisagrees {
        /// What the lines add up to.
        lines_minor: i128,
        /// What the document says.
        total_minor: i64,
    },
    /// The tax of the lines does not make the tax of the total: the data is broken, fetch it anew.
    #[error("the tax of the lines adds up to {lines_minor} and the total says {total_minor} (minor units)")]
    VatDisagrees {
        /// What the lines add up to.
        lines_minor: i128,
        /// What the document says.
        total_minor: i64,
    },
    /// A logo has other bytes than its size needs.
    #[error("the logo has other bytes than its size needs")]
    Picture,
    /// The fonts of this program cannot be read: the program is damaged.
    #[error("the fonts shipped with the program cannot be read")]
    Fonts,
    /// The time of creation is outside of what a file can state.
    #[error("the time of creation is out of range")]
    CreatedOutOfRange,
    /// The PDF writer found fault with the pages.
    #[error("the PDF writer rejected the pages: {}", complaints.join("; "))]
    Rejected {
        /// Its words.
        complaints: Vec<String>,
    },
    /// The file could not be put together.
    #[error("the PDF could not be written")]
    Write(#[source] io::Error),
}

/// A4, upright.
pub(crate) const UPRIGHT: PageFrame = PageFrame {
    width: mm(210),
    height: mm(297),
    left: mm(15),
    right: mm(10),
    top: mm(10),
    bottom: mm(15),
};

/// A4, lying, as the wide forms of the state want it.
pub(crate) const LYING: PageFrame = PageFrame {
    width: mm(297),
    height: mm(210),
    left: mm(10),
    right: mm(8),
    top: mm(8),
    bottom: mm(13),
};

const FOOT: Style = Style::regular(7_500);
/// Letters of the watermark on an upright page; a lying one has less height for three of them.
const WATERMARK: Style = Style::bold(pt(84));

/// What stands around the pages of one document.
pub(crate) struct Surroundings<'a> {
    pub language: Language,
    pub source: Source,
    /// Title of the file, and at the foot of each page where there are several.
    pub title: &'a str,
    /// Who made the document.
    pub author: &'a str,
    /// Before the note at the foot («Предварительный счёт, не для оплаты. »); may be empty.
    pub warning: &'a str,
    /// Midnight of the day of the document, seconds since 1970.
    pub day_unix_s: i64,
    pub doubts: Vec<Doubt>,
}

/// What the paper is not.
pub(crate) const fn note(language: Language, source: Source) -> &'static str {
    match (language, source) {
        (Language::Ru, Source::Supplier) => {
            "Копия для сведения по данным поставщика; не является подписанным документом поставщика."
        }
        (Language::Uk, Source::Supplier) => {
            "Копія до відома за даними постачальника; не є підписаним документом постачальника."
        }
        (Language::Ru, Source::Buyer) => "Составлено покупателем; не является подписанным документом поставщика.",
        (Language::Uk, Source::Buyer) => "Складено покупцем; не є підписаним документом постачальника.",
        (Language::Ru | Language::Uk, Source::Seller) => "",
    }
}

/// Puts foot and watermark on the pages and makes the file.
///
/// # Errors
/// [`DocumentError::CreatedOutOfRange`], [`DocumentError::Rejected`], [`DocumentError::Write`].
pub(crate) fn finish(
    flow: Flow<'_>,
    around: Surroundings<'_>,
    options: &PrintOptions,
) -> Result<Rendered, DocumentError> {
    let (faces, frame) = (flow.faces, flow.frame);
    let (mut sheets, mut missing) = flow.finish();
    let short = faces.printable(around.title, &mut missing);
    foot(&mut sheets, frame, &around, &short, faces);
    let sample = match around.language {
        Language::Ru => "ОБРАЗЕЦ",
        Language::Uk => "ЗРАЗОК",
    };
    let title = if options.is_sample {
        for sheet in &mut sheets {
            mark_as_sample(sheet, frame, sample, faces);
        }
        format!("{sample}. {}", around.title)
    } else {
        around.title.to_owned()
    };
    let facts = FileFacts {
        title: &title,
        author: around.author,
        created_unix_s: options.created_unix_s.unwrap_or(around.day_unix_s),
    };
    let pdf = write_pdf(faces, frame, &sheets, &facts)?;
    Ok(Rendered {
        pdf,
        pages: u32::try_from(sheets.len()).unwrap_or(u32::MAX),
        missing_glyphs: missing.into_iter().collect(),
        // The requisites of a sample are invented, as each page of it says.
        doubts: if options.is_sample { Vec::new() } else { around.doubts },
    })
}

/// Pale letters over the whole width, three times, so that no part of a page can pass for a real one.
fn mark_as_sample(sheet: &mut Sheet, frame: PageFrame, word: &str, faces: &Faces) {
    for third in 0..3 {
        let top = frame.top + frame.body_height() * (2 * third + 1) / 6 - WATERMARK.line_height() / 2;
        sheet.watermark(faces, (frame.left, top), frame.body_width(), WATERMARK, word);
    }
}

/// The foot of every page: what the paper is, which page of how many.
fn foot(sheets: &mut [Sheet], frame: PageFrame, around: &Surroundings<'_>, title: &str, faces: &Faces) {
    let count = sheets.len();
    let width = frame.body_width();
    let left = frame.left;
    let top = frame.height - frame.bottom + pt(6);
    let note = format!("{}{}", around.warning, note(around.language, around.source));
    let [page, of] = match around.language {
        Language::Ru => ["Лист ", " из "],
        Language::Uk => ["Аркуш ", " з "],
    };
    for (at, sheet) in sheets.iter_mut().enumerate() {
        sheet.text(faces, (left, top), width, Align::Left, FOOT, &note);
        if count > 1 {
            let number = format!("{page}{}{of}{count}", at + 1);
            sheet.text(faces, (left, top), width, Align::Right, FOOT, &number);
            let below = top + FOOT.line_height();
            let fitted = fitted(faces, title, width);
            sheet.text(faces, (left, below), width, Align::Left, FOOT, &fitted);
        }
    }
}

/// A line for the foot: a title too long for it ends in «…» (it stands whole on the first page).
fn fitted(faces: &Faces, text: &str, width: Milli) -> String {
    if faces.width(text, FOOT) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while !kept.is_empty() && faces.width(&kept, FOOT) + faces.width("…", FOOT) > width {
        kept.pop();
    }
    kept.push('…');
    kept
}
