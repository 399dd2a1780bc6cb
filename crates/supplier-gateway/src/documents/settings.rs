//! `[documents]` of `gateway.toml`.

use serde::Deserialize;
use std::path::PathBuf;

/// `[documents]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentSettings {
    /// The folder that is watched; empty: none is. A relative path is of the data directory.
    pub folder: PathBuf,
}
