//! What must hold: at every moment, and once everything is quiet. Names are those of docs/protocol.md.

use crate::device::{Device, gateway, keep_session, open_desk};
use crate::dump;
use crate::files::OpenFiles;
use crate::fuse::Fuse;
use crate::trace::without_ids;
use crate::user::all_commands;
use crate::wire::Straight;
use crate::world::World;
use cabinet_desk::{CommandState, Desk, OutboxCommand};
use cabinet_domain::ids::{ClaimId, CommandKey, DraftId, EntityId, ItemId};
use cabinet_protocol::commands::{CommandBody, Verdict};
use cabinet_protocol::orders::PlaceOrder;
use cabinet_sync::driver::{Driver, Haste};
use cabinet_sync::watch::{Changed, Progress, Watch};
use std::collections::BTreeMap;
use std::sync::Arc;
use supplier_gateway::claims::stored as claims;
use supplier_gateway::orders::stored::{self as orders, StoredOrder};

/// No command waits longer (I9).
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;

struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}
    fn changed(&self, _: Changed) {}
}

impl World {
    /// I9: every command that is on its way is due within a quarter of an hour, every other one has its reason.
    pub fn check_due(&mut self, at: usize) {
        let process = self.devices[at].process.as_ref().unwrap();
        let now_ms = process.now_ms();
        for command in all_commands(&process.desk, &self.entities) {
            let is_due = command.next_at_ms.is_some_and(|due| due <= now_ms + LONGEST_WAIT_MS);
            let has_reason = command.why.is_some() || command.state == CommandState::Done;
            let is_well = if command.state.is_on_its_way() {
                is_due
            } else {
                has_reason || command.state == CommandState::Cancelled
            };
            if !is_well {
                let off = command.next_at_ms.map(|due| due - now_ms);
                self.trace.wrong(
                    "I9",
                    format!("d{at}: a command is {} and due in {off:?} ms", command.state.code()),
                );
            }
        }
    }

    /// Writes down what a desk knows to be carried out, as long as it knows.
    pub fn remember_confirmed(&mut self, at: usize) {
        let Some(process) = &self.devices[at].process else {
            return;
        };
        let done = all_commands(&process.desk, &self.entities)
            .into_iter()
            .filter(|command| command.state == CommandState::Done)
            .map(|command| command.key);
        self.confirmed.extend(done);
    }

    /// Everything that must hold when nothing is on its way any more.
    pub async fn check_all(&mut self) {
        let orders = self.orders();
        let mut by_key: BTreeMap<CommandKey, Vec<StoredOrder>> = BTreeMap::new();
        for order in orders {
            let key = CommandKey::new(order.head.command_key.as_str());
            by_key.entry(key).or_default().push(order);
        }
        let mut known: BTreeMap<CommandKey, usize> = BTreeMap::new();
        for at in 0..self.devices.len() {
            self.check_due(at);
            let desk = self.devices[at].desk().clone();
            let commands = all_commands(&desk, &self.entities);
            known.extend(commands.iter().map(|command| (command.key.clone(), at)));
            self.check_commands(at, &commands, &by_key);
            self.check_lines(at, &desk, &by_key);
            self.check_claims(at, &commands);
        }
        for (key, orders) in &by_key {
            if orders.len() != 1 {
                self.trace
                    .wrong("I7", format!("{} orders of one command", orders.len()));
            }
            if !known.contains_key(key) && !self.confirmed.contains(key) {
                let (draft, number) = (&orders[0].head.draft, orders[0].head.number);
                let owner = (0..self.devices.len()).find(|at| {
                    self.devices[*at]
                        .drafts
                        .iter()
                        .any(|(_, id)| id.as_str() == draft.as_str())
                });
                let words = format!("order {number} of the draft of {owner:?} came from a command that no desk has");
                self.trace.wrong("I6", words);
            }
        }
        self.check_feeds().await;
    }

    fn orders(&self) -> Vec<StoredOrder> {
        self.supplier.read(|tx| {
            let heads = orders::list(tx).unwrap();
            heads
                .into_iter()
                .map(|head| orders::load(tx, &head.id).unwrap().unwrap())
                .collect()
        })
    }

