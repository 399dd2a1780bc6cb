//! The table by typst: a template reads the data, its own table wraps and repeats the head.
//!
//! Between two runs it forgets what it remembers: the next waybill has other goods.

use std::error::Error;
use std::path::PathBuf;

use peers::Call;
use typst::diag::{FileError, FileResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const TEMPLATE: &str = include_str!("../table.typ");

fn main() -> Result<(), Box<dyn Error>> {
    let call = Call::read()?;
    let world = Files::of(&call)?;
    call.measure(|| made(&world), || typst::comemo::evict(0))
}

fn made(world: &Files) -> Result<Vec<u8>, Box<dyn Error>> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| format!("{errors:?}"))?;
    // Tags for screen readers make its file ten times as large; ours has none either.
    let options = PdfOptions {
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| format!("{errors:?}").into())
}

/// The two files and the font of a template.
struct Files {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    font: Font,
    template: Source,
    data: (FileId, Bytes),
}

impl Files {
    fn of(call: &Call) -> Result<Self, Box<dyn Error>> {
        let named = |name: &str| -> Result<FileId, Box<dyn Error>> {
            let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
            Ok(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let font = Font::new(Bytes::new(call.font.clone()), 0).ok_or("not a font")?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts([&font])),
            font,
            template: Source::new(named("/table.typ")?, TEMPLATE.to_owned()),
            data: (named("/table.json")?, Bytes::new(call.json.clone())),
        })
    }
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            return Ok(self.template.clone());
        }
        Err(FileError::NotSource)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        Err(FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash())))
    }

    fn font(&self, index: usize) -> Option<Font> {
        (index == 0).then(|| self.font.clone())
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
