//! Whether the page that the program embeds was built; the build script asks before anything else does.

use std::path::Path;

/// What the build begins with.
pub const PAGE: &str = "ui/dist/index.html";

/// What to say when it was not; `None` when it was.
pub fn missing(root: &Path) -> Option<&'static str> {
    let is_built = root.join(PAGE).is_file();
    (!is_built).then_some(
        "the page of the window is not built (no ui/dist): run `cargo xtask demo` or `cargo xtask test`, which build it \
         first, or `npm ci && npm run build` in ui/, and then this again",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_without_its_page_says_what_to_run() {
        let root = tempfile::tempdir().unwrap();
        let words = missing(root.path()).unwrap();
        assert!(
            words.contains("cargo xtask demo") && words.contains("npm run build"),
            "{words}"
        );
        std::fs::create_dir_all(root.path().join("ui/dist")).unwrap();
        assert!(missing(root.path()).is_some(), "a folder alone is no page");
        std::fs::write(root.path().join(PAGE), "<!doctype html>").unwrap();
        assert_eq!(missing(root.path()), None);
    }
}
