//! The program that the system has for a kind of file: one that keeps what it was given.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with `xdg-open` in it, for the `PATH` of a window.
pub struct Viewer {
    folder: PathBuf,
}

impl Viewer {
    /// Puts it into a new folder of a home.
    pub fn in_home(home: &Path) -> Self {
        let folder = home.join("tools");
        std::fs::create_dir_all(&folder).expect("a folder");
        let seen = folder.join("seen");
        let script = format!(
            "#!/bin/sh\ncat \"$1\" >'{0}.part'\nmv '{0}.part' '{0}'\n",
            seen.display()
        );
        let program = folder.join("xdg-open");
        std::fs::write(&program, script).expect("a script");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its rights");
        Self { folder }
    }

    /// `PATH` with it before all others.
    pub fn path(&self) -> OsString {
        let mut path = self.folder.clone().into_os_string();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        path
    }

    /// Waits for what it is given next, and forgets that.
    pub fn given(&self) -> Vec<u8> {
        let seen = self.folder.join("seen");
        let started = Instant::now();
        while !seen.exists() {
            assert!(started.elapsed() < PATIENCE, "the viewer was given nothing");
            std::thread::sleep(Duration::from_millis(20));
        }
        let bytes = std::fs::read(&seen).expect("what was given");
        std::fs::remove_file(&seen).expect("forget it");
        bytes
    }
}
