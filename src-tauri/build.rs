//! Lets Tauri read tauri.conf.json, capabilities/ and icons/ from the root, once the page of the window is built.

#[path = "built_ui.rs"]
mod built_ui;

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed={}", built_ui::PAGE);
    if let Some(words) = built_ui::missing(Path::new(".")) {
        println!("cargo::error={words}");
        return;
    }
    tauri_build::build();
}
