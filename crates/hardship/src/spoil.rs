//! A proxy before the gateway that spoils answers, each in a way that the dice choose.

use cabinet_simulation::dice::Dice;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The most that an endless body sends before it gives up, in bytes.
const ENDLESS: u64 = 512 * 1024 * 1024;

/// A large document, in bytes: as much as the device reads of one.
const LARGE: usize = 16 * 1024 * 1024;

/// Ways to spoil an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A wrong bit in the body.
    FlippedBody,
    /// A wrong bit in the head.
    FlippedHead,
    /// The body ends early.
    CutBody,
    /// The head ends early.
    CutHead,
    /// The whole answer of another segment, or of whatever else was asked for.
    Swapped,
    /// What was answered to the same question before.
    Yesterday,
    /// Much of nothing, well packed.
    Bomb,
    /// Fewer bytes are announced than come.
    AnnouncedShorter,
    /// More bytes are announced than come.
    AnnouncedLonger,
    /// Another content type.
    OtherType,
    /// A sign-in page.
    Page,
    /// A body without an end.
    Endless,
    /// A document of sixteen megabytes.
    HugeJson,
    /// A document that nests too deep.
    DeepJson,
    /// Each figure of the body is a nine.
    Nines,
    /// The body twice.
    Twice,
    /// No HTTP.
    Noise,
    /// A failure of a server in front.
    Failure,
    /// Another address.
    Redirect,
    /// Nothing: the connection closes.
    Silence,
}

/// All of them.
pub const WAYS: [Way; 20] = [
    Way::FlippedBody,
    Way::FlippedHead,
    Way::CutBody,
    Way::CutHead,
    Way::Swapped,
    Way::Yesterday,
    Way::Bomb,
    Way::AnnouncedShorter,
    Way::AnnouncedLonger,
    Way::OtherType,
    Way::Page,
    Way::Endless,
    Way::HugeJson,
    Way::DeepJson,
    Way::Nines,
    Way::Twice,
    Way::Noise,
    Way::Failure,
    Way::Redirect,
    Way::Silence,
];

struct State {
    dice: Dice,
    /// Of a thousand answers so many are spoiled.
    in_thousand: u64,
    spoiled: BTreeMap<Way, u64>,
    /// The last answers, by question without what changes in it.
    before: BTreeMap<String, Vec<u8>>,
    first: BTreeMap<String, Vec<u8>>,
    bomb: Vec<u8>,
}

/// A running proxy.
pub struct Spoiler {
    address: String,
    state: Arc<Mutex<State>>,
}

impl Spoiler {
    /// A proxy before a gateway; it is honest until told otherwise.
    #[must_use]
    pub fn before(gateway: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let nothing = vec![0_u8; 1024 * 1024];
        let mut bomb = zstd::Encoder::new(Vec::new(), 3).unwrap();
        for _ in 0..512 {
            bomb.write_all(&nothing).unwrap();
        }
        let state = Arc::new(Mutex::new(State {
            dice: Dice::new(seed),
            in_thousand: 0,
            spoiled: BTreeMap::new(),
            before: BTreeMap::new(),
            first: BTreeMap::new(),
            bomb: bomb.finish().unwrap(),
        }));
        let (shared, gateway) = (state.clone(), gateway.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, gateway) = (shared.clone(), gateway.clone());
                // A client that goes away in the middle is not the proxy's concern.
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

    /// Spoils so many of a thousand answers from now on.
    pub fn spoil(&self, in_thousand: u64) {
        self.state.lock().unwrap().in_thousand = in_thousand;
    }

    /// How many answers were spoiled, by way.
    #[must_use]
    pub fn spoiled(&self) -> BTreeMap<Way, u64> {
        self.state.lock().unwrap().spoiled.clone()
    }
}

fn pass_on(mut client: &TcpStream, gateway: &str, shared: &Mutex<State>) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(30)))?;
    client.set_write_timeout(Some(Duration::from_secs(30)))?;
    let request = read_request(client)?;
    let mut server = TcpStream::connect(gateway)?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    let first_line =
        String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
    let question = first_line.split('?').next().unwrap_or_default().to_owned();
    let (way, dice, other, bomb) = {
        let mut state = shared.lock().unwrap();
        let (rate, roll) = (state.in_thousand, state.dice.below(1000));
        let way = *state.dice.pick(&WAYS);
        let dice = Dice::new(state.dice.next());
        let yesterday = state.first.get(&question).cloned();
        // Another segment where one is known, another answer otherwise.
        let kind = if question.contains("/segments/") {
            "/segments/"
        } else {
            "/v1/"
        };
        let mut others: Vec<&Vec<u8>> = state
            .before
            .iter()
            .filter(|(asked, _)| asked.contains(kind) && **asked != question)
            .map(|(_, answer)| answer)
            .collect();
        let at = dice.clone().below(others.len().max(1) as u64);
        let swapped = (!others.is_empty()).then(|| others.swap_remove(usize::try_from(at).unwrap()).clone());
        let other = if way == Way::Yesterday { yesterday } else { swapped };
        state.first.entry(question.clone()).or_insert_with(|| answer.clone());
        state.before.insert(question, answer.clone());
        if state.before.len() > 60 {
            state.before.clear();
            state.first.clear();
        }
        let is_spoiled = roll < rate;
        if is_spoiled {
            *state.spoiled.entry(way).or_default() += 1;
        }
        let bomb = if way == Way::Bomb {
            state.bomb.clone()
        } else {
            Vec::new()
        };
        (is_spoiled.then_some(way), dice, other, bomb)
    };
    match way {
        None => client.write_all(&answer),
        Some(Way::Endless) => flood(client, &without_length(&parts(&answer).0), b" ", ENDLESS),
        Some(way @ (Way::HugeJson | Way::DeepJson)) => {
            let piece: &[u8] = if way == Way::HugeJson {
                br#"[{"feeds":[{"feed":"price:p1","epoch":"e","seq":1}],"a":0}],"#
            } else {
                b"["
            };
            let length = LARGE / piece.len() * piece.len();
            flood(client, &with_length(&parts(&answer).0, length), piece, length as u64)
        }
        Some(way) => client.write_all(&spoiled(way, answer, dice, other, &bomb)),
    }
}

