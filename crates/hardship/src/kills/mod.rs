//! Programs that are killed (`kill -9`) at random moments: in a first load, in a delta, while a draft is written; the gateway
//! while it imports, publishes and serves; both while they change the tables of an old file.
//!
//! After each kill every file opens and is sound, and what was reported as kept is there; then one more run comes to the
//! same rows as a fresh device, or as a gateway that nobody killed.

pub mod device;
pub mod gateway;
pub mod migration;
mod old;

use crate::amount::Amount;
use crate::plant::Plant;
use crate::tally::{Ended, Tally};
use cabinet_simulation::dice::Dice;
use std::process::Child;
use std::time::{Duration, Instant};

/// A round is one kill that struck. `None` when a binary is missing.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    let mut dice = Dice::new(amount.seed);
    let mut tally = Tally::begin("kills");
    let mut migration = migration::Scene::build()?;
    let mut gateway = gateway::Scene::build(amount.products)?;
    let mut device = device::Scene::build(Plant::with(amount.products)?);
    while tally.struck < amount.rounds && tally.rounds < amount.rounds * 4 {
        // In turn, so that a short run has some of each.
        match tally.rounds % 10 {
            1 | 4 | 7 => gateway.round(&mut dice, &mut tally),
            3 | 6 | 9 => migration.round(&mut dice, &mut tally),
            _ => device.round(&mut dice, &mut tally),
        }
        tally.rounds += 1;
        tally.progress(25);
    }
    device.figures(&mut tally);
    gateway.figures(&mut tally);
    migration.figures(&mut tally);
    Some(tally.end())
}

/// How long something usually takes, learned from the times that nobody disturbed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usual(Duration);

impl Usual {
    pub(crate) fn of<T>(work: impl FnOnce() -> T) -> (Self, T) {
        let began = Instant::now();
        let done = work();
        (Self(began.elapsed()), done)
    }

    /// A moment at which it is probably going on.
    pub(crate) fn moment(self, dice: &mut Dice) -> Duration {
        let micros = u64::try_from(self.0.as_micros()).unwrap();
        Duration::from_micros(dice.below(micros.max(1)))
    }
}

/// Kills a program after a while. True when it was still running.
pub(crate) fn kill_after(mut child: Child, wait: Duration) -> bool {
    std::thread::sleep(wait);
    let was_running = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    was_running
}
