//! The figures of the papers beside their goals, and other makers of PDF and XLSX on the same table.
//!
//! Every figure is taken by a program in a process of its own, which prints `name value` lines; so the memory of one is not that of
//! another. Nothing fails on a goal: a shared machine's time is no test.

use crate::packages;
use crate::shell::{self, Done, Failure};
use crate::test;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The lines of a small invoice and of a large waybill, and the goods of a price list.
const INVOICE_LINES: &str = "40";
const WAYBILL_LINES: &str = "2000";
const PRICED_GOODS: &str = "46000";
/// The papers among which is searched.
const PAPERS: &str = "100000";
/// How often another maker makes the table.
const RUNS: &str = "5";
const RUNS_OF_LIST: &str = "3";
/// The font that all of them print with.
const FONT: &str = "crates/cabinet-documents/fonts/DejaVuSansCondensed.reduced.ttf";

/// Other makers, where they can be had.
pub struct Peers {
    /// Where the programs of `peers/` are.
    built: Option<PathBuf>,
    python: Option<PathBuf>,
}

/// Builds and installs the other makers; says in words which of them cannot be had.
pub fn peers() -> Peers {
    let target = shell::target_dir().join("peers");
    let built = shell::run(
        shell::cargo()
            .args(["build", "--release", "--locked", "--manifest-path", "peers/Cargo.toml"])
            .arg("--target-dir")
            .arg(&target),
    );
    if let Err(failure) = &built {
        println!("krilla and typst cannot be built, their figures are left out: {failure}");
    }
    Peers {
        built: built.is_ok().then(|| target.join("release")),
        python: packages::readers_beside_us(),
    }
}

/// Takes every figure and prints it.
pub fn figures(peers: &Peers) -> Done {
    let folder = shell::target_dir().join("papers");
    std::fs::create_dir_all(&folder)?;
    line("figure", "measured", "goal");
    invoice(&folder)?;
    waybill(&folder, peers)?;
    price_list(&folder, peers)?;
    let upd = taken(&mut example("upd_speed"))?;
    line("УПД of 2,000 lines read", &upd.median()?, "50 ms");
    let mut owed = example("owed");
    test::with_binaries(&mut owed, "release");
    let tree = taken(&mut owed)?;
    let tree_us = |name| tree.get(name).map(milliseconds);
    line(
        "tree of 20 entities with 5,000 documents each",
        &tree_us("tree_median_us")?,
        "30 ms",
    );
    line("the same, slowest of 51", &tree_us("tree_slowest_us")?, "");
    let find = taken(example("find_bench").arg(PAPERS))?;
    let find_us = |name| find.get(name).map(milliseconds);
    line(
        "a keystroke of the search in 100,000 papers: median",
        &find_us("keystroke_median_us")?,
        "",
    );
    line("the same: p99", &find_us("keystroke_p99_us")?, "100 ms");
    line("the same: slowest", &find_us("keystroke_slowest_us")?, "100 ms");
    println!("\nThe papers are in {}", folder.display());
    Ok(())
}

fn invoice(folder: &Path) -> Done {
    let invoice = taken(speed("invoice", INVOICE_LINES).arg(folder.join("invoice.pdf")))?;
    line("invoice of 40 lines", &invoice.median()?, "10 ms");
    line("its size", &invoice.kilobytes()?, "100 KB");
    line(
        "its first one in a process",
        &invoice.get("first_us").map(milliseconds)?,
        "",
    );
    Ok(())
}

/// The whole waybill by us, its table alone by the others.
fn waybill(folder: &Path, peers: &Peers) -> Done {
    let ours = taken(speed("waybill", WAYBILL_LINES).arg(folder.join("waybill.pdf")))?;
    line(
        "waybill (ТОРГ-12) of 2,000 lines, the whole form",
        &ours.median()?,
        "100 ms",
    );
    line("its memory", &ours.megabytes()?, "60 MB");
    line("its size", &ours.kilobytes()?, "");
    let table = folder.join("waybill.json");
    shell::run(speed("waybill-table", WAYBILL_LINES).arg(&table))?;
    let call = |mut command: Command, name: &str| -> Done<Figures> {
        let out = folder.join(format!("waybill-{name}.pdf"));
        taken(command.arg(&table).arg(shell::root().join(FONT)).arg(out).arg(RUNS))
    };
    if let Some(built) = &peers.built {
        for name in ["krilla", "typst"] {
            let program = format!("{name}_table{}", std::env::consts::EXE_SUFFIX);
            beside(
                name,
                "its table alone",
                &ours,
                call(shell::command(built.join(program)), name),
            )?;
        }
    }
    if let Some(python) = &peers.python {
        let command = script(python, "reportlab_table");
        beside("reportlab", "its table alone", &ours, call(command, "reportlab"))?;
    }
    Ok(())
}

