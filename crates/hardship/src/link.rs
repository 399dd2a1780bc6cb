//! A bad network before the gateway: slow, far, cut in the middle of answers, dead without a word, or owned by a hotel.

use crate::spoil::{find, read_request};
use cabinet_simulation::dice::Dice;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How bad it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Badness {
    /// Bytes a second that go through in all; 0 for no limit.
    pub bytes_a_second: u64,
    /// How long a question and its answer take beside that.
    pub delay: Duration,
    /// Of a thousand connections so many are cut somewhere in their answer.
    pub cut_in_thousand: u64,
    /// Of a thousand connections so many stop somewhere in their answer and stay open.
    pub dead_in_thousand: u64,
    /// A sign-in page answers everything.
    pub has_page: bool,
}

/// What went through.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    /// Connections.
    pub connections: u64,
    /// Those that were cut.
    pub cut: u64,
    /// Those that died.
    pub dead: u64,
    /// Bytes to the device.
    pub bytes: u64,
    /// How often each segment was asked for.
    pub segments: BTreeMap<String, u64>,
    /// How many answers with a segment were cut or died.
    pub spoiled_segments: u64,
}

impl Traffic {
    /// How many segments were fetched again.
    #[must_use]
    pub fn refetched(&self) -> u64 {
        self.segments.values().map(|times| times - 1).sum()
    }
}

struct State {
    dice: Dice,
    badness: Badness,
    traffic: Traffic,
    /// When the line is free again.
    free_at: Instant,
}

/// A running network.
pub struct Link {
    address: String,
    state: Arc<Mutex<State>>,
}

impl Link {
    /// A good network before a gateway.
    #[must_use]
    pub fn before(gateway: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(Mutex::new(State {
            dice: Dice::new(seed),
            badness: Badness::default(),
            traffic: Traffic::default(),
            free_at: Instant::now(),
        }));
        let (shared, gateway) = (state.clone(), gateway.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, gateway) = (shared.clone(), gateway.clone());
                // A client that goes away in the middle is not the network's concern.
                std::thread::spawn(move || drop(pass_on(&stream, &gateway, &shared)));
            }
        });
        Self { address, state }
    }

    /// What is typed at enrolment.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Is so bad from now on, and counts anew.
    pub fn set(&self, badness: Badness) {
        let mut state = self.state.lock().unwrap();
        state.badness = badness;
        state.traffic = Traffic::default();
    }

    /// What went through since then.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.state.lock().unwrap().traffic.clone()
    }
}

fn pass_on(mut client: &TcpStream, gateway: &str, shared: &Mutex<State>) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(120)))?;
    let request = read_request(client)?;
    let first_line =
        String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
    let segment = first_line.split(' ').nth(1).filter(|path| path.contains("/segments/"));
    let badness = {
        let mut state = shared.lock().unwrap();
        state.traffic.connections += 1;
        if let Some(path) = segment {
            *state.traffic.segments.entry(path.to_owned()).or_default() += 1;
        }
        state.badness
    };
    std::thread::sleep(badness.delay);
    if badness.has_page {
        let page = "<html><head><title>Wi-Fi</title></head><body>Sign in</body></html>";
        let length = page.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        return client.write_all(format!("{head}{page}").as_bytes());
    }
    let mut server = TcpStream::connect(gateway)?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    let (stop_at, is_dead) = {
        let mut state = shared.lock().unwrap();
        let roll = state.dice.below(1000);
        let place = usize::try_from(state.dice.below(answer.len().max(1) as u64)).unwrap();
        let is_cut = roll < badness.cut_in_thousand;
        let is_dead = !is_cut && roll < badness.cut_in_thousand + badness.dead_in_thousand;
        state.traffic.cut += u64::from(is_cut);
        state.traffic.dead += u64::from(is_dead);
        if (is_cut || is_dead) && segment.is_some() {
            state.traffic.spoiled_segments += 1;
        }
        ((is_cut || is_dead).then_some(place), is_dead)
    };
    let whole = answer.len();
    for piece in answer[..stop_at.unwrap_or(whole)].chunks(1_024) {
        wait_for_line(badness.bytes_a_second, piece.len(), shared);
        client.write_all(piece)?;
        shared.lock().unwrap().traffic.bytes += piece.len() as u64;
    }
    if is_dead {
        // Open, and silent, until the device has had enough.
        return client.read(&mut [0]).map(drop);
    }
    debug_assert!(find(&answer, b"\r\n\r\n").is_some());
    Ok(())
}

/// Waits for a place on the line for so many bytes.
fn wait_for_line(bytes_a_second: u64, length: usize, shared: &Mutex<State>) {
    if bytes_a_second == 0 {
        return;
    }
    let until = {
        let mut state = shared.lock().unwrap();
        let begins = state.free_at.max(Instant::now());
        state.free_at = begins + Duration::from_micros(length as u64 * 1_000_000 / bytes_a_second);
        state.free_at
    };
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
}
