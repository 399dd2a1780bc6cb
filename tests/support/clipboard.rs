//! The clipboard of the display that stories share: one story at a time, and what another program copies into it.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Waits for its turn; it ends when the value is dropped.
pub fn turn() -> File {
    let file = File::create(std::env::temp_dir().join("dealer-cabinet-clipboard.lock")).expect("a lock");
    file.lock().expect("its turn");
    file
}

/// Another program that has copied something; it goes when the value is dropped.
pub struct Copied(Child);

impl Copied {
    /// The content of a file under a kind of the clipboard, such as `image/png` or `text/uri-list`.
    pub fn file(path: &Path, kind: &str) -> Self {
        let child = Command::new("xclip")
            .args(["-selection", "clipboard", "-quiet", "-t", kind, "-i"])
            .arg(path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xclip is installed by `cargo xtask test`");
        let copied = Self(child);
        // It has the clipboard once it answers what it has.
        let started = std::time::Instant::now();
        loop {
            let targets = Command::new("xclip")
                .args(["-o", "-selection", "clipboard", "-t", "TARGETS"])
                .output()
                .expect("xclip");
            if String::from_utf8_lossy(&targets.stdout).contains(kind) {
                return copied;
            }
            assert!(started.elapsed().as_secs() < 20, "the clipboard does not take {kind}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        // It may have ended by itself when another program copied something.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
