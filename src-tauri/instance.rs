//! One window for each profile: a second start raises the first window and ends.
//!
//! This is a courtesy between starts of one session of one user; the lock on the profile stays the last word, also
//! between sessions, users and the command line.

use crate::arguments::HIDDEN;
use std::path::{Path, PathBuf};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Runtime};

/// How many digits of a hash tell two profiles apart.
const DIGITS: usize = 16;

/// The profile under its one name, unless it is the usual one.
pub fn unusual(profile: &Path, usual: Option<&Path>) -> Option<PathBuf> {
    let profile = resolved(profile);
    (usual.map(resolved).as_ref() != Some(&profile)).then_some(profile)
}

/// The name under which a start looks for an earlier one: the program's own for the usual profile, and one for each
/// other, as [`unusual`] gives it.
pub fn identifier(program: &str, unusual: Option<&Path>) -> String {
    let Some(profile) = unusual else {
        return program.to_owned();
    };
    let hash = blake3::hash(profile.as_os_str().as_encoded_bytes()).to_hex();
    let digits: String = hash.chars().take(DIGITS).collect();
    // A part of such a name must not begin with a digit.
    format!("{program}.p{digits}")
}

/// One directory has one name, however it is written; one that is not there yet is taken as written.
fn resolved(path: &Path) -> PathBuf {
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

/// Looks for an earlier start, and waits for later ones. Must be the first plugin.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, words, _directory| {
        // The system's autostart wants the program to run, and it does.
        if !words.iter().any(|word| word == HIDDEN) {
            raise(app);
        }
    })
}

/// Shows the window, wherever it is: hidden, minimised, or behind others.
pub fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(crate::window::NAME) else {
        // The first start is still opening its window; it will be shown anyway.
        return;
    };
    let raised = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "The window could not be raised");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_has_a_name_of_its_own_and_keeps_it() {
        let home = tempfile::tempdir().unwrap();
        let usual = home.path().join("обычный");
        let other = home.path().join("Иван Петров");
        std::fs::create_dir_all(&other).unwrap();
        let name = |profile: &Path| identifier("app.x", unusual(profile, Some(&usual)).as_deref());
        assert_eq!(name(&usual), "app.x");
        assert_ne!(name(&other), name(&home.path().join("Ґрунт і Ко")));
        assert_eq!(name(&other), name(&home.path().join("./Иван Петров/.")));
        let last = name(&other);
        let last = last.rsplit('.').next().unwrap();
        assert!(last.starts_with('p') && last.len() == 17, "{last}");
    }
}
