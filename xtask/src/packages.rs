//! What the system must have, installed where that can be done, named exactly where it cannot.

use crate::shell::{self, Done, Failure};
use std::path::PathBuf;
use std::process::Stdio;

/// Needed to build the window.
const BUILD: &[&str] = &[
    "build-essential",
    "libayatana-appindicator3-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libsoup-3.0-dev",
    "libwebkit2gtk-4.1-dev",
    "make",
    "perl",
    "pkg-config",
];

/// Needed to run the window without a display and to test it: driver, keyring, fonts, PDF readers, a printing system,
/// strace, which makes writes fail.
const HEADLESS: &[&str] = &[
    "adwaita-icon-theme",
    "cups",
    "cups-client",
    "cups-ipp-utils",
    "dbus",
    "dunst",
    "faketime",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "gnome-keyring",
    "libsecret-tools",
    "poppler-utils",
    "procps",
    "python3-dbusmock",
    "python3-gi",
    "python3-venv",
    "python3-xlib",
    "strace",
    "time",
    "webkit2gtk-driver",
    "xauth",
    "xclip",
    "xdotool",
    "xvfb",
];

/// Needed to measure under load.
const LOAD: &[&str] = &["wrk"];

/// Needed to read what the program writes: a spreadsheet program of hundreds of megabytes, so not for every test, and a reader of
/// schemas.
const ORACLE: &[&str] = &["libreoffice-calc", "libxml2-utils"];

/// What the work at hand needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Build and open a window on the display that is there.
    Window,
    /// As above, and run and test without a display.
    Headless,
    /// As above, and measure under load.
    Load,
    /// As headless, and open workbooks by an independent program.
    Oracle,
}

/// Makes sure that the system has what is needed.
pub fn ensure(need: Need) -> Done {
    check_node()?;
    if !cfg!(target_os = "linux") {
        return other_system();
    }
    let wanted: Vec<&str> = match need {
        Need::Window => BUILD.to_vec(),
        Need::Headless => BUILD.iter().chain(HEADLESS).copied().collect(),
        Need::Oracle => BUILD.iter().chain(HEADLESS).chain(ORACLE).copied().collect(),
        Need::Load => BUILD.iter().chain(HEADLESS).chain(LOAD).copied().collect(),
    };
    if !shell::is_installed("dpkg-query") || !shell::is_installed("apt-get") {
        return Err(Failure::new(format!(
            "this is not Debian or Ubuntu; install what these packages hold and try again:\n  {}",
            wanted.join(" ")
        )));
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !has_package(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing system packages: {}", missing.join(" "));
    let as_root = shell::output(shell::command("id").arg("-u"))?.trim() == "0";
    let apt = |args: &[&str]| -> Done {
        let mut command = if as_root {
            shell::command("apt-get")
        } else {
            shell::command("sudo")
        };
        if !as_root {
            command.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        }
        shell::run(
            command
                .args(args)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdin(Stdio::null()),
        )
    };
    if !as_root && !shell::is_installed("sudo") {
        return Err(Failure::new(format!(
            "neither root nor sudo; as root run:\n  apt-get update && apt-get install --no-install-recommends {}",
            missing.join(" ")
        )));
    }
    apt(&["update", "-q"])?;
    let mut args = vec!["install", "-y", "-q", "--no-install-recommends"];
    args.extend(missing);
    apt(&args)
}

/// What order lists are read with beside us, papers and price lists are made with, and sums are told in words with.
const READERS: [&str; 4] = ["num2words", "openpyxl", "pandas", "reportlab"];

/// A Python of its own with [`READERS`], under the target folder; `None`, with the reason printed, where it cannot be had:
/// nothing but a comparison depends on it.
pub fn readers_beside_us() -> Option<PathBuf> {
    let folder = shell::target_dir().join("readers");
    let python = folder.join("bin/python3");
    let has_all = || {
        let imports = format!("import {}", READERS.join(", "));
        let checked = shell::command(&python)
            .args(["-c", &imports])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        checked.is_ok_and(|status| status.success())
    };
    if has_all() {
        return Some(python);
    }
    let made = shell::run(shell::command("python3").args(["-m", "venv"]).arg(&folder)).and_then(|()| {
        let mut pip = shell::command(&python);
        shell::run(pip.args(["-m", "pip", "install", "--quiet"]).args(READERS))
    });
    if made.is_ok() && has_all() {
        return Some(python);
    }
    println!("{} cannot be installed: their figures are left out", READERS.join(", "));
    None
}

/// Node and npm build the UI.
fn check_node() -> Done {
    let advice = "install Node.js 20.19 or newer with npm (https://nodejs.org, or your system's packages)";
    if !shell::is_installed("node") || !shell::is_installed("npm") {
        return Err(Failure::new(format!("Node.js was not found: {advice}")));
    }
    let version = shell::output(shell::command("node").arg("--version"))?;
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < (20, 19) {
        return Err(Failure::new(format!("Node.js {} is too old: {advice}", version.trim())));
    }
    Ok(())
}

fn has_package(package: &str) -> bool {
    shell::command("dpkg-query")
        .args(["-W", "-f", "${Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains("ok installed"))
}

/// Windows and macOS: say what to install; nothing can be installed unasked there.
fn other_system() -> Done {
    if cfg!(target_os = "windows") {
        println!(
            "Needed on Windows 10 1809 or newer:\n  \
             1. Visual Studio Build Tools with the workload «Desktop development with C++»\n  \
             2. Microsoft Edge WebView2 Runtime (part of Windows 11)\n  \
             3. Strawberry Perl (builds the bundled OpenSSL) and NASM, both on PATH\n  \
             4. Rust by rustup (x86_64-pc-windows-msvc), Node.js 20.19 or newer, git"
        );
    } else {
        println!(
            "Needed on macOS 12 or newer:\n  \
             1. xcode-select --install\n  \
             2. Rust by rustup, Node.js 20.19 or newer, git"
        );
    }
    Ok(())
}
