//! The system's file dialog, worked as a person does: by the keys of the desktop.

use super::home::Home;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// The shown windows of this program: the main one, and the system's file dialog while it is open.
pub fn windows_of(home: &Home) -> Vec<String> {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--class", "dealer-cabinet"])
        .output()
        .expect("xdotool");
    String::from_utf8_lossy(&found.stdout)
        .lines()
        .filter(|window| home.runs(&asked(&["getwindowpid", window])))
        .map(str::to_owned)
        .collect()
}

/// Waits until that many windows of this program are shown; false when they do not come.
fn has_windows(home: &Home, count: usize, patience: Duration) -> bool {
    let began = Instant::now();
    while windows_of(home).len() != count {
        if began.elapsed() > patience {
            return false;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    true
}

/// Types a path into the system's file dialog of this program, as a person does, and again when the dialog was not ready.
pub fn choose_in_dialog(home: &Home, main: &str, path: &Path) {
    assert!(has_windows(home, 2, PATIENCE), "no dialog came");
    let dialog = windows_of(home)
        .into_iter()
        .find(|window| window != main)
        .expect("a dialog");
    let path = path.to_str().expect("UTF-8");
    for _ in 0..6 {
        asked(&["windowfocus", &dialog]);
        // A slash opens the line for a path. To this window, whichever has the keyboard: stories run side by side.
        asked(&["key", "--window", &dialog, "ctrl+a"]);
        asked(&["type", "--window", &dialog, "--delay", "20", path]);
        asked(&["key", "--window", &dialog, "Return"]);
        if has_windows(home, 1, Duration::from_secs(4)) {
            return;
        }
    }
    panic!("the dialog takes no path");
}

fn asked(words: &[&str]) -> String {
    let out = Command::new("xdotool").args(words).output().expect("xdotool");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}
