//! Doors to the readers of small files, for the targets of `fuzz/` and their replay; no program goes through them.

use crate::settings::{self, Settings};
use cabinet_client::proxy::ProxyChoice;

/// What `settings.json` with these bytes comes to.
#[must_use]
pub fn settings(bytes: &[u8]) -> Settings {
    settings::of_bytes(bytes)
}

/// What the desk's setting of the proxy with this text comes to, as text that holds no password.
#[must_use]
pub fn proxy(text: &str) -> String {
    match crate::network::of_text(text) {
        ProxyChoice::System => "system".to_owned(),
        ProxyChoice::Direct => "direct".to_owned(),
        ProxyChoice::Manual(manual) => manual.address(),
    }
}
