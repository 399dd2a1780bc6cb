//! The figures: everything in release, the real gateway, the real window under Xvfb.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::{papers, test, ui};

/// Builds and measures: everything at 46,000 articles, with `--load [ARTICLES]` the engine at a million or as many, with
/// `--papers` the papers and other makers of them.
pub fn run(words: &[&str]) -> Done {
    match words {
        [] => figures(),
        ["--load"] => load("1000000"),
        ["--load", articles] => load(articles),
        ["--papers"] => papers(),
        _ => Err(Failure::new("cargo xtask bench [--load [ARTICLES] | --papers]")),
    }
}

fn load(articles: &str) -> Done {
    step("system packages", || packages::ensure(Need::Load))?;
    step("ui", ui::build)?;
    step("release build", build)?;
    step("load", || bench("load", &[articles]))
}

fn papers() -> Done {
    step("system packages", || packages::ensure(Need::Headless))?;
    step("ui", ui::build)?;
    step("release build", build)?;
    let peers = step("peers", || Ok(papers::peers()))?;
    step("papers", || papers::figures(&peers))
}

fn build() -> Done {
    shell::run(shell::cargo().args(["build", "--release", "--workspace", "--bins", "--examples", "--locked"]))
}

fn bench(name: &str, words: &[&str]) -> Done {
    let mut command = test::in_private_session();
    command
        .arg(shell::cargo().get_program())
        .args(["bench", "--workspace", "--locked", "--bench", name, "--"])
        .args(words);
    test::with_binaries(&mut command, "release");
    if let Some(python) = packages::readers_beside_us() {
        command.env("BENCH_PYTHON", python);
    }
    shell::run(&mut command)
}

fn figures() -> Done {
    step("system packages", || packages::ensure(Need::Headless))?;
    step("ui", ui::build)?;
    step("release build", build)?;
    step("invoice", || {
        shell::run(&mut shell::command(test::binary("release", "examples/invoice")))
    })?;
    step("prices", || {
        shell::run(&mut shell::command(test::binary("release", "examples/drafts")))
    })?;
    step("small pictures", || {
        let mut command = shell::command(test::binary("release", "examples/thumbnails"));
        test::with_binaries(&mut command, "release");
        shell::run(&mut command)
    })?;
    step("figures", || bench("figures", &[]))
}
