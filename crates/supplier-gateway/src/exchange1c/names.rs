//! Names of files as 1C gives them, turned into paths that stay inside the session's folder.

/// Parts of a path; pictures have three.
const MOST_PARTS: usize = 8;
/// Bytes of one part, what common file systems take.
const MOST_BYTES: usize = 200;

/// Why a name is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NameError {
    /// Nothing is left of it.
    #[error("the name of the file is empty")]
    Empty,
    /// It leads out of the folder, or is no name.
    #[error("the name «{0}» is refused: only a bare name or a path below the export folder is taken")]
    Unsafe(String),
}

/// A name or relative path with `/` between its parts; backslashes of Windows are taken as such.
pub(crate) fn safe_name(written: &str) -> Result<String, NameError> {
    let name = written.trim().replace('\\', "/");
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    let is_safe_part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.len() <= MOST_BYTES
            && !part.chars().any(|c| c.is_control() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|'))
            // Windows drops trailing dots and blanks, and then it is another name.
            && !part.ends_with(['.', ' '])
    };
    let parts = name.split('/').count();
    if parts > MOST_PARTS || !name.split('/').all(is_safe_part) {
        return Err(NameError::Unsafe(
            written.chars().filter(|c| !c.is_control()).take(100).collect(),
        ));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        for (written, expected) in [
            ("import0_1.xml", Some("import0_1.xml")),
            ("import_files/4f/a_b.jpg", Some("import_files/4f/a_b.jpg")),
            ("webdata\\import0_1.xml", Some("webdata/import0_1.xml")),
            ("v8_3F.zip", Some("v8_3F.zip")),
            ("", None),
            ("..", None),
            ("../x.xml", None),
            ("a/../../x.xml", None),
            ("a\\..\\..\\x.xml", None),
            ("/etc/passwd", None),
            ("\\\\host\\share", None),
            ("C:\\x.xml", None),
            ("c:x.xml", None),
            ("x.xml\0.jpg", None),
            ("a//b", None),
            ("./x", None),
            ("x.", None),
            ("1/2/3/4/5/6/7/8/9", None),
        ] {
            assert_eq!(safe_name(written).ok().as_deref(), expected, "{written:?}");
        }
    }
}
