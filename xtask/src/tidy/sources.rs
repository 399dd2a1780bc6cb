//! Rules about source files: an opening sentence, forbidden names and places, sizes.

use super::{files, shown};
use crate::shell::Done;
use std::path::Path;

/// Past this a file is looked at again; past [`HARD_LINES`] it fails.
const HARD_LINES: usize = 700;

/// SQL of the app and of the gateway may stand only here.
const SQL_PLACES: &[&str] = &[
    "crates/cabinet-sqlite/",
    "crates/cabinet-mirror/",
    "crates/cabinet-desk/",
    "crates/supplier-gateway/",
    // These read the files of devices to compare them; they ship with nothing.
    "crates/cabinet-simulation/",
    "crates/hardship/",
    "xtask/",
];

/// Words that say nothing about the trade.
const EMPTY_NAMES: &[&str] = &["manager", "helper", "helpers", "utils", "util", "misc", "common"];

/// Checks every Rust and UI source.
pub fn check(root: &Path) -> Done<Vec<String>> {
    let mut found = Vec::new();
    for dir in ["crates", "src-tauri", "tests", "xtask", "ui/src"] {
        for path in files(&root.join(dir))? {
            let name = shown(root, &path);
            let is_rust = name.ends_with(".rs");
            let is_ui = name.ends_with(".ts") || name.ends_with(".svelte");
            if !is_rust && !is_ui {
                continue;
            }
            let text = std::fs::read_to_string(&path)?;
            found.extend(check_file(&name, &text, is_rust));
        }
    }
    Ok(found)
}

fn check_file(name: &str, text: &str, is_rust: bool) -> Vec<String> {
    let mut found = Vec::new();
    let stem = Path::new(name)
        .file_stem()
        .map(|s| s.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if EMPTY_NAMES.contains(&stem.as_str()) {
        found.push(format!("{name}: the name does not say what is in it"));
    }
    let lines = text.lines().count();
    if lines > HARD_LINES && !name.ends_with("lib/bindings.ts") {
        found.push(format!(
            "{name}: {lines} lines; split it along the idea (at most {HARD_LINES})"
        ));
    }
    if is_rust {
        found.extend(check_rust(name, text));
    } else if text.contains("@tauri-apps/")
        && !name.starts_with("ui/src/lib/api/")
        && !name.ends_with("lib/bindings.ts")
    {
        found.push(format!("{name}: @tauri-apps may be imported in ui/src/lib/api only"));
    }
    found
}

fn check_rust(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") && !text.starts_with("#![") {
        found.push(format!("{name}: begins without a //! sentence on its purpose"));
    }
    let is_test = name.starts_with("tests/")
        || name.contains("/tests/")
        || name.contains("/examples/")
        || name.contains("/benches/");
    let shipped = text.split("#[cfg(test)]").next().unwrap_or(text);
    if is_test || name.starts_with("xtask/") {
        return found;
    }
    if !SQL_PLACES.iter().any(|place| name.starts_with(place)) {
        for word in ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE "] {
            if shipped
                .lines()
                .any(|line| line.trim_start().trim_start_matches('"').starts_with(word))
            {
                found.push(format!("{name}: SQL ({}) outside the crates that own it", word.trim()));
            }
        }
    }
    if name.starts_with("crates/cabinet-domain/")
        && ["async fn", "std::fs", "Instant::now"]
            .iter()
            .any(|w| shipped.contains(w))
    {
        found.push(format!(
            "{name}: the domain does no IO, reads no clock, and is not async"
        ));
    }
    found
}
