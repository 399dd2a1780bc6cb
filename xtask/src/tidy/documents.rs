//! The README and the documents name only files that exist.

use super::{files, shown};
use crate::shell::Done;
use std::path::Path;

/// Checks relative links and back-quoted paths of every Markdown file of ours.
pub fn check(root: &Path) -> Done<Vec<String>> {
    let mut found = Vec::new();
    let mut documents = vec![root.join("README.md"), root.join("CHANGELOG.md")];
    documents.extend(
        files(&root.join("docs"))?
            .into_iter()
            .filter(|p| p.extension().is_some_and(|e| e == "md")),
    );
    for path in documents {
        let name = shown(root, &path);
        let Ok(text) = std::fs::read_to_string(&path) else {
            found.push(format!("{name} is missing"));
            continue;
        };
        let dir = path.parent().unwrap_or(root);
        for target in links(&text) {
            if !dir.join(target).exists() {
                found.push(format!("{name}: the link to {target} leads nowhere"));
            }
        }
        for target in quoted_paths(&text) {
            if !root.join(target).exists() {
                found.push(format!("{name}: `{target}` does not exist"));
            }
        }
    }
    Ok(found)
}

/// Targets of Markdown links that are files, without anchors.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://") && !target.starts_with('#') && !target.starts_with("mailto:"))
        .map(|target| target.split('#').next().unwrap_or(target))
        .collect()
}

/// Back-quoted words that look like paths of this repository.
fn quoted_paths(text: &str) -> Vec<&str> {
    const ROOTS: &[&str] = &[
        "crates/",
        "src-tauri/",
        "ui/src",
        "migrations/",
        "xtask/",
        "docs/",
        "tests/",
        "capabilities/",
    ];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| ROOTS.iter().any(|root| word.starts_with(root)))
        .filter(|word| !word.contains(['*', '<', '{', ' ', '…', '\n']) && !word.contains("NNNN"))
        .map(|word| word.trim_end_matches('/'))
        .collect()
}
