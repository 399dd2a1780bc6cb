//! Thousands of devices that come back at once after the gateway was down, and thousands of connections that dribble.
//!
//! A device here is light: the shipped client with its tokens, the shipped line of hints with its waits, and the shipped
//! waits between syncs; a sync is its `hello` alone, and there are no files.

use crate::amount::Amount;
use crate::plant::Plant;
use crate::tally::{Ended, Tally, memory_kib, open_files, peak_kib};
use cabinet_client::address::GatewayAddress;
use cabinet_client::error::ClientError;
use cabinet_client::gateway::Gateway;
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_domain::ids::PersonId;
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_protocol::session::{HelloRequest, Tokens};
use cabinet_simulation::dice::Dice;
use cabinet_sync::listen::{Clocks, Ears, SILENCE, listen};
use cabinet_sync::machine::backoff::{spread_ms, wait_ms};
use cabinet_sync::machine::live::Stand;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use supplier_gateway::access::{AccessError, devices, tokens};
use supplier_gateway::state::GatewayState;
use supplier_gateway::storage::write;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Notify;

/// How long the gateway is down for five thousand devices, in seconds; fewer devices wait less.
const DOWN_S: u64 = 600;

/// In this time all are to be in step again, in seconds.
const BACK_S: u64 = 300;

/// How long dribbling connections are watched, in seconds.
const DRIBBLE_S: u64 = 25;

/// A round is one device. `None` when a binary is missing.
#[must_use]
pub fn run(amount: Amount) -> Option<Ended> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let plant = Plant::with(amount.products)?;
    Some(runtime.block_on(all(plant, amount)))
}

async fn all(mut plant: Plant, amount: Amount) -> Ended {
    let mut tally = Tally::begin("herd");
    tally.rounds = amount.rounds;
    let given = enrol(&plant, amount.rounds);
    let pid = plant.gateway.pid().unwrap();
    tally.figure("gateway before, KiB of memory", memory_kib(pid));
    dribble(&plant, amount, &mut tally).await;

    let log = Arc::new(Log::new());
    let url = plant.gateway.url();
    let began = Instant::now();
    let mut running = Vec::new();
    for (number, tokens) in given.into_iter().enumerate() {
        let client = Client::new(&url, &tokens, amount.seed + number as u64, log.clone()).await;
        running.push(tokio::spawn(client.live()));
    }
    let all_there = || async { log.in_step_since(began) == amount.rounds };
    wait_for("all devices come the first time", BACK_S, all_there, &mut tally).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    tally.figure("gateway with all lines open, KiB of memory", memory_kib(pid));
    tally.figure("gateway with all lines open, files and connections", open_files(pid));
    tally.figure("lines open", log.lines.load(Ordering::SeqCst));

    plant.gateway.kill();
    let down = Duration::from_secs((DOWN_S * amount.rounds / 5_000).clamp(2, DOWN_S));
    tokio::time::sleep(down).await;
    log.begin();
    let up = Instant::now();
    plant.gateway.serve();
    let pid = plant.gateway.pid().unwrap();
    let all_back = || async { log.in_step_since(up) == amount.rounds };
    wait_for("all devices are in step again", BACK_S, all_back, &mut tally).await;
    let took = up.elapsed();
    tally.struck = amount.rounds;
    tally.figure("down, seconds", down.as_secs());
    tally.figure("all in step again after, ms", took.as_millis());
    // A second wave would come with the first period.
    tokio::time::sleep(Duration::from_secs(if amount.rounds >= 1_000 { 75 } else { 2 })).await;
    tally.figure("lines open again", log.lines.load(Ordering::SeqCst));
    log.tell(took, &mut tally);
    tally.figure("gateway at its most, KiB of memory", peak_kib(pid));
    tally.figure("gateway, files and connections", open_files(pid));
    for task in running {
        task.abort();
    }
    tally.end()
}

