//! Checks certificates, instructions and the like: kinds that a system's viewer opens and that cannot carry programs.

use super::problem::FileProblem;
use cabinet_protocol::media::MAX_FILE_BYTES;

/// Kinds by the ending of the name, each with the bytes that such a file begins with.
const KINDS: [(&str, &[u8]); 6] = [
    ("pdf", b"%PDF-"),
    ("docx", b"PK\x03\x04"),
    ("xlsx", b"PK\x03\x04"),
    ("odt", b"PK\x03\x04"),
    ("ods", b"PK\x03\x04"),
    ("rtf", b"{\\rtf"),
];

/// The ending under which a device keeps the file, once its content is what its name says.
///
/// # Errors
/// [`FileProblem`].
pub(crate) fn check(name: &str, bytes: &[u8]) -> Result<&'static str, FileProblem> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_FILE_BYTES {
        return Err(FileProblem::TooLarge {
            bytes: length,
            most: MAX_FILE_BYTES,
        });
    }
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default();
    if ending == "txt" && is_text(bytes) {
        return Ok("txt");
    }
    // A scanner may write a few bytes before the mark of a PDF.
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    let fits = |(known, mark): &&(&str, &[u8])| {
        ending == *known
            && (bytes.starts_with(mark) || (*known == "pdf" && head.windows(mark.len()).any(|part| part == *mark)))
    };
    KINDS
        .iter()
        .find(fits)
        .map(|(known, _)| *known)
        .ok_or(FileProblem::UnknownKind)
}

/// No bytes that texts do not have; a page of the web under that name is none.
fn is_text(bytes: &[u8]) -> bool {
    let has_controls = bytes.iter().any(|byte| *byte < 9);
    let head = bytes.trim_ascii_start();
    !has_controls && !head.starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_and_its_name_say_together() {
        let cases: [(&str, &[u8], Option<&str>); 10] = [
            ("a/Сертификат.PDF", b"%PDF-1.7 ...", Some("pdf")),
            ("scan.pdf", b"\xef\xbb\xbf%PDF-1.4", Some("pdf")),
            ("fake.pdf", b"<html>", None),
            ("fake.pdf", b"MZ\x90\x00", None),
            ("table.xlsx", b"PK\x03\x04....", Some("xlsx")),
            ("macro.xlsm", b"PK\x03\x04....", None),
            ("old.doc", b"\xd0\xcf\x11\xe0", None),
            ("run.exe", b"MZ", None),
            ("note.txt", "Паспорт".as_bytes(), Some("txt")),
            ("page.txt", b"  <script>", None),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(check(name, bytes).ok(), expected, "{name}");
        }
        assert_eq!(check("x.pdf", b""), Err(FileProblem::Empty));
    }
}