/// A head, and a body that repeats a piece; it is never whole in memory here, because memory is what is measured.
fn flood(mut client: &TcpStream, head: &str, piece: &[u8], length: u64) -> std::io::Result<()> {
    client.write_all(&with_head(head, &[]))?;
    let pieces = piece.repeat(64 * 1024 / piece.len());
    let mut left = length;
    while left > 0 {
        let now = usize::try_from(left).unwrap().min(pieces.len());
        client.write_all(&pieces[..now])?;
        left -= now as u64;
    }
    Ok(())
}

fn spoiled(way: Way, mut answer: Vec<u8>, mut dice: Dice, other: Option<Vec<u8>>, bomb: &[u8]) -> Vec<u8> {
    let (head, body_at) = parts(&answer);
    let body = answer[body_at..].to_vec();
    let mut below = |limit: usize| usize::try_from(dice.below(limit.max(1) as u64)).unwrap();
    match way {
        Way::FlippedBody | Way::FlippedHead => {
            let (from, length) = if way == Way::FlippedHead || body.is_empty() {
                (0, body_at)
            } else {
                (body_at, body.len())
            };
            answer[from + below(length)] ^= 1 << below(8);
            answer
        }
        Way::CutBody => {
            answer.truncate(body_at + below(body.len()));
            answer
        }
        Way::CutHead => {
            answer.truncate(below(body_at));
            answer
        }
        Way::Swapped | Way::Yesterday => other.unwrap_or_else(|| with_head("HTTP/1.1 204 No Content", &[])),
        Way::Bomb => with_head(&with_length(&head, bomb.len()), bomb),
        Way::AnnouncedShorter => with_head(&with_length(&head, below(body.len())), &body),
        Way::AnnouncedLonger => with_head(&with_length(&head, body.len() + 1 + below(10_000)), &body),
        Way::OtherType => {
            let head = without(&head, "content-type:") + "\r\nContent-Type: application/pdf";
            with_head(&with_length(&head, body.len()), &body)
        }
        Way::Page => {
            let page = b"<!doctype html><html><head><title>Wi-Fi</title></head><body>Sign in</body></html>";
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8";
            with_head(&with_length(head, page.len()), page)
        }
        Way::Nines => {
            let body: Vec<u8> = body
                .iter()
                .map(|byte| if byte.is_ascii_digit() { b'9' } else { *byte })
                .collect();
            with_head(&head, &body)
        }
        Way::Twice => with_head(&with_length(&head, body.len() * 2), &[body.clone(), body].concat()),
        Way::Noise => (0..2_000).map(|_| u8::try_from(below(256)).unwrap()).collect(),
        Way::Failure => {
            let status = *[
                "500 Internal Server Error",
                "502 Bad Gateway",
                "503 Service Unavailable\r\nRetry-After: 1",
                "429 Too Many Requests",
            ]
            .get(below(4))
            .unwrap();
            with_head(&with_length(&format!("HTTP/1.1 {status}"), 0), &[])
        }
        Way::Redirect => with_head(
            &with_length("HTTP/1.1 302 Found\r\nLocation: https://login.example/", 0),
            &[],
        ),
        Way::Silence | Way::Endless | Way::HugeJson | Way::DeepJson => Vec::new(),
    }
}

/// The head without its last empty line, and where the body begins.
fn parts(answer: &[u8]) -> (String, usize) {
    let end = find(answer, b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    (head, (end + 4).min(answer.len()))
}

fn without(head: &str, name: &str) -> String {
    let kept: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.to_lowercase().starts_with(name))
        .collect();
    kept.join("\r\n")
}

fn without_length(head: &str) -> String {
    without(head, "content-length:")
}

fn with_length(head: &str, length: usize) -> String {
    format!("{}\r\nContent-Length: {length}", without_length(head))
}

fn with_head(head: &str, body: &[u8]) -> Vec<u8> {
    [head.as_bytes(), b"\r\n\r\n", body].concat()
}

/// Reads a request and asks the gateway to close the connection after its answer.
pub(crate) fn read_request(mut client: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 16_384];
    loop {
        let count = client.read(&mut piece)?;
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = find(&bytes, b"\r\n\r\n") else {
            if count == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
            .unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            return Ok(with_head(&format!("{head}\r\nConnection: close"), &bytes[end + 4..]));
        }
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}

pub(crate) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
