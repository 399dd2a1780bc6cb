//! The figures: everything in release, the real gateway, the real window under Xvfb.

use crate::packages::{self, Need};
use crate::shell::{self, Done, step};
use crate::{test, ui};

/// Builds and measures; extra words go to the benchmark.
pub fn run(words: &[&str]) -> Done {
    step("system packages", || packages::ensure(Need::Headless))?;
    step("ui", ui::build)?;
    step("release build", || {
        shell::run(shell::cargo().args(["build", "--release", "--workspace", "--bins", "--examples", "--locked"]))
    })?;
    step("invoice", || {
        shell::run(&mut shell::command(test::binary("release", "examples/invoice")))
    })?;
    step("small pictures", || {
        let mut command = shell::command(test::binary("release", "examples/thumbnails"));
        test::with_binaries(&mut command, "release");
        shell::run(&mut command)
    })?;
    step("figures", || {
        let mut command = test::in_private_session();
        command
            .arg(shell::cargo().get_program())
            .args(["bench", "--workspace", "--locked", "--bench", "figures", "--"])
            .args(words);
        test::with_binaries(&mut command, "release");
        shell::run(&mut command)
    })
}
