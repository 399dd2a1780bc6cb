//! Lets Tauri read tauri.conf.json, capabilities/ and icons/ from the root.

fn main() {
    tauri_build::build();
}
