//! Folders of the user, and names of files that people and every system can live with.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Where profiles live when nobody says otherwise; `None` when the system names no home.
pub(crate) fn data() -> Option<PathBuf> {
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        std::env::home_dir().map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME").or_else(|| std::env::home_dir().map(|home| home.join(".local/share")))
    };
    base.filter(|path| path.is_absolute())
        .map(|path| path.join("dealer-cabinet").join("default"))
}

/// The user's folder for documents, if there is one.
pub(crate) fn documents() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    let named = if cfg!(any(windows, target_os = "macos")) {
        None
    } else {
        xdg_documents(&home)
    };
    named
        .into_iter()
        .chain([home.join("Documents")])
        .find(|path| path.is_dir())
}

/// `XDG_DOCUMENTS_DIR="$HOME/…"` of the user's `user-dirs.dirs`.
fn xdg_documents(home: &Path) -> Option<PathBuf> {
    let config = variable("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
    // A file that is absent or unreadable only means that the usual folder is taken.
    let text = std::fs::read_to_string(config.join("user-dirs.dirs")).ok()?;
    parse_user_dirs(&text, home)
}

fn parse_user_dirs(text: &str, home: &Path) -> Option<PathBuf> {
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let value = line.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(rest) => Some(home.join(rest.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}

/// A name without letters that some system forbids, at most 120 characters, never empty.
pub(crate) fn safe_name(text: &str) -> String {
    let cleaned: String = text
        .chars()
        .map(|c| {
            if c.is_control() || "<>:\"/\\|?*".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let joined = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = joined.chars().take(120).collect();
    // Windows drops trailing dots and blanks.
    let name = short.trim_end_matches(['.', ' ']).trim_start_matches(['.', ' ']);
    if name.is_empty() {
        "document".to_owned()
    } else if is_device(name) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// Windows takes these for devices, whatever ending follows.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// Makes a new file in a folder: `name.ext`, or `name (2).ext` and so on; never one that is there already.
pub(crate) fn create_new(folder: &Path, name: &str, extension: &str) -> io::Result<(File, PathBuf)> {
    let mut number = 1_u32;
    loop {
        let file_name = if number == 1 {
            format!("{name}.{extension}")
        } else {
            format!("{name} ({number}).{extension}")
        };
        let path = folder.join(file_name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 10_000 => {
                number = number.saturating_add(1);
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_fit_for_every_system() {
        for (text, name) in [
            (
                "Счёт 123 от 2026-02-01 ООО Ромашка",
                "Счёт 123 от 2026-02-01 ООО Ромашка",
            ),
            ("Счёт 12/3 ООО \"Ромашка\"", "Счёт 12 3 ООО Ромашка"),
            ("../../etc/passwd", "etc passwd"),
            ("...", "document"),
            ("a\u{0}b\nc ", "a b c"),
            ("con", "_con"),
            ("LPT1.2026", "_LPT1.2026"),
            ("Конс", "Конс"),
        ] {
            assert_eq!(safe_name(text), name, "{text:?}");
        }
        assert_eq!(safe_name(&"д".repeat(500)).chars().count(), 120);
    }

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = (0..3)
            .map(|_| {
                create_new(folder.path(), "Счёт 1", "pdf")
                    .unwrap()
                    .1
                    .file_name()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(names, ["Счёт 1.pdf", "Счёт 1 (2).pdf", "Счёт 1 (3).pdf"]);
    }

    #[test]
    fn the_folder_of_documents_is_the_one_that_the_desktop_names() {
        let home = Path::new("/home/u");
        for (text, path) in [
            ("XDG_DOCUMENTS_DIR=\"$HOME/Документы\"", Some("/home/u/Документы")),
            (
                "# comment\nXDG_DESKTOP_DIR=\"$HOME/x\"\nXDG_DOCUMENTS_DIR=\"/data/docs\"",
                Some("/data/docs"),
            ),
            ("XDG_DOCUMENTS_DIR=\"relative\"", None),
            ("", None),
        ] {
            assert_eq!(parse_user_dirs(text, home).as_deref(), path.map(Path::new), "{text}");
        }
    }
}