fn price_list(folder: &Path, peers: &Peers) -> Done {
    let workbook = taken(speed("prices-xlsx", PRICED_GOODS).arg(folder.join("prices.xlsx")))?;
    line("price list of 46,000 rows as XLSX", &workbook.median()?, "1500 ms");
    line("its memory", &workbook.megabytes()?, "");
    if let Some(python) = &peers.python {
        let list = folder.join("prices.json");
        shell::run(speed("prices-table", PRICED_GOODS).arg(&list))?;
        let mut command = script(python, "openpyxl_list");
        command
            .arg(list)
            .arg(folder.join("prices-openpyxl.xlsx"))
            .arg(RUNS_OF_LIST);
        beside("openpyxl", "the same list", &workbook, taken(&mut command))?;
    }
    let paper = taken(speed("prices-pdf", PRICED_GOODS).arg(folder.join("prices.pdf")))?;
    line("price list of 46,000 rows as PDF", &paper.median()?, "4000 ms");
    line("its memory", &paper.megabytes()?, "");
    Ok(())
}

/// The figures of another maker, and whether ours are ahead; one that does not run is told and left out.
fn beside(name: &str, what: &str, ours: &Figures, theirs: Done<Figures>) -> Done {
    let theirs = match theirs {
        Ok(theirs) => theirs,
        Err(failure) => {
            println!("{name} does not run, its figures are left out: {failure}");
            return Ok(());
        }
    };
    let is_ahead = ours.get("median_us")? < theirs.get("median_us")?;
    let verdict = if is_ahead { "ours is ahead" } else { "OURS IS BEHIND" };
    line(&format!("  {name}, {what}"), &theirs.median()?, verdict);
    let first = theirs.get("first_us").map(milliseconds)?;
    line(&format!("  {name}: the first one in a process"), &first, "");
    let size = format!("{}, {}", theirs.megabytes()?, theirs.kilobytes()?);
    line(&format!("  {name}: memory, size"), &size, "");
    Ok(())
}

/// What a program printed, by name.
struct Figures {
    program: String,
    values: HashMap<String, u64>,
}

impl Figures {
    fn get(&self, name: &str) -> Done<u64> {
        let words = || Failure::new(format!("{} did not print {name}", self.program));
        self.values.get(name).copied().ok_or_else(words)
    }

    fn median(&self) -> Done<String> {
        self.get("median_us").map(milliseconds)
    }

    fn kilobytes(&self) -> Done<String> {
        Ok(format!("{} KB", self.get("bytes")? / 1024))
    }

    /// Systems other than Linux do not tell.
    fn megabytes(&self) -> Done<String> {
        let peak = self.values.get("peak_kib");
        Ok(peak.map_or_else(|| "not told".to_owned(), |kib| format!("{} MB", kib / 1024)))
    }
}

/// Runs a program and reads its `name value` lines; whatever else it says is passed over.
fn taken(command: &mut Command) -> Done<Figures> {
    let program = command.get_program().to_string_lossy().into_owned();
    let text = shell::output(command)?;
    let values = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.trim().parse().ok()?))
    });
    Ok(Figures {
        program,
        values: values.collect(),
    })
}

fn example(name: &str) -> Command {
    shell::command(test::binary("release", &format!("examples/{name}")))
}

/// A script of `peers/`, which leaves nothing beside itself.
fn script(python: &Path, name: &str) -> Command {
    let mut command = shell::command(python);
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(format!("peers/{name}.py"));
    command
}

fn speed(kind: &str, lines: &str) -> Command {
    let mut command = example("paper_speed");
    command.args([kind, lines]);
    command
}

fn milliseconds(us: u64) -> String {
    format!("{}.{} ms", us / 1000, us / 100 % 10)
}

fn line(name: &str, measured: &str, goal: &str) {
    println!("{name:<56} {measured:>18} {goal:>16}");
}
