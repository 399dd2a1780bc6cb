//! Migrations are append-only: each file's fingerprint stands in migrations/fingerprints.txt and never changes.

use super::{files, shown};
use crate::shell::{Done, Failure};
use std::path::Path;

/// Compares each script with its fingerprint; a new script is added to the list by hand with the line it prints.
pub fn check(root: &Path) -> Done<Vec<String>> {
    let dir = root.join("migrations");
    let list_path = dir.join("fingerprints.txt");
    let list = std::fs::read_to_string(&list_path)
        .map_err(|error| Failure::new(format!("{}: {error}", list_path.display())))?;
    let known: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once("  ")).collect();
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for path in files(&dir)?
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "sql"))
    {
        let name = shown(root, path);
        let print = fingerprint(&std::fs::read(path)?);
        match known.iter().find(|(_, file)| *file == name) {
            Some((expected, _)) if *expected == print => {}
            Some(_) => found.push(format!(
                "{name} was changed after it was released: add a new migration instead"
            )),
            None => found.push(format!(
                "{name} is new; add this line to migrations/fingerprints.txt: {print}  {name}"
            )),
        }
        seen.push(name);
    }
    for (_, file) in known {
        if !seen.iter().any(|name| name == file) {
            found.push(format!("{file} was removed: migrations are append-only"));
        }
    }
    Ok(found)
}

/// FNV-1a over the text with line ends made alike, so that a checkout on Windows has the same fingerprint.
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes
        .iter()
        .filter(|byte| **byte != b'\r')
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
