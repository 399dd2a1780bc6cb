//! A disk that is full: the profile of a device, and the data of a gateway, on a small disk of memory that is filled up to a
//! few kilobytes while they work.
//!
//! Mounting it needs root, which is said when it is not there.

use crate::amount::Amount;
use crate::dealer::{Dealer, Done, difference};
use crate::plant::Plant;
use crate::tally::{Ended, Tally};
use cabinet_simulation::dice::Dice;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The size of the disk of a device, in MiB.
const SIZE_MIB: u64 = 48;

/// The size of the disk of the gateway, in MiB: it keeps what changed, and much changes here.
const GATEWAY_MIB: u64 = 160;

/// The most that is left free, in KiB.
const MOST_FREE_KIB: u64 = 768;

/// A disk of memory.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(size_mib: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={size_mib}m,mode=700");
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if done.is_ok_and(|ended| ended.success()) {
            Some(Self { folder })
        } else {
            println!("skipped: a small disk cannot be mounted here (it needs root)");
            None
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Fills the disk until so much is free.
    fn fill(&self, free_kib: u64) {
        let mut file = std::fs::File::create(self.ballast()).unwrap();
        let piece = vec![0x5a; 4096];
        while file.write_all(&piece).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(free_kib * 1024)).unwrap();
    }

    fn clear(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

/// A round is one work on a full disk, of the device or of the gateway in turn. `None` when a binary is missing or the disk
/// cannot be mounted.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    let mut tally = Tally::begin("full disk");
    let mut dice = Dice::new(amount.seed);
    let disk = SmallDisk::mount(SIZE_MIB)?;
    let mut device = OfDevice::build(&disk, amount.products)?;
    let other_disk = SmallDisk::mount(GATEWAY_MIB)?;
    let mut gateway = OfGateway::build(&other_disk, amount.products)?;
    let mut codes = BTreeMap::new();
    while tally.rounds < amount.rounds {
        let free_kib = if dice.below(4) == 0 {
            0
        } else {
            dice.below(MOST_FREE_KIB)
        };
        if tally.rounds.is_multiple_of(2) {
            device.round(free_kib, &mut dice, &mut tally, &mut codes);
        } else {
            gateway.round(free_kib, &mut dice, &mut tally, &mut codes);
        }
        tally.rounds += 1;
        tally.progress(50);
    }
    for (code, count) in codes {
        tally.figure(code, count);
    }
    Some(tally.end())
}

/// How it was told, and whether it was told as what it is.
fn count(what: &str, done: &Done, codes: &mut BTreeMap<String, u64>) {
    let told = match done.code {
        Some(0) => "done all the same".to_owned(),
        _ => format!("told as {}", done.error()),
    };
    *codes.entry(format!("{what}: {told}")).or_default() += 1;
}

struct OfDevice<'d> {
    disk: &'d SmallDisk,
    plant: Plant,
    dealer: Dealer,
    draft: String,
    kept: BTreeMap<String, i64>,
    articles: Vec<String>,
}

impl<'d> OfDevice<'d> {
    fn build(disk: &'d SmallDisk, products: u64) -> Option<Self> {
        let plant = Plant::with(products)?;
        let dealer = Dealer::at(disk.path());
        dealer.enroll(&plant.gateway.url(), &plant.code());
        dealer.ok(&["sync"]);
        let articles = plant.articles(&dealer, 400);
        let draft = dealer.new_draft();
        dealer.ok_with(&["draft", "add", &draft, "-"], &format!("{};1\n", articles[0]));
        Some(Self {
            disk,
            kept: dealer.lines(&draft),
            plant,
            dealer,
            draft,
            articles,
        })
    }

