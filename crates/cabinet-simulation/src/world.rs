//! The run's loop: one event at a time, and the next only when everything that follows from it has come to rest.

use crate::clock;
use crate::device::{Device, Window};
use crate::dice::Dice;
use crate::fate::{Fate, Weather};
use crate::fuse::Place;
use crate::supplier::{Answered, Supplier};
use crate::trace::{Trace, without_ids};
use crate::wire::{Inbox, Letter, Reply, as_call};
use cabinet_client::error::OfflineCause;
use cabinet_domain::ids::{CommandKey, DraftId, EntityId, ItemId, PersonId};
use cabinet_sync::driver::{Haste, Report};
use cabinet_sync::error::SyncError;
use cabinet_sync::machine::fault::Fault;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;

/// What happens at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A device is to sync.
    Sync(usize),
    /// A user does something.
    User(usize),
    /// A program starts.
    Boot(usize),
    /// A program is killed, whatever it waits for.
    Kill(usize),
    /// Nothing of a device gets through for a while.
    CutOff(usize),
    /// A signed-out device gets a new invitation.
    Enrol(usize),
    /// A request arrives at the gateway; the flag: for the second time.
    Arrive(u64, bool),
    /// A device hears of its request.
    Back(u64),
    /// 1C sends goods, or sends again what failed.
    Import,
    /// A transaction is to fail.
    Trouble,
    /// The gateway dies.
    StopGateway,
    /// It comes back.
    StartGateway,
    /// A role is taken or changed.
    TakeRole,
    /// Roles are as they were at first.
    GiveRoles,
    /// The gateway's own housekeeping.
    KeepHouse,
    /// A month passes.
    Month,
    /// So much time passes that every device is signed out, with whatever waits in it.
    Season,
    /// A row of a device's mirror is changed or lost.
    Damage(usize),
}

/// A request that was taken over by the run.
struct OnItsWay {
    letter: Letter,
    fate: Fate,
    /// The gateway's answer and in which of its lives.
    answer: Option<(Answered, u32)>,
}

/// A line as it was put into a draft.
pub type Entered = BTreeMap<(usize, EntityId, DraftId, ItemId), i64>;

/// Everything of a run.
pub struct World {
    /// Where every decision of the run comes from.
    pub dice: Dice,
    /// What happened.
    pub trace: Trace,
    /// The supplier.
    pub supplier: Supplier,
    /// The devices: two of the first person, one of the second.
    pub devices: Vec<Device>,
    /// First: orders for both entities; second: only looks at the first of them.
    pub people: [PersonId; 2],
    /// Legal entities.
    pub entities: [EntityId; 2],
    /// Requests that nobody has taken over yet.
    pub inbox: Inbox,
    /// How bad the network is.
    pub weather: Weather,
    /// No faults any more.
    pub is_quiet: bool,
    /// Files of 1C that are still to be taken, the oldest first.
    pub imports: Vec<String>,
    /// Quantities that users put into drafts, in thousandths.
    pub entered: Entered,
    /// Commands of which a desk once said that they were carried out. When its user no longer sees prices it forgets them.
    pub confirmed: BTreeSet<CommandKey>,
    events: BTreeMap<(i64, u64), Event>,
    event_count: u64,
    letters: BTreeMap<u64, OnItsWay>,
    letter_count: u64,
    began: Instant,
}

impl World {
    /// A world in which nothing has happened yet.
    #[must_use]
    pub fn new(
        dice: Dice,
        supplier: Supplier,
        devices: Vec<Device>,
        people: [PersonId; 2],
        entities: [EntityId; 2],
        weather: Weather,
        inbox: Inbox,
    ) -> Self {
        Self {
            dice,
            trace: Trace::default(),
            supplier,
            devices,
            people,
            entities,
            inbox,
            weather,
            is_quiet: false,
            imports: Vec::new(),
            entered: Entered::new(),
            confirmed: BTreeSet::new(),
            events: BTreeMap::new(),
            event_count: 0,
            letters: BTreeMap::new(),
            letter_count: 0,
            began: Instant::now(),
        }
    }

    /// Plans an event so many ms from now.
    pub fn plan(&mut self, in_ms: i64, event: Event) {
        // Of these a later plan takes the place of an earlier one.
        if matches!(event, Event::Sync(_) | Event::Boot(_) | Event::Enrol(_) | Event::Import) {
            self.events.retain(|_, planned| *planned != event);
        }
        self.event_count += 1;
        self.events.insert((clock::now_ms() + in_ms, self.event_count), event);
    }

