//! The dealer's command, killed while it loads, catches up, or writes lines of a draft.

use super::{Usual, kill_after};
use crate::dealer::{Dealer, difference};
use crate::plant::Plant;
use crate::tally::Tally;
use cabinet_simulation::dice::Dice;
use cabinet_simulation::dump::Rows;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// After so many rounds the supplier publishes other prices.
const PUBLISH_EVERY: u64 = 25;

/// Prices that change at once.
const PRICES: u64 = 500;

const PRICE_TABLE: &str = "mirror.db/price";

/// A device and what must be on it.
pub struct Scene {
    plant: Plant,
    dealer: Dealer,
    draft: String,
    kept: BTreeMap<String, i64>,
    articles: Vec<String>,
    next_article: usize,
    /// Mirror files of before the last publication.
    stale: PathBuf,
    stale_prices: Vec<String>,
    truth: Rows,
    load: Usual,
    catch_up: Usual,
    write: Usual,
    rounds: u64,
    struck: [u64; 3],
}

impl Scene {
    /// A device in step, with a draft.
    #[must_use]
    pub fn build(mut plant: Plant) -> Self {
        let dealer = plant.device_at(&plant.gateway.url());
        let (load, _) = Usual::of(|| dealer.ok(&["sync"]));
        let articles = plant.articles(&dealer, 20_000);
        let draft = dealer.new_draft();
        let stale = plant.scratch().join("stale");
        dealer.save_mirror(&stale);
        let stale_prices = dealer.rows().remove(PRICE_TABLE).unwrap();
        plant.publish(PRICES.min(plant.plan.products));
        let truth = plant.truth();
        let (catch_up, _) = Usual::of(|| dealer.ok(&["sync"]));
        let mut scene = Self {
            plant,
            dealer,
            draft,
            kept: BTreeMap::new(),
            articles,
            next_article: 0,
            stale,
            stale_prices,
            truth,
            load,
            catch_up,
            write: load,
            rounds: 0,
            struck: [0; 3],
        };
        let lines = scene.some_lines(10);
        let (write, answer) = Usual::of(|| scene.dealer.ok_with(&["draft", "add", &scene.draft, "-"], &lines));
        scene.write = write;
        scene.keep(&answer);
        scene
    }

    /// Kills the program one to three times in a row, and lets it come to an end.
    pub fn round(&mut self, dice: &mut Dice, tally: &mut Tally) {
        self.rounds += 1;
        if self.rounds.is_multiple_of(PUBLISH_EVERY) {
            self.publish();
        }
        let kind = match dice.below(10) {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        match kind {
            0 => self.dealer.delete_mirror(),
            1 => self.dealer.put_mirror(&self.stale),
            _ => {}
        }
        for turn in 0..=dice.below(3) {
            let (usual, child) = match kind {
                2 => {
                    let lines = self.some_lines(30);
                    (
                        self.write,
                        self.dealer.spawn(&["draft", "add", &self.draft, "-"], &lines),
                    )
                }
                0 => (self.load, self.dealer.spawn(&["sync"], "")),
                _ => (self.catch_up, self.dealer.spawn(&["sync"], "")),
            };
            let wait = usual.moment(dice);
            if !kill_after(child, wait) {
                break;
            }
            tally.struck += 1;
            self.struck[kind] += 1;
            let at = format!(
                "{} killed after {wait:?}, turn {turn}",
                ["a first load", "a delta", "a draft"][kind]
            );
            self.look(&at, kind == 1, tally);
        }
        let done = self.dealer.run(&["sync"]);
        tally.hold(done.code == Some(0), || format!("the next sync: {done:?}"));
        if let Some(differs) = difference(&self.dealer.rows(), &self.truth) {
            tally.wrong(format!("not as a fresh device: {differs}"));
        }
        // A line that is kept for sure, so that the next kill has something new to lose.
        let lines = self.some_lines(1);
        let answer = self.dealer.ok_with(&["draft", "add", &self.draft, "-"], &lines);
        self.keep(&answer);
    }

    /// Looks at the files of a program that is dead.
    fn look(&mut self, at: &str, is_delta: bool, tally: &mut Tally) {
        for words in self.dealer.check_files() {
            tally.wrong(format!("{at}: {words}"));
        }
        let lines = self.dealer.lines(&self.draft);
        for (item, quantity) in &self.kept {
            // More than was kept where the killed command added the same goods again.
            tally.hold(lines.get(item).is_some_and(|there| there >= quantity), || {
                format!(
                    "{at}: of {item} {quantity} thousandths were kept, there are {:?}",
                    lines.get(item)
                )
            });
        }
        // What was written without a report is kept from now on.
        self.kept = lines;
        if is_delta {
            let there = self.dealer.rows().remove(PRICE_TABLE).unwrap_or_default();
            let feeds: BTreeSet<&str> = self.truth[PRICE_TABLE].iter().map(|row| feed_of(row)).collect();
            for feed in feeds {
                let of = |rows: &'_ [String]| -> Vec<String> {
                    rows.iter().filter(|row| feed_of(row) == feed).cloned().collect()
                };
                let found = of(&there);
                tally.hold(
                    found == of(&self.stale_prices) || found == of(&self.truth[PRICE_TABLE]),
                    || format!("{at}: prices of {feed} are neither those of before nor those of after"),
                );
            }
        }
    }

    fn publish(&mut self) {
        self.dealer.save_mirror(&self.stale);
        self.stale_prices = self.dealer.rows().remove(PRICE_TABLE).unwrap();
        self.plant.publish(PRICES.min(self.plant.plan.products));
        self.truth = self.plant.truth();
    }

    /// Lines of a list, each of goods that no line was made for yet while there are such.
    fn some_lines(&mut self, count: usize) -> String {
        let mut lines = String::new();
        for _ in 0..count {
            let article = &self.articles[self.next_article % self.articles.len()];
            lines.push_str(&format!("{article};1\n"));
            self.next_article += 1;
        }
        lines
    }

    fn keep(&mut self, answer: &serde_json::Value) {
        let matched = answer["matched"].as_array().unwrap();
        assert!(!matched.is_empty(), "{answer}");
        let there = self.dealer.lines(&self.draft);
        for line in matched {
            let item = line["id"].as_str().unwrap();
            let added = line["quantity_milli"].as_i64().unwrap();
            let expected = self.kept.get(item).copied().unwrap_or(0) + added;
            assert_eq!(
                there.get(item),
                Some(&expected),
                "what was reported is not there without any kill"
            );
        }
        self.kept = there;
    }

    /// What this scene counted.
    pub fn figures(&self, tally: &mut Tally) {
        let [load, catch_up, write] = self.struck;
        tally.figure("killed in a first load", load);
        tally.figure("killed in a delta", catch_up);
        tally.figure("killed while a draft was written", write);
        tally.figure("lines of the draft at the end", self.kept.len());
    }
}

/// The first cell of a row of prices.
fn feed_of(row: &str) -> &str {
    row.split(" | ").next().unwrap_or_default()
}
