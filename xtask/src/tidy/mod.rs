//! The rules of docs/architecture.md and docs/style.md that a program can check. Each rule is a file.

mod dependencies;
mod documents;
mod migrations;
mod sources;

use crate::shell::{Done, Failure, root};
use std::path::{Path, PathBuf};

/// Checks every rule, and lists all that is wrong before it fails.
pub fn run() -> Done {
    let root = root();
    let mut found = Vec::new();
    found.extend(dependencies::check()?);
    found.extend(migrations::check(&root)?);
    found.extend(sources::check(&root)?);
    found.extend(documents::check(&root)?);
    if found.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = found.iter().map(|f| format!("  {f}")).collect();
    Err(Failure::new(format!(
        "{} rules are broken:\n{}",
        found.len(),
        lines.join("\n")
    )))
}

/// Files below a folder, in a stable order, without what is built or fetched.
fn files(dir: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_path_buf()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if ["target", "node_modules", "dist", "gen", ".git"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                dirs.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path as people write it, from the root of the checkout.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}
