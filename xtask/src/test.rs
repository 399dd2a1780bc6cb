//! Every check, as CI runs it.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::{simulation, tidy, ui};
use std::path::PathBuf;
use std::process::Command;

/// The version that reads our deny.toml.
const CARGO_DENY: &str = "0.20.2";

/// Runs all checks; the first failure stops.
pub fn run() -> Done {
    step("system packages", || packages::ensure(Need::Headless))?;
    step("formatting", || {
        shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("tidy", tidy::run)?;
    step("ui packages", ui::install)?;
    step("ui: types, lint, tests", || {
        for script in ["check", "lint", "test"] {
            shell::run(&mut ui::npm(&["run", script]))?;
        }
        Ok(())
    })?;
    step("ui: bundle", ui::build)?;
    step("lints", || {
        shell::run(shell::cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("build", || {
        shell::run(shell::cargo().args(["build", "--workspace", "--bins", "--locked"]))
    })?;
    step("tests", || shell::run(&mut tests(&["--workspace", "--locked"])))?;
    step("mutants of the simulation", simulation::mutants_apply)?;
    step("licences", licences)?;
    println!("\nAll checks passed.");
    Ok(())
}

/// Makes the bindings of the UI anew.
pub fn bindings() -> Done {
    shell::run(
        shell::cargo()
            .args(["test", "--workspace", "--locked", "--test", "bindings"])
            .env_remove("CI"),
    )
}

/// The test runner in a session of its own: a private display, a private message bus, no keyring of the user.
pub fn tests(args: &[&str]) -> Command {
    let mut command = in_private_session();
    if shell::is_installed("cargo-nextest") {
        command
            .arg(cargo_path())
            .args(["nextest", "run", "--no-fail-fast"])
            .args(args);
    } else {
        command.arg(cargo_path()).args(["test", "--no-fail-fast"]).args(args);
    }
    with_binaries(&mut command, "debug");
    command
}

/// A command that runs its arguments under Xvfb and a fresh D-Bus session. What that bus starts by itself, such as a keyring,
/// keeps its data apart from the user's: one of his that is locked would ask for its password where nobody sees it.
pub fn in_private_session() -> Command {
    let mut command = shell::command("xvfb-run");
    command.args([
        "-a",
        "-s",
        "-screen 0 1920x1080x24 -nolisten tcp",
        "dbus-run-session",
        "--",
        "env",
        "-u",
        "XDG_DATA_HOME",
    ]);
    let apart = format!("private-session-{}", std::process::id());
    command.env("XDG_DATA_HOME", shell::target_dir().join(apart));
    command.env("NO_AT_BRIDGE", "1").env_remove("WAYLAND_DISPLAY");
    command
}

/// Tells tests where the programs of the other packages are: cargo does so only for a package's own.
pub fn with_binaries(command: &mut Command, profile: &str) {
    for (name, program) in [
        ("GATEWAY_BIN", "supplier-gateway"),
        ("CABINET_BIN", "cabinet"),
        ("DEMO_SUPPLIER_BIN", "demo-supplier"),
        ("DEALER_CABINET_BIN", "dealer-cabinet"),
    ] {
        command.env(name, binary(profile, program));
    }
}

/// Where cargo puts a program.
pub fn binary(profile: &str, program: &str) -> PathBuf {
    shell::target_dir()
        .join(profile)
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

fn cargo_path() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Licences, bans and sources by deny.toml; advisories need the internet and are left to a release.
fn licences() -> Done {
    if !shell::is_installed("cargo-deny") {
        println!("Installing cargo-deny {CARGO_DENY}");
        shell::run(shell::cargo().args(["install", "cargo-deny", "--locked", "--version", CARGO_DENY]))?;
    }
    // Crates of other systems are looked at too, and a build here has not fetched them.
    shell::run(shell::cargo().args(["fetch", "--locked"]))?;
    let checks = ["deny", "--offline", "check", "bans", "licenses", "sources"];
    shell::run(shell::cargo().args(checks)).map_err(|failure| Failure::new(format!("deny.toml: {failure}")))
}
