//! The simulation of bad days: `soak` runs many seeds, `mutants` breaks the engine on purpose and sees whether that is caught.

use crate::shell::{self, Done, Failure};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the mutants are.
const MUTANTS: &str = "crates/cabinet-simulation/mutants";

/// How many seeds a mutant may survive.
const PATIENCE: u64 = 1_000;

/// What a copy of the tree needs to be built.
const COPIED: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "crates",
    "migrations",
    "xtask",
    "src-tauri",
    "benches",
    "tests",
    "tauri.conf.json",
];

/// Runs seeds `A..B` of the simulation in a release build, on as many processes as there are cores.
pub fn soak(range: &str) -> Done {
    let bounds = range
        .split_once("..")
        .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let Some((from, to)) = bounds.filter(|(from, to): &(u64, u64)| from < to) else {
        return Err(Failure::new(format!(
            "«{range}» is no range of seeds; it should look like 1..1001"
        )));
    };
    shell::run(shell::cargo().args(["build", "--release", "--locked", "--workspace", "--bin", "simulate"]))?;
    let program = crate::test::binary("release", "simulate");
    let cores = std::thread::available_parallelism().map_or(1, |cores| u64::try_from(cores.get()).unwrap_or(1));
    let share = (to.saturating_sub(from)).div_ceil(cores);
    let started = Instant::now();
    let mut running = Vec::new();
    for core in 0..cores {
        let begin = from.saturating_add(core.saturating_mul(share));
        let end = begin.saturating_add(share).min(to);
        if begin < end {
            let seeds = format!("{begin}..{end}");
            println!("seeds {seeds}");
            running.push(
                shell::command(&program)
                    .args(["--seeds", &seeds, "--keep-going"])
                    .spawn()?,
            );
        }
    }
    let mut is_good = true;
    for mut child in running {
        is_good &= child.wait()?.success();
    }
    println!(
        "{} seeds in {} s on {cores} cores",
        to.saturating_sub(from),
        started.elapsed().as_secs()
    );
    if is_good {
        Ok(())
    } else {
        Err(Failure::new(
            "a seed went wrong; the lines above say which, and how to run it again",
        ))
    }
}

/// Whether every mutant still fits the tree.
pub fn mutants_apply() -> Done {
    if !shell::is_installed("git") || !shell::root().join(".git").exists() {
        println!("No git here: whether the mutants of the simulation still fit was not looked at.");
        return Ok(());
    }
    for patch in patches()? {
        shell::run(
            shell::command("git")
                .args(["apply", "--check", "--whitespace=nowarn"])
                .arg(&patch),
        )
        .map_err(|_| {
            Failure::new(format!(
                "{} does not fit any more: make it anew, or delete it if what it breaks is gone",
                patch.display()
            ))
        })?;
    }
    Ok(())
}

/// Builds each mutant, or those that are named, in a copy of the tree and runs seeds until one goes wrong.
pub fn mutants(names: &[&str]) -> Done {
    let copy = shell::target_dir().join("mutants");
    let mut survivors = Vec::new();
    for patch in patches()? {
        let name = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !names.is_empty() && !names.contains(&name.as_str()) {
            continue;
        }
        copy_tree(&copy)?;
        in_copy(
            &copy,
            Command::new("git").args(["apply", "--whitespace=nowarn"]).arg(&patch),
        )?;
        in_copy(
            &copy,
            cargo().args(["build", "-q", "--offline", "--workspace", "--bin", "simulate"]),
        )?;
        let program = crate::test::binary("debug", "simulate");
        let seeds = format!("1..{}", PATIENCE.saturating_add(1));
        let out = Command::new(&program).args(["--seeds", &seeds]).output()?;
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let caught = text.lines().find(|line| line.contains("went wrong:"));
        match caught.filter(|_| !out.status.success()) {
            Some(seed) => {
                let why = text.lines().find(|line| line.starts_with("  ")).unwrap_or_default();
                println!("{name}: {}{why}", seed.trim_end_matches(" went wrong:"));
            }
            None => {
                println!("{name}: NOT CAUGHT in {PATIENCE} seeds");
                survivors.push(name);
            }
        }
    }
    if survivors.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("not caught: {}", survivors.join(", "))))
    }
}

fn patches() -> Done<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(shell::root().join(MUTANTS))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    found.retain(|path| path.extension().is_some_and(|extension| extension == "patch"));
    found.sort();
    Ok(found)
}

/// Brings the copy to the tree as it stands; files that are the same keep their times, so that little is built anew.
fn copy_tree(copy: &Path) -> Done {
    std::fs::create_dir_all(copy)?;
    for part in COPIED {
        let from = shell::root().join(part);
        if from.exists() {
            copy_part(&from, &copy.join(part))?;
        }
    }
    Ok(())
}

fn copy_part(from: &Path, to: &Path) -> Done {
    if from.is_dir() {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            copy_part(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let bytes = std::fs::read(from)?;
    if std::fs::read(to).ok().as_ref() != Some(&bytes) {
        std::fs::write(to, bytes)?;
    }
    Ok(())
}

/// Cargo over the target folder of the checkout: what others wrote is built once.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.env("CARGO_TARGET_DIR", shell::target_dir());
    command
}

fn in_copy(copy: &Path, command: &mut Command) -> Done {
    // The copy lies inside the checkout: git must take it for a plain folder.
    let above = copy.parent().unwrap_or(copy);
    shell::run(command.current_dir(copy).env("GIT_CEILING_DIRECTORIES", above))
}
