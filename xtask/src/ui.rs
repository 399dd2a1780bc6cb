//! Building the UI: npm packages by lock file, then the bundle that the program embeds.

use crate::shell::{self, Done};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// An npm command in ui/.
pub fn npm(args: &[&str]) -> Command {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(program);
    command.current_dir(shell::root().join("ui")).args(args);
    command
}

/// Installs the packages of the lock file, unless that very lock file is installed already.
pub fn install() -> Done {
    let ui = shell::root().join("ui");
    let lock = std::fs::read(ui.join("package-lock.json"))?;
    let stamp = ui.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("Installing npm packages of ui/package-lock.json");
    shell::run(&mut npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

/// Builds ui/dist when a source is newer than it.
pub fn build() -> Done {
    install()?;
    let ui = shell::root().join("ui");
    let built = modified(&ui.join("dist/index.html"));
    let newest = ["src", "index.html", "package-lock.json", "vite.config.ts"]
        .iter()
        .filter_map(|p| newest(&ui.join(p)))
        .max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    println!("Building ui/dist");
    shell::run(&mut npm(&["run", "build"]))
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    if path.is_file() {
        return modified(path);
    }
    let entries = std::fs::read_dir(path).ok()?;
    entries.flatten().filter_map(|entry| newest(&entry.path())).max()
}
