//! What the stories share: the real gateway on loopback, 1C's side of the exchange, and a real window.
#![allow(dead_code, reason = "each story is a crate of its own and uses its part")]

pub mod clipboard;
pub mod dialog;
pub mod gateway;
pub mod home;
pub mod onec;
pub mod papers;
pub mod price_rise;
pub mod shelf;
pub mod viewer;
pub mod window;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A program built by the workspace: cargo names only a package's own, xtask passes the others.
pub fn program(variable: &str, name: &str) -> PathBuf {
    let path = std::env::var_os(variable).map_or_else(
        || {
            Path::new(env!("CARGO_BIN_EXE_dealer-cabinet"))
                .with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
        },
        PathBuf::from,
    );
    assert!(
        path.is_file(),
        "{} is not built: run `cargo build --workspace --bins`",
        path.display()
    );
    path
}

/// Runs a program to its end and gives back its standard output; anything but success fails the test with its words.
pub fn succeed(command: &mut Command) -> String {
    let out = command.output().expect("the program starts");
    assert!(
        out.status.success(),
        "{:?} ended with {}\n{}\n{}",
        command,
        out.status,
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// As [`succeed`], reading the output as JSON.
pub fn json(command: &mut Command) -> serde_json::Value {
    let text = succeed(command);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

/// The element of a `data-testid`.
pub fn id(name: &str) -> String {
    format!("[data-testid='{name}']")
}
