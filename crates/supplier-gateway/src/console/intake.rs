//! Finds the files that `import` was given: files as named, folders with what lies in them, archives unpacked.

use crate::catalogue::peek;
use crate::exchange1c::archive;
use crate::media::{Came, names};
use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// As people know it: the path given, with the name inside of an archive.
    pub shown: String,
    /// Bare name.
    pub name: String,
    pub path: PathBuf,
}

/// A path that could not be used, and why.
pub(super) struct Unusable {
    pub shown: String,
    pub why: String,
}

/// What was found, ready to be imported in this order.
#[derive(Default)]
pub(super) struct Intake {
    pub files: Vec<Found>,
    pub unusable: Vec<Unusable>,
    /// Pictures and the like that archives held.
    pub media: Vec<Came>,
}

impl Intake {
    /// Collects files; archives are unpacked into `scratch`, within `limit` bytes each.
    pub(super) fn collect(paths: &[PathBuf], scratch: &Path, limit: u64) -> Self {
        let mut intake = Self::default();
        for path in paths {
            intake.add(path, scratch, limit);
        }
        // Classifiers and goods before offers, older files before newer ones, portions in their order: of two files
        // about the same thing the newer one wins, however they were named.
        intake
            .files
            .sort_by(|a, b| natural(&a.name, &b.name).then_with(|| a.shown.cmp(&b.shown)));
        intake.files.sort_by_cached_key(|file| peek(&file.path));
        intake
    }

    fn add(&mut self, path: &Path, scratch: &Path, limit: u64) {
        let shown = path.display().to_string();
        if path.is_dir() {
            self.add_folder(path, scratch, limit);
            return;
        }
        match is_archive(path) {
            Ok(true) => self.add_archive(path, scratch, limit),
            Ok(false) => self.files.push(Found {
                name: bare_name(path),
                shown,
                path: path.to_owned(),
            }),
            Err(error) => self.unusable.push(Unusable {
                shown,
                why: unreadable(&error),
            }),
        }
    }

    fn add_folder(&mut self, folder: &Path, scratch: &Path, limit: u64) {
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.unusable.push(Unusable {
                    shown: folder.display().to_string(),
                    why: unreadable(&error),
                });
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
        paths.sort();
        for path in paths {
            // A link to a folder above would never end.
            let is_folder = path.is_dir() && !path.is_symlink();
            let kind = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
            if is_folder || kind.is_some_and(|kind| kind == "xml" || kind == "zip") {
                self.add(&path, scratch, limit);
            }
        }
    }

    fn add_archive(&mut self, path: &Path, scratch: &Path, limit: u64) {
        let shown = path.display().to_string();
        let mut new_path = || scratch.join(format!("{}.part", uuid::Uuid::new_v4()));
        match archive::unpack(path, limit, &mut new_path) {
            Ok(unpacked) => {
                let is_xml = |name: &str| name.to_ascii_lowercase().ends_with(".xml");
                let (xml, other): (Vec<_>, Vec<_>) = unpacked.into_iter().partition(|file| is_xml(&file.name));
                self.media.extend(other.into_iter().filter_map(|file| {
                    let name = names::of_1c(&file.name)?;
                    Some(Came { name, path: file.path })
                }));
                self.files.extend(xml.into_iter().map(|file| Found {
                    shown: format!("{shown}: {}", file.name),
                    name: file.name.rsplit('/').next().unwrap_or(&file.name).to_owned(),
                    path: file.path,
                }));
            }
            Err(error) => self.unusable.push(Unusable {
                shown,
                why: error.to_string(),
            }),
        }
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}; check the name and the rights")
}

fn bare_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn is_archive(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06"))
}

/// Compares names so that portion 10 comes after portion 2, and a bare name before its portions.
fn natural(a: &str, b: &str) -> Ordering {
    let stem = |name: &str| {
        name.rsplit_once('.')
            .map_or_else(|| name.to_owned(), |(stem, _)| stem.to_owned())
    };
    let (left, right) = (stem(a), stem(b));
    let (mut left, mut right) = (pieces(&left), pieces(&right));
    loop {
        return match (left.next(), right.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(x), Ok(y)) if x != y => x.cmp(&y),
                _ if a != b => a.cmp(b),
                _ => continue,
            },
        };
    }
}

/// Runs of digits and runs of anything else.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_digit = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != is_digit)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_are_ordered_by_their_numbers() {
        let mut names = [
            "import0_10.xml",
            "import1_1.xml",
            "import0_2.xml",
            "import0_1.xml",
            "import.xml",
        ];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            [
                "import.xml",
                "import0_1.xml",
                "import0_2.xml",
                "import0_10.xml",
                "import1_1.xml"
            ]
        );
    }
}