/// Waits for a fact; a wrong when it does not come in time.
async fn wait_for<F: Future<Output = bool>>(what: &str, seconds: u64, is_so: impl Fn() -> F, tally: &mut Tally) {
    let until = Instant::now() + Duration::from_secs(seconds);
    while !is_so().await {
        if Instant::now() > until {
            tally.wrong(format!("after {seconds} s it is not so that {what}"));
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Devices straight into the gateway's database, as an enrolment leaves them.
fn enrol(plant: &Plant, count: u64) -> Vec<Tokens> {
    let state = GatewayState::open(&plant.gateway.data(), supplier_gateway::clock::now_ms).unwrap();
    let person = PersonId::from(plant.person());
    let mut given = Vec::new();
    while (given.len() as u64) < count {
        let many = (count - given.len() as u64).min(500);
        let now_ms = state.now_ms();
        let issued = write(state.db.as_ref(), |tx| {
            (0..many)
                .map(|_| {
                    let device = devices::add(tx, &person, "desk", "0.1.0", now_ms)?;
                    tokens::issue(tx, &device, now_ms)
                })
                .collect::<Result<Vec<_>, AccessError>>()
        });
        given.extend(issued.unwrap());
    }
    given
}

/// What all clients note.
struct Log {
    lines: AtomicU64,
    calls: Mutex<Calls>,
}

#[derive(Default)]
struct Calls {
    began: Option<Instant>,
    /// When each device was answered last, by its number.
    answered: BTreeMap<u64, Instant>,
    /// Answered calls by second.
    by_second: BTreeMap<u64, u64>,
    took_us: Vec<u64>,
    errors: BTreeMap<String, u64>,
}

impl Log {
    fn new() -> Self {
        Self {
            lines: AtomicU64::new(0),
            calls: Mutex::default(),
        }
    }

    fn begin(&self) {
        let mut calls = self.calls.lock().unwrap();
        *calls = Calls {
            began: Some(Instant::now()),
            ..Calls::default()
        };
    }

    fn answered(&self, who: u64, took: Duration) {
        let mut calls = self.calls.lock().unwrap();
        let second = calls.began.map_or(0, |began| began.elapsed().as_secs());
        calls.answered.insert(who, Instant::now());
        *calls.by_second.entry(second).or_default() += 1;
        calls.took_us.push(u64::try_from(took.as_micros()).unwrap());
    }

    fn failed(&self, error: &ClientError) {
        let words = match error {
            ClientError::Offline { cause, .. } => format!("offline ({cause:?})"),
            other => other.to_string(),
        };
        *self.calls.lock().unwrap().errors.entry(words).or_default() += 1;
    }

    fn in_step_since(&self, moment: Instant) -> u64 {
        let calls = self.calls.lock().unwrap();
        calls.answered.values().filter(|at| **at >= moment).count() as u64
    }

    fn tell(&self, took: Duration, tally: &mut Tally) {
        let mut calls = self.calls.lock().unwrap();
        calls.took_us.sort_unstable();
        let at = |part: usize| {
            calls
                .took_us
                .get(calls.took_us.len() * part / 100)
                .copied()
                .unwrap_or(0)
        };
        let first = took.as_secs() + 1;
        let in_first: u64 = calls.by_second.range(..first).map(|(_, count)| count).sum();
        let mean = in_first / first;
        let peak = calls
            .by_second
            .range(..first)
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0);
        let later = calls
            .by_second
            .range(first..)
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0);
        tally.figure("answered a second until all were in step, mean", mean);
        tally.figure("answered in the busiest second of it", peak);
        tally.figure("answered in the busiest second afterwards", later);
        tally.figure("a call, median and 99th of 100, µs", format!("{}, {}", at(50), at(99)));
        for (words, count) in &calls.errors {
            tally.figure(format!("told and tried again: {words}"), count);
        }
        tally.hold(later <= peak.max(10), || {
            format!("a second wave: {later} in its busiest second, {peak} in that of the first")
        });
    }
}

/// A light device.
struct Client {
    number: u64,
    gateway: Arc<Gateway>,
    dice: Dice,
    log: Arc<Log>,
    hint: Arc<Notify>,
}

struct Drawer(Mutex<String>);

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(Some(self.0.lock().unwrap().clone()))
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        refresh_token.clone_into(&mut self.0.lock().unwrap());
        Ok(())
    }
}

struct Bell {
    hint: Arc<Notify>,
    log: Arc<Log>,
    was_open: Mutex<bool>,
}

impl Ears for Bell {
    fn ask(&self) {
        self.hint.notify_one();
    }

    fn stands(&self, stand: Stand) {
        let is_open = matches!(stand, Stand::Open);
        let mut was_open = self.was_open.lock().unwrap();
        match (*was_open, is_open) {
            (false, true) => drop(self.log.lines.fetch_add(1, Ordering::SeqCst)),
            (true, false) => drop(self.log.lines.fetch_sub(1, Ordering::SeqCst)),
            _ => {}
        }
        *was_open = is_open;
    }
}

impl Client {
    async fn new(url: &str, tokens: &Tokens, number: u64, log: Arc<Log>) -> Self {
        let gateway = gateway(url, tokens).await;
        Self {
            number,
            gateway,
            dice: Dice::new(number),
            log,
            hint: Arc::default(),
        }
    }

    /// Lives as the program in the background does.
    async fn live(mut self) {
        let began = Instant::now();
        let now = move || i64::try_from(began.elapsed().as_millis()).unwrap();
        let clocks = Clocks {
            now: Arc::new(now),
            wall: Arc::new(now),
        };
        let bell = Bell {
            hint: self.hint.clone(),
            log: self.log.clone(),
            was_open: Mutex::new(false),
        };
        let gateway = self.gateway.clone();
        tokio::join!(listen(gateway, SILENCE, &clocks, &bell), self.keep_syncing());
    }

