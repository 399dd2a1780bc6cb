//! Running other programs, with their failure in words.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What went wrong, in words for the person at the keyboard.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with its words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// The result of a step.
pub type Done<T = ()> = Result<T, Failure>;

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program to be run in the root of the checkout, with what cargo told us about our own package taken away: build scripts
/// that look at it would build what hangs on them again, each time cargo is called by us after it was called by hand.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let is_of_our_package = name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if is_of_our_package {
            command.env_remove(name);
        }
    }
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end, with its output on the terminal.
pub fn run(command: &mut Command) -> Done {
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("{}: {error}", name(command))))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{} failed ({status})", line(command))))
    }
}

/// Runs a program and gives back what it wrote to standard output.
pub fn output(command: &mut Command) -> Done<String> {
    let out = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("{}: {error}", name(command))))?;
    if !out.status.success() {
        return Err(Failure::new(format!("{} failed ({})", line(command), out.status)));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether a program can be found.
pub fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file() || dir.join(format!("{program}.exe")).is_file())
}

/// A named step: says what begins and how long it took.
pub fn step<T>(title: &str, work: impl FnOnce() -> Done<T>) -> Done<T> {
    println!("\n== {title}");
    let started = Instant::now();
    let result = work();
    println!(
        "== {title}: {} s{}",
        started.elapsed().as_secs(),
        if result.is_ok() { "" } else { ", FAILED" }
    );
    result
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let args: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    format!("{} {}", name(command), args.join(" "))
}