    fn round(&mut self, free_kib: u64, dice: &mut Dice, tally: &mut Tally, codes: &mut BTreeMap<String, u64>) {
        self.plant.publish(self.plant.plan.products);
        let work = *dice.pick(&["a first load", "a delta", "lines of a draft"]);
        if work == "a first load" {
            self.dealer.delete_mirror();
        }
        self.disk.fill(free_kib);
        let lines: String = self.articles.iter().map(|article| format!("{article};1\n")).collect();
        let done = match work {
            "lines of a draft" => self.dealer.run_under(&[], &["draft", "add", &self.draft, "-"], &lines),
            _ => self.dealer.run(&["sync"]),
        };
        let at = format!("{work} with {free_kib} KiB free");
        tally.hold(done.is_told(), || format!("{at}: not told: {done:?}"));
        tally.hold(done.code == Some(0) || done.error() == "disk_full", || {
            format!("{at}: not told as a full disk: {done:?}")
        });
        tally.struck += u64::from(done.code != Some(0));
        count(work, &done, codes);
        // What is kept can be read while the disk is full. A program that starts needs a little room even to read, for the
        // index of the log; where there is none, it says so.
        let shown = self.dealer.run(&["draft", "show", &self.draft]);
        let there = shown.json["lines"].as_array().map_or(0, Vec::len);
        let is_told = shown.error() == "disk_full";
        tally.hold(is_told || there >= self.kept.len(), || {
            format!(
                "{at}: of {} lines {there} can be read meanwhile: {shown:?}",
                self.kept.len()
            )
        });
        let read = if is_told { "told as disk_full" } else { "read" };
        *codes.entry(format!("a draft read meanwhile: {read}")).or_default() += 1;
        self.disk.clear();
        for words in self.dealer.check_files() {
            tally.wrong(format!("{at}: {words}"));
        }
        let lines = self.dealer.lines(&self.draft);
        for (item, quantity) in &self.kept {
            tally.hold(lines.get(item).is_some_and(|there| there >= quantity), || {
                format!("{at}: {quantity} of {item} were kept, there are {:?}", lines.get(item))
            });
        }
        self.kept = lines;
        let next = self.dealer.run(&["sync"]);
        tally.hold(next.code == Some(0), || format!("{at}, with space again: {next:?}"));
        if let Some(differs) = difference(&self.dealer.rows(), &self.plant.truth()) {
            tally.wrong(format!("{at}, with space again: {differs}"));
        }
    }
}

struct OfGateway<'d> {
    disk: &'d SmallDisk,
    plant: Plant,
    dealer: Dealer,
    articles: Vec<String>,
    orders: u64,
}

impl<'d> OfGateway<'d> {
    fn build(disk: &'d SmallDisk, products: u64) -> Option<Self> {
        let mut plant = Plant::with_data_in(disk.path(), products)?;
        // Without it the stock that orders hold comes to an end sometime.
        plant.gateway.configure("[orders]\nmax_held_orders = 100000\n");
        plant.gateway.kill();
        plant.gateway.serve();
        let dealer = plant.device();
        let articles = plant.articles(&dealer, 400);
        Some(Self {
            disk,
            plant,
            dealer,
            articles,
            orders: 0,
        })
    }

    fn round(&mut self, free_kib: u64, dice: &mut Dice, tally: &mut Tally, codes: &mut BTreeMap<String, u64>) {
        let folder = self.plant.changes(self.plant.plan.products);
        let draft = self.dealer.new_draft();
        let article = dice.pick(&self.articles).clone();
        self.dealer
            .ok_with(&["draft", "add", &draft, "-"], &format!("{article};1\n"));
        self.disk.fill(free_kib);
        let at = format!("the gateway with {free_kib} KiB free");
        let output = self
            .plant
            .gateway
            .command(&["import", folder.to_str().unwrap()])
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_told = output.status.success() || words.contains("full") && !words.contains("panicked");
        tally.hold(is_told, || format!("{at}: an import is not told: {words}"));
        tally.struck += u64::from(!output.status.success());
        let told = if output.status.success() {
            "done all the same"
        } else {
            "told as a full disk"
        };
        *codes.entry(format!("an import: {told}")).or_default() += 1;
        // Orders stay on the device, or are placed; never half.
        let placed = self.dealer.run(&["place", &draft, "--accept"]);
        tally.hold(placed.is_told(), || format!("{at}: an order is not told: {placed:?}"));
        count("an order", &placed, codes);
        let synced = self.dealer.run(&["sync"]);
        tally.hold(synced.is_told(), || format!("{at}: a sync is not told: {synced:?}"));
        count("a sync of a device", &synced, codes);
        self.disk.clear();
        let next = self
            .plant
            .gateway
            .command(&["import", folder.to_str().unwrap()])
            .output()
            .unwrap();
        tally.hold(next.status.success(), || format!("{at}, with space again: {next:?}"));
        for _ in 0..2 {
            let next = self.dealer.run(&["sync"]);
            tally.hold(next.code == Some(0), || format!("{at}, with space again: {next:?}"));
        }
        // It is placed once, or its prices rose meanwhile and it came back to its user; nothing else.
        let known = self.plant.gateway.orders();
        let came_back = placed.json["outcome"] == "changed" || self.came_back(placed.json["command"].as_str());
        let expected = self.orders + u64::from(placed.code == Some(0) && !came_back);
        tally.hold(known == expected, || {
            format!("{at}: {known} orders at the gateway instead of {expected}; the device said {placed:?}")
        });
        self.orders = known;
        if let Some(differs) = difference(&self.dealer.rows(), &self.plant.truth()) {
            tally.wrong(format!("{at}, with space again: {differs}"));
        }
    }

    /// Whether the list of orders says that one asks its user.
    fn came_back(&self, command: Option<&str>) -> bool {
        let orders = self.dealer.ok(&["orders"]);
        let list = orders["items"].as_array().unwrap();
        list.iter()
            .any(|order| order["id"].as_str() == command && order["state"] == "needs_user")
    }
}
