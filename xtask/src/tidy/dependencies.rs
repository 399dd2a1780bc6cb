//! Dependencies between our crates point one way (docs/architecture.md), and only the shell knows Tauri.

use crate::shell::{self, Done, Failure};
use serde_json::Value;

/// Who may use whom among our own crates. A crate that is not named here fails the check.
const ALLOWED: &[(&str, &[&str])] = &[
    ("cabinet-domain", &[]),
    ("cabinet-pricing", &["cabinet-domain"]),
    ("cabinet-protocol", &["cabinet-pricing", "cabinet-domain"]),
    ("cabinet-client", &["cabinet-protocol", "cabinet-domain"]),
    ("cabinet-sqlite", &[]),
    ("cabinet-keys", &[]),
    (
        "cabinet-mirror",
        &[
            "cabinet-sqlite",
            "cabinet-protocol",
            "cabinet-pricing",
            "cabinet-domain",
        ],
    ),
    ("cabinet-desk", &["cabinet-sqlite", "cabinet-domain"]),
    (
        "cabinet-sync",
        &[
            "cabinet-client",
            "cabinet-mirror",
            "cabinet-desk",
            "cabinet-sqlite",
            "cabinet-protocol",
            "cabinet-domain",
        ],
    ),
    ("cabinet-intake", &["cabinet-domain"]),
    (
        "cabinet-sample",
        &["demo-supplier", "commerceml", "cabinet-protocol", "cabinet-domain"],
    ),
    ("cabinet-documents", &["cabinet-domain"]),
    ("cabinet-printing", &[]),
    ("cabinet-pictures", &["cabinet-domain"]),
    (
        "cabinet-commands",
        &[
            "cabinet-client",
            "cabinet-sync",
            "cabinet-mirror",
            "cabinet-desk",
            "cabinet-keys",
            "cabinet-sqlite",
            "cabinet-documents",
            "cabinet-printing",
            "cabinet-intake",
            "cabinet-pictures",
            "cabinet-sample",
            "cabinet-protocol",
            "cabinet-pricing",
            "cabinet-domain",
        ],
    ),
    ("cabinet-cli", &["cabinet-commands", "cabinet-intake", "cabinet-domain"]),
    ("commerceml", &[]),
    ("upd", &["cabinet-domain"]),
    (
        "supplier-gateway",
        &[
            "commerceml",
            "upd",
            "cabinet-intake",
            "cabinet-protocol",
            "cabinet-pricing",
            "cabinet-domain",
        ],
    ),
    ("demo-supplier", &["commerceml", "cabinet-domain"]),
    // For tests only: no crate may use it otherwise.
    ("testkit", &["cabinet-protocol", "cabinet-domain", "demo-supplier"]),
    // The engine and the gateway in one process, for tests only.
    (
        "cabinet-simulation",
        &[
            "cabinet-client",
            "cabinet-sync",
            "cabinet-mirror",
            "cabinet-desk",
            "cabinet-sqlite",
            "cabinet-protocol",
            "cabinet-domain",
            "supplier-gateway",
        ],
    ),
    // Real processes under hardships, for tests only: no crate may use it.
    (
        "hardship",
        &[
            "cabinet-client",
            "cabinet-sync",
            "cabinet-mirror",
            "cabinet-desk",
            "cabinet-keys",
            "cabinet-sqlite",
            "cabinet-protocol",
            "cabinet-domain",
            "cabinet-simulation",
            "demo-supplier",
            "supplier-gateway",
            "testkit",
        ],
    ),
    // For fuzzing only: no crate may use it.
    (
        "hostile-input",
        &[
            "cabinet-client",
            "cabinet-commands",
            "cabinet-domain",
            "cabinet-intake",
            "cabinet-keys",
            "cabinet-mirror",
            "cabinet-pictures",
            "cabinet-protocol",
            "cabinet-sqlite",
            "commerceml",
            "supplier-gateway",
            "upd",
        ],
    ),
    ("dealer-cabinet", &["cabinet-commands"]),
    ("xtask", &[]),
];

/// Reads `cargo metadata` and compares.
pub fn check() -> Done<Vec<String>> {
    let json = shell::output(shell::cargo().args(["metadata", "--format-version", "1", "--no-deps", "--offline"]))?;
    let metadata: Value = serde_json::from_str(&json).map_err(|e| Failure::new(format!("cargo metadata: {e}")))?;
    let mut found = Vec::new();
    for package in list(&metadata, "packages") {
        let name = text(package, "name");
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            found.push(format!("crate {name} has no row in xtask/src/tidy/dependencies.rs"));
            continue;
        };
        for dependency in list(package, "dependencies") {
            let used = text(dependency, "name");
            let is_for_tests = text(dependency, "kind") == "dev";
            if is_for_tests {
                continue;
            }
            let is_ours = ALLOWED.iter().any(|(known, _)| *known == used);
            if is_ours && !allowed.contains(&used) {
                found.push(format!("{name} must not use {used}: dependencies point one way"));
            }
            if used.starts_with("tauri") && name != "dealer-cabinet" {
                found.push(format!("{name} must not use {used}: only the shell knows the desktop"));
            }
        }
    }
    Ok(found)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