    /// I7, I8 and I10 of orders: what a desk says of a command is what the gateway did.
    fn check_commands(
        &mut self,
        at: usize,
        commands: &[OutboxCommand],
        by_key: &BTreeMap<CommandKey, Vec<StoredOrder>>,
    ) {
        let mut last_of_chain: BTreeMap<&str, i64> = BTreeMap::new();
        // Commands of a kind come with the newest first.
        for command in commands.iter().rev() {
            let is_waiting = command.state.is_on_its_way() || command.state == CommandState::Parked;
            if is_waiting {
                let why = command.why.clone().unwrap_or_default();
                self.trace.wrong(
                    "I9",
                    format!("d{at}: a command is {} for ever ({why})", command.state.code()),
                );
            }
            let order = by_key.get(&command.key).and_then(|orders| orders.first());
            let Ok(CommandBody::Place(wanted)) = serde_json::from_str::<CommandBody>(&command.body) else {
                continue;
            };
            let verdict = command
                .verdict
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok());
            let placed = match (&command.state, &verdict) {
                (CommandState::Done, Some(Verdict::Placed { order, .. })) => Some(order),
                _ => None,
            };
            match (order, placed) {
                (Some(order), Some(told)) if order.head.id != *told => {
                    self.trace
                        .wrong("I7", format!("d{at} was told of another order than stands"));
                }
                (Some(_), None) if !is_waiting => self.trace.wrong(
                    "I7",
                    format!(
                        "d{at}: an order stands, and its command is {} ({})",
                        command.state.code(),
                        command.why.clone().unwrap_or_default()
                    ),
                ),
                (None, Some(_)) => self
                    .trace
                    .wrong("I7", format!("d{at} was told of an order that does not stand")),
                _ => {}
            }
            if let Some(order) = order {
                self.check_terms(at, order, &wanted);
                let before = last_of_chain.insert(&command.chain, order.head.number).unwrap_or(0);
                if before > order.head.number {
                    self.trace
                        .wrong("I8", format!("d{at}: orders of one draft stand in another order"));
                }
            }
        }
    }

    /// I10: nothing worse than accepted.
    fn check_terms(&mut self, at: usize, order: &StoredOrder, wanted: &PlaceOrder) {
        let accepted: BTreeMap<&ItemId, _> = wanted.lines.iter().map(|line| (&line.item, line)).collect();
        let is_good = order.lines.len() == wanted.lines.len()
            && order.lines.iter().all(|line| {
                accepted.get(&line.item).is_some_and(|accepted| {
                    line.placed_quantity_milli == accepted.quantity_milli
                        && accepted
                            .price_micro
                            .is_some_and(|price| line.placed_price_micro <= price)
                })
            });
        if !is_good {
            self.trace.wrong(
                "I10",
                format!("d{at}: an order stands on worse terms than were accepted"),
            );
        }
    }

    /// No line is lost and none is doubled: entered = ordered + still in the draft.
    fn check_lines(&mut self, at: usize, desk: &Desk, by_key: &BTreeMap<CommandKey, Vec<StoredOrder>>) {
        let mut found: BTreeMap<(EntityId, DraftId, ItemId), i64> = BTreeMap::new();
        for order in by_key.values().flatten() {
            for line in &order.lines {
                let key = (
                    order.head.entity.clone(),
                    DraftId::new(order.head.draft.as_str()),
                    line.item.clone(),
                );
                *found.entry(key).or_default() += line.placed_quantity_milli;
            }
        }
        for (entity, draft) in self.devices[at].drafts.clone() {
            for line in desk
                .draft(&entity, &draft)
                .unwrap()
                .into_iter()
                .flat_map(|draft| draft.lines)
            {
                let of = line.in_command.map(|key| desk.command(&key).unwrap().unwrap().state);
                if let Some(state) = of.filter(|state| !state.holds_lines()) {
                    self.trace.wrong(
                        "lines",
                        format!("d{at}: a line belongs to a command that is {}", state.code()),
                    );
                }
                let key = (entity.clone(), draft.clone(), line.item.clone());
                *found.entry(key).or_default() += line.quantity_milli;
            }
        }
        let entered: Vec<_> = self
            .entered
            .iter()
            .filter(|((of, ..), _)| *of == at)
            .map(|((_, entity, draft, item), milli)| ((entity.clone(), draft.clone(), item.clone()), *milli))
            .collect();
        for (key, milli) in entered {
            let now = found.get(&key).copied().unwrap_or(0);
            if now != milli {
                self.trace.wrong(
                    "lines",
                    format!(
                        "d{at}: of {} thousandths of {} there are {now} in the draft and in orders",
                        milli, key.2
                    ),
                );
            }
        }
    }

    /// I7 and I8 of claims: what was said arrived once, and in the order in which it was said.
    fn check_claims(&mut self, at: usize, commands: &[OutboxCommand]) {
        let ids: Vec<ClaimId> = self.devices[at].claims.iter().map(|(_, id, _)| id.clone()).collect();
        for id in ids {
            let chain = format!("claim:{id}");
            let mut done: Vec<&OutboxCommand> = commands
                .iter()
                .filter(|command| command.chain == chain && command.state == CommandState::Done)
                .collect();
            done.sort_by_key(|command| said(command));
            let expected: Vec<u32> = done.iter().map(|command| said(command)).collect();
            let stored = self.supplier.read(|tx| claims::load(tx, &id).unwrap());
            let there: Vec<u32> = stored
                .into_iter()
                .flat_map(|claim| claim.messages)
                .filter_map(|message| message.text.parse().ok())
                .collect();
            if there != expected {
                self.trace.wrong(
                    "I8",
                    format!("d{at}: in a claim was said {there:?}, and the desk had {expected:?} confirmed"),
                );
            }
        }
    }

    /// I2, I3, I12: a device has the rows that a fresh one gets, of the same feeds, and nothing else.
    async fn check_feeds(&mut self) {
        let mut fresh = Vec::new();
        for person in self.people.clone() {
            let folder = crate::story::folder();
            let desk = open_desk(folder.path(), crate::clock::now_ms());
            if let Some(enrolled) = self.supplier.enrol(&person).await {
                keep_session(&desk, &enrolled);
            }
            let fuse = Arc::new(Fuse::default());
            let gateway = gateway(desk.clone(), fuse.clone(), Arc::new(Straight(self.supplier.app())));
            let files = Arc::new(OpenFiles::new(folder.path().to_owned(), fuse));
            let driver = Driver::new(gateway, desk, files, Arc::new(crate::clock::now_ms), "0.1.0");
            match driver.sync(Haste::Everything, &Nobody).await {
                Ok(report) if report.problem.is_none() => {}
                Ok(report) => self
                    .trace
                    .wrong("feeds", format!("a fresh device: {:?}", report.problem)),
                Err(error) => self.trace.wrong("feeds", format!("a fresh device: {error}")),
            }
            drop(driver);
            fresh.push((person, dump::rows(folder.path())));
        }
        for at in 0..self.devices.len() {
            let Device { folder, person, .. } = &self.devices[at];
            let mended = crate::damage::repairs(folder.path());
            if mended > 0 && !self.devices[at].is_damaged {
                let words = format!("d{at}: {mended} feeds were mended, and nothing had damaged them");
                self.trace.wrong("hash", words);
            }
            let rows = dump::rows(folder.path());
            let (_, expected) = fresh.iter().find(|(of, _)| of == person).unwrap();
            for (table, wanted) in expected {
                let found = rows.get(table).map(Vec::as_slice).unwrap_or_default();
                if found != wanted.as_slice() {
                    let differing = difference(found, wanted);
                    self.trace
                        .wrong("feeds", format!("d{at}, {}: {differing}", without_ids(table)));
                }
            }
            for (table, found) in rows
                .iter()
                .filter(|(table, found)| !expected.contains_key(*table) && !found.is_empty())
            {
                let words = format!(
                    "d{at} has {} rows in {} that are not for it",
                    found.len(),
                    without_ids(table)
                );
                self.trace.wrong("I12", words);
            }
        }
    }
}

/// Which message of a claim a command is; the claim itself is 0.
fn said(command: &OutboxCommand) -> u32 {
    match serde_json::from_str(&command.body) {
        Ok(CommandBody::SayInClaim(said)) => said.text.parse().unwrap(),
        _ => 0,
    }
}

fn difference(found: &[String], wanted: &[String]) -> String {
    let more: Vec<&String> = found.iter().filter(|row| !wanted.contains(row)).collect();
    let less: Vec<&String> = wanted.iter().filter(|row| !found.contains(row)).collect();
    without_ids(&format!(
        "{} rows instead of {}; too many: {:?}; missing: {:?}",
        found.len(),
        wanted.len(),
        more.first(),
        less.first()
    ))
}