    /// Plans an event at some time between.
    pub fn plan_between(&mut self, from_ms: i64, to_ms: i64, event: Event) {
        let in_ms = self.dice.between(from_ms, to_ms);
        self.plan(in_ms, event);
    }

    /// Forgets planned events.
    pub fn forget(&mut self, is_wanted: impl Fn(&Event) -> bool) {
        self.events.retain(|_, event| is_wanted(event));
    }

    /// Whether a request is still to arrive.
    #[must_use]
    pub fn has_post(&self) -> bool {
        self.events
            .values()
            .any(|event| matches!(event, Event::Arrive(..) | Event::Back(_)))
    }

    /// Waits until nobody has anything left to do but to wait, and looks what came of it.
    pub async fn settle(&mut self) {
        // Time stands still while any task or blocking thread works, so this sleep ends after all of them.
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.set_clock();
        self.reap().await;
        self.take_letters();
        let struck = self.supplier.trouble.take_struck();
        for _ in 0..struck {
            self.trace.fault("transaction aborted");
            self.trace.note("the gateway's transaction failed");
        }
    }

    /// The next event, and everything that follows from it; false when none is planned.
    pub async fn step(&mut self) -> bool {
        self.settle().await;
        let Some(((at_ms, _), event)) = self.events.pop_first() else {
            return false;
        };
        let ahead_ms = at_ms.saturating_sub(clock::now_ms());
        if ahead_ms > 0 {
            tokio::time::advance(Duration::from_millis(ahead_ms.unsigned_abs())).await;
            self.set_clock();
        }
        self.happen(event).await;
        true
    }

    /// Nobody writes at that moment, as nobody would be surprised by what he just wrote.
    fn damage(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let is_idle = device
            .process
            .as_ref()
            .is_none_or(|process| process.sync.is_none() && process.act.is_none());
        if !is_idle {
            self.plan(1_000, Event::Damage(at));
            return;
        }
        if let Some(table) = crate::damage::strike(device.folder.path(), &mut self.dice) {
            device.is_damaged = true;
            self.trace.fault("damaged row");
            self.trace.note(format!("d{at}: a row of {table} is not what it was"));
        }
        self.plan_between(60_000, 600_000, Event::Damage(at));
    }

