//! LibreOffice as an independent reader of the workbooks that the program writes.
//!
//! In: a workbook, and the same table as the program wrote it as CSV. Where LibreOffice is not installed the comparison is left out,
//! which is printed; `cargo xtask oracle` installs it and sets `ORACLES`, with which its absence fails.

use std::path::Path;
use std::process::Command;

/// Semicolons, quotes, UTF-8, from the first line; numbers as they are and not as they are shown.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false";

/// LibreOffice opens the workbook and finds in it what is in the table.
///
/// # Panics
/// When it does not, or finds something else; with `ORACLES` set also when it is not installed.
pub fn reads_the_same(workbook: &Path, table: &Path) {
    if !is_installed() {
        assert!(
            std::env::var_os("ORACLES").is_none(),
            "soffice is not installed (Debian: libreoffice-calc)"
        );
        println!("soffice is not installed: {} was not opened by it", workbook.display());
        return;
    }
    let theirs = opened(workbook);
    let ours = rows(&std::fs::read_to_string(table).unwrap());
    assert_eq!(theirs.len(), ours.len(), "rows of {}", workbook.display());
    for (number, (theirs, ours)) in theirs.iter().zip(&ours).enumerate() {
        // A row ends at its last value there.
        for (at, ours) in ours.iter().enumerate() {
            let theirs = theirs.get(at).map_or("", String::as_str);
            assert!(
                is_same(theirs, ours),
                "{}, row {}, column {}: LibreOffice reads «{theirs}», we wrote «{ours}»",
                workbook.display(),
                number + 1,
                at + 1
            );
        }
    }
}

fn is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file())
}

/// The first sheet, in a LibreOffice of its own: one that is open already would not convert.
fn opened(workbook: &Path) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let out = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--convert-to", AS_CSV, "--outdir"])
        .arg(folder.path())
        .arg(workbook)
        .output()
        .unwrap();
    let csv = folder.path().join(workbook.file_name().unwrap()).with_extension("csv");
    let words = || {
        format!(
            "LibreOffice did not open {}: {}{}",
            workbook.display(),
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        )
    };
    assert!(out.status.success(), "{}", words());
    rows(&std::fs::read_to_string(csv).unwrap_or_else(|_| panic!("{}", words())))
}

/// The cells of a table with semicolons.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                row.last_mut().unwrap().push('"');
                letters.next();
            }
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => row.push(String::new()),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => rows.push(std::mem::replace(&mut row, vec![String::new()])),
            other => row.last_mut().unwrap().push(other),
        }
    }
    if row != [String::new()] {
        rows.push(row);
    }
    rows
}

/// A text letter by letter, a number digit by digit; in our table a text that would be a formula has a quote before it.
fn is_same(theirs: &str, ours: &str) -> bool {
    let text = ours
        .strip_prefix('\'')
        .filter(|text| text.starts_with(['=', '+', '-', '@', '\t', '\r']));
    theirs == ours || text == Some(theirs) || (!ours.is_empty() && digits(theirs) == digits(&ours.replace(',', ".")))
}

/// A number without zeros that say nothing.
fn digits(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_its_quotes() {
        let read = rows("\u{feff}а;\"б;\"\"в\"\"\nг\"\r\n;7,50\r\n");
        assert_eq!(read, [["а", "б;\"в\"\nг"], ["", "7,50"]]);
    }

    #[test]
    fn numbers_are_the_same_by_value_and_texts_by_letter() {
        assert!(is_same("7.5", "7,50") && is_same("-12", "-12") && is_same("=1+1", "'=1+1"));
        assert!(!is_same("7", "007") && !is_same("7.05", "7,5") && !is_same("", "0"));
    }
}
