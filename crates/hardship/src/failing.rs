//! Every n-th write that fails: the system call that writes, opens, syncs, cuts or removes a file of the program answers with
//! «input/output error» or «no space», once or from then on, for n = 1, 2, … until a run passes without any.
//!
//! strace puts the errors in place of the calls and counts them by thread; the program is the one that ships.

use crate::amount::Amount;
use crate::dealer::{Dealer, Done, difference};
use crate::plant::Plant;
use crate::tally::{Ended, Tally};
use cabinet_simulation::dump::Rows;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Calls that fail.
const CALLS: &[&str] = &[
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "openat",
    "unlink",
    "rename",
];

/// Which errors, and whether once or from then on.
const WAYS: &[(&str, &str)] = &[("EIO", ""), ("ENOSPC", "+"), ("ENOSPC", ""), ("EIO", "+")];

/// strace, where it is installed and the system lets it look into other programs.
#[must_use]
pub fn strace() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join("strace"))
        .find(|path| path.is_file())?;
    let probe = Command::new(&found)
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=write", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    probe.is_ok_and(|ended| ended.success()).then_some(found)
}

/// What is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    FirstLoad,
    Delta,
    Draft,
    Import,
}

/// A round is one run with a fault; `amount.rounds` is the most of them per work and call, 0 for all until a run passes
/// clean. `None` when a binary is missing or nothing can be made to fail here.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    if strace().is_none() {
        println!("skipped: strace is not installed, or the system does not let it look into programs");
        return None;
    }
    let mut tally = Tally::begin("failing writes");
    let mut scene = Scene::build(amount.products)?;
    // In full each way by itself; otherwise in turn.
    let ways: Vec<Option<usize>> = match amount.rounds {
        0 => (0..WAYS.len()).map(Some).collect(),
        _ => vec![None],
    };
    for work in [Work::FirstLoad, Work::Delta, Work::Draft, Work::Import] {
        for call in CALLS {
            let mut ends = Vec::new();
            for way in &ways {
                let mut last = 0;
                let mut passed = false;
                for n in numbers(amount.rounds) {
                    last = n;
                    let way = way.unwrap_or(usize::try_from(n).unwrap() % WAYS.len());
                    if !scene.round(work, call, n, WAYS[way], &mut tally) {
                        passed = true;
                        break;
                    }
                }
                ends.push(if passed {
                    last.to_string()
                } else {
                    format!("not up to {last}")
                });
            }
            if ends.iter().any(|end| end != "1") {
                tally.figure(format!("{work:?}, {call}"), format!("clean at n = {}", ends.join(", ")));
            }
        }
    }
    scene.figures(&mut tally);
    Some(tally.end())
}

/// 1, 2, 3 … without an end, or so many numbers that grow.
fn numbers(most: u64) -> Box<dyn Iterator<Item = u64>> {
    if most == 0 {
        return Box::new(1..);
    }
    let steps = std::iter::successors(Some(1_u64), |n| Some(n + 1 + n / 2));
    Box::new(steps.take(usize::try_from(most).unwrap()))
}

struct Scene {
    plant: Plant,
    dealer: Dealer,
    draft: String,
    kept: BTreeMap<String, i64>,
    articles: Vec<String>,
    next_article: usize,
    stale: PathBuf,
    truth: Rows,
    log: PathBuf,
    codes: BTreeMap<String, u64>,
}

impl Scene {
    fn build(products: u64) -> Option<Self> {
        let mut plant = Plant::with(products)?;
        let dealer = plant.device();
        let articles = plant.articles(&dealer, 1_000);
        let draft = dealer.new_draft();
        dealer.ok_with(&["draft", "add", &draft, "-"], &format!("{};1\n", articles[0]));
        let stale = plant.scratch().join("stale");
        dealer.save_mirror(&stale);
        plant.publish(products);
        let truth = plant.truth();
        dealer.ok(&["sync"]);
        Some(Self {
            kept: dealer.lines(&draft),
            log: plant.scratch().join("strace.log"),
            plant,
            dealer,
            draft,
            articles,
            next_article: 1,
            stale,
            truth,
            codes: BTreeMap::new(),
        })
    }

