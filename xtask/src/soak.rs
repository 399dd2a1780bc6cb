//! `soak`: the long runs. The simulation of bad days over many seeds, and real processes under each hardship in full.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::simulation;

const USAGE: &str = "cargo xtask soak [--seeds A..B | --real [NAME] [--rounds N] [--products N] [--seed N]]";

/// The hardships, in the order in which they are run; `crates/hardship` knows the same names.
const HARDSHIPS: &[&str] = &[
    "failing-writes",
    "full-disk",
    "hostile-answers",
    "networks",
    "herd",
    "kills",
];

/// Both, or the one that is named.
pub fn run(args: &[&str]) -> Done {
    match args {
        [] => {
            step("the simulation of bad days", || simulation::soak("1..1001"))?;
            real(&[])
        }
        ["--seeds", range] => simulation::soak(range),
        ["--real", rest @ ..] => real(rest),
        _ => Err(Failure::new(USAGE)),
    }
}

/// Runs one hardship, or all of them; one that goes wrong does not keep the others from running.
fn real(args: &[&str]) -> Done {
    let (names, flags): (Vec<&str>, &[&str]) = match args {
        [name, flags @ ..] if HARDSHIPS.contains(name) => (vec![*name], flags),
        [flag, ..] if flag.starts_with("--") => (HARDSHIPS.to_vec(), args),
        [] => (HARDSHIPS.to_vec(), args),
        _ => {
            return Err(Failure::new(format!(
                "{USAGE}\nNAME is one of: {}",
                HARDSHIPS.join(", ")
            )));
        }
    };
    packages::ensure(Need::Headless)?;
    let mut build = shell::cargo();
    build.args(["build", "--release", "--locked", "--workspace"]);
    build.args(["--bin", "hardships", "--bin", "cabinet", "--bin", "supplier-gateway"]);
    shell::run(&mut build)?;
    let mut bad = Vec::new();
    for name in names {
        let mut command = shell::command(crate::test::binary("release", "hardships"));
        command.arg(name).args(flags);
        crate::test::with_binaries(&mut command, "release");
        if step(name, || shell::run(&mut command)).is_err() {
            bad.push(name);
        }
    }
    if bad.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "went wrong, or could not be run: {}; the lines above say why",
            bad.join(", ")
        )))
    }
}
