//! Names of files as goods use them, brought to one form, so that what was uploaded is found by what the XML says.

use crate::exchange1c::safe_name;

/// The folder of an export that 1C names files from.
const FOLDER: &str = "import_files/";

/// The beginning of names that the operator's tables give.
pub const OPERATOR: &str = "operator/";

/// The name of a file of 1C: from `import_files/` on, whatever folders an archive put before it. `None` for a name that
/// leads out of the export's folder.
#[must_use]
pub fn of_1c(written: &str) -> Option<String> {
    let name = safe_name(written.trim().trim_start_matches("./")).ok()?;
    let from = name.rfind(FOLDER).filter(|at| {
        // Only a whole part of the path: `my_import_files/` is another folder.
        *at == 0 || name.get(..*at).is_some_and(|before| before.ends_with('/'))
    });
    let name = from.and_then(|at| name.get(at..)).unwrap_or(&name);
    // What the operator named is his.
    (!name.starts_with(OPERATOR)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_1c_is_found_whatever_folder_it_came_in() {
        for (written, expected) in [
            ("import_files/4f/a_b.jpg", Some("import_files/4f/a_b.jpg")),
            ("webdata\\import_files\\4f\\a_b.jpg", Some("import_files/4f/a_b.jpg")),
            ("./import_files/4f/a.jpg", Some("import_files/4f/a.jpg")),
            ("my_import_files/a.jpg", Some("my_import_files/a.jpg")),
            ("photo.jpg", Some("photo.jpg")),
            ("../photo.jpg", None),
            ("import_files/../../etc/passwd", None),
            ("/etc/passwd", None),
            ("C:\\photo.jpg", None),
            ("operator/x.pdf", None),
            ("", None),
        ] {
            assert_eq!(of_1c(written).as_deref(), expected, "{written}");
        }
    }
}