    fn set_clock(&self) {
        let passed = i64::try_from(self.began.elapsed().as_millis()).unwrap();
        clock::set(clock::BEGIN_MS + passed);
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Sync(at) => self.begin_sync(at),
            Event::User(at) => {
                if self.devices[at].process.is_some() {
                    self.user_acts(at);
                }
                self.plan_between(2_000, 40_000, Event::User(at));
            }
            Event::Boot(at) => self.boot(at),
            Event::Kill(at) => {
                self.trace.fault("program killed");
                self.kill(at, "killed").await;
                self.plan_between(1_000, 60_000, Event::Boot(at));
            }
            Event::CutOff(at) => {
                self.trace.fault("partition");
                let until = self.dice.between(5_000, 240_000);
                self.devices[at].cut_off_until_ms = clock::now_ms() + until;
                self.trace.note(format!("d{at} is cut off for {} s", until / 1000));
            }
            Event::Enrol(at) => self.enrol(at).await,
            Event::Arrive(id, is_again) => self.arrive(id, is_again).await,
            Event::Back(id) => self.back(id),
            Event::Import => {
                self.take_imports();
                if !self.is_quiet {
                    self.plan_between(10_000, 120_000, Event::Import);
                }
            }
            Event::Trouble => {
                let after = u32::try_from(self.dice.below(14)).unwrap();
                self.supplier.trouble.strike_after(after);
                self.trace
                    .note(format!("the next transaction fails after {after} statements"));
                self.plan_between(20_000, 200_000, Event::Trouble);
            }
            Event::StopGateway => {
                self.trace.fault("gateway killed");
                self.trace.note("the gateway dies");
                self.supplier.stop();
                self.plan_between(500, 60_000, Event::StartGateway);
                self.plan_between(120_000, 900_000, Event::StopGateway);
            }
            Event::StartGateway => self.start_gateway(),
            Event::Damage(at) => self.damage(at),
            Event::TakeRole => self.take_role(),
            Event::GiveRoles => {
                if !self.give_roles() {
                    self.plan(2_000, Event::GiveRoles);
                }
            }
            Event::KeepHouse => {
                if self.supplier.is_up() {
                    self.supplier.keep_house();
                }
                self.plan(300_000, Event::KeepHouse);
            }
            Event::Month => {
                self.trace.fault("a month offline");
                self.trace.note("a month passes");
                self.let_pass(31).await;
            }
            Event::Season => {
                self.trace.fault("a season offline");
                self.trace.note("a season passes");
                for device in &mut self.devices {
                    device.was_long_away = true;
                }
                self.let_pass(91).await;
            }
        }
    }

    /// Nothing stays on its way for so long: what is late, or comes for the second time, does not come any more.
    async fn let_pass(&mut self, days: u64) {
        let back = |event: &Event| match event {
            Event::Back(id) => Some(*id),
            _ => None,
        };
        let waited_for: BTreeSet<u64> = self.events.values().filter_map(back).collect();
        self.events.retain(|_, event| match event {
            Event::Arrive(id, is_again) => !*is_again && waited_for.contains(id),
            _ => true,
        });
        tokio::time::advance(Duration::from_secs(days * 24 * 3600)).await;
        self.set_clock();
        if self.supplier.is_up() {
            self.supplier.keep_house();
        }
    }

    /// Starts the gateway unless it runs.
    pub fn start_gateway(&mut self) {
        if !self.supplier.is_up() {
            self.supplier.start();
            self.trace.note("the gateway is back");
        }
    }

    fn begin_sync(&mut self, at: usize) {
        let is_idle = self.devices[at]
            .process
            .as_ref()
            .is_some_and(|process| process.sync.is_none());
        if !is_idle || self.devices[at].is_signed_out {
            return;
        }
        if !self.is_quiet && self.dice.is_in_thousand(150) {
            let place = *self.dice.pick(&Place::ALL);
            let nth = 1 + self.dice.below(25);
            self.devices[at].process.as_ref().unwrap().fuse.set(place, nth);
        }
        self.remember_confirmed(at);
        let haste = if self.dice.is_in_thousand(200) && !self.is_quiet {
            Haste::Everything
        } else {
            Haste::Due
        };
        let process = self.devices[at].process.as_mut().unwrap();
        let (driver, window) = (process.driver.clone(), Window(process.fuse.clone()));
        process.sync = Some(tokio::spawn(async move { driver.sync(haste, &window).await }));
        self.trace.note(format!("d{at} syncs, {haste:?}"));
    }

    /// Ends a program at once. What its threads have begun to write, they end: that much happened before it died.
    pub async fn kill(&mut self, at: usize, how: &str) {
        let Some(process) = self.devices[at].process.take() else {
            return;
        };
        let sync = process.sync.as_ref().map(JoinHandle::abort_handle);
        let act = process.act.as_ref().map(JoinHandle::abort_handle);
        for job in [sync, act].into_iter().flatten() {
            job.abort();
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.set_clock();
        drop(process);
        self.inbox.lock().unwrap().retain(|letter| letter.device != at);
        self.trace.note(format!("d{at} {how}"));
    }

    /// Starts a program. The wall clock of the device may have jumped by years since.
    pub fn boot(&mut self, at: usize) {
        if self.devices[at].process.is_some() {
            return;
        }
        let years = if self.dice.is_in_thousand(300) {
            self.trace.fault("clock jump");
            self.dice.between(-10, 10)
        } else {
            0
        };
        let wall_off_ms = years * 365 * 24 * 3_600_000 + self.dice.between(-90_000, 90_000);
        let seed = self.dice.next();
        let inbox = self.inbox.clone();
        self.devices[at].boot(wall_off_ms, &inbox, seed);
        self.trace.note(format!("d{at} starts, its clock {years} years off"));
        self.check_due(at);
        self.plan_between(100, 5_000, Event::Sync(at));
    }

    async fn enrol(&mut self, at: usize) {
        if !self.devices[at].is_signed_out {
            return;
        }
        let person = self.devices[at].person.clone();
        let is_ready = self.devices[at].process.is_some() && self.supplier.is_up();
        let enrolled = if is_ready {
            self.supplier.enrol(&person).await
        } else {
            None
        };
        if let Some(enrolled) = enrolled {
            self.devices[at].keep(&enrolled);
            self.trace.note(format!("d{at} is enrolled"));
            self.plan(10, Event::Sync(at));
        } else {
            self.plan(7_000, Event::Enrol(at));
        }
    }

    /// Looks which programs came to an end of something.
    async fn reap(&mut self) {
        for at in 0..self.devices.len() {
            let Some(process) = self.devices[at].process.as_mut() else {
                continue;
            };
            if process.act.as_ref().is_some_and(JoinHandle::is_finished) {
                let words = process.act.take().unwrap().await.unwrap_or_else(|_| "died".to_owned());
                self.trace.note(format!("d{at} {words}"));
                self.remember_confirmed(at);
            }
            let process = self.devices[at].process.as_mut().unwrap();
            if process.sync.as_ref().is_some_and(JoinHandle::is_finished) {
                let done = process.sync.take().unwrap().await;
                process.fuse.clear();
                self.sync_ended(at, &done);
            }
            if self.devices[at].process.as_ref().unwrap().fuse.is_dead() {
                self.trace.fault("program killed");
                self.kill(at, "died in the middle").await;
                self.plan_between(500, 30_000, Event::Boot(at));
            }
        }
    }

    fn sync_ended(&mut self, at: usize, done: &Result<Result<Report, SyncError>, JoinError>) {
        let is_dead = self.devices[at].process.as_ref().unwrap().fuse.is_dead();
        let device = &mut self.devices[at];
        device.calm = match done {
            Ok(Ok(report)) if report.rows_changed == 0 && report.commands_settled == 0 && report.problem.is_none() => {
                device.calm + 1
            }
            _ => 0,
        };
        let words = match done {
            Ok(Ok(report)) => format!(
                "synced: {} rows, {} commands{}",
                report.rows_changed,
                report.commands_settled,
                report
                    .problem
                    .as_ref()
                    .map(|problem| format!(", a feed stopped: {:?}", problem.fault()))
                    .unwrap_or_default()
            ),
            Ok(Err(error)) => format!("stopped: {:?}", error.fault()),
            Err(_) => "unwound".to_owned(),
        };
        self.trace.note(format!("d{at} {words}"));
        if is_dead {
            return;
        }
        match done {
            Err(error) => self
                .trace
                .wrong("engine", format!("d{at} panicked: {}", without_ids(&error.to_string()))),
            Ok(Err(error)) if error.fault() == Fault::Local => {
                self.trace
                    .wrong("engine", format!("d{at}: {}", without_ids(&with_causes(error))));
            }
            _ => {}
        }
        if matches!(done, Ok(Err(error)) if error.fault() == Fault::SignedOut) {
            if !self.devices[at].was_long_away {
                self.trace.wrong(
                    "signed out",
                    format!("d{at}: nobody shut it out, and it was used every month"),
                );
            }
            self.devices[at].is_signed_out = true;
            self.plan_between(1_000, 30_000, Event::Enrol(at));
        }
        self.check_due(at);
        let next = if self.is_quiet {
            20_000
        } else {
            self.dice.between(2_000, 80_000)
        };
        self.plan(next, Event::Sync(at));
    }

    fn take_letters(&mut self) {
        let mut letters = std::mem::take(&mut *self.inbox.lock().unwrap());
        // What a user and a sync send in the same moment comes from two threads: only what it asks for tells them apart.
        letters.sort_by_cached_key(|letter| (letter.device, letter.life, shown(&letter.path), letter.number));
        for letter in letters {
            let is_cut_off = self.devices[letter.device].cut_off_until_ms > clock::now_ms();
            let fate = if is_cut_off {
                if self.dice.is_in_thousand(500) {
                    Fate::Refused { at: 100 }
                } else {
                    Fate::Lost { at: 20_000 }
                }
            } else {
                Fate::draw(&mut self.dice, self.weather)
            };
            // The answer may take the right to prices, and with it settled orders that this very sync has confirmed.
            if letter.path.starts_with("/v1/hello") {
                self.remember_confirmed(letter.device);
            }
            self.letter_count += 1;
            let id = self.letter_count;
            self.trace.note(format!(
                "d{} {} {} ({})",
                letter.device,
                letter.method,
                shown(&letter.path),
                fate.name().unwrap_or("good")
            ));
            if let Some(name) = fate.name() {
                self.trace.fault(name);
            }
            self.plan_letter(id, fate);
            self.letters.insert(
                id,
                OnItsWay {
                    letter,
                    fate,
                    answer: None,
                },
            );
        }
    }

    fn plan_letter(&mut self, id: u64, fate: Fate) {
        match fate {
            Fate::Good { arrives, back }
            | Fate::Cut { arrives, back, .. }
            | Fate::Damaged { arrives, back, .. }
            | Fate::Busy {
                arrives: Some(arrives),
                back,
                ..
            }
            | Fate::Unanswered { arrives, at: back } => {
                self.plan(arrives, Event::Arrive(id, false));
                self.plan(back, Event::Back(id));
            }
            Fate::Twice { arrives, back, again } => {
                self.plan(arrives, Event::Arrive(id, false));
                self.plan(back, Event::Back(id));
                self.plan(again, Event::Arrive(id, true));
            }
            Fate::Refused { at: back }
            | Fate::Lost { at: back }
            | Fate::Busy {
                arrives: None, back, ..
            } => self.plan(back, Event::Back(id)),
        }
    }

    async fn arrive(&mut self, id: u64, is_again: bool) {
        let Some(on_its_way) = self.letters.get(&id) else {
            return;
        };
        // What was not taken the first time does not come a second time.
        if is_again && on_its_way.answer.is_none() {
            return;
        }
        let letter = &on_its_way.letter;
        let call = as_call(&letter.method, &letter.path, &letter.headers, letter.body.clone());
        let what = format!("d{} {}", letter.device, shown(&letter.path));
        let Some(answered) = self.supplier.call(call).await else {
            self.trace.note(format!("  {what} finds nobody"));
            return;
        };
        self.trace.note(format!(
            "  {what} -> {}{}",
            answered.status.as_u16(),
            if is_again { " (again)" } else { "" }
        ));
        let life = self.supplier.life;
        if let Some(on_its_way) = self.letters.get_mut(&id).filter(|_| !is_again) {
            on_its_way.answer = Some((answered, life));
        }
    }

    fn back(&mut self, id: u64) {
        let (life, is_up) = (self.supplier.life, self.supplier.is_up());
        let Some(on_its_way) = self.letters.get_mut(&id) else {
            return;
        };
        let Some(waiting) = on_its_way.letter.reply.take() else {
            return;
        };
        let answer = match &on_its_way.answer {
            // Its connection died with the gateway.
            Some((_, of)) if *of != life || !is_up => None,
            Some((answered, _)) => Some(answered.clone()),
            None => None,
        };
        let nothing = if on_its_way.answer.is_some() {
            Reply::Nothing(OfflineCause::BrokenOff)
        } else {
            Reply::Nothing(OfflineCause::Connect)
        };
        let reply = match on_its_way.fate {
            Fate::Good { .. } | Fate::Twice { .. } => answer.map_or(nothing, Reply::Whole),
            Fate::Refused { .. } => Reply::Nothing(OfflineCause::Connect),
            Fate::Lost { .. } => Reply::Nothing(OfflineCause::Timeout),
            Fate::Unanswered { at, .. } if at % 2 == 0 => Reply::Nothing(OfflineCause::Timeout),
            Fate::Unanswered { .. } => Reply::Nothing(OfflineCause::BrokenOff),
            Fate::Busy { retry_after_s, .. } => Reply::Whole(busy(retry_after_s)),
            Fate::Cut { per_mille, .. } => answer.map_or(nothing, |answered| {
                let at = answered.body.len() * usize::try_from(per_mille).unwrap() / 1000;
                Reply::Cut(answered, at)
            }),
            Fate::Damaged { place, .. } => answer.map_or(nothing, |answered| Reply::Whole(damaged(answered, place))),
        };
        // Nobody waits any more when the device died.
        let _ = waiting.send(reply);
    }
}

/// A path as it is written down.
fn shown(path: &str) -> String {
    without_ids(path.split('?').next().unwrap_or_default())
}

fn busy(retry_after_s: Option<u64>) -> Answered {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    if let Some(seconds) = retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Answered {
        status: StatusCode::SERVICE_UNAVAILABLE,
        headers,
        body: b"<html><title>503</title></html>".to_vec(),
    }
}

fn damaged(mut answered: Answered, place: u64) -> Answered {
    let kind = answered.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind == Some(b"application/octet-stream") && !answered.body.is_empty() {
        let bits = answered.body.len() * 8;
        let bit = usize::try_from(place % bits as u64).unwrap();
        answered.body[bit / 8] ^= 1 << (bit % 8);
        return answered;
    }
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Answered {
        status: StatusCode::OK,
        headers,
        body: b"<html><title>Sign in to the network</title></html>".to_vec(),
    }
}

/// An error with everything behind it: what failed is told by the innermost.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}
