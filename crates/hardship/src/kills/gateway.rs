//! The gateway, killed while it imports and publishes, and while it serves.

use super::{Usual, kill_after};
use crate::dealer::{Dealer, difference};
use crate::plant::Plant;
use crate::tally::Tally;
use cabinet_simulation::dice::Dice;
use cabinet_simulation::dump::Rows;
use rusqlite::Connection;
use std::path::Path;

/// Prices that change at once.
const PRICES: u64 = 2_000;

/// After so many rounds of imports a device is compared with a fresh one.
const COMPARE_EVERY: u64 = 10;

/// A gateway under blows, its twin that nobody touches, and a device.
pub struct Scene {
    plant: Plant,
    /// Gets the same files, and is never killed.
    twin: testkit::supplier::Supplier,
    dealer: Dealer,
    truth: Rows,
    import: Usual,
    whole_import: Usual,
    load: Usual,
    imports: u64,
    struck: [u64; 3],
}

impl Scene {
    /// Builds all three; `None` when a binary is missing.
    #[must_use]
    pub fn build(products: u64) -> Option<Self> {
        let mut plant = Plant::with(products)?;
        let (whole_import, twin) = Usual::of(|| testkit::supplier::Supplier::with_export(&plant.export()));
        let mut twin = twin?;
        // It only imports.
        twin.kill();
        let dealer = plant.device_at(&plant.gateway.url());
        let (load, _) = Usual::of(|| dealer.ok(&["sync"]));
        let changes = plant.changes(PRICES.min(products));
        twin.import_folder(&changes);
        let (import, ()) = Usual::of(|| plant.gateway.import_folder(&changes));
        dealer.ok(&["sync"]);
        let truth = dealer.rows();
        Some(Self {
            plant,
            twin,
            dealer,
            truth,
            import,
            whole_import,
            load,
            imports: 0,
            struck: [0; 3],
        })
    }

    /// One kill, and everything well again.
    pub fn round(&mut self, dice: &mut Dice, tally: &mut Tally) {
        match dice.below(20) {
            0..9 => self.round_of_import(false, dice, tally),
            9 => self.round_of_import(true, dice, tally),
            _ => self.round_of_serving(dice, tally),
        }
    }

    fn round_of_import(&mut self, is_whole: bool, dice: &mut Dice, tally: &mut Tally) {
        self.imports += 1;
        let (folder, usual) = if is_whole {
            (self.plant.export(), self.whole_import)
        } else {
            (self.plant.changes(PRICES.min(self.plant.plan.products)), self.import)
        };
        let path = folder.to_str().unwrap();
        let mut command = self.plant.gateway.command(&["import", path]);
        let quiet = std::process::Stdio::null;
        let child = command.stdout(quiet()).stderr(quiet()).spawn().unwrap();
        let wait = usual.moment(dice);
        if kill_after(child, wait) {
            tally.struck += 1;
            self.struck[usize::from(is_whole)] += 1;
        }
        let at = format!("an import killed after {wait:?}");
        let database = self.plant.gateway.data().join("gateway.db");
        let said = quick_check(&database);
        tally.hold(said == "ok", || format!("{at}: {said}"));
        // What is there now is whole, whatever part of the files it is.
        let done = self.dealer.run(&["sync"]);
        tally.hold(done.code == Some(0), || format!("{at}, a sync meanwhile: {done:?}"));
        self.plant.gateway.import_folder(&folder);
        self.twin.import_folder(&folder);
        for (what, sql) in KNOWN {
            let (here, there) = (hash(&database, sql), hash(&self.twin.data().join("gateway.db"), sql));
            tally.hold(here == there, || {
                format!("{at} and done again: {what} differ from those of the twin")
            });
        }
        let done = self.dealer.run(&["sync"]);
        tally.hold(done.code == Some(0), || format!("{at}, the next sync: {done:?}"));
        self.truth = self.dealer.rows();
        if self.imports.is_multiple_of(COMPARE_EVERY)
            && let Some(differs) = difference(&self.truth, &self.plant.truth())
        {
            tally.wrong(format!("{at}: not as a fresh device: {differs}"));
        }
    }

    fn round_of_serving(&mut self, dice: &mut Dice, tally: &mut Tally) {
        self.dealer.delete_mirror();
        let sync = self.dealer.spawn(&["sync"], "");
        let wait = self.load.moment(dice);
        std::thread::sleep(wait);
        self.plant.gateway.kill();
        let output = sync.wait_with_output().unwrap();
        let at = format!("the gateway killed {wait:?} after a first load began");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let code = output.status.code();
        tally.hold(matches!(code, Some(0 | 4)) && !words.contains("panicked"), || {
            format!("{at}: the device says {code:?}: {words}")
        });
        if code != Some(0) {
            tally.struck += 1;
            self.struck[2] += 1;
        }
        self.plant.gateway.serve();
        let said = quick_check(&self.plant.gateway.data().join("gateway.db"));
        tally.hold(said == "ok", || format!("{at}: {said}"));
        for words in self.dealer.check_files() {
            tally.wrong(format!("{at}: {words}"));
        }
        let done = self.dealer.run(&["sync"]);
        tally.hold(done.code == Some(0), || format!("{at}, the next sync: {done:?}"));
        if let Some(differs) = difference(&self.dealer.rows(), &self.truth) {
            tally.wrong(format!("{at}: {differs}"));
        }
    }

    /// What this scene counted.
    pub fn figures(&self, tally: &mut Tally) {
        let [light, whole, serving] = self.struck;
        tally.figure("gateway killed in a light import and its publication", light);
        tally.figure("gateway killed in a whole import and its publication", whole);
        tally.figure("gateway killed while it served a first load", serving);
    }
}

/// What must be the same in two gateways that got the same files, in words that know no numbers of rows.
const KNOWN: &[(&str, &str)] = &[
    (
        "prices",
        "SELECT offer.id, price.price_type, price.price_micro, price.currency_written
         FROM price JOIN offer ON offer.number = price.offer_number ORDER BY 1, 2",
    ),
    (
        "stocks",
        "SELECT offer.id, stock.warehouse, stock.quantity_milli
         FROM stock JOIN offer ON offer.number = stock.offer_number ORDER BY 1, 2",
    ),
];

fn quick_check(path: &Path) -> String {
    let said =
        Connection::open(path).and_then(|conn| conn.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0)));
    said.unwrap_or_else(|error| error.to_string())
}

fn hash(path: &Path, sql: &str) -> blake3::Hash {
    let conn = Connection::open(path).unwrap();
    let mut select = conn.prepare(sql).unwrap();
    let width = select.column_count();
    let mut rows = select.query([]).unwrap();
    let mut hasher = blake3::Hasher::new();
    let mut count = 0_u64;
    while let Some(row) = rows.next().unwrap() {
        for at in 0..width {
            hasher.update(format!("{:?}|", row.get_ref(at).unwrap()).as_bytes());
        }
        count += 1;
    }
    assert!(count > 0, "nothing was compared");
    hasher.finalize()
}