    async fn keep_syncing(&mut self) {
        let mut failures = 0_u32;
        loop {
            let began = Instant::now();
            let (wait, deaf) = match self.gateway.hello(&hello()).await {
                Ok(answer) => {
                    failures = 0;
                    self.log.answered(self.number, began.elapsed());
                    (spread_ms(answer.poll_s, self.dice.next()), 1_000)
                }
                Err(error) => {
                    failures = failures.saturating_add(1);
                    self.log.failed(&error);
                    let asked = error.retry_after_s();
                    let deaf = asked.map_or(1_000, |seconds| i64::try_from(seconds * 1_000).unwrap().max(1_000));
                    (wait_ms(failures, self.dice.next(), asked).max(1_000), deaf)
                }
            };
            let ms = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or(1_000));
            tokio::select! {
                () = async { tokio::time::sleep(ms(deaf)).await; self.hint.notified().await; } => {}
                () = tokio::time::sleep(ms(wait)) => {}
            }
        }
    }
}

fn hello() -> HelloRequest {
    HelloRequest {
        app_version: "0.1.0".to_owned(),
        schema: cabinet_protocol::ROW_SCHEMA,
        cursors: BTreeMap::new(),
        knows: Vec::new(),
        wants_queue_key: false,
    }
}

async fn gateway(url: &str, tokens: &Tokens) -> Arc<Gateway> {
    let address = GatewayAddress::parse(url).unwrap();
    // The pin only spares the reading of the system's certificates.
    let pin = CertificateFingerprint::from_sha256(&[0; 32]);
    let store = Arc::new(Drawer(Mutex::new(tokens.refresh_token.clone())));
    let gateway = Gateway::new(address, Some(pin), "0.1.0", &ProxyChoice::Direct, store).unwrap();
    gateway.begin_with(tokens).await;
    Arc::new(gateway)
}

/// Connections that never finish what they say, while a device goes on.
async fn dribble(plant: &Plant, amount: Amount, tally: &mut Tally) {
    let count = (amount.rounds * 2 / 5).max(1);
    let given = enrol(plant, 1);
    let ordinary = gateway(&plant.gateway.url(), &given[0]).await;
    let alone = ordinary_calls(&ordinary, Duration::from_secs(3), tally).await;
    let address = plant.gateway.address().to_owned();
    let closed = Arc::new(AtomicU64::new(0));
    let mut running = Vec::new();
    for number in 0..count {
        running.push(tokio::spawn(dribbling(address.clone(), number, closed.clone())));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let seconds = if amount.rounds >= 1_000 { DRIBBLE_S } else { 12 };
    let beside = ordinary_calls(&ordinary, Duration::from_secs(seconds), tally).await;
    let pid = plant.gateway.pid().unwrap();
    tally.figure("dribbling connections at once", count);
    tally.figure(
        "gateway then, KiB of memory, files and connections",
        format!("{}, {}", memory_kib(pid), open_files(pid)),
    );
    let gone = closed.load(Ordering::SeqCst);
    tally.figure("dribbling connections that the gateway closed", gone);
    tally.hold(gone > 0, || {
        "the gateway closed none of the connections that dribble".to_owned()
    });
    for (name, (median, most)) in [("alone", alone), ("beside them", beside)] {
        tally.figure(
            format!("an ordinary call {name}, median and 99th of 100, µs"),
            format!("{median}, {most}"),
        );
    }
    tally.hold(beside.1 <= alone.1 * 4 + 100_000, || {
        format!(
            "ordinary calls take {} µs beside dribbling ones, and {} µs alone",
            beside.1, alone.1
        )
    });
    for task in running {
        task.abort();
    }
}

/// Median and 99th of 100 of calls that follow one another, in µs.
async fn ordinary_calls(gateway: &Gateway, time: Duration, tally: &mut Tally) -> (u64, u64) {
    let until = Instant::now() + time;
    let mut took_us = Vec::new();
    while Instant::now() < until {
        let began = Instant::now();
        let said = gateway.hello(&hello()).await;
        tally.hold(said.is_ok(), || format!("an ordinary call: {:?}", said.err()));
        took_us.push(u64::try_from(began.elapsed().as_micros()).unwrap());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    took_us.sort_unstable();
    (took_us[took_us.len() / 2], took_us[took_us.len() * 99 / 100])
}

/// Half of them dribble the head of a request, half its body; each begins anew when it is closed.
async fn dribbling(address: String, number: u64, closed: Arc<AtomicU64>) {
    loop {
        let Ok(mut stream) = tokio::net::TcpStream::connect(&address).await else {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        };
        let begin: &[u8] = if number.is_multiple_of(2) {
            b"GET /v1/hello HTTP/1.1\r\nHost: gateway\r\nX-Slow: "
        } else {
            b"POST /v1/token HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
        };
        let mut is_open = stream.write_all(begin).await.is_ok();
        while is_open {
            let mut answer = [0; 512];
            tokio::select! {
                got = stream.read(&mut answer) => is_open = matches!(got, Ok(count) if count > 0),
                () = tokio::time::sleep(Duration::from_secs(1)) => is_open = stream.write_all(b" ").await.is_ok(),
            }
        }
        closed.fetch_add(1, Ordering::SeqCst);
    }
}
