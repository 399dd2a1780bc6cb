//! Tables and archives as operators and 1C make them.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;

/// Writes an XLSX with one sheet of texts.
pub fn xlsx(path: &Path, rows: &[&[&str]]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells) {
            sheet.write_string(row, column, *cell).expect("a cell");
        }
    }
    book.save(path).expect("the book is written");
}

/// Everything below a folder as one archive; gives back its bytes.
pub fn zipped(folder: &Path) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    add(&mut zip, folder, "");
    zip.finish().expect("an archive").into_inner()
}

fn add(zip: &mut zip::ZipWriter<impl Write + Seek>, folder: &Path, under: &str) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(zip, &entry.path(), &format!("{name}/"));
        } else {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .expect("an entry");
            let mut file = File::open(entry.path()).expect("a file");
            std::io::copy(&mut file, zip).expect("its bytes");
        }
    }
}
