//! The end of a run: every fault is over, and all must come to the same by themselves.

use crate::clock;
use crate::fate::Weather;
use crate::world::{Event, World};

/// Longer than any request is late.
const LATE_MS: i64 = 150_000;

/// How long the devices may take, ms.
const PATIENCE_MS: i64 = 3_600_000;

impl World {
    /// Ends every fault and lets the devices sync until they have nothing to do.
    pub async fn come_to_rest(&mut self) {
        self.trace.note("all faults end");
        self.is_quiet = true;
        self.weather = Weather { each: 0 };
        self.supplier.trouble.clear();
        self.forget(|event| {
            matches!(
                event,
                Event::Arrive(..) | Event::Back(_) | Event::Boot(_) | Event::Sync(_) | Event::Enrol(_)
            )
        });
        self.start_gateway();
        // Some roles stay as they are: what they no longer give must be gone then.
        if self.dice.is_in_thousand(700) {
            self.give_roles();
        }
        self.take_imports();
        for at in 0..self.devices.len() {
            self.devices[at].cut_off_until_ms = 0;
            self.devices[at].calm = 0;
            self.boot(at);
            if let Some(process) = &self.devices[at].process {
                process.fuse.clear();
            }
            if self.devices[at].is_signed_out {
                self.plan(10, Event::Enrol(at));
            }
            self.plan(20_000, Event::Sync(at));
        }
        let begun_ms = clock::now_ms();
        let mut has_retried = false;
        while clock::now_ms() < begun_ms + PATIENCE_MS && self.step().await {
            if !has_retried && clock::now_ms() > begun_ms + LATE_MS {
                has_retried = true;
                for at in 0..self.devices.len() {
                    self.devices[at].calm = 0;
                    if self.devices[at].process.is_some() {
                        self.retries_parked(at);
                    }
                }
            }
            // A sync that has got its last answer ends here; with the next event another may begin.
            self.settle().await;
            if has_retried && self.is_at_rest() {
                break;
            }
        }
        self.settle().await;
        if !self.is_at_rest() {
            let standing: Vec<String> = self
                .devices
                .iter()
                .map(|device| {
                    let waits = device.process.as_ref().map(|process| {
                        let commands = crate::user::all_commands(&process.desk, &self.entities);
                        commands.iter().filter(|command| command.state.is_on_its_way()).count()
                    });
                    let syncs = device.process.as_ref().is_some_and(|process| process.sync.is_some());
                    format!(
                        "d{}: calm {}, waiting {waits:?}, signed out {}, syncs {syncs}",
                        device.at, device.calm, device.is_signed_out
                    )
                })
                .collect();
            self.trace.wrong("converge", standing.join("; "));
        }
    }

    fn is_at_rest(&self) -> bool {
        self.devices.iter().all(|device| {
            device.calm >= 3
                && device.process.as_ref().is_some_and(|process| {
                    let commands = crate::user::all_commands(&process.desk, &self.entities);
                    process.sync.is_none() && !commands.iter().any(|command| command.state.is_on_its_way())
                })
        })
    }
}