    /// One run; false when no fault struck it.
    fn round(&mut self, work: Work, call: &str, n: u64, (error, on): (&str, &str), tally: &mut Tally) -> bool {
        let at = format!("{work:?}, {call} number {n}{on} fails with {error}");
        match work {
            Work::FirstLoad => self.dealer.delete_mirror(),
            Work::Delta => self.dealer.put_mirror(&self.stale),
            Work::Draft | Work::Import => {}
        }
        let _ = std::fs::remove_file(&self.log);
        let under = self.strace(work, call, &format!("error={error}:when={n}{on}"));
        let done = match work {
            Work::FirstLoad | Work::Delta => self.dealer.run_under(&under, &["sync"], ""),
            Work::Draft => {
                let lines: String = (0..3).map(|at| self.line(at)).collect();
                self.next_article += 3;
                self.dealer
                    .run_under(&under, &["draft", "add", &self.draft, "-"], &lines)
            }
            Work::Import => self.import(&under),
        };
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let has_struck = log.contains("(INJECTED)");
        tally.rounds += 1;
        tally.struck += u64::from(has_struck);
        tally.progress(100);
        tally.hold(done.is_told(), || format!("{at}: not told: {done:?}"));
        if has_struck {
            let told = match done.code {
                Some(0) => "well all the same",
                _ if done.error().is_empty() => "told in words",
                _ => done.error(),
            };
            *self.codes.entry(format!("{work:?} with {error}: {told}")).or_default() += 1;
            if std::env::var_os("HARDSHIP_WORDS").is_some() {
                println!("{at}: {:?} {}", done.code, done.words.trim());
            }
        }
        self.look(work, &at, &done, tally);
        has_struck
    }

    /// Nothing that was kept is lost, and the next ordinary run heals everything.
    fn look(&mut self, work: Work, at: &str, done: &Done, tally: &mut Tally) {
        for words in self.dealer.check_files() {
            tally.wrong(format!("{at}: {words}"));
        }
        let lines = self.dealer.lines(&self.draft);
        let mut expected = self.kept.clone();
        if work == Work::Draft && done.code == Some(0) {
            for line in done.json["matched"].as_array().unwrap() {
                let (item, more) = (line["id"].as_str().unwrap(), line["quantity_milli"].as_i64().unwrap());
                *expected.entry(item.to_owned()).or_default() += more;
            }
        }
        for (item, quantity) in &expected {
            tally.hold(lines.get(item).is_some_and(|there| there >= quantity), || {
                format!("{at}: {quantity} of {item} were kept, there are {:?}", lines.get(item))
            });
        }
        self.kept = lines;
        if work == Work::Import {
            let folder = self.plant.scratch().join("changes");
            let done = self
                .plant
                .gateway
                .command(&["import", folder.to_str().unwrap()])
                .output()
                .unwrap();
            tally.hold(done.status.success(), || format!("{at}, imported again: {done:?}"));
        }
        let next = self.dealer.run(&["sync"]);
        tally.hold(next.code == Some(0), || format!("{at}, the next sync: {next:?}"));
        if let Some(differs) = difference(&self.dealer.rows(), &self.truth) {
            tally.wrong(format!("{at}: {differs}"));
            // Looked at once.
            self.truth = self.dealer.rows();
        }
    }

    /// The light update of another round, so that there is something to write; the truth follows.
    fn import(&mut self, under: &[OsString]) -> Done {
        let folder = self.plant.changes(self.plant.plan.products);
        let path = folder.to_str().unwrap().to_owned();
        let plain = self.plant.gateway.command(&["import", &path]);
        let mut command = Command::new(&under[0]);
        command
            .args(&under[1..])
            .arg(plain.get_program())
            .args(plain.get_args());
        let output = command.output().unwrap();
        let done = Done {
            code: output.status.code(),
            json: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            words: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        // The gateway that nobody disturbs afterwards is the truth: a fresh device asks it once all is imported.
        self.plant.gateway.command(&["import", &path]).output().unwrap();
        self.truth = self.plant.truth();
        done
    }

    fn line(&self, at: usize) -> String {
        format!("{};1\n", self.articles[(self.next_article + at) % self.articles.len()])
    }

    /// strace with a fault in one call on the files of the work.
    fn strace(&self, work: Work, call: &str, fault: &str) -> Vec<OsString> {
        let mut all: Vec<OsString> = vec![strace().unwrap().into()];
        let log = self.log.to_str().unwrap();
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:{fault}");
        all.extend(["-f", "-qq", "-o", log, "-e", &trace, "-e", &inject].map(OsString::from));
        let (folder, names) = match work {
            Work::Import => (self.plant.gateway.data(), vec!["gateway.db".to_owned()]),
            _ => (self.dealer.profile(), self.names()),
        };
        for name in names {
            for tail in ["", "-wal", "-shm", "-journal"] {
                all.push("-P".into());
                all.push(folder.join(format!("{name}{tail}")).into());
            }
        }
        all
    }

    fn names(&self) -> Vec<String> {
        let entity = format!("entity-{}.db", self.plant.entity);
        ["desk.db", "mirror.db", &entity, "keys.json", "keys.json.new"]
            .map(str::to_owned)
            .to_vec()
    }

    fn figures(&self, tally: &mut Tally) {
        for (code, count) in &self.codes {
            tally.figure(code.clone(), count);
        }
    }
}
