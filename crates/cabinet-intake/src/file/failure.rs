//! Why a file is not read, in words for the person who brought it.

/// Why a file is not read as a table.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It opens with a password only.
    #[error("the file is protected by a password: open it, save it without one, and try again")]
    Password,
    /// It is cut off or broken.
    #[error(
        "the file is damaged or was cut off on the way: get it again, or open it in a spreadsheet and save it anew"
    )]
    Damaged(#[source] Damage),
    /// It expands beyond all reason.
    #[error(
        "the file is larger than any order: at most {MOST_CELLS} filled cells with {MOST_TEXT} bytes of text, and {MOST_BYTES} bytes unpacked, are taken; divide it"
    )]
    TooLarge,
    /// A workbook of a kind that is not read.
    #[error("{} is not read: open it in a spreadsheet and save it as XLSX", .0.words())]
    OldWorkbook(OldWorkbook),
    /// Something else than a table.
    #[error("this is {}, not a table: send the list as a spreadsheet, as CSV or as text", .0.words())]
    NotATable(Foreign),
}

/// A workbook of a kind that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldWorkbook {
    /// The binary form of Excel 2007 and later.
    Binary,
    /// One of Excel 2 to 4.
    Excel4,
}

impl OldWorkbook {
    const fn words(self) -> &'static str {
        match self {
            Self::Binary => "a binary workbook (XLSB)",
            Self::Excel4 => "a workbook of Excel 4 or older",
        }
    }
}

/// What a file is that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF.
    Pdf,
    /// A photo or another picture.
    Picture,
    /// An archive, with whatever in it.
    Archive,
    /// RTF, or a text document of LibreOffice.
    TextDocument,
    /// A document of Word or slides, in their newer form.
    DocumentOrSlides,
    /// A document of the older Office that is no workbook.
    OfficeFile,
    /// A program.
    Program,
    /// Bytes that no text has.
    Bytes,
    /// XML that holds no order.
    OtherXml,
    /// CommerceML without a document.
    OtherCommerceMl,
}

impl Foreign {
    const fn words(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Archive => "an archive (unpack it first)",
            Self::TextDocument => "a text document",
            Self::DocumentOrSlides => "a text document or slides",
            Self::OfficeFile => "a document of Office that is no workbook",
            Self::Program => "a program",
            Self::Bytes => "a file of bytes that are no text",
            Self::OtherXml => "XML of a kind that holds no order",
            Self::OtherCommerceMl => "a CommerceML file without a document",
        }
    }
}

/// What is broken in a file.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The archive that it is.
    #[error("the archive cannot be read")]
    Archive(#[from] zip::result::ZipError),
    /// The container of an old workbook, or a part that cannot be unpacked.
    #[error("a part cannot be read")]
    Part(#[from] std::io::Error),
    /// Markup that does not close, or is none.
    #[error("the markup cannot be read")]
    Markup(#[from] quick_xml::Error),
    /// A record of an old workbook that contradicts itself or the file.
    #[error("{0} is missing or wrong")]
    Record(&'static str),
}

impl<T: Into<Damage>> From<T> for FileError {
    fn from(damage: T) -> Self {
        Self::Damaged(damage.into())
    }
}

/// Filled cells that are taken of one file: 50 000 rows of fifty columns.
pub(crate) const MOST_CELLS: usize = 2_500_000;
/// What its cells may hold together, in bytes: two hundred for each of 500 000 rows.
pub(crate) const MOST_TEXT: u64 = 96 * 1024 * 1024;
/// What a file may expand to, in bytes.
pub(crate) const MOST_BYTES: u64 = 256 * 1024 * 1024;
